"""What the screens of presets and packs say: rows, and what is said where there are none. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from rich.cells import cell_len

from naitui.actions.in_effect import keyed
from naitui.library.pack import Pack
from naitui.library.pack_adding import OnConflict
from naitui.library.pack_look import Planned
from naitui.library.pack_words import counted, how_it_stands, size_of
from naitui.library.preset_words import first_words, says
from naitui.library.presets import Preset
from naitui.novelai import Catalog
from naitui.widgets.rows import Row, Tone, cell
from naitui.widgets.text import one_line

_WIDEST_NAME = 28
NONE_YET = (
    "No presets yet.",
    "",
    "{presets.keep} keeps the recipe as it is now under a name;",
    "{presets.open_pack} opens a pack, also one of NAIWeaver's;",
    "recipe files in {folder} are presets too.",
)
CONFLICTS: dict[OnConflict, str] = {
    "skip": "left alone",
    "rename": "added beside it as {free}",
    "replace": "replaced, the old one is kept",
}


def with_words(presets: Sequence[Preset], words: str) -> list[Preset]:
    """Those in whose names or prompts all the words stand."""
    wanted = words.casefold().split()
    return [one for one in presets if all(word in f"{one.name} {one.recipe.prompt}".casefold() for word in wanted)]


def empty_words(words: str, folder: Path) -> list[str]:
    """What is said where there is nothing to show."""
    if words.strip():
        return [f"No preset with “{one_line(words, 40)}”; Esc shows all again."]
    return [keyed(line).replace("{folder}", str(folder)) for line in NONE_YET]


def name_width(names: Iterable[str]) -> int:
    """Cells of the column of names."""
    return min(_WIDEST_NAME, max((cell_len(name) for name in names), default=0))


def preset_row(preset: Preset, catalog: Catalog, marked: Collection[str], width: int) -> Row:
    """One preset: whether it is marked, its name in so many cells, its model and size, its first words."""
    mark: tuple[str, Tone] = ("● ", "picked") if preset.name in marked else ("  ", "")
    return [
        mark,
        (cell(preset.name, width), "title"),
        (f"  {says(preset, catalog)}", ""),
        (f"  {one_line(first_words(preset.recipe), 200)}", "muted"),
    ]


def item_row(one: Planned, width: int, *, on: bool, on_conflict: OnConflict) -> Row:
    """One thing in a pack: whether it is to be added, what it is, its name in so many cells, and how it stands to what
    is here."""
    row: list[tuple[str, Tone]] = [("[x] " if on else "[ ] ", "picked" if on else "muted")]
    row += [(f"{one.item.kind:<10}", "muted"), (cell(one.item.name, width), "title" if on else "")]
    row.append((f"  {size_of(one.item.size)}", "muted"))
    if one.state == "taken":
        row.append((f"  taken: {CONFLICTS[on_conflict].format(free=one.free)}", "warning"))
    elif one.state == "same":
        row.append((f"  {how_it_stands(one)}", "muted"))
    if one.item.notes:
        row.append((f"  {len(one.item.notes)} note{'s' if len(one.item.notes) > 1 else ''}", "warning"))
    return row


def pack_told(pack: Pack) -> str:
    """What a pack is, in a line."""
    size = sum(item.size for item in pack.items)
    skipped = f" · {len(pack.skipped):,} skipped" if pack.skipped else ""
    kinds = counted(item.kind for item in pack.items)
    return f"{one_line(pack.title, 40)} · {pack.origin} · {kinds} · {size_of(size)}{skipped}"


def skipped_told(pack: Pack, most: int) -> Row:
    """What of a pack is not taken, and why."""
    row: list[tuple[str, Tone]] = [(f"✗ {one}\n", "error") for one in pack.skipped[:most]]
    more = len(pack.skipped) - most
    return [*row, (f"✗ and {more:,} more\n", "error")] if more > 0 else row
