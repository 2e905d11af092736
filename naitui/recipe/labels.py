"""What the parts of a recipe are called on the screen: NovelAI's words where it has some."""

from __future__ import annotations

from collections.abc import Mapping

from naitui.recipe.problems import Place

LABELS: Mapping[Place, str] = {
    ("model",): "Model",
    ("size",): "Size",
    ("sampling", "steps"): "Steps",
    ("sampling", "guidance"): "Guidance",
    ("sampling", "rescale"): "Rescale",
    ("sampling", "seed"): "Seed",
    ("batch", "count"): "Pictures",
    ("sampling", "sampler"): "Sampler",
    ("sampling", "schedule"): "Schedule",
    ("quality",): "Quality",
    ("undesired_preset",): "Undesired",
    ("sampling", "variety"): "Variety+",
    ("sampling", "decrisper"): "Decrisper",
    ("sampling", "smea"): "SMEA",
    ("furry",): "Furry mode",
    ("transparent",): "Transparent",
    ("batch", "samples"): "Per request",
    ("ai_choice",): "AI's choice",
    ("normalize_vibes",): "Normalize vibes",
    ("control",): "ControlNet",
}
"""By the way to them from the top of a recipe; width and height are one ``size``."""


def label_of(place: Place) -> str:
    """The name of a part: ``Steps``, ``Source strength``; for what has none of its own, its words."""
    if place in LABELS:
        return LABELS[place]
    words = " ".join(str(step) for step in place if not isinstance(step, int)).replace("_", " ")
    return words[:1].upper() + words[1:]
