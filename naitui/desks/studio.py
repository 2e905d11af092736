"""The desk: joins the studio's wishes to the runner, asks what must be asked, and tells what an earlier run left.

It talks to people only through the studio and the app's dialogs; it knows no key and no layout.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from pydantic import SecretStr
from textual.app import App
from textual.screen import Screen

from naitui.actions.in_effect import keyed
from naitui.bench import Bench
from naitui.desks.draft_keeper import DraftKeeper
from naitui.desks.past_keeper import PastKeeper
from naitui.desks.typing import TypingDesk
from naitui.hooks import HookRunner
from naitui.jobs import AccountLock, Event, Guard, KeptQueue, LeftJob, NeedsApproval, OverBudget, Plan, Runner
from naitui.library.cell_materials import CellMaterials
from naitui.library.locks import why_not_seen
from naitui.library.materials import anchored
from naitui.library.past_file import PastFile
from naitui.library.presence import Presence
from naitui.library.recovery import came_of, recover_all
from naitui.library.words import WordFolders, load_words
from naitui.novelai import NovelAI, NovelAIError, Refused, Standing
from naitui.novelai.errors import TokenRefused
from naitui.recipe import Recipe
from naitui.recipe.past import Made
from naitui.screens import wording
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.studio import StudioScreen
from naitui.telling import Telling
from naitui.terminal import Terminal

_A = TypeVar("_A")
MAX_QUEUE = 200
_MOST_AWAY = 500
MOMENT = 3.0
"""Seconds that somebody who leaves waits for the last line of the ledger."""


class StudioDesk:
    """One studio's work: service, runner, what was agreed to; what keeps its draft and what helps with its words."""

    def __init__(self, app: App[None], bench: Bench, studio: StudioScreen, hear: Callable[[Event], None]) -> None:
        self._app = app
        self._bench = bench
        self._studio = studio
        self._hear = hear
        self._service: NovelAI | None = None
        self.runner: Runner | None = None
        self.queue: KeptQueue | None = None
        """The account's part of the queue."""
        self._presence = Presence(bench.settings.folders.alive)
        self._came: dict[str, list[Path]] = {}
        """Pictures of earlier runs that this one has put in their place, by the job."""
        self.leaving = False
        """Once somebody leaves, nothing new is sent."""
        self._agreed = 0
        """Anlas a press that the user has agreed to for the rest of this run."""
        self._guard = Guard(bench.settings.budget, bench.ledger)
        self._asking = asyncio.Lock()
        self._in_dialog = False
        """Whether a question is on the screen: a press is meant for that."""
        beside = bench.draft.path.with_name(f"{bench.draft.path.stem}-past.sqlite")
        self._past = PastKeeper(studio.words.past, PastFile(beside))
        self.draft = DraftKeeper(bench.draft, self._past, studio)
        """Keeps the draft and the past."""
        self.hooks = HookRunner(bench.settings.hooks, lambda told: studio.result.say(told, "warning", toast=True))
        self.telling = Telling(app, bench.settings, bench.look.terminal or Terminal(), self.hooks)
        """Tells the terminal around it."""
        self.typing = TypingDesk(app, bench, studio, lambda: self._service)
        """Helps while words are typed."""

    def open(self) -> None:
        """Get the client ready: quick, so that a key pressed at once finds the runner there."""
        self._use(self._bench.open_service(None))

    async def begin(self, *problems: str) -> None:
        """What may take a moment, after the first frame: the account, and what an earlier run left."""
        say = self._studio.result.say
        self.telling.begin()
        alone = await asyncio.to_thread(why_not_seen, self._bench.settings.folders.state)
        for told in (*problems, await self._past.open(), alone):
            if told:
                say(told, "warning", toast=True)
        if self._bench.demo:
            say("the demo service: no account, no network, nothing spent")
        if self.runner is None:
            say(keyed("no token yet: nothing is sent; {studio.generate} asks for one when it is needed"))
        else:
            await self._read_account(self.runner)
        await self.look_for_left_over()
        await self.typing.read_tag_files()

    def _use(self, service: NovelAI | None) -> None:
        if service is not None:
            self._service = service
            lock = AccountLock(self._bench.settings.folders.state, service.fingerprint)
            bench = self._bench
            self.queue = KeptQueue(bench.queue, self._presence, service.fingerprint, bench.shelf.goal)
            self.runner = Runner(
                service,
                bench.catalog,
                bench.shelf,
                self._hear,
                lock=lock,
                guard=self._guard,
                ledger=bench.ledger,
                journal=self.queue,
            )

    async def _read_account(self, runner: Runner) -> None:
        try:
            await runner.read_account()
        except NovelAIError as error:
            self._studio.result.say(f"the account cannot be read: {error}. {error.advice}", "warning")

    async def look_for_left_over(self) -> None:
        """What an earlier run did not finish is put in its place, or told of."""
        messages = await asyncio.to_thread(recover_all, self._bench.shelf, self._bench.queue, demo=self._bench.demo)
        self._past.recovered(messages)
        for message in messages:
            self._studio.result.say(message.text, message.tone)
        self._came |= came_of(messages)
        await self._tell_what_waits()

    async def _tell_what_waits(self) -> None:
        """Jobs of the queue whose naitui is gone wait for a word of the user's."""
        queue, say = self.queue, self._studio.result.say
        if queue is None:
            return
        try:
            await asyncio.to_thread(queue.settle, self._bench.ledger, self._came)
            left = await asyncio.to_thread(queue.left_over)
        except OSError as error:
            say(f"the queue cannot be read: {error}", "warning", toast=True)
            return
        if left:
            say(wording.left_over(left), "warning", toast=True)
        try:
            away = await asyncio.to_thread(self._made_while_away, queue)
        except OSError:
            return  # it is only a courtesy
        if away:
            say(wording.made_while_away(away), "good", toast=True)

    @property
    def _left_mark(self) -> Path:
        """A file as old as the last hand-over; the demo's is another one."""
        return self._bench.settings.folders.state / f"{self._bench.queue.path.stem}-left"

    def _made_while_away(self, queue: KeptQueue) -> int:
        """How many jobs were finished by others since a studio was last left."""
        mark = self._left_mark
        if not mark.exists():
            return 0
        since = mark.stat().st_mtime
        mark.unlink()
        rows = queue.store.jobs(queue.account, ended=_MOST_AWAY)
        return sum(row.state == "done" and row.ended is not None and row.ended > since for row in rows)

    # ------------------------------------------------------------------ generating

    async def generate(self, recipe: Recipe, state: int, choose: Callable[[Plan], Plan] | None = None) -> None:
        """Generate a recipe, after the questions that must be asked.

        ``state`` is where its pictures belong to in the past; ``choose`` says, in a thread, what of the plan is sent.
        """
        recipe = anchored(recipe, Path())
        chosen = choose or (lambda plan: plan)
        plan = await self.send(lambda standing: chosen(self.plan(recipe, standing)), still=choose)
        if plan is not None:
            self._past.sent(state, plan.jobs)
            self._app.run_worker(self.typing.remember(recipe), group="remember")

    async def send(
        self,
        work_out: Callable[[Standing], Plan],
        verb: str = "Generate",
        submit: Callable[[Plan, int], Awaitable[None]] | None = None,
        still: Callable[[Plan], Plan] | None = None,
    ) -> Plan | None:
        """Work out a plan in a thread and send it, after the questions that must be asked; None when it was not sent.

        One press at a time is asked about; ``verb`` says what it does. ``submit`` takes the plan and what was agreed
        to, in Anlas; left out, its jobs are put into the queue. ``still`` says, in a thread, what of the plan is to be
        sent once it was agreed to: another naitui may have begun with it while the question was on the screen.
        """
        if self.leaving or self._in_dialog:
            return None
        async with self._asking:
            try:
                return await self._submit(work_out, verb, submit, still)
            except NeedsApproval as error:
                self._studio.result.say(str(error), "error")
            except OverBudget as error:
                self.hooks.over_budget(error)
                self._studio.result.say(f"not sent: {error}. {error.advice}", "error", toast=True)
            except Refused as error:
                for problem in error.problems:
                    self._studio.result.say(f"not sent: {problem}", "error", toast=True)
            except NovelAIError as error:
                if isinstance(error, TokenRefused):
                    self._service = self.runner = None  # the next press asks for another one
                self._studio.result.say(f"{error}. {_advice(error)}", "error", toast=True)
        return None

    async def take_up(self, work_out: Callable[[Standing], list[LeftJob]]) -> None:
        """Let jobs go on that an earlier run has left in the queue, after the questions that must be asked."""
        taken: list[LeftJob] = []

        def plan(standing: Standing) -> Plan:
            taken[:] = work_out(standing)
            return Plan.of_jobs([one.job for one in taken])

        async def submit(plan: Plan, approved: int) -> None:
            assert self.queue is not None and self.runner is not None  # noqa: S101, PT018 - there are rows
            for part in await asyncio.to_thread(self.queue.adopt, taken):
                self.runner.adopt(part, part.quote.total)

        await self.send(plan, "Go on", submit)

    def plan(self, recipe: Recipe, standing: Standing) -> Plan:
        """What generating a recipe would send; reads files, so use a thread."""
        bench = self._bench
        materials = CellMaterials(bench.catalog, bench.sources)
        materials.load(recipe)
        words = load_words(recipe, bench.catalog, WordFolders.of(bench.settings))
        framing = bench.settings.stream
        return Plan.of(recipe, bench.catalog, standing, framing=framing, materials=materials.of, words=words)

    async def _submit(
        self,
        work_out: Callable[[Standing], Plan],
        verb: str,
        submit: Callable[[Plan, int], Awaitable[None]] | None,
        still: Callable[[Plan], Plan] | None,
    ) -> Plan | None:
        if self.runner is None and not await self._ask_for_token():
            return None
        runner = self.runner
        assert runner is not None  # noqa: S101 - a token was just given
        if len(runner.waiting) >= MAX_QUEUE:
            self._studio.result.say(f"{MAX_QUEUE} jobs wait already", "warning", toast=True)
            return None
        account = runner.subscription or await runner.read_account()
        plan = await asyncio.to_thread(work_out, account.standing)
        await runner.look(plan)
        for note in plan.notes:
            self._studio.result.say(f"note: {note}", "warning")
        if plan.quote.total > self._agreed and not await self._agrees(plan, verb):
            return None
        agreed = max(plan.quote.total, self._agreed)
        if still is not None:
            plan = await asyncio.to_thread(still, plan)
        if submit is None:
            runner.submit(plan, agreed)
        else:
            await submit(plan, agreed)
        return plan

    async def _ask(self, screen: Screen[_A]) -> _A | None:
        self._in_dialog = True
        try:
            return await self._app.push_screen_wait(screen)
        finally:
            self._in_dialog = False

    async def _ask_for_token(self) -> bool:
        """Ask until there is a token that the service takes (True) or the user turns back (False)."""
        from naitui.desks.token import ask_for_token

        def tell(text: str, wrong: bool) -> None:
            self._studio.result.say(text, "warning" if wrong else "good", toast=wrong)

        if not await ask_for_token(self._bench, self._ask, self._try_token, tell):
            return False
        self._app.run_worker(self._tell_what_waits(), group="begin")
        return True

    async def _try_token(self, secret: SecretStr) -> bool:
        """Use a token from now on; False where there is no service for it. Until it is taken, the one before stays."""
        before = self._service, self.runner, self.queue
        self._use(self._bench.open_service(secret))
        if self.runner is None or self._service is None:
            return False
        try:
            await self.runner.read_account()
        except NovelAIError:
            await self._service.close()
            self._service, self.runner, self.queue = before
            raise
        if before[0] is not None:
            await before[0].close()
        return True

    async def take_token(self) -> None:
        """Ask for a token outside of a press, the first one or another."""
        runner = self.runner
        if self._in_dialog or self._asking.locked():
            return
        if runner is not None and self._bench.demo:
            told = "The demo needs no token. For your own account: {studio.quit}, then start naitui without demo."
            self._app.notify(keyed(told), markup=False)
        elif runner is not None and (runner.running is not None or runner.waiting):
            told = "Pictures are being made with this token: let the queue end first, or {studio.cancel} cancels."
            self._app.notify(keyed(told), severity="warning", markup=False)
        else:
            await self._ask_for_token()

    async def _agrees(self, plan: Plan, verb: str) -> bool:
        account = self.runner.subscription if self.runner else None
        always = f"{verb}, and do not ask again up to {plan.quote.total} Anlas a press"
        answers = [("enter", verb), ("A", always)]
        lines = wording.approval(plan.quote, account)
        answer = await self._ask(ConfirmScreen("This is not free", lines, answers, unasked=True))
        if answer == "A":
            self._agreed = max(self._agreed, plan.quote.total)
            self._studio.offering.show_agreed(self._agreed)
        return answer is not None

    def cancel(self) -> bool:
        """Take back what waits, or else stop what runs; False when there is neither."""
        runner = self.runner
        return runner is not None and (bool(runner.cancel_waiting()) or runner.cancel_running())

    # ------------------------------------------------------------------ pictures and the past

    def hear(self, event: Event) -> None:
        """A picture that is saved is put to what it was made from, at once: the next moment may be the last one."""
        self.telling.hear(event)
        if self._past.hear(event) and self._app.is_running and not self.leaving:
            self._app.run_worker(self.draft.keep_past(), group="draft")

    async def show_picture(self, made: Made) -> None:
        """Show a picture of the past."""
        try:
            data = await asyncio.to_thread(Path(made.path).read_bytes)
        except OSError as error:
            self._studio.result.say(f"the picture cannot be shown: {error}", "warning", toast=True)
            return
        self._studio.result.show_earlier(made, data)

    # ------------------------------------------------------------------ leaving

    async def finish_running(self) -> int:
        """The picture in flight is finished and saved; how many jobs wait on in the queue, for a later start."""
        if self.runner is None:
            return 0
        staying = self.runner.leave()
        await self.runner.idle()
        return staying

    async def finish_closing(self) -> None:
        """The picture is saved, and the balance after it is being read for the ledger: that is waited for a moment."""
        if self.runner is not None:
            try:
                async with asyncio.timeout(MOMENT):
                    await self.runner.idle()
            except TimeoutError:
                self.runner.cancel_running()
                await self.runner.idle()

    async def hand_over(self) -> str:
        """Let a naitui in the background go on with what waits; why it cannot, empty when it does."""
        try:
            await asyncio.to_thread(self._bench.hand_over, self._presence.name)
        except OSError as error:
            return f"nothing could be started in the background: {error.strerror or error}"
        try:
            await asyncio.to_thread(self._left_mark.touch)
        except OSError as error:
            return f"the next start cannot tell what was made meanwhile: {error.strerror or error}"
        return ""

    async def close(self) -> None:
        """Close the line."""
        if self.runner is not None:
            await self.runner.written()
        if self._service is not None:
            await self._service.close()
        await self.hooks.finish(MOMENT)
        self._presence.vanish()


def _advice(error: NovelAIError) -> str:
    return keyed("Press {studio.generate} to give another one.") if isinstance(error, TokenRefused) else error.advice
