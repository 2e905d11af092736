"""A compositor that renders only what a change can show: of the widgets in the changed part, those that are in sight.

Textual's own asks every widget whose *container* touches that part for all of its lines, also those that are covered:
a dozen widgets for a letter that was typed, where one is enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual._compositor import Compositor  # not public: the app's pin holds it
from textual.geometry import Offset, Region
from textual.strip import Strip


class NearCompositor(Compositor):
    """Composes the same picture."""

    def _get_renders(self, crop: Region | None = None) -> Iterator[tuple[Region, Region, list[Strip]]]:
        part = crop or self.size.region
        for widget, (region, clip) in self.visible_widgets.items():  # the foremost first; each hides all behind it
            shown = region.intersection(clip)
            if shown.overlaps(part):
                yield region, clip, widget.render_lines(shown.translate(Offset() - region.offset))
            if shown.contains_region(part):
                return
