"""The trail of tools: whatever is done, going back and on again is where one was, and nothing is forgotten."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from naitui.widgets.tool_chain import Chain

STEPS = st.lists(st.one_of(st.integers(1, 3), st.sampled_from(["back", "on", "next"])), max_size=25)


def walked(steps: list[int | str]) -> Chain:
    """A chain on which a number is a tool with so many results."""
    chain, job = Chain(Path("source.png")), 0
    for step in steps:
        if isinstance(step, int):
            job, since = job + 1, chain.at
            for number in range(step):
                chain.came(str(job), f"tool {job}", Path(f"{job}-{number}.png"), since)
        elif step == "next":
            chain.choose(1)
        else:
            chain.go(-1 if step == "back" else 1)
    return chain


@given(STEPS, st.integers(0, 30))
def test_back_and_on_again_is_where_one_was(steps: list[int | str], far: int) -> None:
    chain = walked(steps)
    current, before, far = chain.current, chain.before, min(far, chain.at)
    assert chain.go(-far) == (far > 0)
    chain.go(far)
    assert (chain.current, chain.before) == (current, before)


@given(STEPS)
def test_each_picture_was_made_from_the_one_before(steps: list[int | str]) -> None:
    chain = walked(steps)
    while chain.at:
        before = chain.before
        chain.go(-1)
        assert chain.current == before
    assert (chain.current, chain.before) == (Path("source.png"), None)


@given(STEPS, st.integers(1, 3))
def test_a_result_is_looked_at_and_takes_the_place_of_what_was_undone(steps: list[int | str], results: int) -> None:
    chain = walked(steps)
    before, since = chain.current, chain.at
    for number in range(results):
        chain.came("new", "tool", Path(f"new-{number}.png"), since)
    assert chain.current == Path("new-0.png")
    assert chain.before == before
    assert not chain.go(1)
    seen = set()
    for _ in range(results):
        seen.add(chain.current)
        chain.choose(1)
    assert len(seen) == results
