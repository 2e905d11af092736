"""The preview pane on a real pty: what Kitty and sixel terminals are sent."""

from __future__ import annotations

import io
import os
import re
import sys
from base64 import b64decode
from pathlib import Path

import pexpect
import pytest
from PIL import Image, ImageChops

from naitui.widgets.picture import sixel

ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys
from pathlib import Path
from textual.app import App
from textual.widgets import Footer, Static
from naitui.terminal import Terminal
from naitui.widgets.picture.wire import wire_of
from naitui.widgets.preview import Preview

class Demo(App):
    CSS_PATH = "{root}/styles/preview.tcss"
    BINDINGS = [("n", "next", "Next"), ("x", "change", "Change"), ("q", "quit", "Quit")]
    shown = 0
    def on_terminal_supports_synchronized_output(self):
        wire_of(self).answered()
    def compose(self):
        yield Static("beside", id="beside")
        yield Preview(["empty"], protocol=sys.argv[1], terminal=Terminal(cell=(10, 20)))
        yield Footer()
    def on_ready(self):
        self.query_one("#beside", Static).update("ready now")
    def action_next(self):
        self.shown += 1
        path = Path(sys.argv[2 + self.shown % (len(sys.argv) - 2)])
        self.query_one(Preview).show(path.read_bytes(), key=path.name)
    def action_change(self):
        self.query_one("#beside", Static).update("changed text")

Demo().run()
"""

APC = re.compile(r"\x1b_G([^;\x1b]*);([^\x1b]*)\x1b\\")
SIXEL = re.compile(r"\x1bP[0-9;]*q([^\x1b]*)\x1b\\")
QUESTION = re.escape("\x1b[?2026$p")
PLACEHOLDER = "\U0010eeee"


class Screen:
    """A terminal that reads and, if told to, answers Textual's question about mode 2026."""

    def __init__(self, folder: Path, protocol: str, pictures: list[Image.Image], answers: bool = True) -> None:
        paths = [folder / f"{number}.png" for number in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            picture.save(path)
        program = folder / "program.py"
        program.write_text(PROGRAM.replace("{root}", str(ROOT)))
        environ = {k: v for k, v in os.environ.items() if k not in ("TMUX", "STY", "NO_COLOR", "COLUMNS", "LINES")}
        self.program = pexpect.spawn(
            sys.executable,
            [str(program), protocol, *map(str, paths)],
            env=environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)},
            dimensions=(24, 60),
            encoding="utf-8",
            timeout=30,
        )
        self.answers = answers
        self.got = ""

    def wait_for(self, pattern: object) -> None:
        """Read on until `pattern` has come."""
        while True:
            found = self.program.expect([QUESTION, pattern])
            self.got += self.program.before + (self.program.after if isinstance(self.program.after, str) else "")
            if found == 1:
                return
            if self.answers:
                self.program.send("\x1b[?2026;2$y")

    def press(self, key: str) -> None:
        self.program.send(key)

    def end(self) -> str:
        """Quit the program; everything it wrote."""
        self.press("q")
        self.wait_for(pexpect.EOF)
        self.program.close()
        assert self.program.exitstatus == 0, self.got
        return self.got


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.effect_noise(size, 90).convert("RGB")


def transfers(text: str) -> dict[int, tuple[dict[str, str], bytes]]:
    """Number, keys and bytes of each picture that was sent whole. Every chunk is checked on the way."""
    pictures: dict[int, tuple[dict[str, str], bytes]] = {}
    current: tuple[dict[str, str], str] | None = None
    for found in APC.finditer(text):
        keys = dict(pair.split("=") for pair in found[1].split(","))
        assert len(found[2]) <= 4096
        if keys.get("a") == "T":
            assert current is None, "a transfer began within another one"
            current = (keys, "")
        elif "m" not in keys:
            assert current is None, "a command broke off a transfer"
            continue
        assert current is not None
        current = (current[0], current[1] + found[2])
        if keys["m"] == "0":
            pictures[int(current[0]["i"])] = (current[0], b64decode(current[1], validate=True))
            current = None
    assert current is None
    return pictures


