"""What the studio says: price, notes, status, as short texts. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from naitui.actions.in_effect import key_for, keyed
from naitui.library.queue import QueuedJob
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
    title = "Infill" if source and mask else "Image to image" if source else "Generate"
    title = f"{key_for('studio.generate')} {title}"
    title += "" if quote.pictures == 1 else f" {quote.pictures}"
    if lint.refusals:
        more = f" (+{len(lint.refusals) - 1})" if len(lint.refusals) > 1 else ""
        return Offer(title, f"✗ {lint.refusals[0]}{more}", ("", ""), refused=True)
    note = ("", "")
    if lint.notes:
        note = f"! {lint.notes[0].message}", f"(+{len(lint.notes) - 1})" if len(lint.notes) > 1 else ""
    elif recipe is not None and recipe.sweep is not None:
        note = "one picture; its sweep:", key_for("studio.sweep")
    return Offer(title, cost(quote), note)


def hint(found: Sequence[Hint]) -> tuple[str, str]:
    """The hint that matters most, and how to get to it and to how many others; both empty without one."""
    if not found:
        return "", ""
    key = key_for("studio.next_hint")
    return f"~ {found[0].message}", f"(+{len(found) - 1}, {key})" if len(found) > 1 else f"({key})"


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


def left_over(rows: Sequence[QueuedJob]) -> str:
    """What an earlier run has left in the queue."""
    anlas = sum(row.anlas for row in rows)
    price = f"{anlas:,} Anlas" if anlas else "free"
    queued = f"{_jobs(len(rows))} in the queue since an earlier run ({price})"
    return f"{queued}: {key_for('studio.queue')} shows it and lets it go on"


def leaving(running: bool, waiting: int) -> tuple[list[str], list[tuple[str, str]]]:
    """What one should know who leaves while jobs run or wait; and the answers, by their keys."""
    kept = f"{_jobs(waiting)} in the queue, which is kept: the next start offers to go on." if waiting else ""
    rest = [("b", "Leave, and let the rest be made in the background")] if waiting else []
    if not running:
        return [kept], [*rest, ("q", "Leave")]
    lines = ["A picture is being made. Leaving now may lose it, and it may be charged all the same."]
    wait = [("w", "Wait for it, save it, then leave"), *[(key, f"{what}, after this one") for key, what in rest]]
    return [*lines, *([kept] if kept else [])], [*wait, ("q", "Leave now")]


def made_while_away(jobs: int) -> str:
    """What is said to whoever comes back."""
    made = "1 job was" if jobs == 1 else f"{jobs} jobs were"
    return (
        f"{made} finished while you were away: {keyed('{studio.gallery} shows the pictures, {studio.queue} the queue')}"
    )


def handed_over(waiting: int) -> str:
    """What is said to whoever has left the rest to the background."""
    return f"{_jobs(waiting)} and will be made in the background; naitui queue shows how far it is"


def staying(waiting: int) -> str:
    """What is said to whoever has left."""
    return f"{_jobs(waiting)} in the queue: naitui offers to go on at its next start; naitui queue shows it"


def _jobs(count: int) -> str:
    return "1 job waits" if count == 1 else f"{count} jobs wait"


def approval(quote: Quote, account: Subscription | None) -> list[str]:
    """What one should know before agreeing to a price."""
    pictures = "1 picture for " if quote.pictures == 1 else f"{quote.pictures} pictures for " if quote.pictures else ""
    lines = [f"{pictures}{'about ' if quote.estimate else ''}{quote.total} Anlas: {quote.reason}."]
    if account is not None:
        after = account.anlas - quote.total
        lines.append(f"Balance {account.anlas:,} → {after:,}." if after >= 0 else f"The balance is {account.anlas:,}.")
    return lines
