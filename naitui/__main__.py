"""``python -m naitui`` and the ``naitui`` command."""

from __future__ import annotations

import sys

from naitui.first_frame import begin


def main() -> None:
    """Run the command line and end with its exit code."""
    start = None
    try:
        start = begin(sys.argv[1:])
        from naitui.cli.main import run

        code = run(sys.argv[1:], start)
    except KeyboardInterrupt:  # while the first modules are read; later the commands see to it themselves
        code = 130
    finally:
        if start is not None:
            start.take_back()
    sys.exit(code)


if __name__ == "__main__":
    main()
