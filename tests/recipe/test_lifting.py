"""From captions back to interactions: exactly for pictures, wherever they stand for a key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Cast, Character, Interaction
from naitui.recipe.captions import ROLES, captions
from naitui.recipe.lifting import gathered, lifted

ACTIONS = st.sampled_from(["hug", "kiss", "holding hands", "Hug"])
TYPED = st.builds(lambda role, action: f"{role}#{action}", st.sampled_from(ROLES), ACTIONS)
PIECE = TYPED | st.sampled_from(
    ["girl", "{source#hug}", "1.2::target#hug::", "source#", "Text: source#hug", "smile", ""]
)
PROMPT = st.lists(PIECE, max_size=5).flatmap(
    lambda parts: st.sampled_from([", ", ",", " , ", "\n", ",  "]).map(lambda join: join.join(parts))
)


def people(*prompts: str) -> tuple[Character, ...]:
    return tuple(Character(prompt=prompt) for prompt in prompts)


def matrix(cast: Cast) -> list[tuple[str, str]]:
    """Each action with a letter for everybody's cell."""
    letters = {None: "-", "source": "S", "target": "T", "mutual": "M"}
    everybody = range(len(cast.characters))
    return [
        (one.action, "".join(letters[cast.role(row, index)] for index in everybody))
        for row, one in enumerate(cast.interactions)
    ]


@given(st.lists(PROMPT, max_size=4))
def test_what_is_lifted_makes_the_same_captions_again(prompts: list[str]) -> None:
    """The law that an imported picture's request does not change, whatever was typed."""
    cast = lifted(people(*prompts))
    assert captions(cast.characters, cast.interactions) == prompts


@given(
    st.lists(st.tuples(ACTIONS, st.lists(st.sampled_from(["-", "S", "T", "M"]), min_size=3, max_size=3)), max_size=4)
)
def test_a_matrix_comes_back_from_its_captions(rows: list[tuple[str, list[str]]]) -> None:
    """Everything that the editor makes and that has two sides is found again; another list may say the same."""
    cast = Cast(people("girl", "boy", "cat"))
    for action, cells in rows:
        cast = cast.with_action(action)
        for index, letter in enumerate(cells):
            role = {"S": ROLES[0], "T": ROLES[1], "M": ROLES[2]}.get(letter)
            cast = cast.with_role(len(cast.interactions) - 1, index, role)
    said = captions(cast.characters, cast.interactions)
    back = lifted(people(*said))
    assert captions(back.characters, back.interactions) == said
    sides = [(action, set(cells) - {"-"}, cells.count("M")) for action, cells in rows]
    whole = all(kinds in ({"S", "T"}, set()) or (kinds == {"M"} and count > 1) for _, kinds, count in sides)
    alone = len({action.lower() for action, _, _ in sides}) == len(rows)
    if whole and alone:
        assert [one.prompt for one in back.characters] == ["girl", "boy", "cat"], "nothing is left as text"
        assert sorted(matrix(back)) == sorted((action, "".join(cells)) for action, cells in rows if set(cells) != {"-"})


