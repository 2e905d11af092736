"""Runs the user's hooks: without a shell, few at a time, never longer than half a minute, and never with the token.

A hook gets the facts as one JSON object on its standard input and in variables that begin with ``NAITUI_``; what it
writes is thrown away. A hook that fails is told of once: it keeps no picture from its place and no job from its turn.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress

from naitui.controls import UNPRINTABLE
from naitui.hook_settings import Hooks, Moment
from naitui.jobs.events import Event, Failed, Saved, as_json
from naitui.jobs.guard import OverBudget
from naitui.tokens.environment import FILE_VARIABLE, VARIABLES

AT_ONCE = 4
MOST_WAITING = 200
"""Hooks that wait for their turn; what comes on top is dropped, and told."""
LIMIT = 30.0
"""Seconds that one may take; then it is killed."""
_SECRET = frozenset((*VARIABLES, FILE_VARIABLE))
_BLANKED = dict.fromkeys(UNPRINTABLE, " ")


class HookRunner:
    """Hears events and runs what the user has set for them.

    Args:
        hooks: the commands.
        tell: says once for each hook that it does not work, and why.
        limit: seconds that one may take.
    """

    def __init__(self, hooks: Hooks, tell: Callable[[str], None], limit: float = LIMIT) -> None:
        self._hooks = hooks
        self._tell = tell
        self._limit = limit
        self._told: set[str] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(AT_ONCE)

    def hear(self, event: Event) -> None:
        """An event of the runner, on the event loop's thread."""
        if isinstance(event, Saved):
            self._begin("saved", as_json(event))
        elif isinstance(event, Failed):
            self._begin("budget" if isinstance(event.error, OverBudget) else "failed", as_json(event))

    def over_budget(self, error: OverBudget) -> None:
        """A cap has refused something before it became a job."""
        self._begin("budget", {"event": "budget", "message": str(error), "advice": error.advice})

    def _begin(self, moment: Moment, facts: Mapping[str, object]) -> None:
        command = self._hooks.of(moment)
        if not command:
            return
        if len(self._running) >= MOST_WAITING:
            self._say(moment, f"more than {MOST_WAITING} wait: some are left out")
            return
        task = asyncio.create_task(self._run(moment, command, facts), name=f"hook {moment}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _run(self, moment: Moment, command: tuple[str, ...], facts: Mapping[str, object]) -> None:
        async with self._turns:
            try:
                process = await asyncio.create_subprocess_exec(
                    *command,
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=asyncio.subprocess.DEVNULL,
                    env=environment(moment, facts),
                    start_new_session=True,
                )
            except OSError as error:
                self._say(moment, f"cannot be started: {error.strerror or error}")
                return
            try:
                async with asyncio.timeout(self._limit):
                    await process.communicate(json.dumps(facts).encode() + b"\n")
            except TimeoutError:
                self._say(moment, f"took more than {self._limit:g} seconds and was ended")
            except OSError:  # it does not care for what it is told
                await process.wait()
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
            if process.returncode is not None and process.returncode > 0:
                self._say(moment, f"ended with {process.returncode}")

    def _say(self, moment: Moment, what: str) -> None:
        if moment not in self._told:
            self._told.add(moment)
            self._tell(f"the hook for {moment} {what}")

    async def finish(self, patience: float = LIMIT) -> None:
        """Wait for those that run, as long as they may take."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=patience)


def environment(moment: Moment, facts: Mapping[str, object], own: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a hook inherits: our environment without any token, and the facts that are a text or a number."""
    kept = {name: value for name, value in own.items() if name not in _SECRET}
    told = {f"NAITUI_{name.upper()}": _text(value) for name, value in facts.items() if isinstance(value, str | int)}
    return {**kept, **told, "NAITUI_HOOK": moment}


def _text(value: str | int) -> str:
    return str(value).translate(_BLANKED)
