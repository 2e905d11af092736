"""``python -m naitui`` and the ``naitui`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end with its exit code."""
    try:
        from naitui.cli.main import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while the first modules are read; later the commands see to it themselves
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
