"""Damage, with a seed: what a file or an answer looks like after a bad line, a bad disk or a bad person."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_PIECES = (
    b"\x00",
    b"\xff" * 4,
    b"\x7f\xff\xff\xff",
    b"[" * 3000,
    b"9" * 5000,
    b'"',
    b"\x1b[2J",
    b"\xed\xa0\x80",
    b"PK\x03\x04",
    b"NaN",
)


def mutations(seeds: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """So many of them, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield mutated(chance.choice(seeds), chance)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, moved, cut out, doubled or put in, once or several times."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(6):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at:]
            case 2:
                del made[at : at + chance.randrange(60)]
            case 3:
                made[at:at] = made[at : at + chance.randrange(200)]
            case 4:
                made[at : at + 4] = chance.randbytes(4)
            case _:
                made[at:at] = chance.choice(_PIECES)
    return bytes(made)
