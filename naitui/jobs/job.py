"""Jobs: one frozen request each, with its price; and plans: all the jobs that one press of Generate asks for."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from naitui.jobs.tasks import Encode, Generation, Task
from naitui.novelai import (
    Catalog,
    Framing,
    Lint,
    NovelAIError,
    Quote,
    Refused,
    Standing,
    build_all,
    lint,
    quote_all,
)
from naitui.novelai.materials import NOTHING, Materials, MaterialsOf
from naitui.novelai.price import price_problem, summed
from naitui.recipe import NO_WORDS, Batch, Problem, Recipe, RecipeError, Resolved, Words, expand
from naitui.recipe.sweep import cells


class NeedsApproval(Refused):
    """The price is more than was agreed to; nothing was sent."""

    title = "Not sent: it would cost more than was agreed"
    advice = "Agree to the price, or choose a smaller size, fewer steps or fewer samples."

    def __init__(self, quote: Quote, approved: int) -> None:
        self.quote = quote
        self.approved = approved
        super().__init__(())
        self.detail = f"it costs {quote.total} Anlas ({quote.reason}) and {approved} were agreed to"


class TooPoor(Refused):
    """The balance is too small for all that is to come; nothing was sent."""

    title = "Not sent: not enough Anlas"
    advice = "Choose something cheaper, or fewer pictures."

    def __init__(self, price: int, balance: int) -> None:
        super().__init__(())
        self.detail = f"Not enough Anlas: it costs {price:,} and the balance is {balance:,}"


class CannotBegin(Refused):
    """The job could not be written down, so its pictures could not be kept either; nothing was sent."""

    title = "Not sent: there is no place to keep the picture"
    advice = "Free some space, or look after the folder that is named."

    def __init__(self, reason: str) -> None:
        super().__init__(())
        self.detail = reason

    @classmethod
    def because(cls, error: OSError, place: object) -> CannotBegin:
        """For an error of the operating system at ``place``, unless it names another."""
        return cls(f"{error.filename or place}: {error.strerror or error}")


class Mistake(NovelAIError):
    """Something in naitui itself went wrong; ``charged`` says whether the job had been sent."""

    title = "naitui made a mistake"
    advice = "Please report it; the next job is tried all the same."

    def __init__(self, error: Exception, *, sent: bool) -> None:
        super().__init__(f"{type(error).__name__}: {error}")
        self.charged = "maybe" if sent else "no"


@dataclass(frozen=True, slots=True)
class Job:
    """One request on its way. Frozen: the editor stays free while it runs."""

    id: str
    task: Task
    quote: Quote

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return self.task.title

    @property
    def steps(self) -> int:
        """Steps of one sample."""
        return self.task.steps

    @property
    def seed(self) -> int | None:
        """The seed of a generation's first picture."""
        return self.task.resolved.seed if isinstance(self.task, Generation) else None

    @property
    def samples(self) -> int:
        """Pictures in the answer; 0 for an encoding."""
        return 0 if isinstance(self.task, Encode) else self.task.request.samples


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that generating a recipe would send and cost, worked out before anything is sent."""

    jobs: tuple[Job, ...]
    quote: Quote
    lint: Lint = field(default_factory=Lint)
    notes: tuple[Problem, ...] = ()
    """What is to be said of the recipe's words: styles left out, lines that cannot be used."""

    @classmethod
    def of(
        cls,
        recipe: Recipe,
        catalog: Catalog,
        standing: Standing | None,
        *,
        framing: Framing = "msgpack",
        seed: int | None = None,
        materials: Materials | MaterialsOf = NOTHING,
        words: Words = NO_WORDS,
    ) -> Plan:
        """Work out the plan. ``standing`` None means that the account is not known: then nothing counts as free.

        It touches nothing but its arguments, which are immutable, so a thread may do it. ``materials`` holds the
        pictures that the recipe names (`naitui.library.materials` reads them), or says which each request needs where
        a sweep makes them ready in several ways (`naitui.library.cell_materials`), ``words`` what it
        calls by name (`naitui.library.words`). Vibes that are not encoded yet are
        encoded first, each by a job of its own.

        Raises:
            Refused: the model cannot do what the recipe asks for, or it calls what does not exist; every problem is
                listed.
        """
        found = _lint(recipe, catalog)
        found.raise_if_refused()
        requests = settled(recipe, words, seed)
        bodies = build_all(requests, catalog, framing, materials)
        wanted = {vibe.placeholder: vibe for body in bodies for vibe in body.wanted}
        tasks: list[Task] = [Encode.of(vibe, catalog) for vibe in wanted.values()]
        pairs = zip(requests, bodies, strict=True)
        for resolved, request in pairs:
            own = materials if isinstance(materials, Materials) else materials(resolved.recipe)
            tasks.append(Generation(resolved, request, own.pasting))
        jobs = tuple(Job(new_id(), task, task.quote(catalog, standing)) for task in tasks)
        return cls(jobs, quote_all(requests, catalog, standing, len(wanted)), found, notes_on(requests, words))

    @classmethod
    def single(cls, task: Task, catalog: Catalog, standing: Standing | None) -> Plan:
        """The plan for one call beside generating.

        Raises:
            Refused: there is no such call.
        """
        quoted = task.quote(catalog, standing)
        return cls((Job(new_id(), task, quoted),), quoted)

    @classmethod
    def of_jobs(cls, jobs: Sequence[Job]) -> Plan:
        """The plan for jobs that are worked out already, at their price."""
        return cls(tuple(jobs), summed([job.quote for job in jobs]))

    def only(self, jobs: Sequence[Job]) -> Plan:
        """The same plan with some of its jobs alone, at their price."""
        return replace(self, jobs=tuple(jobs), quote=summed([job.quote for job in jobs]))


