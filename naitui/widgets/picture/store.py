"""What has been made once and may be wanted again, as far as a number of bytes goes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Store(Generic[_Key, _Value]):
    """Keeps what was used last; what has not been used for longest goes first. At least one thing stays.

    Args:
        most: bytes in all.
        weight: the bytes of one thing. Asked again whenever something is put in, as things may grow.
    """

    def __init__(self, most: int, weight: Callable[[_Value], int]) -> None:
        self._most = most
        self._weight = weight
        self._kept: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key) -> _Value | None:
        """What was put in under `key`, if it is still there."""
        value = self._kept.get(key)
        if value is not None:
            self._kept.move_to_end(key)
        return value

    def put(self, key: _Key, value: _Value) -> None:
        """Keep `value`, and let go of what there is no room for any more."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and self.weight > self._most:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Let go of everything."""
        self._kept.clear()

    @property
    def weight(self) -> int:
        """Bytes of everything that is kept."""
        return sum(self._weight(value) for value in self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)
