"""The demo's vocabularies: in the page's form, read by what reads the page's."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from naitui.demo import DemoTransport
from naitui.novelai import NovelAI, load_catalog
from naitui.novelai.entries import KINDS, Kind
from naitui.novelai.errors import NotFound
from naitui.novelai.tokenizers import read_definition, tokenizer_of

CATALOG = load_catalog()


@pytest.mark.parametrize("kind", KINDS)
async def test_the_catalogs_own_address_leads_to_a_vocabulary(kind: Kind) -> None:
    url = urlsplit(CATALOG.tokenizers[kind].url)
    sizes: list[int] = []
    async with NovelAI(host=f"{url.scheme}://{url.netloc}", transport=DemoTransport()) as service:
        data = await service.download(f"{url.path}?{url.query}", 1_000_000, sizes.append)
    assert sizes == [len(data)]
    tokenizer = tokenizer_of(kind, read_definition(kind, data))
    known, unknown = tokenizer.count("silver hair, night city"), tokenizer.count("zqx jkv, wyq xjz")
    assert known < 8
    assert unknown > known


async def test_there_are_no_others() -> None:
    async with NovelAI(host="https://novelai.net", transport=DemoTransport()) as service:
        with pytest.raises(NotFound):
            await service.download("/tokenizer/compressed/other.def", 1000)
