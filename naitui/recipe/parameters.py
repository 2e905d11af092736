"""Reads the whole texts that other programs save with their pictures: prompt, negative prompt, a line of settings.

The form is A1111's, which Forge, ComfyUI's savers and most sites write too: the prompt, a line that begins with
``Negative prompt:``, and at the end ``Steps: 28, Sampler: Euler a, CFG scale: 5, Seed: 1, Size: 832x1216``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NEGATIVE = "Negative prompt:"
_PAIR = re.compile(r'\s*(\w[\w \-/]*):\s*("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)')
_SIZE = re.compile(r"(\d{2,5})\s*[x×]\s*(\d{2,5})")
_KNOWN = ("Steps", "Sampler", "Schedule type", "CFG scale", "Seed", "Size")
_SAMPLERS = {
    "euler a": "k_euler_ancestral",
    "euler ancestral": "k_euler_ancestral",
    "euler": "k_euler",
    "dpm++ 2s a": "k_dpmpp_2s_ancestral",
    "dpm++ 2m": "k_dpmpp_2m",
    "dpm++ 2m sde": "k_dpmpp_2m_sde",
    "dpm++ sde": "k_dpmpp_sde",
    "dpm2": "k_dpm_2",
    "dpm fast": "k_dpm_fast",
    "lms": "k_lms",
    "plms": "plms",
    "ddim": "ddim",
}
"""A1111's names for what NovelAI has too, by the service's names (reference, section 3.3)."""
SCHEDULES = ("karras", "exponential", "polyexponential")


@dataclass(frozen=True, slots=True)
class Parameters:
    """What such a text says; None, or an empty text, where it says nothing."""

    prompt: str
    undesired: str
    steps: int | None = None
    guidance: float | None = None
    seed: int | None = None
    size: tuple[int, int] | None = None
    sampler: str | None = None
    """By NovelAI's name."""
    schedule: str | None = None
    others: tuple[str, ...] = field(default=())
    """Names of settings that NovelAI has nothing for, or not under this name."""


def read_parameters(text: str) -> Parameters | None:
    """The parts of such a text; None when it is an ordinary prompt.

    A text is one when it has a line of three known settings, or a line that begins with ``Negative prompt:``.
    """
    lines = text.replace("\r\n", "\n").strip().split("\n")
    settings = _pairs(lines[-1])
    if sum(name in settings for name in _KNOWN) < 3:
        settings = {}
    else:
        lines = lines[:-1]
    begun = next((number for number, line in enumerate(lines) if line.startswith(NEGATIVE)), None)
    if begun is None and not settings:
        return None
    negative = lines[begun:] if begun is not None else []
    prompt = "\n".join(lines[:begun]).strip()
    undesired = "\n".join(negative).removeprefix(NEGATIVE).strip()
    sampler, schedule = _sampling(settings)
    size = _SIZE.fullmatch(settings.get("Size", ""))
    read = {"Size": size, "Sampler": sampler, "Schedule type": schedule}
    others = tuple(name for name in settings if name not in _KNOWN or (name in read and read[name] is None))
    return Parameters(
        prompt,
        undesired,
        steps=_whole(settings.get("Steps")),
        guidance=_number(settings.get("CFG scale")),
        seed=_whole(settings.get("Seed")),
        size=(int(size[1]), int(size[2])) if size else None,
        sampler=sampler,
        schedule=schedule,
        others=others,
    )


def _pairs(line: str) -> dict[str, str]:
    """The settings of a line; empty when it holds anything else."""
    found: dict[str, str] = {}
    at = 0
    while at < len(line.rstrip()):
        match = _PAIR.match(line, at)
        if match is None:
            return {}
        found[match[1].strip()] = match[2].strip().strip('"')
        at = match.end()
    return found


def _sampling(settings: dict[str, str]) -> tuple[str | None, str | None]:
    """Sampler and noise schedule, which older versions write into one name: ``DPM++ 2M Karras``."""
    name = settings.get("Sampler", "").casefold()
    schedule = settings.get("Schedule type", "").casefold()
    for ending in SCHEDULES:
        if name.endswith(f" {ending}"):
            name, schedule = name.removesuffix(f" {ending}"), ending
    return _SAMPLERS.get(name), schedule if schedule in SCHEDULES else None


def _whole(words: str | None) -> int | None:
    return int(words) if words is not None and words.isascii() and words.isdigit() else None


def _number(words: str | None) -> float | None:
    return float(words) if words is not None and re.fullmatch(r"\d{1,4}(?:\.\d+)?", words) else None
