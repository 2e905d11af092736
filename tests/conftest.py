"""No test asks the keyring of the person who runs it; those about keyrings bring their own."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def no_keyring_of_ones_own() -> Iterator[None]:
    """In this process and in those that inherit its environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield
