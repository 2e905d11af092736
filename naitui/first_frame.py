"""The first frame of an earlier start, shown before anything else is loaded: the program is there at once.

It holds the lines and titles of the studio and none of its words; the real first frame writes what differs. Nothing is
imported here but small modules that Python brings along: every other one would come before the frame.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import termios
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from naitui import __version__

Run = tuple[str, str, str, str]
"""Text of one look, with its attributes, foreground and background as the numbers of SGR sequences."""
Rows = list[list[Run]]
Modes = list[int | list[bytes | int]]
STUDIO: tuple[list[str], ...] = ([], ["demo"])
"""The commands that open the studio with nothing else being asked for."""
ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l\x1b[?25h"
"""To the alternate screen; and back, with the cursor that is hidden on it."""
_NUMBERS = re.compile(r"[0-9;]*")
_SPEECHLESS = frozenset(("", "dumb", "linux", "unknown"))
"""Terminals that have one screen, or none."""
_MOST = 24
"""Frames that are kept: sizes of windows, themes, terminals."""
_LARGEST = 200_000
"""Bytes of a file that may be a frame."""
_A_MOMENT = 0.005
"""Seconds until what could not be raised is raised once more."""
_NAMES = ("TERM", "COLORTERM", "NO_COLOR", "TERM_PROGRAM", "TMUX", "NAITUI_WHOLE_LINES", "NAITUI_CONFIG")


class FirstFrame:
    """A frame in a file of the cache; whatever is wrong with the file, it is as if there were none.

    Args:
        folder: where the frames are.
        size: columns and lines of the terminal.
        depends: all else that changes how the frame looks.
    """

    def __init__(self, folder: str, size: tuple[int, int], depends: Sequence[object]) -> None:
        self.size = size
        self._folder = folder
        self._path = os.path.join(folder, f"{size[0]}x{size[1]}-{zlib.crc32(repr(depends).encode()):08x}.json")

    def read(self) -> Rows | None:
        """The rows of the frame."""
        try:
            with open(self._path, encoding="utf-8") as file:
                text = file.read(_LARGEST)
            return _checked(json.loads(text), *self.size)
        except (OSError, ValueError, TypeError, RecursionError):
            return None

    def keep(self, rows: Rows) -> None:
        """Write the frame for the next start; without a word where that cannot be: a cache owes nobody anything."""
        with suppress(OSError):
            os.makedirs(self._folder, exist_ok=True)
            new = f"{self._path}.{os.getpid()}"
            with open(new, "w", encoding="utf-8") as file:
                json.dump(rows, file, ensure_ascii=False, separators=(",", ":"))
            os.replace(new, self._path)
            kept = sorted(os.scandir(self._folder), key=lambda entry: entry.stat().st_mtime)
            for entry in kept[:-_MOST]:
                os.unlink(entry.path)


class Start:
    """The terminal between the first frame and the program that takes it over. Meanwhile no key is written on it.

    Args:
        frame: where the frame is, or will be.
        fd: the terminal.
    """

    def __init__(self, frame: FirstFrame, fd: int) -> None:
        self.frame = frame
        self._fd = fd
        self._modes: Modes | None = None
        self._rows: Rows | None = None
        self._ended_by: int | None = None
        self.shown = False
        """Whether there was a frame to be shown."""

    def show(self) -> None:
        """Show the frame, if there is one.

        Raises:
            OSError, termios.error: the terminal is going away.
        """
        rows = self.frame.read()
        if rows is None:
            return
        self._modes = termios.tcgetattr(self._fd)
        quiet = termios.tcgetattr(self._fd)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)  # local modes; Ctrl+C still interrupts
        self._rows, self.shown = rows, True
        heed(self._end)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # until the driver sees to it: it would stop on its own screen
        termios.tcsetattr(self._fd, termios.TCSANOW, quiet)
        self._write(drawn(rows))

    def check(self) -> None:
        """Go on, unless a signal has ended this: what its handler raises is lost where Python calls back between
        two steps of its own, as it does while modules are read.

        Raises:
            SystemExit: it has.
        """
        if self._ended_by is not None:
            unwind(self._ended_by, None)

    def take_over(self) -> Rows | None:
        """From here on the terminal is the program's; what it shows already, if anything."""
        rows, self._rows = self._rows, None
        modes, self._modes = self._modes, None
        if modes is not None:
            with suppress(termios.error):  # closed meanwhile: there are no modes left to give back
                termios.tcsetattr(self._fd, termios.TCSANOW, modes)
        return rows

    def take_back(self) -> None:
        """Leave the terminal as it was, if no program has taken it over."""
        if self.take_over() is not None:
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            with suppress(OSError):
                self._write(LEAVE)

    def _end(self, number: int, frame: object) -> None:
        """A signal before there is a program: it may come in the moment in which nobody knows of this start yet."""
        self.take_back()
        self._ended_by = number
        unwind(number, frame)

    def _write(self, text: str) -> None:
        left = text.encode()
        while left:
            left = left[os.write(self._fd, left) :]


