"""The app as a whole: a crash tells nobody's secrets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from naitui.app import Bench, Naitui
from naitui.cli.places import open_album, open_vocabularies
from naitui.demo import DEMO_TOKEN, DemoTransport
from naitui.library import Ledger, Shelf, TagIndex
from naitui.library.collection import Collection
from naitui.library.queue import QueueStore
from naitui.library.history import PromptHistory
from naitui.library.draft import Draft
from naitui.novelai import NovelAI, load_catalog
from naitui.recipe import Recipe
from naitui.screens.look import Look
from naitui.screens.studio import StudioScreen
from naitui.settings import Folders, Settings

home, where = Path(sys.argv[1]), sys.argv[2]
draft = Draft(home / "draft.toml")
draft.save(Recipe(prompt="SENTINEL-PROMPT"))


def fall(*_: object) -> None:
    secret, words = "SENTINEL-TOKEN", "SENTINEL-PROMPT"
    raise RuntimeError("it fell over")


class Falling(Naitui):
    def on_mount(self) -> None:
        super().on_mount()
        match where:
            case "mount":
                fall()
            case "timer":
                self.set_timer(0.01, fall)
            case "render":
                StudioScreen.render = fall
                self.call_after_refresh(self.refresh)
            case "message":
                Naitui.on_naitui_happened = fall


folders = Folders(*(home / name for name in "abcde"))
shelf = Shelf(home / "p", home / "i", "{seed}")
service = lambda secret: NovelAI(DEMO_TOKEN, transport=DemoTransport(pace=0))
settings, catalog = Settings(folders=folders), load_catalog()
vocabularies = open_vocabularies(settings, catalog, demo=True)
album = open_album(settings, catalog, demo=True)
app = Falling(Bench(settings, catalog, shelf, album, Collection(home / "r"), Ledger(home / "l"), QueueStore(home / "q"),
                    TagIndex(home / "t"),
                    vocabularies, PromptHistory(home / "h"), draft, Look(), True, service, print))
app.run(headless=True)
sys.exit(app.return_code)
"""


@pytest.mark.parametrize("where", ["mount", "timer", "message"])
def test_a_crash_shows_no_local_variables(tmp_path: Path, where: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), where],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    said = done.stdout + done.stderr
    assert "it fell over" in said
    assert "Traceback" in said
    assert "SENTINEL" not in said.replace('secret, words = "SENTINEL-TOKEN", "SENTINEL-PROMPT"', "")
    assert "locals" not in said
    assert done.returncode == 1
    assert "SENTINEL-PROMPT" in (tmp_path / "draft.toml").read_text(), "the work is still there"
