"""The real program in a real pseudo terminal: what a terminal gets to see, from start to end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import ANSWERS

from naitui.recipe import read_recipe
from naitui.recipe.captions import captions
from naitui.recipe.places import cell_centre

DEADLINE = 60
"""Seconds in which anything must happen; a bound, not a measure."""
BACK = b"\x1b[?1049l"
"""Leaves the alternate screen."""
ENABLES = (b"1000", b"1002", b"1003", b"1006", b"1004", b"2004", b"1049")


NAMED = {
    "F5": "\x1b[15~", "F9": "\x1b[20~", "Enter": "\r", "Esc": "\x1b", "Left": "\x1b[D", "^n": "\x0e", "^f": "\x06"
}  # fmt: skip


def pictures(home: Path) -> list[Path]:
    return sorted((home / "pictures").rglob("*.png"))


def shown(terminal: Any, *arguments: str) -> str:
    """What the command line says, in the terminal's own home."""
    command = [sys.executable, "-m", "naitui", *arguments]
    return subprocess.run(command, env=terminal.environment, capture_output=True, text=True, check=True).stdout


def assert_restored(terminal: Any) -> None:
    """Every mode that was set is reset after its last setting, and the alternate screen is left at the end."""
    for mode in ENABLES:
        on, off = terminal.bytes.rfind(b"\x1b[?" + mode + b"h"), terminal.bytes.rfind(b"\x1b[?" + mode + b"l")
        assert on < off or on == -1, f"mode {mode!r} is left on"
    assert terminal.bytes.rfind(b"\x1b[?25h") > terminal.bytes.rfind(b"\x1b[?25l"), "the cursor is left hidden"
    after = terminal.bytes[terminal.bytes.rfind(BACK) + len(BACK) :]
    assert BACK in terminal.bytes
    assert b"Traceback" not in after
    assert not re.search(rb"[A-Za-z]{4}", re.sub(rb"\x1b\[[^A-Za-z]*[A-Za-z]", b"", after)), after


def assert_only_the_screen(terminal: Any) -> None:
    """No clipboard, no other command to the terminal than Textual's shape of the mouse pointer and titles of our own
    words, which are kept and given back."""
    titles = [rb"\x1b\[22;2t", rb"\x1b\]2;naitui( \xc2\xb7 [a-z0-9/,%: \xc2\xb7-]*)?\x1b\\", rb"\x1b\[23;2t"]
    first, *_, last = (found[0] for found in re.finditer(b"|".join(titles), terminal.bytes))
    assert (first, last) == (b"\x1b[22;2t", b"\x1b[23;2t")
    rest = re.sub(titles[1], b"", terminal.bytes)
    for shape in (b"default", b"pointer", b"text"):
        rest = rest.replace(b"\x1b]22;" + shape + b"\x07", b"")
    assert b"\x1b]" not in rest, re.findall(rb"\x1b\].{0,12}", rest)
    assert b"\x1bk" not in rest


