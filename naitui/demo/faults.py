"""Misbehaviour on purpose: every fault that a user may meet, to be practised and tested without an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

FaultName = Literal[
    "html", "bad-gateway", "cut", "drop", "garbage", "locked", "rate-limit", "no-anlas", "bad-token", "reject",
    "server-error", "stream-error", "missing", "stall",
]  # fmt: skip
FAULTS: tuple[str, ...] = get_args(FaultName)

ALWAYS = 1_000_000
HTML = b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>cloudflare</h1></body></html>"


@dataclass(slots=True)
class FaultPlan:
    """Which fault meets the next calls that cost something (generations, tools, upscaling, encodings), and how many.

    ``html`` a web page with status 200 · ``bad-gateway`` a web page with 502 · ``cut`` half of the answer, then a
    proper end · ``drop`` half of the answer, then a broken line · ``garbage`` noise · ``locked`` 429 of another
    generation · ``rate-limit`` 429 of the network's guard · ``no-anlas`` 402 · ``bad-token`` 401 · ``reject`` 400 ·
    ``server-error`` 500 · ``stream-error`` an error event in the stream instead of the last picture (without a
    stream: nothing) · ``missing`` the last picture does not come (for an encoding: nothing) · ``stall`` a
    byte now and then, for ever.
    """

    name: FaultName | None = None
    times: int = ALWAYS

    def take(self) -> FaultName | None:
        """The fault for this call, if one is left."""
        if self.name is None or self.times <= 0:
            return None
        self.times -= 1
        return self.name

    @classmethod
    def parse(cls, text: str) -> FaultPlan:
        """``"drop"`` for every call or ``"drop:2"`` for the next two.

        Raises:
            ValueError: no such fault; the message lists them all.
        """
        name, _, times = text.partition(":")
        if name not in FAULTS or (times and not times.isdecimal()):
            raise ValueError(f"there is no fault {text!r}; one of {', '.join(FAULTS)}, with :N for the next N calls")
        return cls(cast(FaultName, name), int(times) if times else ALWAYS)