LIFTED = [
    (("source#hug, girl", "target#hug, boy"), ("girl", "boy"), [("hug", "ST")]),
    (("mutual#hug, girl", "mutual#hug, boy", "cat"), ("girl", "boy", "cat"), [("hug", "MM-")]),
    (("source#hug, girl", "source#hug, boy", "target#hug, cat"), ("girl", "boy", "cat"), [("hug", "SST")]),
    (
        ("target#kiss, source#hug, girl", "source#kiss, target#hug, boy"),
        ("girl", "boy"),
        [("hug", "ST"), ("kiss", "TS")],
    ),
    # one-sided ones stay text, and so does what stands behind them
    (("source#hug, girl", "boy"), ("source#hug, girl", "boy"), []),
    (("mutual#hug, girl", "boy"), ("mutual#hug, girl", "boy"), []),
    (("source#wave, source#hug, girl", "target#hug, boy"), ("source#wave, source#hug, girl", "target#hug, boy"), []),
    (("source#hug, source#wave, girl", "target#hug, boy"), ("source#wave, girl", "boy"), [("hug", "ST")]),
    # what is typed elsewhere, or otherwise, stays where it is
    (("girl, source#hug", "target#hug, boy"), ("girl, source#hug", "target#hug, boy"), []),
    (("source#hug,girl", "target#hug, boy"), ("source#hug,girl", "target#hug, boy"), []),
    (("Source#hug, girl", "target#hug, boy"), ("Source#hug, girl", "target#hug, boy"), []),
    (("source#hug", "target#hug, boy"), ("source#hug", "target#hug, boy"), []),
    # in a circle, or two roles in one action: what cannot be said by the matrix stays text
    (
        ("source#a, source#b, girl", "target#b, target#a, boy"),
        ("source#a, source#b, girl", "target#b, target#a, boy"),
        [],
    ),
    (
        ("source#hug, target#hug, girl", "target#hug, source#hug, boy"),
        ("source#hug, target#hug, girl", "target#hug, source#hug, boy"),
        [],
    ),
    ((), (), []),
]


@pytest.mark.parametrize(("prompts", "left", "cells"), LIFTED)
def test_lifting(prompts: tuple[str, ...], left: tuple[str, ...], cells: list[tuple[str, str]]) -> None:
    cast = lifted(people(*prompts))
    assert tuple(one.prompt for one in cast.characters) == left
    assert matrix(cast) == cells


def test_everything_else_about_a_character_stays() -> None:
    girl = Character(prompt="source#hug, girl", undesired="hat", position=(0.1, 0.2), enabled=False, id="old")
    cast = lifted((girl, Character(prompt="target#hug, boy")))
    assert cast.characters[0] == girl.model_copy(update={"prompt": "girl", "id": cast.characters[0].id})
    assert cast.interactions == (
        Interaction(action="hug", sources=(cast.characters[0].id or "",), targets=(cast.characters[1].id or "",)),
    )


GATHERED = [
    (("girl, source#hug", "boy, Target#Hug, hat"), ("girl", "boy, hat"), [("hug", "ST")]),
    (("girl, source#hug, smile", "boy"), ("girl, source#hug, smile", "boy"), []),
    (("a, mutual#hug", "mutual#hug, b", "c\nmutual#hug"), ("a", "b", "c"), [("hug", "MMM")]),
    (("source#hug", "target#hug, boy"), ("source#hug", "boy"), [("hug", "ST")]),
    (("{source#hug}, girl", "target#hug, boy"), ("{source#hug}, girl", "target#hug, boy"), []),
    (("source#hug, target#hug, girl", "source#hug, target#hug, boy"), ("girl", "boy"), [("hug", "TT"), ("hug", "SS")]),
]


@pytest.mark.parametrize(("prompts", "left", "cells"), GATHERED)
def test_gathering(prompts: tuple[str, ...], left: tuple[str, ...], cells: list[tuple[str, str]]) -> None:
    cast = gathered(Cast(people(*prompts)))
    assert tuple(one.prompt for one in cast.characters) == left
    assert sorted(matrix(cast)) == sorted(cells)


@given(st.lists(PROMPT, max_size=4))
def test_gathering_loses_nobodys_role(prompts: list[str]) -> None:
    """Whoever was the source of something is so afterwards, in the matrix or in the text; each caption, as a set."""

    def tags(texts: list[str]) -> list[set[str]]:
        return [{tag.strip().lower() for tag in text.replace("\n", ",").split(",")} - {""} for text in texts]

    cast = gathered(Cast(people(*prompts)))
    assert tags(captions(cast.characters, cast.interactions)) == tags(prompts)
    assert gathered(cast) == cast


def test_gathering_joins_what_the_matrix_says_already() -> None:
    cast = Cast(people("girl", "boy, target#hug")).with_action("hug").with_role(0, 0, "source")
    assert matrix(gathered(cast)) == [("hug", "ST")]
