"""What a call costs: reckoned from the body alone, by the formulas of the service's price list."""

from __future__ import annotations

from dataclasses import dataclass

from naitui.demo.account import DemoAccount
from naitui.demo.checks import Order
from naitui.demo.refusal import Fault, wrong
from naitui.novelai.account import Standing
from naitui.novelai.catalog import Catalog
from naitui.novelai.price import picture_price, why_not_free
from naitui.pictures.prepare import tool_size


@dataclass(frozen=True, slots=True)
class Bill:
    """What a call takes from the account: Anlas, and pictures from the V5 allowance."""

    anlas: int
    allowance: int = 0


def picture_bill(order: Order, catalog: Catalog, standing: Standing) -> Bill:
    """The bill of a generation. Raises `Fault` when one picture is dearer than the service allows."""
    prices, model = catalog.price, order.model
    smea = (False, False) if order.source else order.smea  # not with a base image
    strength = order.source.priced if order.source else 1.0
    per = picture_price(model, prices, order.width, order.height, order.steps, *smea, strength=strength)
    if per > prices.maximum:
        raise wrong("request is too expensive")
    free = not why_not_free(model, catalog, standing, order.width, order.height, order.steps)
    total = per * (order.samples - free)
    if order.references:
        total += prices.precise_reference * len(order.references) * order.samples
    elif model.vibes == "encoded":
        total += prices.vibe * max(0, len(order.vibes) - prices.vibes_free)
    return Bill(total, 1 if free and model.allowance else 0)


def encoding_bill(catalog: Catalog) -> Bill:
    """The bill of encoding one vibe; nobody has that for free."""
    return Bill(catalog.price.encoding)


def tool_bill(req_type: str, width: int, height: int, catalog: Catalog, standing: Standing) -> Bill:
    """The bill of a director tool for a picture of this size in pixels."""
    tools = catalog.tools
    tool, model = tools.kinds[req_type], catalog.model(tools.priced_as)
    wide, high = tool_size(width, height)
    paid = tool.never_free or why_not_free(model, catalog, standing, wide, high, tools.steps)
    per = picture_price(model, catalog.price, wide, high, tools.steps)
    return Bill(tool.times * per + tool.plus if paid else 0)


def upscale_bill(area: int, catalog: Catalog) -> Bill:
    """The bill of an upscale for so many pixels of the source, which the service takes."""
    return Bill(next(price for most, price in catalog.upscale.prices if area <= most))


def settle_bill(bill: Bill, account: DemoAccount) -> None:
    """Take it from the account. Raises `Fault` when the balance is too small."""
    if bill.anlas > account.anlas:
        raise Fault(402, "Not enough Anlas")
    account.charge(bill.anlas)
    if bill.allowance:
        account.use_allowance(bill.allowance)
