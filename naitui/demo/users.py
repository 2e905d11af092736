"""The account's side of the service: login, tokens, what the page shows of a user."""

from __future__ import annotations

from collections.abc import Mapping

from naitui.demo.account import DemoAccount
from naitui.demo.dice import Dice
from naitui.demo.refusal import Fault, document_of, wrong

DEMO_TOKEN = "pst-demo"  # noqa: S105 - the demo's own token is no secret
"""The token that the demo takes from the start; it cannot be overwritten, so no demo locks itself out."""
DEMO_EMAIL = "test@example.invalid"
DEMO_PASSWORD = "correct horse battery staple"  # noqa: S105 - published, and good for nothing but the demo
DEMO_ACCESS_KEY = "omuax_zZyM5Vx2WwrYx9RoB2tIKDiyXns3jsSwUI8yOVTU7jvQGcfkiuEv6mvtwC"
"""What the demo user's e-mail and password come to by NovelAI's key derivation."""
DEMO_LOGIN_TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpZCI6Im5haXR1aS1kZW1vIn0.ZGVtbw"  # noqa: S105 - of the demo, not secret
"""What a login gives; only this one may make persistent tokens."""
KEY_LENGTH = 64

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_CREATED = 1_760_000_000


class Users:
    """The demo's one user and its tokens."""

    def __init__(self, account: DemoAccount) -> None:
        self._account = account
        self._persistent: str | None = None
        self._made = 0

    def authorize(self, header: str | None) -> None:
        """Raise `Fault` unless the header carries a token of this user."""
        tokens = {DEMO_TOKEN, DEMO_LOGIN_TOKEN, self._persistent} - {None}
        if header not in {f"Bearer {token}" for token in tokens}:
            raise Fault(401, "Unauthorized")

    def login(self, body: object) -> dict[str, object]:
        """The answer of ``/user/login``. Raises `Fault`."""
        key = document_of(body).get("key")
        if not isinstance(key, str) or len(key) != KEY_LENGTH:
            raise wrong(f"key must be a string of {KEY_LENGTH} characters")
        if key != DEMO_ACCESS_KEY:
            raise Fault(401, "Unauthorized")
        return {"accessToken": DEMO_LOGIN_TOKEN}

    def create_token(self, body: object, header: str | None) -> dict[str, object]:
        """The answer of ``/user/create-persistent-token``; the one before is no longer good. Raises `Fault`."""
        if header != f"Bearer {DEMO_LOGIN_TOKEN}":  # a persistent token may not make others
            raise Fault(401, "Unauthorized")
        overwrite = document_of(body).get("overwrite", False)
        if not isinstance(overwrite, bool):
            raise wrong("overwrite must be a boolean")
        if self._persistent is not None and not overwrite:
            raise Fault(409, "A persistent token exists already")
        self._made += 1
        dice = Dice("persistent token", self._made)
        self._persistent = "pst-" + "".join(dice.pick(_LETTERS) for _ in range(KEY_LENGTH))
        return {"token": self._persistent}

    def information(self) -> dict[str, object]:
        """The body of ``/user/information``."""
        return {
            "emailVerified": True,
            "emailVerificationLetterSent": True,
            "hasPlaintextEmail": True,
            "plainTextEmail": DEMO_EMAIL,
            "allowMarketingEmails": False,
            "trialActivated": True,
            "trialActionsLeft": 0,
            "trialImagesLeft": 0,
            "accountCreatedAt": _CREATED,
            "banStatus": "not_banned",
            "banMessage": None,
            "loginMethod": "password",
            "needsAddressChange": False,
        }

    def priority(self) -> dict[str, object]:
        """The body of ``/user/priority``."""
        return {"maxPriorityActions": 1000, "nextRefillAt": self._account.expires_at, "taskPriority": 10}

    def keystore(self) -> dict[str, object]:
        """The body of ``/user/keystore``: the demo keeps nothing in it."""
        return {"keystore": None, "changeIndex": 0}

    def data(self) -> Mapping[str, object]:
        """The body of ``/user/data``: everything in one."""
        return {
            "priority": self.priority(),
            "subscription": self._account.subscription(),
            "keystore": self.keystore(),
            "settings": "",
            "information": self.information(),
        }
