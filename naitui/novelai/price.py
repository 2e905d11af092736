"""What a request costs in Anlas, by the formula of NovelAI's own page.

It is an inference, not a promise: the balance before and after is the truth. Order of rounding matters: once after
area and steps, once at the end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from naitui.novelai.account import Standing
from naitui.novelai.action import drawing_model, sent_references, sent_vibes
from naitui.novelai.catalog import Catalog, Model, Prices
from naitui.novelai.sampling import settle
from naitui.recipe import Problem, Recipe, Resolved


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of one or more requests, in Anlas, and why."""

    total: int
    pictures: int
    per_picture: int
    free: int
    """Pictures that cost nothing because of the subscription."""
    reason: str
    """Why it is free, or why it is not: a few words for the action bar."""
    estimate: bool = False
    """True where only an old formula is known (V1, V2), or the model or the account is not."""
    uses_allowance: bool = False
    """Whether the free pictures draw on the V5 allowance."""
    surcharge: int = 0
    """The part of ``total`` that references cost; never free."""
    why: str = ""
    """The reason without that part; empty where the pictures themselves cost nothing."""
    extras: tuple[tuple[str, int], ...] = ()
    """That part by what it is for."""


def quote(resolved: Resolved, catalog: Catalog, standing: Standing | None, encodings: int = 0) -> Quote:
    """The price of one request; ``standing`` is the account's, None when it is not known (then nothing is free).

    ``encodings`` is how many vibes are still to be encoded for it.
    """
    recipe = resolved.recipe
    model = drawing_model(recipe, catalog)
    per = per_picture(recipe, catalog)
    settled = settle(recipe, model, catalog)
    why_not = why_not_free(model, catalog, standing, settled.width, settled.height, settled.steps)
    free = 0 if why_not else 1
    extras = surcharges(recipe, resolved.samples, catalog, encodings)
    extra = sum(cost for _, cost in extras)
    base = per * (resolved.samples - free)
    reason = why_not if base else "free with Opus"
    if base and free:
        reason = f"one free with Opus, {resolved.samples - free} more in the same request"
    estimate = model.price == "exponential" or model.inherited or standing is None
    why = reason if base else ""
    return Quote(
        base + extra,
        resolved.samples,
        per,
        free,
        _reason(why, extras) or reason,
        estimate,
        bool(free) and model.allowance,
        extra,
        why,
        extras,
    )


def _reason(why: str, extras: Sequence[tuple[str, int]]) -> str:
    """Why something costs what it does: the pictures first, then what is for references."""
    return "; ".join(part for part in (why, ", ".join(f"{cost} for {what}" for what, cost in extras)) if part)


def surcharges(recipe: Recipe, samples: int, catalog: Catalog, encodings: int = 0) -> tuple[tuple[str, int], ...]:
    """What references cost beside the picture itself: for what, and Anlas."""
    prices, model = catalog.price, drawing_model(recipe, catalog)
    vibes, precise = sent_vibes(recipe, model), sent_references(recipe, model)
    costs = {
        "encoding vibes": prices.encoding * encodings,
        f"vibes beyond {prices.vibes_free}": prices.vibe * max(0, len(vibes) - prices.vibes_free)
        if model.vibes == "encoded"
        else 0,
        "precise references": prices.precise_reference * len(precise) * samples,
    }
    return tuple((what, cost) for what, cost in costs.items() if cost)


def quote_all(requests: Sequence[Resolved], catalog: Catalog, standing: Standing | None, encodings: int = 0) -> Quote:
    """The price of a whole expansion, summed; its vibes are encoded once, for the first request."""
    return summed(
        [quote(request, catalog, standing, 0 if place else encodings) for place, request in enumerate(requests)]
    )


def summed(quotes: Sequence[Quote]) -> Quote:
    """The price of several requests together: the reason is that of the dearest, with all that references cost."""
    if not quotes:
        return Quote(0, 0, 0, 0, "nothing is sent")
    dearest = max(quotes, key=lambda q: q.total)
    plain = max(quotes, key=lambda q: q.total - q.surcharge)
    why = plain.why or (plain.reason if plain.total > plain.surcharge else "")  # a tool's price has only the one reason
    costs: dict[str, int] = {}
    for what, cost in (extra for q in quotes for extra in q.extras):
        costs[what] = costs.get(what, 0) + cost
    extras = tuple(costs.items())
    return Quote(
        sum(q.total for q in quotes),
        sum(q.pictures for q in quotes),
        dearest.per_picture,
        sum(q.free for q in quotes),
        _reason(why, extras) if extras else dearest.reason,
        any(q.estimate for q in quotes),
        any(q.uses_allowance for q in quotes),
        sum(q.surcharge for q in quotes),
        why,
        extras,
    )


def price_problem(recipe: Recipe, catalog: Catalog) -> Problem | None:
    """The refusal for a picture that would cost more than NovelAI allows for one; None when it may be made."""
    per, most = per_picture(recipe, catalog), catalog.price.maximum
    if per <= most:
        return None
    return Problem(("sampling",), f"one picture would cost {per} Anlas; NovelAI allows {most} at most")


def per_picture(recipe: Recipe, catalog: Catalog) -> int:
    """The price of one picture of this recipe before anything is free."""
    model = drawing_model(recipe, catalog)
    settled = settle(recipe, model, catalog)
    return picture_price(
        model,
        catalog.price,
        settled.width,
        settled.height,
        settled.steps,
        settled.smea,
        settled.smea_dyn,
        strength=_strength(recipe, model),
    )


def _strength(recipe: Recipe, model: Model) -> float:
    """How much of the price a picture from a source costs: the mask's strength, the source's, or all."""
    if recipe.mask is not None:
        return recipe.mask.strength if model.blocks else 1.0
    return recipe.source.strength if recipe.source is not None else 1.0


def picture_price(
    model: Model,
    prices: Prices,
    width: int,
    height: int,
    steps: int,
    smea: bool = False,
    smea_dyn: bool = False,
    *,
    strength: float = 1.0,
) -> int:
    """The formula itself, at least the catalog's minimum. Sizes in pixels, the result in Anlas.

    ``strength`` is that of the source or the mask; it counts after the first rounding, as on NovelAI's page.
    """
    area = width * height
    if model.price == "exponential":
        factor, exponent, offset = prices.exponential
        growth = math.exp(area / prices.exponential_area * exponent)
        base = (factor * growth + offset) / prices.exponential_steps * steps
    else:
        base = math.ceil(prices.area * area + prices.area_steps * area * steps / model.effort)
    if smea:
        base *= prices.smea_dyn if smea_dyn else prices.smea
    return max(math.ceil(base * model.price_factor * strength), prices.minimum)


def why_not_free(model: Model, catalog: Catalog, standing: Standing | None, width: int, height: int, steps: int) -> str:
    """Empty when one picture of such a request is free, else the reason in a few words."""
    prices = catalog.price
    if standing is None:
        return "the account is not known yet"
    if standing.tier < prices.free_tier:
        return f"{catalog.tier_name(standing.tier)} has no free pictures"
    if not standing.active:
        return "the subscription is not active"
    if width * height > prices.free_area:
        return f"{width}×{height} is not free"
    if steps > prices.free_steps:
        return f"{steps} steps are not free, {prices.free_steps} are"
    if model.allowance and standing.allowance_spent:
        return "the V5 allowance is spent"
    return ""