def settled(recipe: Recipe, words: Words, seed: int | None = None) -> list[Resolved]:
    """The requests of a recipe with nothing left to chance.

    Raises:
        Refused: it calls what does not exist or cannot be settled; what is wrong with the files is listed too.
    """
    try:
        return expand(recipe, seed, words)
    except RecipeError as error:
        raise Refused([*error.problems, *_on_files(words)]) from None


def notes_on(requests: Sequence[Resolved], words: Words) -> tuple[Problem, ...]:
    """What is to be said of the words of these requests, each thing once."""
    return tuple(dict.fromkeys((*(note for one in requests for note in one.notes), *_on_files(words))))


def _on_files(words: Words) -> list[Problem]:
    return [Problem((), str(fault)) for fault in words.faults]


def forecast(recipe: Recipe, catalog: Catalog, standing: Standing | None, encodings: int = 0) -> tuple[Quote, Lint]:
    """What `Plan.of` would find and cost, without settling texts or building bodies: quick enough for every change.

    ``encodings`` is how many vibes are still to be encoded. The quote of a recipe that is refused is still worked out;
    whether it may be sent is the lint's word.
    """
    try:
        grid = [cell.recipe for cell in cells(recipe)]
    except RecipeError as error:
        alone = _requests_of(recipe.model_copy(update={"sweep": None}))
        return quote_all(alone, catalog, standing, encodings), Lint(error.problems)
    alike = [one for cell in grid for one in _requests_of(cell)]
    return quote_all(alike, catalog, standing, encodings), _with_prices(grid, catalog)


def sweep_lint(recipe: Recipe, catalog: Catalog) -> Lint:
    """What the model, and the most that one picture may cost, say of a recipe's cells.

    Raises:
        RecipeError: the sweep cannot be understood.
    """
    return _with_prices([cell.recipe for cell in cells(recipe)], catalog)


def _with_prices(grid: Sequence[Recipe], catalog: Catalog) -> Lint:
    found = _joined(lint(cell, catalog) for cell in grid)
    too_dear = tuple(dict.fromkeys(problem for cell in grid if (problem := price_problem(cell, catalog))))
    return Lint((*found.refusals, *too_dear), found.notes)


def _lint(recipe: Recipe, catalog: Catalog) -> Lint:
    """What the model says of the recipe, or of every cell of its sweep."""
    try:
        return _joined(lint(cell.recipe, catalog) for cell in cells(recipe))
    except RecipeError as error:
        return Lint(error.problems)


def _requests_of(recipe: Recipe) -> list[Resolved]:
    """Its requests as far as their price is concerned; those that are alike are one and the same."""
    whole, rest = divmod(recipe.batch.count, recipe.batch.samples)
    sizes = [recipe.batch.samples] * whole + [rest] * bool(rest)
    alike = {
        size: Resolved(recipe.model_copy(update={"batch": Batch(count=size, samples=size)}), 0) for size in set(sizes)
    }
    return [alike[size] for size in sizes]


def _joined(found: Iterable[Lint]) -> Lint:
    """What was found in several recipes, each thing once."""
    every = list(found)
    refusals = dict.fromkeys(problem for one in every for problem in one.refusals)
    return Lint(tuple(refusals), tuple(dict.fromkeys(problem for one in every for problem in one.notes)))


def new_id() -> str:
    """A job's name: sorts by time, and is a folder name too."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
