"""The past of a recipe: every step of editing it, as a tree. Going back and doing something else begins a branch.

What was made is at the states it was made from: they can be gone back to, whatever the editor holds now.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from naitui.recipe.model import Recipe
from naitui.recipe.past_tree import Made, Node, PastError, Tell, Tree
from naitui.recipe.step_label import label

__all__ = ["Made", "Node", "Past", "PastError", "Step"]

PAUSE = 2.0
"""Seconds without a key after which typing begins a new step."""


@dataclass(frozen=True, slots=True)
class Step:
    """The way from one state to another."""

    before: Recipe
    after: Recipe
    label: str
    """What was undone, or done again; the label of the state itself where one went to any."""
    branches: int
    """The steps that lead on from the state one is at now."""
    pictures: tuple[Made, ...]
    """Made from this state."""


@dataclass(slots=True)
class _Open:
    """A step that may still go on."""

    run: Hashable
    at: float
    recipe: Recipe
    id: int | None = None
    """Its node, once somebody has asked for it."""
    known: bool = False
    """Whether the node has this recipe."""


class Past:
    """Where the recipe has been, and where it is now (``head``).

    Args:
        recipe: what it begins with.
        at: when, in Unix time.
        tell: makes the labels.
    """

    def __init__(self, recipe: Recipe, at: float, tell: Tell = label) -> None:
        self._tree = Tree(tell)
        self._head = self._tree.add(None, recipe, at)
        self._recipe = recipe
        self._open: _Open | None = None
        self._jobs: dict[str, int] = {}

    @classmethod
    def of(cls, nodes: Iterable[Node], head: int, tell: Tell = label) -> Past:
        """A past from its nodes, parents before children.

        Raises:
            PastError: they make no tree, or it has no such head.
        """
        past = cls.__new__(cls)
        past._tree, past._open, past._jobs = Tree(tell), None, {}
        for node in nodes:
            if (node.parent is None) is not (len(past._tree) == 0) or node.id in past._tree:
                raise PastError("the steps of the past do not belong together")
            if node.parent is not None and node.parent not in past._tree:
                raise PastError("a step of the past has no beginning")
            before = past._tree[node.parent].patches if node.parent is not None else -1
            patches = 0 if node.whole is not None else before + 1
            past._tree.put(node if node.patches == patches else replace(node, patches=patches))
            past._jobs |= dict.fromkeys(node.jobs, node.id)
        if head not in past._tree:
            raise PastError("the past has no end")
        past._tree.written(past._tree.changed())
        past._tree.next_whole = True  # another program may let those before it go from the disk
        past._head, past._recipe = head, past._tree.recipe(head)
        return past

    # ------------------------------------------------------------------ looking

    @property
    def tell(self) -> Tell:
        """What makes the labels."""
        return self._tree.tell

    @property
    def recipe(self) -> Recipe:
        """The recipe now."""
        return self._recipe

    @property
    def head(self) -> int:
        """The state one is at."""
        self._settle()
        return self._head

    def nodes(self) -> list[Node]:
        """Every state, in the order in which they came; a parent before its children."""
        self._settle()
        return list(self._tree)

    def node(self, id: int) -> Node | None:
        """One state; None when it is no longer kept."""
        return self._tree.get(id)

    def children(self, id: int) -> tuple[int, ...]:
        """What was made from a state, oldest first."""
        return self._tree.children(id)

    def recipe_of(self, id: int) -> Recipe:
        """The recipe of a state.

        Raises:
            PastError: it cannot be read.
        """
        self._settle()
        return self._tree.recipe(id)

    def told(self, before: int, after: int) -> str:
        """What differs between two states, as a short line.

        Raises:
            PastError: one of them cannot be read.
        """
        return self._tree.tell(self._tree.recipe(before), self._tree.recipe(after))

    # ------------------------------------------------------------------ editing

    def edit(self, recipe: Recipe, at: float, run: Hashable = None) -> None:
        """The recipe is another one now. Edits of one ``run`` that follow one another without a pause are one step."""
        if recipe == self._recipe:
            return
        step = self._open
        if step is not None and run is not None and run == step.run and at - step.at < PAUSE:
            step.recipe, step.at, step.known = recipe, at, False
        else:
            self.seal()
            self._open = _Open(run, at, recipe)
        self._recipe = recipe

    def seal(self) -> int:
        """End the step: what comes is another one. The state that was reached."""
        self._settle()
        self._open = None
        return self._head

    def _settle(self) -> None:
        """Give the step that goes on its node, so that it can be looked at."""
        step = self._open
        if step is None or step.known:
            return
        step.known = True
        if step.id is None:
            if step.recipe != self._tree.recipe(self._head):
                step.id = self._tree.add(self._head, step.recipe, step.at)
                self._lead(self._head, step.id)
                self._head = step.id
                self._tree.bound(self._head)
            return
        parent = self._tree[step.id].parent
        if parent is not None and step.recipe == self._tree.recipe(parent):  # typed, and taken back in the same breath
            self._tree.remove(step.id)
            self._head, step.id = parent, None
        else:
            self._tree.amend(step.id, step.recipe, step.at)

    # ------------------------------------------------------------------ going

    def undo(self) -> Step | None:
        """To the state before; None when there is none.

        Raises:
            PastError: it cannot be read; one stays where one is.
        """
        here = self._tree[self.seal()]
        if here.parent is None:
            return None
        self._lead(here.parent, here.id)
        return self._go(here.parent, here.label)

    def redo(self) -> Step | None:
        """To the state after, the one that was visited last; None when there is none.

        Raises:
            PastError: it cannot be read; one stays where one is.
        """
        here = self._tree[self.seal()]
        children = self._tree.children(here.id)
        if not children:
            return None
        there = here.next if here.next in children else children[-1]
        return self._go(there, self._tree[there].label)

    def go(self, id: int) -> Step:
        """To any state. Redo leads back from there to where one was, as far as that came from it.

        Raises:
            PastError: it is not kept, or cannot be read; one stays where one is.
        """
        self.seal()
        if id not in self._tree:
            raise PastError("this step of the past is no longer kept")
        self._follow(self._head)
        return self._go(id, self._tree[id].label)

    def _go(self, id: int, label: str) -> Step:
        before, after = self._recipe, self._tree.recipe(id)
        self._head, self._recipe = id, after
        return Step(before, after, label, len(self._tree.children(id)), self._tree[id].pictures)

    def _follow(self, id: int) -> None:
        """From everywhere on the way to a state, redo leads towards it."""
        for child, parent in pairwise(list(self._tree.line(id))):
            self._lead(parent.id, child.id)

    def _lead(self, parent: int, child: int) -> None:
        node = self._tree[parent]
        if node.next != child:
            self._tree.put(replace(node, next=child))

    # ------------------------------------------------------------------ pictures

    def send(self, id: int, jobs: Iterable[str]) -> None:
        """Jobs of a state's recipe are on their way: it is kept for them."""
        if id in self._tree:
            node = self._tree[id]
            new = tuple(jobs)
            self._tree.put(replace(node, jobs=(*node.jobs, *new)))
            self._jobs |= dict.fromkeys(new, id)

    def attach(self, job: str, made: Made) -> bool:
        """A picture came of a job: it is put to the state that was sent. False when nobody knows the job."""
        id = self._jobs.get(job)
        if id is None:
            return False
        node = self._tree[id]
        if all(made.path != other.path for other in node.pictures):
            self._tree.put(replace(node, pictures=(*node.pictures, made)))
        return True

    def end(self, job: str) -> bool:
        """Nothing comes of a job any more. False when nobody knows it."""
        id = self._jobs.pop(job, None)
        if id is None:
            return False
        node = self._tree[id]
        self._tree.put(replace(node, jobs=tuple(one for one in node.jobs if one != job)))
        return True

    @property
    def jobs(self) -> tuple[str, ...]:
        """The jobs that pictures may still come of."""
        return tuple(self._jobs)

    # ------------------------------------------------------------------ from run to run

    def join(self, earlier: Past) -> None:
        """Put the past of earlier runs before this one."""
        self.seal()
        head, tree = earlier.head, earlier._tree
        mine = [node.id for node in self._tree]
        top = tree.graft(head, self._tree)
        self._head = top if self._head == mine[0] else self._head
        self._tree = tree
        if top != head:
            self._lead(head, top)
        self._jobs = {job: node.id for node in tree for job in node.jobs}
        tree.bound(self._head)

    def changed(self) -> dict[int, Node | None]:
        """The states that are not on disk as they are now, by their ids; None for those that are gone."""
        self._settle()
        return self._tree.changed()

    def written(self, nodes: Mapping[int, Node | None]) -> None:
        """These are on disk now."""
        self._tree.written(nodes)
