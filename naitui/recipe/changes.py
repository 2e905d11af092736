"""What changed between two recipes, in words: ``prompt: +night city``, ``steps 28 → 23``, ``character 2 moved``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from naitui.recipe.model import Recipe
from naitui.recipe.patch import Document, Json, common_head, document_of
from naitui.recipe.prompt_diff import Change, prompt_diff

MOST_TAGS = 4
"""Changed tags of one text that are named; the rest are counted."""
MOST_WORDS = 36
"""Letters of one tag that are shown."""
LONG = 4_000
"""Letters of a changed stretch from which a label does not name tags: reading them would be felt while typing."""
_PARTS = 2
"""Changes that a label names."""
_TEXTS = ("prompt", "undesired")
_ENTRIES = {
    "characters": "character",
    "interactions": "interaction",
    "vibes": "vibe",
    "precise_references": "reference",
}
_NAMES = {
    "undesired_preset": "undesired preset",
    "ai_choice": "AI's choice",
    "normalize_vibes": "normalized vibes",
    "count": "pictures",
    "samples": "pictures per request",
    "variety": "Variety+",
    "smea": "SMEA",
}
_NO_NAMES: Mapping[str, str] = {}


def label(before: Recipe, after: Recipe, *, numeric: bool = True, titles: Mapping[str, str] = _NO_NAMES) -> str:
    """The changes as one short line; what does not fit in is counted."""
    told = changes(before, after, numeric=numeric, titles=titles, most=LONG)
    more = f" (+{len(told) - _PARTS})" if len(told) > _PARTS else ""
    return "; ".join(told[:_PARTS]) + more or "nothing changed"


def changes(
    before: Recipe,
    after: Recipe,
    *,
    numeric: bool = True,
    titles: Mapping[str, str] = _NO_NAMES,
    most: int | None = None,
) -> list[str]:
    """Every change in a few words: the model first, then words, characters, settings and pictures.

    Args:
        before: the recipe as it was.
        after: as it is now.
        numeric: whether the model knows weights like ``1.2::tag::``.
        titles: what models are called, by their ids.
        most: letters of changed words that are read at most; longer ones are only said to be others.
    """
    old, new = document_of(before), document_of(after)
    told = []
    if before.model != after.model:
        told.append(f"model {titles.get(before.model, before.model)} → {titles.get(after.model, after.model)}")
    for name in _TEXTS:
        told += _text(name, getattr(before, name), getattr(after, name), numeric, most)
    told += _styles(before.styles, after.styles)
    for key, noun in _ENTRIES.items():
        told += _entries(noun, old[key], new[key], numeric, most)
    told += _size(before, after)
    for name in Recipe.model_fields:
        if name not in ("model", "styles", *_TEXTS, *_ENTRIES):
            told += _value(name, old.get(name), new.get(name))
    return told


def words_between(before: str, after: str, *, numeric: bool, tags: int = MOST_TAGS, most: int | None = None) -> str:
    """What differs between two prompts: ``+umbrella, −hat, rain 1 → 1.2``; empty when nothing does.

    ``tags`` is how many are named; ``most`` as for `changes`.
    """
    if before == after:
        return ""
    stretches = _around(before, after)
    if most is not None and max(map(len, stretches)) > most:
        return "other words"
    found = prompt_diff(*stretches, numeric=numeric)
    if [change.kind for change in found] == ["removed", "added"]:
        return f"{_short(found[0].tag)} → {_short(found[1].tag)}"
    more = f" (+{len(found) - tags})" if len(found) > tags else ""
    return ", ".join(map(_told, found[:tags])) + more or "blanks and marks"


def _around(before: str, after: str) -> tuple[str, str]:
    """The tags around what differs: the rest of a long prompt need not be read for one letter."""
    head = common_head(before, after)
    tail = common_head(before[head:][::-1], after[head:][::-1])
    start = max(before.rfind(mark, 0, head) for mark in ",\n") + 1
    rest = before[len(before) - tail :] if tail else ""
    ends = [at for at in (rest.find(mark) for mark in ",\n") if at >= 0]
    kept = tail - (min(ends) if ends else tail)
    return before[start : len(before) - kept], after[start : len(after) - kept]


def _told(change: Change) -> str:
    tag = _short(change.tag)
    match change.kind:
        case "added":
            return f"+{tag}"
        case "removed":
            return f"−{tag}"
        case "moved":
            return f"↔{tag}"
    return f"{tag} {change.before:.3g} → {change.after:.3g}"


def _short(words: str) -> str:
    return words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1]}…"


def _text(name: str, before: str, after: str, numeric: bool, most: int | None) -> Iterator[str]:
    words = words_between(before, after, numeric=numeric, most=most)
    if words:
        yield f"{name}: {words}"


def _styles(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    gone, come = [name for name in before if name not in after], [name for name in after if name not in before]
    yield from (f"style −{_short(name)}" for name in gone)
    yield from (f"style +{_short(name)}" for name in come)
    if before != after and not gone and not come:
        yield "styles in another order"


def _size(before: Recipe, after: Recipe) -> Iterator[str]:
    old, new = before.sampling, after.sampling
    if (old.width, old.height) != (new.width, new.height):
        yield f"size {old.width}×{old.height} → {new.width}×{new.height}"


# ---------------------------------------------------------------------- lists of parts


def _entries(noun: str, before: Json, after: Json, numeric: bool, most: int | None) -> Iterator[str]:
    """Changes of characters, vibes and the like, which are known by their place in the list."""
    assert isinstance(before, list)  # noqa: S101 - a recipe always has these lists
    assert isinstance(after, list)  # noqa: S101
    if len(before) == len(after):
        if before != after and _same_entries(before, after):
            yield f"{noun}s in another order"
            return
        for number, (one, other) in enumerate(zip(before, after, strict=True), 1):
            if isinstance(one, dict) and isinstance(other, dict):
                yield from _entry(f"{noun} {number}", one, other, numeric, most)
        return
    head = common_head(before, after)
    tail = common_head(before[head:][::-1], after[head:][::-1])
    for at in range(head, len(before) - tail):
        yield f"{noun} {at + 1} removed{_named(before[at])}"
    for at in range(head, len(after) - tail):
        yield f"{noun} {at + 1} added{_named(after[at])}"


def _same_entries(before: list[Json], after: list[Json]) -> bool:
    left = list(after)
    for entry in before:
        if entry not in left:
            return False
        left.remove(entry)
    return True


def _named(entry: Json) -> str:
    """The words by which somebody knows it again."""
    if not isinstance(entry, dict):
        return ""
    words = next((entry[key] for key in ("prompt", "action", "path") if entry.get(key)), "")
    line = " ".join(str(words)[-200:].rpartition("/")[2].split() if "path" in entry else str(words)[:200].split())
    return f" ({_short(line)})" if line else ""


def _entry(title: str, before: Document, after: Document, numeric: bool, most: int | None) -> Iterator[str]:
    if before.get("position") != after.get("position"):
        yield f"{title} moved"
    if "enabled" in before and before["enabled"] != after["enabled"]:
        yield f"{title} {'on' if after['enabled'] else 'off'}"
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old == new or key in ("position", "enabled"):
            continue
        if key in _TEXTS and isinstance(old, str) and isinstance(new, str):
            yield from _text(title if key == "prompt" else f"{title} {key}", old, new, numeric, most)
        else:
            yield f"{title} {key} {_shown(key, old)} → {_shown(key, new)}"


# ---------------------------------------------------------------------- values


def _value(name: str, before: Json, after: Json) -> Iterator[str]:
    """Changes of one value, or of every value in a part of the recipe."""
    if before == after or name in ("width", "height"):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _value(f"pin {key}" if name == "pins" else key, before.get(key), after.get(key))
    elif isinstance(before, dict) or isinstance(after, dict):
        done = "added" if before is None else "removed"
        yield f"{name} {done}{_named(after if isinstance(after, dict) else before)}"
    elif isinstance(after, bool):
        yield f"{_NAMES.get(name, name)} {'on' if after else 'off'}"
    else:
        yield f"{_NAMES.get(name, name)} {_shown(name, before)} → {_shown(name, after)}"


def _shown(name: str, value: Json) -> str:
    if value is None and not name.startswith("pin "):
        return "random" if name == "seed" else "model's own"
    if value is None or value == "":
        return "none"
    if isinstance(value, list):
        return _short(", ".join(map(str, value))) or "nobody"
    return f"{value:g}" if isinstance(value, float) else _short(" ".join(str(value).split()))
