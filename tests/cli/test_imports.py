"""What is imported when: commands without a screen never load one, and the first frame needs the screen alone."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pexpect
import pytest

ROOT = Path(__file__).parents[2]
SCREEN = {"textual", "rich"}
HEAVY = {"PIL", "httpx", "pydantic", "msgpack", "tomli_w", "sqlite3", "keyring", "argon2"}
AFTERWARDS = """
import json, sys
from naitui.__main__ import main
file, sys.argv = sys.argv[1], ["naitui", *sys.argv[2:]]
try:
    main()
finally:
    open(file, "w").write(json.dumps(sorted(sys.modules)))
"""
AT_THE_FIRST_FRAME = """
import json, sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "naitui.cli.bench":  # the studio begins to be loaded
            open(file, "w").write(json.dumps(sorted(sys.modules)))
file, sys.argv = sys.argv[1], ["naitui", *sys.argv[2:]]
sys.meta_path.insert(0, Watch())
from naitui.__main__ import main
main()
"""


def environment(home: Path) -> dict[str, str]:
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    return {**kept, **folders, "HOME": str(home)}


def imported(home: Path, arguments: Sequence[str], code: int = 0) -> set[str]:
    """The modules that a command has loaded when it ends."""
    found = home / "modules.json"
    command = [sys.executable, "-c", AFTERWARDS, str(found), *arguments]
    done = subprocess.run(
        command, env=environment(home), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == code, done.stderr
    return set(json.loads(found.read_text()))


def libraries(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["generate", "--help"]], ids=" ".join)
def test_words_about_itself_need_nothing(tmp_path: Path, arguments: list[str]) -> None:
    modules = imported(tmp_path, arguments)
    assert not libraries(modules) & (SCREEN | HEAVY)
    assert not {"asyncio", "naitui.novelai", "naitui.recipe"} & modules


@pytest.mark.parametrize("arguments", [["doctor"], ["doctor", "--json"]], ids=" ".join)
def test_the_doctor_needs_nothing_of_the_house(tmp_path: Path, arguments: list[str]) -> None:
    modules = imported(tmp_path, arguments)
    assert not libraries(modules) & (SCREEN | HEAVY)
    assert "naitui.novelai" not in modules


def test_the_doctor_works_where_the_catalog_does_not(tmp_path: Path) -> None:
    catalog = tmp_path / "config/naitui/catalog.toml"
    catalog.parent.mkdir(parents=True)
    catalog.write_text("models = 3")
    imported(tmp_path, ["models"], code=2)
    imported(tmp_path, ["doctor"])


RECIPE = "girl.toml"
COMMANDS = [
    ["price", RECIPE],
    ["request", RECIPE],
    ["models"],
    ["expand", RECIPE],
    ["styles"],
    ["history"],
    ["generate", "girl", "--demo", "--pace", "0", "--size", "64x64", "--steps", "1"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_no_command_loads_the_screen(tmp_path: Path, arguments: list[str]) -> None:
    recipe = tmp_path / RECIPE
    recipe.write_text('prompt = "girl"')
    modules = imported(tmp_path, [str(recipe) if argument == RECIPE else argument for argument in arguments])
    assert "naitui.recipe" in modules
    assert "textual" not in libraries(modules)
    assert not {name for name in modules if name.startswith(("naitui.screens", "naitui.widgets", "naitui.app"))}


def test_the_first_frame_of_the_program_needs_the_screen_alone(tmp_path: Path) -> None:
    found = tmp_path / "modules.json"
    child: Any = pexpect.spawn(
        sys.executable,
        ["-c", AT_THE_FIRST_FRAME, str(found), "demo"],
        env=environment(tmp_path),
        cwd=str(ROOT),
        dimensions=(40, 120),
        timeout=60,
    )
    child.expect_exact("\x1b[c")
    child.send("\x1b[?62;22c")
    child.expect_exact("10,500 Anlas")
    child.send("\x11")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    modules = set(json.loads(found.read_text()))
    assert "naitui.screens.opening" in modules
    assert not libraries(modules) & HEAVY
    rooms = ("recipe", "pictures", "novelai", "demo", "library", "jobs", "desk", "app", "screens.studio")
    assert not {name for name in modules if name.startswith(tuple(f"naitui.{room}" for room in rooms))}


def imports(path: Path) -> set[str]:
    """Whatever a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_the_http_library_is_named_in_one_file_and_used_in_two_rooms() -> None:
    files = {path: imports(path) for path in (ROOT / "naitui").rglob("*.py")}
    naming = {path for path, names in files.items() if any(name.partition(".")[0] == "httpx" for name in names)}
    assert naming == {ROOT / "naitui/novelai/http.py"}
    using = {
        path.relative_to(ROOT / "naitui").parts[0] for path, names in files.items() if "naitui.novelai.http" in names
    }
    assert using == {"novelai", "demo"}
