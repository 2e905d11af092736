"""Decodes pictures, once each, in a thread that does whatever else would hold up the screen."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from naitui.widgets.picture import prepared
from naitui.widgets.picture.aside import Aside
from naitui.widgets.picture.store import Store

if TYPE_CHECKING:
    from PIL import Image

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

DECODED = 48_000_000
"""Bytes of decoded pictures that are kept: a dozen of the usual size."""


class Opener:
    """One thread and what it has decoded. Widgets that show the same pictures share one."""

    def __init__(self) -> None:
        self._aside = Aside()
        self._decoded: Store[Hashable, Image.Image] = Store(DECODED, _weight)

    async def open(self, read: Callable[[], bytes], key: Hashable | None) -> Image.Image:
        """The decoded picture that `read` gives the bytes of; `read` runs in the thread, if it has to at all.

        Args:
            key: names the bytes for ever; None where they are not worth keeping.

        Raises:
            naitui.pictures.errors.BadPicture: it is none, or damaged, or too large.
            OSError: it cannot be read.
        """
        image = self._decoded.get(key) if key is not None else None
        if image is None:
            image = await self._aside.do(lambda: prepared.decode(read()))
            if key is not None:
                self._decoded.put(key, image)
        return image

    async def do(
        self, work: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """The result of `work`, done in the thread, or its exception."""
        return await self._aside.do(work, *args, **kwargs)

    def close(self) -> None:
        """Begin with nothing more."""
        self._aside.close()
        self._decoded.clear()


def _weight(image: Image.Image) -> int:
    return image.width * image.height * len(image.getbands())
