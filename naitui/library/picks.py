"""What chance decided and what was written, as they are kept beside a settled recipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from pydantic import TypeAdapter, ValidationError

from naitui.recipe import Pick, Recipe

_PICKS = TypeAdapter(tuple[Pick, ...])


def words_document(picks: Sequence[Pick], draft: Recipe | None) -> dict[str, object]:
    """The keys for a record; nothing for what there is not."""
    document: dict[str, object] = {}
    if picks:
        document["picks"] = [pick_document(pick) for pick in picks]
    if draft is not None:
        document["draft"] = draft.model_dump(mode="json", exclude_none=True)
    return document


def pick_document(pick: Pick) -> dict[str, object]:
    """A pick as plain values, without those that say nothing."""
    return {key: value for key, value in asdict(pick).items() if value not in (None, "", False) or key in _ALWAYS}


def read_words(document: object) -> tuple[tuple[Pick, ...], Recipe | None]:
    """What `words_document` wrote; foreign data, so what is not as it should be is left out."""
    if not isinstance(document, Mapping):
        return (), None
    picks: tuple[Pick, ...] = ()
    draft = None
    try:
        picks = _PICKS.validate_python(document.get("picks", ()))
        _PICKS.dump_json(picks)  # half a surrogate pair could be neither shown nor sent
    except (ValidationError, ValueError, RecursionError):
        picks = ()
    if document.get("draft") is not None:
        try:
            draft = Recipe.model_validate(document["draft"])
            draft.model_dump_json().encode()
        except (ValidationError, ValueError, RecursionError):
            draft = None
    return picks, draft


_ALWAYS = ("field", "kind", "written", "became")
