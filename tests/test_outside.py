"""The user's own editor: which one, for which file, at which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from naitui.outside import edit_file, edited
from naitui.recipe import Recipe

NOTES = """#!/bin/sh
printf '%s\\n' "$@" > "$(dirname "$0")/said"
"""


@pytest.fixture
def editors(tmp_path: Path) -> Path:
    """Programs that note what they are called with; one of them fails."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in {"vim": NOTES, "own": NOTES, "broken": "#!/bin/sh\nexit 3\n"}.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("name", "line", "said"), [("vim", 12, ["+12"]), ("vim", None, []), ("own", 12, []), ("own --wait", 3, ["--wait"])]
)
def test_a_file_at_its_line(
    editors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, line: int | None, said: list[str]
) -> None:
    monkeypatch.setenv("VISUAL", f"{editors}/{name}")
    path = tmp_path / "new folder" / "w.txt"
    edit_file(path, line)
    assert (editors / "said").read_text().splitlines() == [*said, str(path)]
    assert path.parent.is_dir()


def test_an_editor_that_fails_changes_nothing(editors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", str(editors / "broken"))
    with pytest.raises(OSError, match="ended with 3"):
        edit_file(tmp_path / "w.txt")
    with pytest.raises(OSError, match="ended with 3"):
        edited(Recipe(prompt="secret"), tmp_path / "state")
    assert list((tmp_path / "state").iterdir()) == []


def test_without_an_editor_it_says_so_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OSError, match="there is no editor"):
        edited(Recipe(prompt="secret"), tmp_path / "state")
    assert list((tmp_path / "state").iterdir()) == []
