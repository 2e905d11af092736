"""Small parts that several tests need."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from PIL import Image as Picture

from naitui.novelai import Catalog, Request, load_catalog


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalog."""
    return load_catalog()


@pytest.fixture(scope="session")
def png() -> bytes:
    """A small complete PNG."""
    out = io.BytesIO()
    Picture.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="session")
def make_zip() -> Callable[[Mapping[str, bytes]], bytes]:
    """Files by name → a ZIP of them, in this order."""

    def pack(files: Mapping[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return out.getvalue()

    return pack


@pytest.fixture
def plain() -> Request:
    """A request for one picture as a ZIP."""
    return Request("/ai/generate-image", {"input": "1girl"}, samples=1, seed=7)


@pytest.fixture
def streamed() -> Request:
    """A request for one picture as a MessagePack stream."""
    return Request("/ai/generate-image-stream", {"input": "1girl"}, samples=1, seed=7, framing="msgpack")
