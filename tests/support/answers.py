"""What a terminal says when it is asked about itself at the start."""

ANSWERS = b"\x1bP>|pty(1.0)\x1b\\\x1b[6;20;10t\x1bP1$r0m\x1b\\\x1b[?62;22c"
"""Of one with a name, cells of 10×20 pixels, and no pictures."""
