"""The documents say what the program does: keys, schema and links are those of now, and the examples run."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from naitui.actions import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """`docs/make.py`, which belongs to no package."""
    spec = importlib.util.spec_from_file_location("docs_make", DOCS / "make.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_key_tables_and_schema_are_those_of_now(maker: ModuleType) -> None:
    stale = [path.name for path, text in maker.written().items() if path.read_text("utf-8") != text]
    assert stale == [], "python docs/make.py writes them anew"


def test_a_changed_table_of_keys_is_noticed(maker: ModuleType) -> None:
    page = (DOCS / "screens" / "studio.md").read_text("utf-8")
    assert maker.with_tables(page.replace("| `F8` |", "| `F7` |")) == page
    assert maker.with_tables("<!-- keys: bin -->\n").count("\n| `") == sum(one.place == "bin" for one in ACTIONS)


def test_every_place_with_keys_has_its_page() -> None:
    said = "".join(page.read_text("utf-8") for page in DOCS.glob("screens/*.md"))
    missing = {one.place for one in ACTIONS} - set(re.findall(r"<!-- keys: (\w+) -->", said))
    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)):
        if "://" in target:
            continue
        path, _, part = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if part:
            heads = re.findall(r"^#+ (.*)$", there.read_text("utf-8"), re.MULTILINE)
            assert part in {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}, target


@pytest.mark.parametrize("number", range(4))
def test_the_examples_of_the_library_run(tmp_path: Path, number: int) -> None:
    examples = EXAMPLE.findall((DOCS / "library.md").read_text("utf-8"))
    assert len(examples) == 4
    environment = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", examples[number]],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    expected = ("0 Anlas", "charged: maybe, safe to retry: False", "mine.toml:2:", "saved pictures/8.png")
    assert expected[number] in done.stdout
    assert "failed" not in done.stdout or number == 1
    assert len(list(tmp_path.rglob("*.png"))) == (1, 0, 0, 2)[number]


def test_the_readme_stays_readable() -> None:
    """What is long belongs into docs; and the line that CI runs stands there word for word."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(readme.splitlines()) < 150
    assert re.search(r"^ +python3 -m venv .*pytest$", readme, re.MULTILINE)
