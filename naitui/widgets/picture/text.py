"""Where Textual writes text: what sixels have to know, as text takes them away."""

from __future__ import annotations

from textual._compositor import ChopsUpdate, LayoutUpdate  # not public: pyproject.toml holds Textual's version

from naitui.widgets.picture.wire import Span


def spans_of(update: object) -> list[Span]:
    """The cells that an update of Textual's compositor writes; none for anything else."""
    if isinstance(update, LayoutUpdate):
        region = update.region
        return [(y, region.x, region.right) for y in region.line_range]
    return list(update.spans) if isinstance(update, ChopsUpdate) else []
