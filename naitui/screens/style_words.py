"""What the styles screen says: styles as rows, what is in one, the words it leads to. Pure functions."""

from __future__ import annotations

from collections.abc import Collection

from naitui.library.styles import StyleBook
from naitui.library.words import SnippetFile
from naitui.recipe import Recipe, Resolved, Style
from naitui.recipe.styling import SEAM
from naitui.widgets.rows import Row, Tone
from naitui.widgets.text import one_line


def ordered(book: StyleBook, recipe: Recipe) -> list[str]:
    """The styles that are on, in their order; then the others, in that of the files."""
    on = list(dict.fromkeys(recipe.styles))
    return [*on, *(name for name in book.styles if name not in on)]


def toggled(recipe: Recipe, name: str) -> Recipe:
    """The recipe with a style more, at the end, or with one less."""
    styles = tuple(one for one in recipe.styles if one != name)
    if styles == recipe.styles:
        styles = (*styles, name)
    return recipe.model_copy(update={"styles": styles})


def moved(recipe: Recipe, name: str, by: int) -> Recipe:
    """The recipe with a style that is on moved among those; at either end, and when it is off, it stays."""
    styles = list(dict.fromkeys(recipe.styles))
    if name not in styles:
        return recipe
    at = styles.index(name)
    to = at + by
    if 0 <= to < len(styles):
        styles[at], styles[to] = styles[to], styles[at]
    return recipe.model_copy(update={"styles": tuple(styles)})


def style_row(name: str, book: StyleBook, recipe: Recipe, names: Collection[str]) -> Row:
    """One style: whether it is on and which one it is, whose it is, what it is for, and why it does nothing now."""
    style = book.styles.get(name)
    on = name in recipe.styles
    number = str(list(dict.fromkeys(recipe.styles)).index(name) + 1) if on else ""
    row: list[tuple[str, Tone]] = [("● " if on else "○ ", "picked" if on else "muted"), (f"{number:<3}", "muted")]
    row.append((one_line(name, 60), "title" if on else ""))
    if style is None:
        return [*row, ("  there is no such style", "error")]
    if not style.suits(names):
        row.append((f"  not for this model, but {', '.join(style.models)}", "warning"))
    row.append((f"  {'yours' if name in book.own else 'starter'}", "muted"))
    return [*row, (f"  {one_line(style.help, 120)}", "muted")] if style.help else row


def style_told(name: str, style: Style | None, recipe: Recipe, names: Collection[str]) -> Row:
    """What is in a style."""
    if style is None:
        return [(f"There is no style “{name}”. ", "error"), ("Space takes it off.\n", "")]
    row: list[tuple[str, Tone]] = []
    if not style.suits(names):
        row.append((f"! Left out: it is meant for {', '.join(style.models)}, not for {recipe.model}.\n", "warning"))
    for title, text in (("Before", style.prefix), ("Behind", style.suffix), ("Undesired", style.undesired)):
        if text.strip():
            row += [(f"{title}  ", "title"), (f"{text}\n", "")]
    return row


def snippet_row(snippet: SnippetFile) -> Row:
    """One snippet: how it is called, what it says."""
    called: tuple[str, Tone] = (f"@{{{snippet.name}}}", "picked" if snippet.text is not None else "error")
    return [called, (f"  {one_line(snippet.text or 'cannot be used', 300)}", "muted")]


def result_told(plain: Resolved, styled: Resolved) -> Row:
    """The words with styles, what they add toned; the same seed without them says which that is."""
    row: list[tuple[str, Tone]] = []
    for title, text, own in (
        ("Prompt", styled.recipe.prompt, plain.recipe.prompt.strip(SEAM)),
        ("Undesired Content", styled.recipe.undesired, plain.recipe.undesired.strip(SEAM)),
    ):
        if not text.strip():
            continue
        at = text.find(own)
        if own and at >= 0:
            parts: Row = [(text[:at], "picked"), (own, ""), (text[at + len(own) :], "picked")]
        else:  # styles stand inside, before what is drawn as text or between the parts of a mix
            parts = [(text, "" if own else "picked")]
        row += [(f"{title}  ", "title"), *parts, ("\n", "")]
    return row
