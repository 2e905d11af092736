"""What the studio says: price, notes, status, as short texts. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from naitui.novelai import Catalog, Lint, Model, Quote, Subscription
from naitui.recipe import Recipe
from naitui.recipe.hints import Hint
from naitui.recipe.past import Step


@dataclass(frozen=True, slots=True)
class Offer:
    """The words on the action bar."""

    title: str
    cost: str
    note: tuple[str, str]
    """What the model lint says, and how much more of it there is."""
    refused: bool = False
    """Whether it cannot be sent as it is."""


def offer(quote: Quote, lint: Lint, recipe: Recipe | None = None) -> Offer:
    """What Generate will do, what it costs and why, and what the model lint has to say.

    ``recipe`` tells whether it is a new picture: what starts from a source, or paints a part anew, must be seen.
    """
    source, mask = (None, None) if recipe is None else (recipe.source, recipe.mask)
    title = "F5 Infill" if source and mask else "F5 Image to image" if source else "F5 Generate"
    title += "" if quote.pictures == 1 else f" {quote.pictures}"
    if lint.refusals:
        more = f" (+{len(lint.refusals) - 1})" if len(lint.refusals) > 1 else ""
        return Offer(title, f"✗ {lint.refusals[0]}{more}", ("", ""), refused=True)
    note = ("", "")
    if lint.notes:
        note = f"! {lint.notes[0].message}", f"(+{len(lint.notes) - 1})" if len(lint.notes) > 1 else ""
    return Offer(title, cost(quote), note)


def hint(found: Sequence[Hint]) -> tuple[str, str]:
    """The hint that matters most, and how to get to it and to how many others; both empty without one."""
    if not found:
        return "", ""
    return f"~ {found[0].message}", f"(+{len(found) - 1}, F10)" if len(found) > 1 else "(F10)"


def cost(quote: Quote) -> str:
    """``free``, or the price with its reason."""
    if not quote.total:
        return "free · uses the V5 allowance" if quote.uses_allowance else "free"
    about = "about " if quote.estimate else ""
    return f"{about}{quote.total} Anlas · {quote.reason}"


def status(
    model: Model, account: Subscription | None, catalog: Catalog, now: float, *, demo: bool, agreed: int = 0
) -> tuple[str, str]:
    """Left and right half of the status line at ``now`` (Unix time); ``agreed`` is what a press may cost unasked."""
    left = model.title + (" · demo" if demo else "") + (f" · up to {agreed} Anlas unasked" if agreed else "")
    if account is None:
        return left, "account not known yet"
    parts = [catalog.tier_name(account.tier), f"{account.anlas:,} Anlas"]
    if account.allowance is not None and model.allowance:
        low = " (low)" if account.allowance.percent < 5 else ""
        parts.append(f"allowance {account.allowance.percent:.0f} %{low}")
    if account.is_stale(now):
        parts.append("not read lately")
    return left, " · ".join(parts)


def travelled(told: str, step: Step) -> str:
    """Where one has come in the past: what was undone or done, and what there is at this state.

    The step is quoted as such: "Undone: − hat" alone reads as if the hat had just been taken out.
    """
    parts = [told.format(f"the step “{step.label}”")]
    if step.pictures:
        seeds = [str(made.seed) for made in step.pictures if made.seed is not None]
        parts.append(f"▣ seed {seeds[-1]}" if len(seeds) == 1 else f"▣ {len(step.pictures)} pictures")
    if step.branches > 1:
        parts.append(f"{step.branches} branches from here (^d)")
    return " · ".join(parts)


def approval(quote: Quote, account: Subscription | None) -> list[str]:
    """What one should know before agreeing to a price."""
    pictures = "1 picture for " if quote.pictures == 1 else f"{quote.pictures} pictures for " if quote.pictures else ""
    lines = [f"{pictures}{'about ' if quote.estimate else ''}{quote.total} Anlas: {quote.reason}."]
    if account is not None:
        after = account.anlas - quote.total
        lines.append(f"Balance {account.anlas:,} → {after:,}." if after >= 0 else f"The balance is {account.anlas:,}.")
    return lines