@pytest.mark.parametrize("answers", [True, False])
def test_kitty_is_sent_a_small_picture_once(tmp_path: Path, answers: bool) -> None:
    screen = Screen(tmp_path, "kitty", [noise((832, 1216)), Image.new("RGB", (300, 200), (0, 128, 255))], answers)
    screen.wait_for("ready now")
    for _ in range(2):
        screen.press("n")
        screen.wait_for(PLACEHOLDER)
        screen.wait_for("a=p,U=1")  # placed again, a moment after it came
    screen.press("x")
    screen.wait_for("changed text")
    screen.press("n")  # back to the first one, which the terminal still has
    screen.wait_for(PLACEHOLDER)
    text = screen.end()
    pictures = transfers(text)
    assert len(pictures) == 2
    for number, (keys, data) in pictures.items():
        assert 0 < number < 1 << 24
        assert keys["U"] == "1"
        image = Image.open(io.BytesIO(data))
        assert image.format == "PNG"
        assert image.mode == "P"
        columns, rows = int(keys["c"]), int(keys["r"])
        assert image.width <= columns * 10
        assert image.height <= rows * 20
        colour = f"38;2;{number >> 16};{number >> 8 & 255};{number & 255}"
        assert re.search(rf"\x1b\[{colour}[;0-9]*m{PLACEHOLDER}", text)
        assert f"a=d,d=I,i={number}" in text  # freed at the end
    # without the graphics commands and the placeholders there are no strangers in the text
    assert "base64" not in APC.sub("", text)
    assert "\x1b_G" not in APC.sub("", text)


def test_sixels_are_sent_once(tmp_path: Path) -> None:
    picture = Image.linear_gradient("L").resize((400, 400)).convert("RGB")
    screen = Screen(tmp_path, "sixel", [picture])
    screen.wait_for("ready now")
    screen.press("n")
    screen.wait_for(SIXEL.pattern)
    screen.press("x")
    screen.wait_for("changed text")
    text = screen.end()
    assert len(SIXEL.findall(text)) == 1
    found = SIXEL.search(text)
    assert found is not None
    image = decode(found[0])
    assert image.height % 6 == 0
    assert "▀" in text  # what is seen until the sixels are there, and when something lies over them
    # drawn at the corner of the picture, and the cursor goes back to where the text of that line ended
    assert re.search(r"\x1b\[\d+;\d+H$", text[: found.start()])
    assert re.match(r"\x1b\[\d+;61H", text[found.end() :])
    assert not found[0].removesuffix("\x1b\\").endswith("-")


def decode(sixels: str) -> Image.Image:
    """A plain decoder, written from the format and not from our encoder."""
    head = re.match(r'\x1bP[0-9;]*q"1;1;(\d+);(\d+)', sixels)
    assert head is not None
    image = Image.new("RGB", (int(head[1]), -(-int(head[2]) // 6) * 6), (255, 0, 255))
    palette: dict[int, tuple[int, ...]] = {}
    colour = x = y = 0
    item = re.compile(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([?-~])|([$-])")
    position = head.end()
    while position < len(sixels) - 2:
        found = item.match(sixels, position)
        assert found is not None, sixels[position : position + 20]
        position = found.end()
        if found[1]:
            colour = int(found[1])
            if found[2]:
                palette[colour] = tuple(round(int(part) * 2.55) for part in found.groups()[1:4])
        elif found[8]:
            x, y = 0, y + (6 if found[8] == "-" else 0)
        else:
            end = x + int(found[5] or 1)
            for bit in range(6):
                if ord(found[6] or found[7]) - 63 >> bit & 1:
                    image.paste(palette[colour], (x, y + bit, end, y + bit + 1))
            x = end
    return image.crop((0, 0, int(head[1]), int(head[2])))


@pytest.mark.parametrize("size", [(120, 60), (37, 20), (1, 1), (300, 6), (5, 61)])
@pytest.mark.parametrize("colours", [2, 16, 256])
def test_every_sixel_is_where_it_belongs(size: tuple[int, int], colours: int) -> None:
    picture = Image.merge("RGB", [Image.effect_noise(size, 120) for _ in range(3)])
    picture.paste((10, 200, 30), (0, 0, size[0] // 2, size[1] // 3))
    small = picture.quantize(colours, method=Image.Quantize.FASTOCTREE)
    decoded = decode(sixel.encode_palette(small, lambda: True))
    assert decoded.size == size
    # sixels have colours in per cent
    assert all(most <= 3 for _, most in ImageChops.difference(decoded, small.convert("RGB")).getextrema())


def test_sixels_nobody_wants_are_not_finished() -> None:
    assert sixel.encode(noise((200, 200)), 20, 10, (10, 20), 256, lambda: False) == ""