def test_a_whole_session(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = start("demo", "--pace", "0.2", answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.child.send("1girl, [[night]], rain")
    terminal.shows("1girl, [[night]], rain")
    terminal.child.send("\x1b[15~")  # F5
    terminal.resize(80, 24)
    terminal.until(lambda: "^q Quit" in terminal.screen.display[23], "the last row of 80×24")
    terminal.shows("1girl, [[night]], rain")
    terminal.resize(120, 40)
    terminal.shows("✓ saved")
    terminal.until(lambda: "F8 cancels" not in terminal.text, "rest")
    terminal.until(lambda: "^q Quit" in terminal.screen.display[39], "the last row of 120×40")
    terminal.shows("1girl, [[night]], rain")
    terminal.child.send("\x11")  # Ctrl+Q
    assert terminal.end() == 0
    assert_restored(terminal)
    assert_only_the_screen(terminal)
    (picture,) = pictures(tmp_path)
    assert "1girl, [[night]], rain" in shown(terminal, "show", "--toml", str(picture))
    assert "1girl, [[night]], rain" in (tmp_path / "state/naitui/demo-draft.toml").read_text()
    assert not list((tmp_path / "state/naitui/demo-incoming").iterdir())


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_during_a_run_saves_the_picture(
    start: Callable[..., Any], tmp_path: Path, number: signal.Signals, code: int
) -> None:
    terminal = start("demo", "--pace", "1", answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.child.send("girl\x1b[15~")
    terminal.shows("step ")
    assert pictures(tmp_path) == []
    os.kill(terminal.child.pid, number)
    assert terminal.end() == code
    assert len(pictures(tmp_path)) == 1
    assert "girl" in (tmp_path / "state/naitui/demo-draft.toml").read_text()
    assert_restored(terminal)


def test_a_closed_terminal_during_a_run_saves_the_picture(start: Callable[..., Any], tmp_path: Path) -> None:
    """The line breaks: no more reading, no more writing, and SIGHUP."""
    terminal = start("demo", "--pace", "1", answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.child.send("girl\x1b[15~")
    terminal.shows("step ")
    pid = terminal.child.pid
    terminal.child.ptyproc.fileobj.close()
    terminal.child.closed = terminal.child.ptyproc.closed = terminal.child.ptyproc.terminated = True
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            break
        signal.sigtimedwait({signal.SIGCHLD}, 0.05)
    assert ended, "it goes on without a terminal"
    assert len(pictures(tmp_path)) == 1
    assert os.waitstatus_to_exitcode(status) == 129


def test_a_terminal_that_answers_nothing(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = start("demo", "--pace", "0")
    terminal.shows("10,500 Anlas")
    terminal.child.send("girl\x1b[15~")
    terminal.shows("✓ saved")
    assert len(pictures(tmp_path)) == 1
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert_restored(terminal)


def test_late_answers_are_not_typed_into_the_prompt(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = start("demo", answers=ANSWERS, late=0.3)
    terminal.shows("10,500 Anlas")
    terminal.child.send("girl")
    terminal.shows("girl")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert 'prompt = "girl"' in (tmp_path / "state/naitui/demo-draft.toml").read_text()


def test_text_with_commands_for_the_terminal_is_shown_and_not_obeyed(start: Callable[..., Any], tmp_path: Path) -> None:
    hostile = r"\u001b]0;title\u0007 \u001b[2J \u009b31m \u202eright [b]x[/b] [/] \u001b]52;c;AAAA\u0007"
    draft = tmp_path / "state/naitui/demo-draft.toml"
    draft.parent.mkdir(parents=True)
    words = f'"one {hostile} two"'
    draft.write_text(
        f"naitui = 1\nprompt = {words}\nundesired = {words}\n[[characters]]\nprompt = {words}\nundesired = {words}\n"
    )
    terminal = start("demo", "--pace", "0", answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.shows("[b]x[/b] [/]")
    terminal.child.send("\x1b[15~")
    terminal.shows("✓ saved")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert_only_the_screen(terminal)
    for wrong in (b"\x1b[2J \xef", "\x9b".encode(), "\u202e".encode(), b"\x1b[2J "):
        assert wrong not in terminal.bytes


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "naitui", "demo"],
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert done.stdout == ""


def test_echo_and_line_mode_come_back(start: Callable[..., Any]) -> None:
    terminal = start("demo", answers=ANSWERS)
    before = termios.tcgetattr(terminal.child.child_fd)
    terminal.shows("10,500 Anlas")
    assert termios.tcgetattr(terminal.child.child_fd)[3] != before[3]
    terminal.child.send("\x11")
    terminal.until(lambda: BACK in terminal.bytes, "the other screen")
    terminal.until(lambda: termios.tcgetattr(terminal.child.child_fd)[3] == before[3], "line mode")
    assert terminal.end() == 0


EDITOR = """#!/bin/sh
grep -q '^## Prompt' "$1" || exit 9
test "$(stat -c %a "$1")" = 600 || exit 8
sed -i 's/girl/girl, umbrella/' "$1"
"""


def test_the_words_in_an_editor_of_one_s_own(start: Callable[..., Any], tmp_path: Path) -> None:
    editor = tmp_path / "my editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    terminal = start("demo", answers=ANSWERS, VISUAL=f"'{editor}'")
    terminal.shows("10,500 Anlas")
    terminal.child.send("girl")
    terminal.shows("girl")
    terminal.child.send("\x14")  # Ctrl+T
    terminal.shows("weigh")
    terminal.child.send("e")
    terminal.shows("girl, umbrella")
    terminal.shows("Prompt  + umbrella")  # for a moment, over the log
    terminal.child.send("\x1b\x1b")  # Escape ends tag mode, then hides what changed
    terminal.shows("Prompt: + umbrella")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert 'prompt = "girl, umbrella"' in (tmp_path / "state/naitui/demo-draft.toml").read_text()
    assert not list((tmp_path / "state/naitui").glob("words-*"))


def test_a_wildcard_is_rolled_pinned_and_found_again(start: Callable[..., Any], tmp_path: Path) -> None:
    wildcards = tmp_path / "data/naitui/wildcards"
    wildcards.mkdir(parents=True)
    (wildcards / "hair.txt").write_text("silver\n")
    editor = tmp_path / "my editor"
    editor.write_text("#!/bin/sh\nprintf 'golden\\n' > \"$1\"\n")
    editor.chmod(0o755)
    terminal = start("demo", answers=ANSWERS, VISUAL=f"'{editor}'")
    terminal.resize(80, 24)
    terminal.shows("10,500 Anlas")
    terminal.child.send("girl, __hair__ hair, rain\x05")  # Ctrl+E
    terminal.shows("girl, silver hair, rain")
    terminal.child.send("\re")  # to the picks; their file in the editor
    terminal.shows("girl, golden hair, rain")
    terminal.child.send("p")
    terminal.shows("pinned")
    terminal.child.send("\x1b")
    terminal.shows("●hair=golden")
    terminal.child.send("\x1b[15~")  # F5
    terminal.until(lambda: list((tmp_path / "pictures").rglob("*.png")), "a picture")
    terminal.child.send("\x12")  # Ctrl+R
    terminal.shows("Earlier words")
    terminal.child.send("hr")
    terminal.shows("girl, __hair__ hair, rain")
    terminal.child.send("\x1b")
    terminal.shows("Generate")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert 'hair = "golden"' in (tmp_path / "state/naitui/demo-draft.toml").read_text()


def test_tags_are_typed_completed_and_weighed(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = start("demo", answers=ANSWERS)
    terminal.resize(80, 24)
    terminal.shows("10,500 Anlas")
    terminal.child.send("1girl, umbre")
    terminal.shows("umbrella")
    terminal.child.send("\t")
    terminal.shows("1girl, umbrella,")
    terminal.child.send("rain")
    terminal.shows("rain")
    terminal.child.send("\x1b")  # Escape closes the offers
    terminal.child.send("\x1b[18~\x1b[18~")  # F7
    terminal.shows("1.2::rain::")
    terminal.child.send("\x14hHd")  # Ctrl+T, tag before, move, delete
    terminal.until(lambda: "umbrella" not in terminal.text, "a tag less")
    terminal.child.send("\x1b")
    terminal.shows("tokens")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert 'prompt = "1girl, 1.2::rain::"' in (tmp_path / "state/naitui/demo-draft.toml").read_text()


SLOTS = [("girl, red hair", "B3"), ("boy, hoodie", "D3"), ("girl, blue dress", "C5")]


def test_a_scene_of_three_by_the_keyboard_alone(start: Callable[..., Any], tmp_path: Path) -> None:
    """Three characters, their places, two interactions, generated on the demo; all keys are counted but the words."""
    terminal = start("demo", "--pace", "0", answers=ANSWERS)
    terminal.resize(80, 24)
    terminal.shows("10,500 Anlas")
    counted = 0

    def press(*keys: str) -> None:
        nonlocal counted
        for key in keys:
            counted += 1
            terminal.child.send(NAMED.get(key, key))

    press("F9")
    terminal.shows("type to narrow")
    terminal.child.send("V4.5 Full")
    press("Enter")
    terminal.shows("V4.5 Full · demo")
    terminal.child.send("3people, park,")
    press("^f")
    terminal.shows("Ctrl+N adds a character")
    for number, (words, cell) in enumerate(SLOTS, 1):
        press("^n")
        terminal.child.send(f"{words},")
        terminal.shows(f"{number} ●")
        terminal.shows(f"{words},")
        press("Esc")
        terminal.shows("p Place")  # Escape and the next key at once would be another key
        press("p", cell[0].lower(), cell[1])
        terminal.shows(f"● {cell}")
    assert counted == 3 + 3 * 5
    counted = 0
    press("m")
    terminal.shows("New action")
    terminal.child.send("hug")
    press("Enter", "t", "Left", "s")
    terminal.shows("source#hug")
    press("a")
    terminal.child.send("smiling at another")
    press("Enter", "m", "Left", "m")
    terminal.shows("[M]  M   ·")
    assert counted == 5 + 5
    press("F5")
    terminal.until(lambda: len(pictures(tmp_path)) == 1, "a picture")
    press("Esc")
    terminal.shows("p Place")
    press("Esc")
    terminal.shows("3people, park,")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert_restored(terminal)
    assert_only_the_screen(terminal)
    (picture,) = pictures(tmp_path)
    recipe = read_recipe(shown(terminal, "show", "--toml", str(picture)))
    assert [one.prompt for one in recipe.characters] == [f"{words}," for words, _ in SLOTS]
    assert [one.position for one in recipe.characters] == [cell_centre(cell) for _, cell in SLOTS]
    assert not recipe.ai_choice
    assert captions(recipe.characters, recipe.interactions) == [
        "mutual#smiling at another, girl, red hair,",
        "mutual#smiling at another, source#hug, boy, hoodie,",
        "target#hug, girl, blue dress,",
    ]


def test_a_second_character_at_d3_who_is_hugged(start: Callable[..., Any], tmp_path: Path) -> None:
    """The task by which the keys are counted: she is added, placed, and made the target of a hug."""
    draft = tmp_path / "state/naitui/demo-draft.toml"
    draft.parent.mkdir(parents=True)
    draft.write_text('model = "nai-diffusion-4-5-full"\n[[characters]]\nprompt = "boy"\nposition = "B3"\n')
    terminal = start("demo", answers=ANSWERS)
    terminal.resize(80, 24)
    terminal.shows("10,500 Anlas")
    keys = ["^n", "girl,", "Esc", "p", "d", "3", "m", "hug", "Enter", "t"]
    for key in keys:
        terminal.child.send(NAMED.get(key, key))
        if key == "Esc":
            terminal.shows("p Place")  # Escape and the next key at once would be another key
    assert len(keys) - 2 == 8, "without the words"
    terminal.shows("target#hug, girl,")
    terminal.shows("source#hug, boy")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    recipe = read_recipe(draft.read_text())
    assert recipe.characters[1].position == (0.7, 0.5)
    assert captions(recipe.characters, recipe.interactions) == ["source#hug, boy", "target#hug, girl,"]


@pytest.mark.parametrize("editor", ["/bin/false", "/no/such/editor", "'quote without end"])
def test_an_editor_that_fails_gives_the_screen_back(start: Callable[..., Any], tmp_path: Path, editor: str) -> None:
    terminal = start("demo", answers=ANSWERS, VISUAL=editor)
    terminal.shows("10,500 Anlas")
    terminal.child.send("girl\x14e")  # Ctrl+T, in the editor
    terminal.shows("the words are as they were")
    terminal.child.send("\x1b")
    terminal.until(lambda: "Esc" not in terminal.text.splitlines()[-1], "the end of tag mode")
    terminal.child.send(", rain")
    terminal.shows("girl, rain")
    terminal.child.send("\x11")
    assert terminal.end() == 0


def test_words_that_cannot_be_read_back_are_kept_and_named(start: Callable[..., Any], tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf '## Foo\\nmy words\\n' > \"$1\"\n")
    editor.chmod(0o755)
    terminal = start("demo", answers=ANSWERS, VISUAL=str(editor))
    terminal.shows("10,500 Anlas")
    terminal.child.send("girl\x14e")
    terminal.shows("yours are kept")
    (kept,) = (tmp_path / "state").rglob("words-*.txt")
    assert "my words" in kept.read_text()
    assert kept.name in "".join(line.strip(" │") for line in terminal.screen.display) or kept.name[:8] in terminal.text
    terminal.child.send("\x1b\x11")
    assert terminal.end() == 0


def test_nothing_in_a_paste_is_a_key(start: Callable[..., Any], tmp_path: Path) -> None:
    terminal = start("demo", "--pace", "0", answers=ANSWERS)
    terminal.shows("10,500 Anlas")
    terminal.child.send("\x1b[200~rain \x1b[31mred\x1b[0m hat\x07\x11, \x1b[15~cat\x1b[201~, dog")
    terminal.shows("rain red hat, cat, dog")
    assert "sent" not in terminal.text
    terminal.child.send("\x11")
    assert terminal.end() == 0
    assert not list(tmp_path.rglob("*.png"))
    assert 'prompt = "rain red hat, cat, dog"' in (tmp_path / "state/naitui/demo-draft.toml").read_text()