class Ended(SystemExit):
    """A signal has ended this: what its handler raises, so that all is given back on the way out.

    SIGINT is no `KeyboardInterrupt` here: one that comes while a dataclass is being made, as most are at a start, has
    Python 3.11 end by the signal in the end, whoever has caught it (`exec` of a text notes it as never caught).
    """

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number


def heed(end: Callable[[int, object], None]) -> None:
    """Have this called for signals that would end the program where it is, whatever it has done to the terminal."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, end)
    tell = sys.unraisablehook
    sys.unraisablehook = lambda lost: _once_more(lost.exc_value) if isinstance(lost.exc_value, Ended) else tell(lost)


def unwind(number: int, _frame: object) -> None:
    """End after a signal, on the way that gives everything back."""
    raise Ended(number)


def _once_more(lost: Ended) -> None:
    """Try to end a moment later: Python could not raise it, since it was calling back between two steps of its own, as
    it often does while modules are read."""
    signal.signal(signal.SIGALRM, lambda _, frame: unwind(lost.number, frame))
    signal.setitimer(signal.ITIMER_REAL, _A_MOMENT)


def begin(argv: Sequence[str], environ: Mapping[str, str] = os.environ) -> Start | None:
    """Show the frame of the last start, when the studio is to be opened; None where that cannot be.

    Args:
        argv: the arguments of the command line.
        environ: the environment.
    """
    if list(argv) not in STUDIO or environ.get("TERM", "") in _SPEECHLESS or {"COLUMNS", "LINES"} & environ.keys():
        return None
    try:
        if not (os.isatty(0) and os.isatty(1) and os.isatty(2)) or os.tcgetpgrp(2) != os.getpgrp():
            return None
        columns, lines = os.get_terminal_size(2)  # where Textual draws
        cache, settings = places(environ)
        settings = environ.get("NAITUI_CONFIG") or settings
        depends = [__version__, list(_stamps(settings, choices(environ))), *(environ.get(name, "") for name in _NAMES)]
        start = Start(FirstFrame(os.path.join(cache, "frames"), (columns, lines), depends), 2)
        start.show()
    except (OSError, termios.error):
        return None
    return start


def places(environ: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """The folder of the cache and the file of the settings: those of `naitui.settings`, which takes longer to load."""
    if sys.platform != "linux":
        import platformdirs

        return platformdirs.user_cache_dir("naitui"), os.path.join(
            platformdirs.user_config_dir("naitui"), "config.toml"
        )
    home = os.path.expanduser("~")
    cache = environ.get("XDG_CACHE_HOME", "").strip() or os.path.join(home, ".cache")
    config = environ.get("XDG_CONFIG_HOME", "").strip() or os.path.join(home, ".config")
    return os.path.join(cache, "naitui"), os.path.join(config, "naitui", "config.toml")


def choices(environ: Mapping[str, str] = os.environ) -> str:
    """The file of what was chosen in the studio, the theme above all: `naitui.settings.Folders.choices`."""
    if sys.platform != "linux":
        import platformdirs

        return os.path.join(platformdirs.user_state_dir("naitui"), "choices.toml")
    state = environ.get("XDG_STATE_HOME", "").strip() or os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(state, "naitui", "choices.toml")


def drawn(rows: Rows) -> str:
    """The sequences that show a frame on the alternate screen."""
    out = [ENTER, "\x1b[?25l"]
    for line, runs in enumerate(rows, 1):
        out.append(f"\x1b[{line};1H")
        for text, *codes in runs:
            out.append(f"\x1b[{';'.join(filter(None, ('0', *codes)))}m{text}")
    return "".join([*out, "\x1b[m"])


def _stamps(*files: str) -> Iterator[tuple[int, int]]:
    """What says that the settings, the choices or the stylesheets are other ones."""
    here = os.path.dirname(os.path.abspath(__file__))
    for path in (*files, *(os.path.join(folder, "styles") for folder in (here, os.path.dirname(here)))):
        with suppress(OSError):
            about = os.stat(path)
            yield about.st_mtime_ns, about.st_size


def _checked(document: object, columns: int, lines: int) -> Rows:
    """The rows that a file holds: nothing in it may do anything to a terminal but show text.

    Raises:
        ValueError, TypeError: it holds something else.
    """
    if not isinstance(document, list) or len(document) != lines:
        raise ValueError("no frame of this size")
    rows: Rows = [[(str(a), str(b), str(c), str(d)) for a, b, c, d in row] for row in document]
    for row in rows:
        if sum(len(text) for text, *_ in row) != columns:
            raise ValueError("a line of another width")
        for text, *codes in row:
            if not text.isprintable() or not all(_NUMBERS.fullmatch(code) for code in codes):
                raise ValueError("something that is no text")
    return rows
