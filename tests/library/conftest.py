"""Pictures, recipes and faults at the border of the operating system."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from naitui.library import Shelf
from naitui.recipe import Character, Recipe, Sampling

OPERATIONS = ("open", "fsync", "link", "replace", "rename")
"""What `os` does while a file is saved; `mkstemp` opens through `os.open`."""


class Faults:
    """Counts the operations of `os` and lets the n-th fail; the code under test is not touched."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self._fails_at = 0
        self._number = errno.ENOSPC
        self.calls = 0
        self.failed: str | None = None

    def arm(self, fails_at: int, number: int = errno.ENOSPC) -> None:
        """Let the call of this number (from 1) fail from now on; 0 only counts."""
        self._fails_at, self._number = fails_at, number
        for name in OPERATIONS:
            self._patch.setattr(os, name, self._counted(name, getattr(os, name)))

    def disarm(self) -> None:
        """Let everything work again."""
        self._patch.undo()

    def _counted(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            self.calls += 1
            if self.calls == self._fails_at:
                self.failed = name
                raise OSError(self._number, os.strerror(self._number))
            return real(*arguments, **options)

        return call


@pytest.fixture
def faults() -> object:
    with pytest.MonkeyPatch.context() as patch:
        yield Faults(patch)


@pytest.fixture(scope="session")
def png() -> bytes:
    """A picture as a server might send it, with texts of its own."""
    info = PngInfo()
    info.add_text("Comment", '{"prompt": "x", "seed": 7}')
    info.add_itxt("Description", "銀髪")
    out = io.BytesIO()
    Image.effect_noise((32, 32), 80).convert("RGB").save(out, "PNG", pnginfo=info)
    return out.getvalue()


@pytest.fixture
def recipe() -> Recipe:
    """A resolved recipe: seed 7, prompt with everything that breaks file names."""
    return Recipe(
        prompt='1girl, {silver} [hair] "a/b\\c" <x>:|?* 🌙\n銀髪',
        sampling=Sampling(width=64, height=64, seed=7),
        characters=(Character(prompt="girl", position=(0.3, 0.5)),),
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "pictures", tmp_path / "state" / "incoming", "{date}/{time}-{seed}")
