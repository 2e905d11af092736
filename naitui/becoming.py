"""How an opening becomes the studio's program."""

from __future__ import annotations

from naitui.app import Naitui
from naitui.bench import Bench
from naitui.opening import Become, Enter, Opening


def ready(bench: Bench) -> Become:
    """What an opening becomes a `Naitui` with; reads the draft, which may take a moment."""
    recipe, problem = bench.draft.load()

    def become(app: Opening) -> Enter:
        app.__class__ = Naitui  # an app cannot be exchanged while it runs
        assert isinstance(app, Naitui)  # noqa: S101 - as was just said
        app.furnish(bench, recipe, problem)
        return app.enter

    return become
