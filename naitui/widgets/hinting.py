"""From hint to hint: where the cursor goes, and when a proposal is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from naitui.recipe.hints import Hint
from naitui.widgets.prompt_editor import PromptEditor


def lead_to_next(editors: Mapping[str, PromptEditor], found: Sequence[Hint]) -> str:
    """Go to the next hint behind the cursor, or take the proposal of the one that is selected; what to say about it."""
    if not found:
        return "No hints about these words."
    here = next(((name, *editor.span) for name, editor in editors.items() if editor.has_focus), None)
    places = [(hint.field, hint.start, hint.end) for hint in found]
    if here in places:
        hint = found[places.index(here)]
        if hint.instead is not None:
            editors[hint.field].replace_span(hint.start, hint.end, hint.instead)
            return ""
    later = [hint for hint, place in zip(found, places, strict=True) if here is not None and place > here]
    hint = (later or found)[0]
    editors[hint.field].focus()
    editors[hint.field].select_span(hint.start, hint.end)
    proposed = f" F10 again writes: {hint.instead}" if hint.instead is not None else ""
    return f"{hint.message}.{proposed}"
