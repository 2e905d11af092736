"""The places where a token can be kept, one file each. Which of them is used is decided in `naitui.tokens.finding`."""
