"""What the screen of sweeps says: its sheet, its price, what can be swept. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from naitui.actions.in_effect import keyed
from naitui.jobs.grid import At, Grid, Known, Slot
from naitui.novelai import Catalog
from naitui.novelai.price import summed
from naitui.pictures.sweep_sheet import heads_of
from naitui.recipe import Problem, Recipe
from naitui.recipe.marks import names_in
from naitui.recipe.tree import rows_in, tags_of
from naitui.screens import wording
from naitui.screens.wording import Offer
from naitui.widgets import fields
from naitui.widgets.axis_fields import LINES, Line
from naitui.widgets.sheet_grid import Sheet, Square
from naitui.widgets.text import one_line

Heads = tuple[Sequence[str], Sequence[str], Sequence[str]]
EMPTY = (
    "No axes yet: type one above, such as  steps=20..28 by 4, or press {sweep.choose} to choose what is to change.",
    "",
    "X makes columns, Y rows, Z a sheet for each of its values. Settings that change together stand in one line:",
    "steps=20, 28 & guidance=4, 6. All cells have one seed, unless an axis sets it.",
)
UNREADABLE = ("The sheet comes back as soon as the line can be read; Tab and Shift+Tab lead to the lines.",)
_MOST_TAGS = 40
_TITLES = {"made": "made", "coming": "in the queue"}


@dataclass(frozen=True, slots=True)
class Sight:
    """A grid as it is now."""

    grid: Grid
    known: Known
    heads: Heads = field(default=((), (), ()))

    @classmethod
    def of(cls, grid: Grid, known: Known) -> Sight:
        """With the heads of columns, rows and sheets."""
        return cls(grid, known, heads_of([slot.cell for slot in grid.slots.values()]))


def sheet_of(sight: Sight, z: int, read: Callable[[Path], bytes]) -> Sheet:
    """One layer as it is shown; ``read`` gives a small picture file of a picture."""
    columns, rows, _ = sight.heads
    squares = {
        (x, y): _square(sight, sight.grid.slots.get((x, y, z)), read)
        for x in range(len(columns))
        for y in range(len(rows))
    }
    return Sheet(columns, rows, squares)


def _square(sight: Sight, slot: Slot | None, read: Callable[[Path], bytes]) -> Square:
    if slot is None:
        return Square(("skipped",))
    path = sight.known.picture(slot)
    if path is not None:
        return Square(key=str(path), read=partial(read, path))
    if sight.known.state(slot) == "coming":
        runs = sight.known.running in {one.carried for one in slot.wanted}
        waits = "left over" if sight.known.is_left(slot) else "waits"
        return Square(("being made" if runs else waits,), "picked" if runs else "muted")
    x, y, z = slot.cell.labels
    doubt = ["perhaps charged"] if sight.known.is_doubtful(slot) else []
    return Square([*(text for text in (x, y, z) if text), "", *doubt, _price(slot)])


def _price(slot: Slot) -> str:
    total = sum(one.quote.total for one in slot.wanted)
    return f"{total} Anlas" if total else "free"


def told(sight: Sight, at: At) -> str:
    """A cell in one line: where it is, what it has, what has become of it."""
    sheets = sight.heads[2]
    layer = [f"Z {at[2] + 1}/{len(sheets)}"] if len(sheets) > 1 else []
    slot = sight.grid.slots.get(at)
    if slot is None:
        return " · ".join([*layer, *_labels(sight, at), "skipped"])
    state, path = sight.known.state(slot), sight.known.picture(slot)
    if sight.known.is_left(slot):
        what = keyed("left over: Esc, then {studio.queue} lets it go on")
    elif state != "open":
        what = _TITLES[state] + (f" · {path.name}" if path is not None else "")
    else:
        cost = wording.cost(summed([one.quote for one in slot.wanted]))
        what = f"perhaps charged before; once more: {cost}" if sight.known.is_doubtful(slot) else f"to be made: {cost}"
    return " · ".join([*layer, *_labels(sight, at), f"seed {slot.wanted[0].seed}", what])


def _labels(sight: Sight, at: At) -> Iterator[str]:
    for place, heads in zip(at, sight.heads, strict=True):
        if place < len(heads) and heads[place]:
            yield one_line(heads[place], 60)


def offer_of(sight: Sight) -> Offer:
    """What a press would make, what it costs and why."""
    grid, known = sight.grid, sight.known
    count, left = len(grid.slots), grid.open(known)
    states = [known.state(slot) for slot in grid.slots.values()]
    over = sum(known.is_left(slot) for slot in grid.slots.values())
    doubtful = sum(known.is_doubtful(slot) for slot in grid.slots.values())
    seed = grid.recipe.sampling.seed
    counts = {
        "perhaps charged before": doubtful,
        "left over in the queue": over,
        "made": states.count("made"),
        "in the queue": states.count("coming") - over,
    }
    parts = ["1 cell" if count == 1 else f"{count} cells", *(f"{many} {what}" for what, many in counts.items() if many)]
    shared = seed is not None and count > 1 and not any(slot.cell.sets_seed for slot in grid.slots.values())
    parts += [f"seed {seed} for all"] if shared else []
    note = " · ".join(parts), ""
    make = keyed("{sweep.generate} Make")
    if grid.lint.refusals:
        refused = wording.offer(grid.quote(known), grid.lint)
        return Offer(make, refused.cost, note, refused=True)
    if not left:
        return Offer(make, "nothing is left to be made", note)
    return Offer(f"{make} {sum(one.samples for one in left)}", wording.cost(grid.quote(known)), note)


def at_lines(problems: Sequence[Problem]) -> dict[Line | None, str]:
    """What is wrong, by the line at which it is; None for what stands in none."""
    found: dict[Line | None, str] = {}
    for problem in problems:
        line = next((name for name in LINES if problem.where[:2] == ("sweep", name)), None)
        found.setdefault(line, problem.message if line is not None else str(problem))
    return found


# ---------------------------------------------------------------------- what can be swept


def sweepable(recipe: Recipe, catalog: Catalog, wildcards: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Lines with values for everything that can be swept in a recipe, and how each is called.

    Args:
        recipe: of which.
        catalog: the models.
        wildcards: the lines of those that the recipe calls.
    """
    found = [*_settings(recipe, catalog), *_people(recipe), *_references(recipe)]
    for name, lines in wildcards.items():
        found.append((f"wildcard {name}={'|'.join(map(_as_value, lines))}", f"Wildcard {name}"))
    text = recipe.prompt
    tags = dict.fromkeys(text[item.start : item.end] for item in tags_of(rows_in(text)))
    found += [(f"prompt:{tag}={tag}|", f"Prompt, in the place of “{tag}”") for tag in tags if _plain(tag)][:_MOST_TAGS]
    return found


