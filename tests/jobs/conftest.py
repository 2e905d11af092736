"""A whole engine on the demo: service, shelf, runner, and every event that was heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from naitui.demo import DEMO_TOKEN, DemoAccount, DemoTransport, FaultPlan
from naitui.jobs import Event, Guard, Job, Plan, Runner
from naitui.library import Ledger, Shelf
from naitui.novelai import NovelAI, load_catalog
from naitui.novelai.http import httpx
from naitui.recipe import Batch, Recipe, Sampling
from naitui.settings import Budget


class Counting(httpx.AsyncBaseTransport):
    """The demo, with a look at what goes over the wire: how many generations at a time, and how often the balance."""

    def __init__(self, demo: DemoTransport) -> None:
        self.demo = demo
        self.generations: list[str] = []
        self.before_generation: Callable[[], None] = lambda: None
        self.before_balance: Callable[[], httpx.Response | None] = lambda: None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET" and (instead := self.before_balance()):
            return instead
        if request.method == "POST":
            self.before_generation()
            self.generations.append(request.url.path)
        return await self.demo.handle_async_request(request)


class Engine:
    """Runner, demo and shelf, as the doors put them together."""

    def __init__(self, folder: Path, demo: DemoTransport, token: str, caps: Budget | None = None) -> None:
        self.catalog = load_catalog()
        self.wire = Counting(demo)
        self.demo = demo
        self.account = demo.account
        self.shelf = Shelf(folder / "pictures", folder / "incoming", "{seed}")
        self.service = NovelAI(token, transport=self.wire)
        self.heard: list[Event] = []
        self.on_event: Callable[[Event], None] = lambda event: None
        self.ledger = Ledger(folder / "ledger.sqlite")
        guard = Guard(caps, self.ledger)
        self.runner = Runner(
            self.service, self.catalog, self.shelf, self.hear, waits=(0.0, 0.0), guard=guard, ledger=self.ledger
        )

    def hear(self, event: Event) -> None:
        self.heard.append(event)
        self.on_event(event)

    def plan(self, *, count: int = 1, samples: int = 1, framing: Any = "msgpack", **sampling: Any) -> Plan:
        """A plan of 64×64 pictures with seed 7 and 3 steps, for the account as it is."""
        settings = Sampling(**{"width": 64, "height": 64, "steps": 3, "seed": 7, **sampling})
        recipe = Recipe(prompt="1girl", sampling=settings, batch=Batch(count=count, samples=samples))
        return Plan.of(recipe, self.catalog, self.account.standing, framing=framing)

    async def run(self, plan: Plan, approved: int = 0) -> list[str]:
        """Submit, wait until all is done, and give the names of the events."""
        self.runner.submit(plan, approved)
        await self.runner.idle()
        return self.names()

    def names(self, job: Job | None = None) -> list[str]:
        wanted = [e for e in self.heard if job is None or getattr(e, "job", None) == job]
        return [type(event).__name__ for event in wanted]

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.heard if isinstance(event, kind)]

    @property
    def pictures(self) -> list[str]:
        return sorted(path.name for path in self.shelf.pictures.rglob("*") if path.is_file())

    def until(self, kind: type) -> asyncio.Event:
        """Set at the first event of this kind."""
        reached = asyncio.Event()
        self.on_event = lambda event: reached.set() if isinstance(event, kind) else None
        return reached


@pytest.fixture
async def open_engine(tmp_path: Path) -> AsyncIterator[Callable[..., Engine]]:
    """Makes engines; ``fault`` is the text of a fault plan, other arguments go to the demo."""
    opened = []

    def open_one(
        account: DemoAccount | None = None,
        *,
        fault: str | None = None,
        pace: float = 0.0,
        token: str = DEMO_TOKEN,
        caps: Budget | None = None,
    ) -> Engine:
        plan = FaultPlan.parse(fault) if fault else None
        engine = Engine(tmp_path, DemoTransport(account, pace=pace, fault=plan), token, caps)
        opened.append(engine)
        return engine

    yield open_one
    for engine in opened:
        await engine.service.close()


@pytest.fixture
def engine(open_engine: Callable[..., Engine]) -> Engine:
    """An engine for a fresh Opus account, as fast as it can."""
    return open_engine()
