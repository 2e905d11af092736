"""What the calls beside generating cost: director tools, upscaling, encoding vibes. Inferences, like every price."""

from __future__ import annotations

from naitui.novelai.account import Standing
from naitui.novelai.catalog import Catalog
from naitui.novelai.errors import Refused
from naitui.novelai.price import Quote, picture_price, why_not_free
from naitui.novelai.tools import too_large, tool_named


def tool_quote(name: str, width: int, height: int, catalog: Catalog, standing: Standing | None) -> Quote:
    """The price of a director tool for a picture of this size in pixels, before or after the page has resized it.

    ``standing`` None means that the account is not known: then nothing counts as free.

    Raises:
        Refused: there is no such tool.
    """
    from naitui.pictures.prepare import tool_size  # heavy: see `naitui.novelai.tools`

    tools, tool = catalog.tools, tool_named(name, catalog)
    model = catalog.model(tools.priced_as)
    wide, high = tool_size(width, height)
    full = tool.times * picture_price(model, catalog.price, wide, high, tools.steps) + tool.plus
    if tool.never_free:
        return _paid(full, len(tool.results), f"{tool.title} is never free")
    why_not = why_not_free(model, catalog, standing, wide, high, tools.steps)
    if why_not:
        return _paid(full, len(tool.results), why_not, estimate=standing is None)
    return Quote(0, len(tool.results), full, len(tool.results), "free with Opus")


def upscale_quote(width: int, height: int, catalog: Catalog) -> Quote:
    """The price of upscaling a picture of this size in pixels, the same for everybody.

    Whether small pictures are still free on Opus is disputed; the price that everybody pays is said.

    Raises:
        Refused: the picture is larger than the service takes.
    """
    refusal = too_large(width, height, catalog.upscale.area)
    if refusal is not None:
        raise Refused([refusal])
    price = next(anlas for most, anlas in catalog.upscale.prices if width * height <= most)
    return _paid(price, 1, f"upscaling {width}×{height}")


def encoding_quote(catalog: Catalog, count: int = 1) -> Quote:
    """The price of encoding so many vibes; nobody has that for free."""
    what = "encoding a vibe" if count == 1 else f"encoding {count} vibes"
    return _paid(catalog.price.encoding * count, 0, what)


def _paid(total: int, pictures: int, reason: str, *, estimate: bool = False) -> Quote:
    return Quote(total, pictures, total, 0, reason, estimate)
