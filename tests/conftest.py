"""What every test starts from, however the tests themselves were started."""

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def no_keyring_of_ones_own() -> Iterator[None]:
    """No test asks the keyring of the person who runs it; those about keyrings bring their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield


@pytest.fixture(autouse=True, scope="session")
def signals_as_a_terminal_gives_them() -> None:
    """``nohup`` and a shell's ``&`` let every program below them ignore signals, and naitui respects that; the tests
    about signals mean one that was started by a person."""
    ways = {signal.SIGINT: signal.default_int_handler, signal.SIGHUP: signal.SIG_DFL, signal.SIGTERM: signal.SIG_DFL}
    for number, way in ways.items():
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, way)
