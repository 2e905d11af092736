"""The tree under the past: recipes as steps from one another, none of them kept whole that need not be."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import ValidationError

from naitui.recipe.model import Recipe
from naitui.recipe.patch import Document, Patch, difference, document_of, patched

WHOLE_EVERY = 64
"""Steps after which a recipe is kept whole, so that none needs more patches than this."""
MOST_STEPS = 10_000
"""Nodes without a picture that are kept."""
MOST_PICTURED = 10_000
"""Nodes with pictures that are kept."""
_SLACK = 1.1
"""Not at every step, but when this much more has come together, the oldest go."""
_AT_HAND = 32
"""Recipes that are kept ready: a list is looked through one after another."""
_DAMAGED = (KeyError, IndexError, TypeError)

Tell = Callable[[Recipe, Recipe], str]
"""What changed between two recipes, as a short line."""


class PastError(ValueError):
    """A node that cannot be read: its file was changed by somebody else."""


@dataclass(frozen=True, slots=True)
class Made:
    """A picture that was made from a node's recipe."""

    path: str
    seed: int | None
    at: float
    """When it was saved: Unix time, seconds."""


@dataclass(frozen=True, slots=True)
class Node:
    """One state of the recipe."""

    id: int
    """Drawn by chance, so that nodes of several programs never have the same."""
    parent: int | None
    """What it was made from; None for the first."""
    at: float
    """Its last change: Unix time, seconds."""
    label: str
    """What changed since the parent."""
    patch: Patch = ()
    """From the parent's document to its own; unused where it is kept whole."""
    whole: Document | None = None
    patches: int = 0
    """How many steps it is from a node that is kept whole."""
    next: int | None = None
    """The child that was visited last."""
    jobs: tuple[str, ...] = ()
    """Jobs of this recipe that are on their way."""
    pictures: tuple[Made, ...] = ()
    """In the order in which they were saved."""

    @property
    def pinned(self) -> bool:
        """Whether it has pictures or waits for some."""
        return bool(self.jobs or self.pictures)


