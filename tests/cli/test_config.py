"""``naitui config``, also where the settings cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from naitui.cli.main import run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("NAITUI_CONFIG", "NAITUI_ANIMATION"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_default_file_is_well_and_a_bad_one_is_told_line_by_line(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["config", "default"]) == 0
    path = home / "config/naitui/config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(capfd.readouterr().out)
    assert run(["config", "check"]) == 0
    assert "all is well" in capfd.readouterr().err
    path.write_text('theme = "nrod"\nname = "{sede}"\ndeadline = "x"\n')
    assert run(["config", "check"]) == 2
    lines = capfd.readouterr().err.splitlines()
    assert [line.removeprefix(f"{path}:").partition(":")[0] for line in lines] == ["3", "2", "1"]
    assert 'did you mean "nord"?' in lines[2]
    assert run(["price", "nothing.toml"]) == 2, "commands do not go on with half a file"
    told = capfd.readouterr().err
    assert f"{path}:3: deadline should be" in told
    for way in ("naitui config check", "--config FILE", "NAITUI_CONFIG=FILE"):
        assert way in told
    assert run(["models"]) == 0, "what needs no setting goes on"
    models = capfd.readouterr()
    assert "V4.5 Full" in models.out
    assert f"{path}:3: deadline should be" in models.err
    assert run(["keys", "check"]) == 0
    assert "naitui config check" in capfd.readouterr().err


def test_show_and_path(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    named = home / "mine.toml"
    named.write_text('line_rate = 40\ntoken_command = ["pass", "show", "very-private"]\nthem = 1\n')
    assert run(["config", "path", "--config", str(named)]) == 0
    assert capfd.readouterr().out == f"{named}\n"
    assert run(["config", "show", "--json", "--config", str(named)]) == 0
    out = capfd.readouterr().out
    shown = json.loads(out)
    assert shown["settings"]["line_rate"]["value"] == 40
    assert shown["settings"]["line_rate"]["from"] == "mine.toml, line 1"
    assert shown["faults"][0].startswith(f"{named}:3: ")
    assert "very-private" not in out
    assert run(["config", "show", "--config", str(named)]) == 0
    assert 'theme             "naitui-dark"  (default)' in capfd.readouterr().out
