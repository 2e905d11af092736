"""The doctor's findings for people, in sections, and for programs, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from naitui.doctor.advice import advice_for
from naitui.doctor.facts import Facts
from naitui.terminal.answers import DEFAULT_CELL


@dataclass(frozen=True, slots=True)
class Line:
    """One finding. `how`: who said so."""

    name: str
    value: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Findings that belong together."""

    title: str
    lines: tuple[Line, ...]


def sections(facts: Facts) -> list[Section]:
    """Everything that was found out, for people."""
    parts = [("Pictures", _pictures(facts))]
    if facts.terminal.tty:
        parts += [("Terminal", _terminal(facts)), ("Line", _line(facts))]
    if facts.multiplexer:
        parts.append((facts.multiplexer, _multiplexer(facts)))
    parts.append(("Environment", (Line(name, value or "empty") for name, value in facts.environ.items())))
    return [Section(title, tuple(lines)) for title, lines in parts]


def as_json(facts: Facts) -> dict[str, object]:
    """Everything that was found out, for programs."""
    terminal = asdict(facts.terminal)
    del terminal["typed"], terminal["round_trip_ms"]  # keys are no finding; the time was measured once more
    return {
        "pictures": {"protocol": facts.choice.protocol, "reason": facts.choice.reason, "setting": facts.images},
        "terminal": terminal | {"utf8": facts.utf8, "terminfo": facts.terminfo},
        "line": {
            "ssh": facts.terminal.ssh,
            "ssh_version": facts.ssh_version,
            "round_trip_ms": facts.round_trip_ms,
            "bytes_per_second": facts.rate,
        },
        "multiplexer": {"name": facts.multiplexer, "version": facts.multiplexer_version},
        "tmux": asdict(facts.tmux) if facts.tmux else None,
        "environment": dict(facts.environ),
        "advice": [asdict(advice) for advice in advice_for(facts)],
    }


def _pictures(facts: Facts) -> Iterator[Line]:
    if facts.images != "auto":
        yield Line("drawn as", facts.images, "the setting images, --images, or i at the picture")
        yield Line("found out", facts.choice.protocol, facts.choice.reason)
    else:
        yield Line("drawn as", facts.choice.protocol, facts.choice.reason)


def _terminal(facts: Facts) -> Iterator[Line]:
    terminal = facts.terminal
    answered = "" if terminal.answers else "; nothing was answered in time"
    yield Line("name", terminal.name or "it does not say", f"XTVERSION{answered}")
    yield Line("claims", terminal.attributes or "nothing", "DA1")
    yield Line("Kitty graphics", _kitty(facts), "asked with a picture of one pixel")
    yield Line("sixel", "yes" if terminal.sixel else "no", "a 4 in DA1, and nothing in between that drops them")
    colours = {0: "none", 16: "16", 256: "256"}.get(terminal.colours, "16.7 million")
    yield Line("colours", colours, terminal.truecolor_by or "TERM")
    columns, rows, width, height = terminal.window
    pixels = f", {width}×{height} pixels" if width and height else ""
    yield Line("window", f"{columns}×{rows} cells{pixels}" if columns else "unknown", "TIOCGWINSZ")
    known = "{}×{} pixels".format(*terminal.cell)
    unknown = "unknown; {}×{} pixels are assumed".format(*DEFAULT_CELL)
    yield Line("cell", known if terminal.cell_known else unknown, terminal.cell_by)
    yield Line("text", "UTF-8" if facts.utf8 else "not UTF-8", "locale")
    yield Line("terminfo", "known" if facts.terminfo else "not known on this machine", facts.environ.get("TERM", ""))


def _kitty(facts: Facts) -> str:
    terminal = facts.terminal
    if terminal.placeholders:
        return "yes, with placeholders"
    if terminal.graphics:
        return "it says so, but is not known to draw placeholders"
    return "not asked: tmux hands nothing on" if terminal.tmux and not terminal.passthrough else "no"


def _line(facts: Facts) -> Iterator[Line]:
    ssh = f"yes, OpenSSH here: {facts.ssh_version or 'unknown'}" if facts.terminal.ssh else "no"
    said = [name for name in ("SSH_CONNECTION", "SSH_TTY") if name in facts.environ]
    yield Line("over ssh", ssh, " and ".join(said) or "neither SSH_CONNECTION nor SSH_TTY is set")
    unknown = "not measured" if facts.terminal.answers else "nobody answered"
    trip = unknown if facts.round_trip_ms is None else f"{facts.round_trip_ms:.0f} ms"
    yield Line("round trip", trip, "a question and its answer")
    if facts.rate is not None:
        yield Line("speed", f"{facts.rate / 1000:,.0f} kB/s at least", "pictures that were sent")


def _multiplexer(facts: Facts) -> Iterator[Line]:
    yield Line("version", facts.multiplexer_version or "unknown")
    tmux = facts.tmux
    if tmux is None:
        return
    yield Line("allow-passthrough", "on" if tmux.passes else "off")
    yield Line("terminal around it", tmux.client_termname or "unknown")
    yield Line("24-bit colours", "handed on" if tmux.rgb else "rounded to 256", tmux.client_termfeatures)
    yield Line("escape-time", f"{tmux.escape_time} ms" if tmux.escape_time else "unknown")
    yield Line("focus-events", {"0": "off", "1": "on"}.get(tmux.focus_events, tmux.focus_events))
    yield Line("set-clipboard", {"0": "off", "1": "on"}.get(tmux.set_clipboard, tmux.set_clipboard))
    yield Line("default-terminal", tmux.default_terminal)
