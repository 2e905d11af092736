"""How naitui feels, as ratios against the floor (a bare Textual app with one text area) and peers run beside it.

    python tests/bench                                   the screen and the keys
    python tests/bench --repeats 5 --size 80x24
    python tests/bench --python ~/naitui/bin/python      as it is installed for use, without the tools of this one
    python tests/bench --peer posting='posting'          another program with Ctrl+P as its palette, left with Ctrl+C
    python tests/bench pictures                          the preview pane
    python tests/bench gallery                           the gallery at 100,000 pictures

Runs are interleaved, so that a busy machine disturbs all alike; one run of each comes before and is thrown away.
Nothing here is part of the tests: times are no facts. What is one (bytes, stray characters) is tested in tests/e2e.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from pathlib import Path
from statistics import median

from feel import Feel, Program, feel
from gallery import measure_gallery
from previews import measure_previews

HERE = Path(__file__).parent
WORDS = "words of the draft"
NAITUI = (lambda text: WORDS in text, lambda text: "Anlas" in text)
"""What is shown before anything is loaded has no words in it: they come with the prompt that takes keys. The balance is
the last thing to come."""


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(
        prog="tests/bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=("keys", "pictures", "gallery"), default="keys")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--idle", type=float, default=10.0, help="seconds of doing nothing")
    parser.add_argument("--pictures", type=int, default=20, help="how many pictures are shown")
    parser.add_argument(
        "--python", default=sys.executable, help="of the environment that naitui is in, without dev tools"
    )
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    arguments = parser.parse_args()
    if arguments.what == "pictures":
        measure_previews(arguments.pictures)
        return
    if arguments.what == "gallery":
        measure_gallery(100_000)
        return
    columns, rows = map(int, arguments.size.split("x"))
    programs = [
        Program("floor", (arguments.python, str(HERE / "floor.py")), *[lambda text: "Words go here" in text] * 2),
        Program("naitui", (arguments.python, "-m", "naitui", "demo"), *NAITUI),
    ]
    for peer in arguments.peer:
        name, _, command = peer.partition("=")
        programs.append(Program(name, shlex.split(command), *[lambda text: True] * 2, leave="\x03", palette=""))
    with tempfile.TemporaryDirectory() as homes:
        found: dict[str, list[Feel]] = {program.name: [] for program in programs}
        for number in range(arguments.repeats + 1):
            for program in programs:
                home = Path(homes, program.name)
                home.mkdir(exist_ok=True)
                _write_draft(home)
                one = feel(program, home, columns, rows, arguments.idle if number else 0)
                if number:
                    found[program.name].append(one)
                print(f"run {number or 'before'}: {program.name}, ready after {one.ready:.0f} ms", file=sys.stderr)
    print(f"\n{columns}x{rows}, {arguments.repeats} runs each, medians; ratios against the floor\n")
    report(found)


def _write_draft(home: Path) -> None:
    draft = home / "state/naitui/demo-draft.toml"
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(f'naitui = 1\nprompt = "{WORDS}, "\n')


ROWS: tuple[tuple[str, str, str, str], ...] = (
    # what, unit, goal, gate
    ("first paint of anything", "ms", "0.12", "0.25"),
    ("ready", "ms", "1.15", "1.35"),
    ("everything there", "ms", "", ""),
    ("start CPU", "s", "2.0", "2.5"),
    ("bytes at start", "B", "25000 B", "40000 B"),
    ("key p50", "ms", "0.9", "1.2"),
    ("key p95", "ms", "1.0", "1.5"),
    ("40 keys at once", "ms", "1.2", "2"),
    ("CPU a key", "ms", "1.0", "1.5"),
    ("bytes a key", "B", "120 B", "300 B"),
    ("palette", "ms", "1.1", "1.5"),
    ("palette, bytes", "B", "25000 B", "40000 B"),
    ("resize", "ms", "4", "6"),
    ("resize, bytes", "B", "20000 B", "45000 B"),
    ("idle, bytes", "B", "0 B", "100 B"),
    ("idle, CPU", "s", "0.03 s", "0.06 s"),
    ("memory", "MB", "1.5", "1.8"),
    ("leaving", "ms", "1.0", "1.3"),
)


def values(runs: list[Feel]) -> tuple[float, ...]:
    """One number for each row, of all runs."""
    keys = sorted(key for run in runs for key in run.keys)
    return (
        median(run.first_paint for run in runs),
        median(run.ready for run in runs),
        median(run.whole for run in runs),
        median(run.start_cpu for run in runs),
        median(run.start_bytes for run in runs),
        median(keys),
        keys[int(len(keys) * 0.95)],
        median(run.burst for run in runs),
        median(run.key_cpu for run in runs),
        median(size for run in runs for size in run.key_bytes),
        median(run.palette for run in runs),
        median(run.palette_bytes for run in runs),
        median(run.resize for run in runs),
        median(run.resize_bytes for run in runs),
        median(run.idle_bytes for run in runs),
        median(run.idle_cpu for run in runs),
        median(run.memory for run in runs),
        median(run.leave for run in runs),
    )


def report(found: dict[str, list[Feel]]) -> None:
    """A table: every program's number and its ratio, the goal, and what a change may not pass."""
    numbers = {name: values(runs) for name, runs in found.items()}
    floor = numbers["floor"]
    print(f"{'':26}" + "".join(f"{name:>20}" for name in numbers) + f"{'goal':>12}{'gate':>12}")
    for place, (what, unit, goal, gate) in enumerate(ROWS):
        line = f"{what + ', ' + unit if ',' not in what else what:26}"
        for name in numbers:
            value = numbers[name][place]
            ratio = f"{value / floor[place]:6.2f}" if floor[place] else "     -"
            line += f"{value:>12.{0 if value >= 100 else 2 if unit == 's' else 1}f} {ratio:>7}"
        print(f"{line}{goal:>12}{gate:>12}")


if __name__ == "__main__":
    main()
