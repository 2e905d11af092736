"""The past as a tree: nothing that was visited is lost, and going anywhere shows exactly what was there."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from naitui.recipe import Character, Recipe, Sampling
from naitui.recipe import past_tree as module
from naitui.recipe.past import PAUSE, Made, Node, Past, PastError

START = Recipe(prompt="1girl")
TEXTS = st.lists(st.sampled_from(["a", "b, ", "{c}", "\n", "é", "d d"]), max_size=5).map("".join)
PEOPLE = st.lists(st.builds(Character, prompt=TEXTS, enabled=st.booleans()), max_size=3).map(tuple)
RECIPES = st.builds(
    Recipe,
    model=st.sampled_from(["m1", "m2"]),
    prompt=TEXTS,
    undesired=TEXTS,
    characters=PEOPLE,
    styles=st.lists(st.sampled_from("xy"), max_size=2).map(tuple),
    sampling=st.builds(Sampling, steps=st.none() | st.integers(1, 3)),
)


def prompts(past: Past) -> list[str]:
    return [past.recipe_of(node.id).prompt for node in past.nodes()]


def typed(past: Past, *texts: str, at: float = 0.0) -> Past:
    """Each text a step."""
    for number, text in enumerate(texts):
        past.edit(Recipe(prompt=text), at + number)
    return past


class Walks(RuleBasedStateMachine):
    """Any mixture of editing, going and making pictures, beside a table of all recipes kept whole."""

    def __init__(self) -> None:
        super().__init__()
        self.past = Past(START, 0.0)
        self.now = START
        self.seen: dict[int, Recipe] = {self.past.head: START}
        self.visited = [self.past.head]
        self.pictures: dict[int, list[str]] = {}
        self.time = 0.0

    def note(self) -> None:
        """Where one is now has been visited; a recipe of a state never changes once it has been left."""
        head = self.past.head
        assert self.seen.setdefault(head, self.now) == self.now
        self.visited.append(head)

    @rule(recipe=RECIPES)
    def edit(self, recipe: Recipe) -> None:
        self.time += 1
        self.past.edit(recipe, self.time)
        self.now = recipe
        self.past.seal()
        self.note()

    @rule(texts=st.lists(TEXTS, min_size=1, max_size=4), look=st.booleans())
    def type(self, texts: list[str], look: bool) -> None:
        """A run is one step, whether or not somebody looks meanwhile (the autosave does)."""
        before, count = self.past.seal(), len(self.past.nodes())
        for text in texts:
            self.now = self.now.model_copy(update={"prompt": text})
            self.past.edit(self.now, self.time, "run")
            if look:
                self.past.changed()
        self.past.seal()
        grown = len(self.past.nodes()) - count
        assert grown == (self.now != self.seen[before])
        assert (self.past.head == before) is (grown == 0)
        self.note()

    @rule()
    def undo_and_redo(self) -> None:
        here = self.past.head
        step = self.past.undo()
        if step is None:
            assert self.past.node(here).parent is None
            return
        assert (step.before, step.after) == (self.now, self.past.recipe)
        assert self.past.head == self.past.node(here).parent
        back = self.past.redo()
        assert back is not None
        assert (back.after, back.label, self.past.head) == (self.now, step.label, here)

    @rule()
    def undo(self) -> None:
        if self.past.undo() is not None:
            self.now = self.seen[self.past.head]
            self.note()

    @rule()
    def redo(self) -> None:
        """Towards the state below that was visited last."""
        here = self.past.head
        children = set(self.past.children(here))
        if self.past.redo() is None:
            assert not children
            return
        assert self.past.head in children
        below = next(id for id in reversed(self.visited) if self.child_of(here, id) is not None)
        assert self.past.head == self.child_of(here, below)
        self.now = self.seen[self.past.head]
        self.note()

    def child_of(self, above: int, id: int) -> int | None:
        """The child of ``above`` on the way to ``id``; None when that does not lie below."""
        while (parent := self.past.node(id).parent) is not None:
            if parent == above:
                return id
            id = parent
        return None

    @rule(data=st.data())
    def go(self, data: Any) -> None:
        id = list(self.seen)[data.draw(st.integers(0, len(self.seen) - 1))]
        step = self.past.go(id)
        assert step.after == self.seen[id]
        self.now = self.seen[id]
        self.note()

    @rule(more=RECIPES)
    def picture(self, more: Recipe) -> None:
        """It belongs to what was sent, whatever is edited before it comes."""
        sent = self.past.seal()
        job = f"job {len(self.pictures)} {self.time}"
        self.past.send(sent, [job])
        self.edit(more)
        self.time += 1
        assert self.past.attach(job, Made(job, 1, self.time))
        assert self.past.end(job)
        assert not self.past.attach(job, Made("late", 1, self.time))
        self.pictures.setdefault(sent, []).append(job)

    @rule()
    def restart(self) -> None:
        """From its nodes alone, as the disk keeps them."""
        self.past = Past.of(self.past.nodes(), self.past.head)
        assert self.past.changed() == {}

    @rule(recipe=RECIPES)
    def edit_before_the_earlier_past_is_read(self, recipe: Recipe) -> None:
        self.time += 1
        fresh = Past(self.now, self.time)
        if recipe != self.now:
            fresh.edit(recipe, self.time)
        fresh.join(Past.of(self.past.nodes(), self.past.head))
        self.past, self.now = fresh, recipe
        self.note()

    @invariant()
    def the_recipe_is_the_last_one(self) -> None:
        assert self.past.recipe == self.now

    @invariant()
    def everything_is_there(self) -> None:
        nodes = {node.id: node for node in self.past.nodes()}
        assert set(nodes) == set(self.seen)
        for id, recipe in self.seen.items():
            assert self.past.recipe_of(id) == recipe
            assert [made.path for made in nodes[id].pictures] == self.pictures.get(id, [])

    @precondition(lambda self: len(self.seen) > 1)
    @invariant()
    def it_is_one_tree(self) -> None:
        places = {node.id: at for at, node in enumerate(self.past.nodes())}
        for node in self.past.nodes():
            assert (node.parent is None) == (places[node.id] == 0)
            assert node.parent is None or places[node.parent] < places[node.id]


TestWalks = Walks.TestCase
TestWalks.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_a_run_ends_with_a_pause() -> None:
    past = Past(START, 0.0)
    for at, text in enumerate(["n", "ni", "nig"]):
        past.edit(Recipe(prompt=text), at * 0.5, "run")
    past.edit(Recipe(prompt="nigh"), 1.0 + PAUSE, "run")
    assert prompts(past) == ["1girl", "nig", "nigh"]
    past.edit(Recipe(prompt="night"), 1.1 + PAUSE, "other run")
    assert prompts(past) == ["1girl", "nig", "nigh", "night"]


def test_going_somewhere_ends_a_run() -> None:
    past = Past(START, 0.0)
    past.edit(Recipe(prompt="a"), 1.0, "run")
    assert past.undo().label == "− 1girl, + a"
    past.edit(Recipe(prompt="b"), 1.1, "run")
    assert prompts(past) == ["1girl", "a", "b"]
    assert past.children(past.nodes()[0].id) == tuple(node.id for node in past.nodes()[1:])


def test_at_the_ends_there_is_nothing() -> None:
    past = Past(START, 0.0)
    assert past.undo() is past.redo() is None
    past.edit(START, 5.0)
    assert len(past.nodes()) == 1
    with pytest.raises(PastError, match="no longer kept"):
        past.go(-1)
    assert not past.end("nobody's job")


def test_redo_leads_back_from_wherever_one_went() -> None:
    past = typed(Past(START, 0.0), "a", "b", "c")
    first, _, _, last = (node.id for node in past.nodes())
    past.go(first)
    typed(past, "x", at=9.0)
    past.go(last)
    past.go(first)
    assert [past.redo().after.prompt for _ in range(3)] == ["a", "b", "c"]
    assert past.redo() is None
    assert past.head == last


def test_a_step_tells_of_branches_and_pictures() -> None:
    past = typed(Past(START, 0.0), "a")
    past.undo()
    typed(past, "b", at=5.0)
    first = past.nodes()[0].id
    past.send(first, ["job"])
    past.attach("job", Made("/p.png", 7, 9.0))
    step = past.undo()
    assert (step.branches, step.pictures) == (2, (Made("/p.png", 7, 9.0),))


@given(st.lists(TEXTS, min_size=1, max_size=40), st.sets(st.integers(0, 39)))
def test_within_the_bound_nothing_is_lost_and_pictures_never(texts: list[str], pictured: set[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_STEPS", 8)
        patch.setattr(module, "WHOLE_EVERY", 4)
        past, whole = Past(START, 0.0), {}
        made = {}
        for number, text in enumerate(texts):
            recipe = Recipe(prompt=f"{text} {number}", undesired="x" * number)
            past.edit(recipe, float(number))
            whole[past.seal()] = recipe
            if number in pictured:
                made[past.head] = f"job {number}"
                past.send(past.head, [f"job {number}"])
                past.attach(f"job {number}", Made(f"{number}.png", number, float(number)))
                past.end(f"job {number}")
            if number % 3 == 0:
                past.undo()
    kept = {node.id: node for node in past.nodes()}
    assert set(made) <= set(kept)
    assert set(list(whole)[-8:]) <= set(kept)
    assert len(kept) <= 8 * 1.1 + len(made) + 2
    for id in set(kept) & set(whole):
        assert past.recipe_of(id) == whole[id]
        assert kept[id].label
        assert (kept[id].patches == 0) is (kept[id].whole is not None)
        assert kept[id].patches <= 4
    again = Past.of(past.nodes(), past.head)
    assert [(n.id, n.patches) for n in again.nodes()] == [(n.id, n.patches) for n in past.nodes()]
    assert set(past.changed()) >= set(whole) - set(kept), "what went is told to the disk"


def test_steps_of_a_long_prompt_are_small() -> None:
    """10,000 of them must not be 100 MB; measuring so many takes half a minute."""
    words = ", ".join(f"tag number {n}" for n in range(650))
    assert len(words) > 10_000
    past = Past(Recipe(prompt=words), 0.0)
    tracemalloc.start()
    for number in range(1_000):
        at = (number * 137) % len(words)
        words = f"{words[:at]}x{words[at + 1 :]}"
        past.edit(Recipe(prompt=words), float(number))
        past.seal()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(past.nodes()) == 1_001
    assert size < 2_000_000
    for _ in range(1_000):
        past.undo()
    assert past.undo() is None


@pytest.mark.parametrize("fault", ["no root", "two roots", "stranger", "twice", "no head"])
def test_nodes_that_are_no_tree_are_refused(fault: str) -> None:
    past = typed(Past(START, 0.0), "a", "b")
    nodes, head = past.nodes(), past.head
    if fault == "no root":
        nodes = nodes[1:]
    elif fault == "two roots":
        nodes.append(Node(5, None, 0.0, "", whole={}))
    elif fault == "stranger":
        nodes.append(Node(5, 6, 0.0, ""))
    elif fault == "twice":
        nodes.append(nodes[-1])
    else:
        head = 5
    with pytest.raises(PastError):
        Past.of(nodes, head)


def test_a_damaged_step_is_told_and_one_stays() -> None:
    past = typed(Past(START, 0.0), "a", "b")
    first, middle, last = past.nodes()
    broken = Node(middle.id, first.id, 0.0, "x", whole={"prompt": 5})
    mended = Node(last.id, middle.id, 0.0, "y", whole=START.model_dump(mode="json", exclude_none=True))
    past = Past.of([first, broken, mended], last.id)
    with pytest.raises(PastError, match="damaged"):
        past.undo()
    assert (past.head, past.recipe) == (last.id, START)
    past.go(first.id)
    assert past.recipe == START


def test_what_was_changed_again_while_it_was_written_is_written_once_more() -> None:
    past = typed(Past(START, 0.0), "a")
    batch = past.changed()
    past.send(past.head, ["job"])
    past.written(batch)
    assert list(past.changed()) == [past.head]
    past.written(past.changed())
    assert past.changed() == {}