def called_wildcards(recipe: Recipe) -> list[str]:
    """The wildcards that a recipe's texts call."""
    people = [text for one in recipe.characters for text in (one.prompt, one.undesired)]
    named = {name for text in (recipe.prompt, recipe.undesired, *people) for name in names_in(text)}
    return sorted(name for kind, name in named if kind == "wildcard")


def _as_value(text: str) -> str:
    """A text as it stands among others in a line."""
    return text.replace("|", "\\|")


def _plain(tag: str) -> bool:
    """Whether a tag can stand in a line as it is."""
    return not any(sign in tag for sign in "|=:\\")


def _settings(recipe: Recipe, catalog: Catalog) -> Iterator[tuple[str, str]]:
    model = catalog.model(recipe.model)
    low = max(1, (recipe.sampling.steps or model.steps) - 8)
    yield f"steps={low}..{low + 8} by 4", "Steps"
    near = recipe.sampling.guidance or model.guidance
    yield f"guidance={max(0, near - 1):g}..{near + 1:g} by 0.5", "Guidance"
    yield "seed=1..4", "Seed"
    for one in fields.fields_for(model):
        name = one.path[-1]
        choices = one.choices(model, catalog)
        if choices and one.path[0] != "batch":
            yield f"{name}={', '.join(value for value, _ in choices)}", one.label
        elif one.kind == "toggle":
            yield f"{name}=off, on", one.label
        elif name == "rescale":
            yield "rescale=0..0.6 by 0.2", one.label
    if recipe.source is not None:
        yield "strength=0.3..0.9 by 0.2", "Source strength"
        yield "noise=0..0.2 by 0.1", "Source noise"


def _people(recipe: Recipe) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(recipe.characters, 1):
        name = one.name or one_line(one.prompt, 30)
        yield f"character {number} position=A3, C3, E3", f"Character {number}, position: {name}"
        yield f"character {number} enabled=on, off", f"Character {number}, on and off: {name}"
        yield f"character {number} prompt={_as_value(one.prompt)}|", f"Character {number}, prompt: {name}"


def _references(recipe: Recipe) -> Iterator[tuple[str, str]]:
    for number, vibe in enumerate(recipe.vibes, 1):
        name = one_line(Path(vibe.path).name, 30)
        yield f"vibe {number} strength=0.2..1 by 0.2", f"Vibe {number}, strength: {name}"
        yield f"vibe {number} information=0.4..1 by 0.2", f"Vibe {number}, information (each is encoded): {name}"
    for number, reference in enumerate(recipe.precise_references, 1):
        name = one_line(Path(reference.path).name, 30)
        yield f"reference {number} strength=0.4..1 by 0.2", f"Reference {number}, strength: {name}"
        yield f"reference {number} fidelity=0.4..1 by 0.2", f"Reference {number}, fidelity: {name}"
