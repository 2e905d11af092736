"""A small app with one preview, in a terminal that understands pictures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from picture_terminal import ROOT, Terminal, environment
from PIL import Image

PROGRAM = """
import sys
from pathlib import Path
from textual.app import App
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static
from naitui.terminal import Terminal
from naitui.widgets.frame import FrameDriver, differing, forget
from naitui.widgets.picture.wire import wire_of
from naitui.widgets.preview import Preview

PICTURES = [Path(name) for name in sys.argv[4:]]
TERMINAL = Terminal(tty=True, answers=sys.argv[3] == "answers", cell=(10, 20), cell_known=True, truecolor=True)

class Over(ModalScreen):
    BINDINGS = [("escape", "dismiss", "Back")]
    def __init__(self, tint):
        super().__init__()
        self.styles.background = f"black {tint}%%"
    def compose(self):
        yield Static("over it all", id="over")

class Demo(App):
    CSS_PATH = "%(root)s/styles/preview.tcss"
    CSS = "#beside { height: 1; } Over { align: center middle; } #over { width: 20; height: 5; background: blue; }"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("n", "next", "Next"), ("x", "change", "x"), ("m", "over(0)", "m"), ("t", "over(50)", "t"),
                ("o", "toast", "o"), ("s", "steps(40)", "s"), ("l", "steps(250)", "l"),
                ("r", "redraw", "r"), ("v", "view", "v"), ("q", "quit", "Quit"), ("b", "crash", "b"), ("j", "pan", "j")]
    shown = -1
    changes = 0
    def get_driver_class(self):
        return FrameDriver
    def _display(self, screen, renderable):
        super()._display(screen, differing(self._driver, renderable))
    def on_resize(self):
        forget(self._driver)
    def compose(self):
        yield Static("starting", id="beside")
        yield Preview(["empty"], protocol=sys.argv[1], terminal=TERMINAL)
        yield Footer()
    def on_ready(self):
        wire_of(self).know(TERMINAL, float(sys.argv[2]))
        self.query_one("#beside", Static).update("ready now")
    def action_next(self):
        self.shown = (self.shown + 1) %% len(PICTURES)
        self.query_one(Preview).show(PICTURES[self.shown].read_bytes, key=PICTURES[self.shown].name)
    def action_change(self):
        self.changes += 1
        self.query_one("#beside", Static).update(f"changed {self.changes}")
    def action_over(self, tint):
        self.push_screen(Over(tint))
    def action_toast(self):
        self.notify("a toast", timeout=1)
    def action_redraw(self):
        self.screen.refresh()
    def action_view(self):
        preview = self.query_one(Preview)
        preview.view = preview.view.cycled()
    def action_pan(self):
        self.query_one(Preview).pan(1, 1)
    def action_steps(self, count):
        if count:
            self.query_one(Preview).show_step(PICTURES[count %% len(PICTURES)].read_bytes())
            self.set_timer(0.02, lambda: self.action_steps(count - 1))
        else:
            self.query_one("#beside", Static).update("steps done")
    def action_crash(self):
        raise RuntimeError("on purpose")

app = Demo()
app.run()
sys.exit(app.return_code)
"""


Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a small app with one preview in a terminal."""
    begun: list[Terminal] = []

    def started(
        protocol: str,
        *pictures: Image.Image,
        rate: float = 0,
        answers: bool = True,
        assumed: float = 0,
        size: tuple[int, int] = (60, 24),
    ) -> Terminal:
        paths = [tmp_path / f"{number}.png" for number in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            picture.save(path)
        program = tmp_path / "program.py"
        program.write_text(PROGRAM % {"root": ROOT})
        word = "answers" if answers else "silent"
        command = [sys.executable, str(program), protocol, str(assumed), word, *map(str, paths)]
        begun.append(Terminal(command, environment(), size, rate, answers))
        begun[-1].shows("ready now")
        return begun[-1]

    yield started
    for terminal in begun:
        terminal.close()
    assert not any(terminal.kitty.unknown for terminal in begun), "placeholders of pictures that were not there"


def noise(size: tuple[int, int], sigma: int = 90) -> Image.Image:
    """A picture that no compression makes small."""
    return Image.effect_noise(size, sigma).convert("RGB")