class Tree:
    """Nodes by their ids, parents always before their children."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self._nodes: dict[int, Node] = {}
        self._children: dict[int, list[int]] = {}
        self._ready: OrderedDict[int, Recipe] = OrderedDict()
        self._changed: dict[int, None] = {}
        self.next_whole = False
        """Whether the next new node is kept whole, wherever it is: so it can be read without those before it."""

    def __len__(self) -> int:
        return len(self._nodes)

    def __contains__(self, id: object) -> bool:
        return id in self._nodes

    def __iter__(self) -> Iterator[Node]:
        """Every node; a parent before its children."""
        return iter(self._nodes.values())

    def __getitem__(self, id: int) -> Node:
        return self._nodes[id]

    def get(self, id: int) -> Node | None:
        """A node; None when there is none."""
        return self._nodes.get(id)

    def children(self, id: int) -> tuple[int, ...]:
        """The nodes made from one, oldest first."""
        return tuple(self._children.get(id, ()))

    def line(self, id: int) -> Iterator[Node]:
        """A node, its parent, and so on to the first."""
        node: Node | None = self._nodes[id]
        while node is not None:
            yield node
            node = None if node.parent is None else self._nodes[node.parent]

    # ------------------------------------------------------------------ recipes

    def recipe(self, id: int) -> Recipe:
        """The recipe of a node.

        Raises:
            PastError: it cannot be read.
        """
        recipe = self._ready.get(id)
        if recipe is None:
            try:
                recipe = Recipe.model_validate(self._document(id))
            except (*_DAMAGED, ValidationError) as error:
                raise PastError(f"a step of the past is damaged ({type(error).__name__})") from None
        self._keep_ready(id, recipe)
        return recipe

    def _document(self, id: int) -> Document:
        patches: list[Patch] = []
        for node in self.line(id):
            if node.whole is not None:
                document = node.whole
                break
            patches.append(node.patch)
        else:
            raise KeyError("no whole node")
        for patch in reversed(patches):
            document = patched(document, patch)
        return document

    def _keep_ready(self, id: int, recipe: Recipe) -> None:
        self._ready[id] = recipe
        self._ready.move_to_end(id)
        while len(self._ready) > _AT_HAND:
            self._ready.popitem(last=False)

    # ------------------------------------------------------------------ changes

    def add(self, parent: int | None, recipe: Recipe, at: float) -> int:
        """A new node; the oldest without a picture go when there are too many. Its id."""
        id = secrets.randbits(62)
        self.put(self._node(id, parent, recipe, at))
        self._keep_ready(id, recipe)
        return id

    def amend(self, id: int, recipe: Recipe, at: float) -> None:
        """Give a node without children another recipe."""
        assert not self._children.get(id)  # noqa: S101 - their patches would be wrong
        self._nodes[id] = self._node(id, self._nodes[id].parent, recipe, at)
        self._changed[id] = None
        self._keep_ready(id, recipe)

    def _node(self, id: int, parent: int | None, recipe: Recipe, at: float) -> Node:
        if parent is None:
            return Node(id, None, at, "the beginning", whole=document_of(recipe))
        before, patches = self.recipe(parent), self._nodes[parent].patches + 1
        label = self.tell(before, recipe)
        amended = self._nodes.get(id)
        whole = self.next_whole if amended is None else amended.whole is not None
        self.next_whole = False
        if whole or patches >= WHOLE_EVERY:
            return Node(id, parent, at, label, whole=document_of(recipe))
        patch = difference(document_of(before), document_of(recipe))
        return Node(id, parent, at, label, patch, patches=patches)

    def put(self, node: Node) -> None:
        """Put a node in, or in the place of the one with its id: everything but its parent may be another."""
        if node.id not in self._nodes and node.parent is not None:
            self._children.setdefault(node.parent, []).append(node.id)
        self._nodes[node.id] = node
        self._changed[node.id] = None

    def remove(self, id: int) -> None:
        """Take a node without children out."""
        node = self._nodes.pop(id)
        if node.parent is not None:
            self._children[node.parent].remove(id)
        self._ready.pop(id, None)
        self._changed[id] = None

    def graft(self, under: int, others: Tree) -> int:
        """Take another tree's nodes over, its first one as a child of ``under``; the id that this one has here.

        When it is the same recipe it becomes ``under`` itself.
        """
        first, *rest = others
        recipe = others.recipe(first.id)
        if recipe == self.recipe(under):
            here = self._nodes[under]
            self.put(
                replace(
                    here,
                    next=first.next or here.next,
                    jobs=(*here.jobs, *first.jobs),
                    pictures=(*here.pictures, *first.pictures),
                )
            )
            top = under
        else:
            self.put(replace(first, parent=under, label=self.tell(self.recipe(under), recipe)))
            top = first.id
        for node in rest:
            self.put(replace(node, parent=top) if node.parent == first.id else node)
        return top

    def bound(self, keep: int) -> None:
        """Let the oldest go when there are too many: not the first, not ``keep``; those with pictures are counted by
        themselves. What was made from them goes on from the nearest that is left.
        """
        if len(self._nodes) <= MOST_STEPS * _SLACK:
            return
        pinned = [node.id for node in self if node.pinned]
        steps = [node.id for node in self if not node.pinned]
        gone = {*_oldest(steps, MOST_STEPS), *_oldest(pinned, MOST_PICTURED)} - {keep, next(iter(self._nodes))}
        kept = [node for node in self if node.id not in gone]
        try:
            documents = {node.id: self._document(node.id) for node in kept if node.parent in gone}
        except _DAMAGED:  # somebody has changed the file: what cannot be read cannot be made anew from elsewhere
            return
        parents = {node.id: self._nearest(node, gone) for node in kept}
        self._changed |= dict.fromkeys(gone)
        self._nodes, self._children, self._ready = {}, {}, OrderedDict()
        for node in kept:
            parent = parents[node.id]
            if parent is None or parent == node.parent:
                self._keep(node, parent)
            else:
                self._move(node, parent, documents[node.id])

    def _nearest(self, node: Node, gone: set[int]) -> int | None:
        """The nearest of its ancestors that stays."""
        parent = node.parent
        while parent in gone:
            parent = self._nodes[parent].parent
        return parent

    def _keep(self, node: Node, parent: int | None) -> None:
        """Put a node in again whose parent is there already; it may have come further from a whole one."""
        changed = node.id in self._changed
        patches = 0 if parent is None or node.whole is not None else self._nodes[parent].patches + 1
        if patches == node.patches:
            self.put(node)
            if not changed:
                del self._changed[node.id]
        elif patches < WHOLE_EVERY:
            self.put(replace(node, patches=patches))
        else:
            whole = patched(self._document(parent or 0), node.patch)
            self.put(replace(node, patch=(), whole=whole, patches=0))

    def _move(self, node: Node, parent: int, document: Document) -> None:
        """Put a node in as the child of another one."""
        moved = replace(node, parent=parent, label=self._label(parent, document))
        if node.whole is None:
            moved = replace(moved, patch=difference(self._document(parent), document))
        self._keep(moved, parent)

    def _label(self, parent: int, document: Document) -> str:
        try:
            return self.tell(self.recipe(parent), Recipe.model_validate(document))
        except (PastError, ValidationError):
            return "a damaged step"

    # ------------------------------------------------------------------ what is still to be written down

    def changed(self) -> dict[int, Node | None]:
        """The nodes that were changed or added since they were last `written`, by their ids; None for those removed."""
        return {id: self._nodes.get(id) for id in self._changed}

    def written(self, nodes: Mapping[int, Node | None]) -> None:
        """These are on disk now; what was changed again meanwhile is not."""
        for id, node in nodes.items():
            if self._nodes.get(id) is node:
                self._changed.pop(id, None)


def _oldest(ids: list[int], most: int) -> list[int]:
    return ids[: max(0, len(ids) - most)]
