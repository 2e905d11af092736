"""``naitui auth`` as a process of its own: what it keeps where, and a sentinel token that must show nowhere else."""

from __future__ import annotations

import json
import os
import stat
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pexpect
import pytest

SENTINEL = "pst-S3NT1NELs3nt1nelS3NT1NELwxyz"
LOGIN = "eyJS3NT1NEL.s3nt1nel.S3NT1NELlast"
PASSWORD = "s3nt1nel pass word "
SECRETS = ("s3nt1nel", "S3NT1NEL")
"""A piece of each of the three; nothing but the place of the token may hold any."""
DEMO_LOGIN = "test@example.invalid\ncorrect horse battery staple\n"

VAULT = """
import json, os
from pathlib import Path
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

class Vault(KeyringBackend):
    priority = 5
    path = Path(os.environ["VAULT"])

    def _entries(self):
        if self.path.with_name("locked").exists():
            raise KeyringLocked("locked")
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def get_password(self, service, username):
        return self._entries().get(f"{service}/{username}")

    def set_password(self, service, username, password):
        self.path.write_text(json.dumps(self._entries() | {f"{service}/{username}": password}))

    def delete_password(self, service, username):
        entries = self._entries()
        del entries[f"{service}/{username}"]
        self.path.write_text(json.dumps(entries))
"""


class Service(ThreadingHTTPServer):
    """A service on this machine that repeats, in its errors, every secret that it is sent."""

    status = 200
    repeats = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        sent = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        token = self.headers.get("authorization", "")
        self.server.seen.append((self.path, token, sent))
        answers: dict[str, dict[str, object]] = {
            "/user/subscription": {"tier": 3, "active": True, "trainingStepsLeft": 7},
            "/user/login": {"accessToken": LOGIN},
            "/user/create-persistent-token": {"token": SENTINEL},
        }
        refused = {"message": f"not {token} {sent}" if self.server.repeats else "Unauthorized"}
        body = json.dumps(answers[self.path] if self.server.status == 200 else refused).encode()
        self.send_response(self.server.status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def own(program: Any) -> Path:
    return program.home / "config" / "naitui" / "token"


def configure(program: Any, **settings: object) -> None:
    folder = program.home / "config" / "naitui"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items()))


def keep(own: Path, text: str = SENTINEL) -> None:
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(text)
    own.chmod(0o600)


@pytest.fixture
def vault(program: Any) -> dict[str, str]:
    """The variables that give a process a keyring of its own."""
    (program.home / "lib").mkdir()
    (program.home / "lib" / "vault.py").write_text(VAULT)
    return {
        "PYTHONPATH": str(program.home / "lib"),
        "PYTHON_KEYRING_BACKEND": "vault.Vault",
        "VAULT": str(program.home / "vault.json"),
    }


def silent(program: Any, ended: Any, *but: Path) -> None:
    """No secret on stdout, on stderr, or in any file ``but`` those."""
    for secret in SECRETS:
        assert secret not in ended.out
        assert secret not in ended.err
        for path in program.home.rglob("*"):
            if path.is_file() and path not in but:
                assert secret.encode() not in path.read_bytes(), path
    assert "Traceback" not in ended.err


def status(program: Any, *arguments: str, **variables: str) -> dict[str, Any]:
    ended = program("auth", "status", "--json", *arguments, **variables)
    assert ended.code == 0, ended.err
    document: dict[str, Any] = json.loads(ended.out)
    assert sorted(document) == ["accepted", "ends_with", "source", "where"]
    return document


# ---------------------------------------------------------------------- set


def test_set_from_a_pipe_checks_and_says_where(program: Any, own: Path, service: Service) -> None:
    configure(program, host=service.url)
    ended = program("auth", "set", stdin=f"  {SENTINEL}\r\nnotes\n")
    assert ended.code == 0, ended.err
    assert service.seen == [("/user/subscription", f"Bearer {SENTINEL}", "")]
    assert "NovelAI takes it: Opus, 7 Anlas" in ended.err
    assert f"kept in {own}, which only you can read" in ended.err
    assert own.read_text() == SENTINEL + "\n"
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    assert stat.S_IMODE(own.parent.stat().st_mode) == 0o700
    silent(program, ended, own)
    assert ended.out == ""


@pytest.mark.parametrize(("answer", "code"), [(401, 3), (403, 5), (500, 5), (400, 5)])
def test_set_keeps_nothing_that_could_not_be_checked(
    program: Any, own: Path, service: Service, answer: int, code: int
) -> None:
    configure(program, host=service.url)
    service.status = answer
    ended = program("auth", "set", stdin=SENTINEL)
    assert ended.code == code
    assert f"HTTP {answer}" in ended.err
    assert not own.exists()
    silent(program, ended)
    assert program("auth", "set", "--no-check", stdin=SENTINEL).code == 0
    assert own.exists()


def test_set_without_a_network(program: Any, own: Path) -> None:
    configure(program, host="http://127.0.0.1:9")
    ended = program("auth", "set", stdin=SENTINEL)
    assert (ended.code, own.exists()) == (5, False)
    assert "--no-check" in ended.err
    silent(program, ended)


@pytest.mark.parametrize("given", ["", "\n", f"{SENTINEL} x", f"{SENTINEL}\x1b[31m", f"{SENTINEL}é", b"s3nt1nel\xff"])
def test_set_with_what_is_no_token(program: Any, own: Path, given: str | bytes) -> None:
    ended = program("auth", "set", "--no-check", stdin=given)
    assert (ended.code, own.exists()) == (3, False)
    silent(program, ended)


@pytest.mark.parametrize(
    "arguments", [("set", SENTINEL), ("status", SENTINEL), ("login", "a@b", PASSWORD), ("clear", "x")]
)
def test_secrets_as_arguments_are_refused_and_not_repeated(program: Any, own: Path, arguments: tuple[str, ...]) -> None:
    keep(own)
    ended = program("auth", *arguments)
    assert ended.code == 2
    assert "never given as arguments" in ended.err
    silent(program, ended, own)


@pytest.mark.parametrize(
    "arguments",
    [
        ("auth", "set", "--token", SENTINEL),
        ("auth", "status", "--token", SENTINEL),
        ("auth", SENTINEL),
        (SENTINEL,),
        ("generate", "x", "--token", SENTINEL),
        ("generate", "x", f"--secret={LOGIN}"),
    ],
)
def test_a_token_in_the_wrong_place_is_not_repeated(program: Any, arguments: tuple[str, ...]) -> None:
    ended = program(*arguments)
    assert ended.code in (2, 3)
    silent(program, ended)


def test_set_says_what_comes_before(program: Any, own: Path) -> None:
    ended = program("auth", "set", "--no-check", stdin=SENTINEL, NOVELAI_TOKEN="pst-other")
    assert "$NOVELAI_TOKEN comes before it" in ended.err
    configure(program, token_command=["false"])
    ended = program("auth", "set", "--no-check", stdin=SENTINEL)
    assert "token_command of the settings comes before it" in ended.err
    ended = program("auth", "set", "--no-check", stdin=SENTINEL, NAITUI_TOKEN_FILE="/elsewhere")
    assert "$NAITUI_TOKEN_FILE (/elsewhere) comes before it" in ended.err


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(program: Any, own: Path) -> None:
    (program.home / "config").mkdir(mode=0o500)
    ended = program("auth", "set", "--no-check", stdin=SENTINEL)
    assert ended.code == 1
    silent(program, ended)


def test_a_place_that_cannot_be_is_said_before_anything_is_asked(program: Any) -> None:
    (program.home / "config").write_text("")
    ended = program("auth", "set", "--no-check", stdin=SENTINEL)
    assert ended.code == 1
    assert "cannot be kept there" in ended.err
    silent(program, ended)


def test_at_a_terminal_nothing_is_echoed(program: Any, own: Path) -> None:
    command, environment = program.command("auth", "set", "--no-check")
    child = pexpect.spawn(command[0], command[1:], env=environment, encoding="utf-8", timeout=20, use_poll=True)
    child.expect_exact("Token: ")
    child.sendline(SENTINEL)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "which only you can read" in child.before
    assert SENTINEL not in child.before
    assert own.read_text() == SENTINEL + "\n"


def test_interrupted_at_the_question(program: Any, own: Path) -> None:
    command, environment = program.command("auth", "set")
    child = pexpect.spawn(command[0], command[1:], env=environment, encoding="utf-8", timeout=20, use_poll=True)
    child.expect_exact("Token: ")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert (child.exitstatus, own.exists()) == (130, False)
    assert "Traceback" not in child.before


# ------------------------------------------------------------------- status


def test_status_shows_the_source_and_four_characters(program: Any, own: Path) -> None:
    keep(own)
    ended = program("auth", "status")
    assert ended.out == f"token from: {own}\nends with:  wxyz\n"
    silent(program, ended, own)
    assert status(program) == {"source": "file", "where": str(own), "ends_with": "wxyz", "accepted": None}
    found = status(program, NAI_TOKEN=LOGIN)
    assert (found["source"], found["where"], found["ends_with"]) == ("environment", "$NAI_TOKEN", "last")
    found = status(program, "--token-file", str(own), NAI_TOKEN=LOGIN)
    assert (found["source"], found["where"]) == ("named file", str(own))


def test_status_without_a_token(program: Any) -> None:
    ended = program("auth", "status")
    assert (ended.code, ended.out) == (3, "")
    assert "naitui auth set" in ended.err
    ended = program("auth", "status", "--json")
    assert ended.code == 3
    assert json.loads(ended.out) == {"source": None, "where": None, "ends_with": None, "accepted": None}


@pytest.mark.parametrize(("answer", "accepted", "code"), [(200, True, 0), (401, False, 3), (500, None, 5)])
def test_only_check_asks_the_service(
    program: Any, own: Path, service: Service, answer: int, accepted: bool | None, code: int
) -> None:
    configure(program, host=service.url)
    keep(own)
    status(program)
    assert service.seen == []
    service.status = answer
    ended = program("auth", "status", "--check", "--json")
    assert ended.code == code
    assert json.loads(ended.out)["accepted"] is accepted
    assert len(service.seen) == 1
    silent(program, ended, own)


@pytest.mark.parametrize("mode", [0o644, 0o620])
def test_a_file_that_others_can_read(program: Any, own: Path, mode: int) -> None:
    keep(own)
    own.chmod(mode)
    for arguments in (("auth", "status"), ("generate", "1girl")):
        ended = program(*arguments)
        assert ended.code == 3
        assert f"chmod 600 {own}" in ended.err
        silent(program, ended, own)


def test_the_token_command_and_what_it_inherits(program: Any, service: Service) -> None:
    seen = program.home / "seen"
    code = f"import shutil; shutil.copy('/proc/self/environ', {str(seen)!r}); print(open('/proc/self/fd/9').read())"
    source = program.home / "source"
    source.write_text(SENTINEL)
    code = code.replace("/proc/self/fd/9", str(source))
    configure(program, host=service.url, token_command=[sys.executable, "-c", code])
    ended = program("auth", "status", "--check", NAI_TOKEN="   ")
    assert ended.code == 0, ended.err
    assert f"token from: token_command ({sys.executable})" in ended.out
    assert service.seen == [("/user/subscription", f"Bearer {SENTINEL}", "")]
    assert b"HOME=" in seen.read_bytes()
    assert b"NAI_TOKEN" not in seen.read_bytes()
    silent(program, ended, source)


def test_a_failing_token_command(program: Any, own: Path) -> None:
    keep(own)
    configure(program, token_command=["sh", "-c", 'cat "$0"; cat "$0" >&2; exit 9', str(own)])
    for arguments in (("auth", "status"), ("auth", "status", "--json"), ("generate", "1girl", "--json")):
        ended = program(*arguments)
        assert (ended.code, ended.out) == (3, "")
        assert "token_command: sh failed with exit code 9" in ended.err
        silent(program, ended, own)


# ------------------------------------------------------- keyring and clear


def test_kept_in_the_keyring_found_and_cleared(program: Any, own: Path, vault: dict[str, str]) -> None:
    entries = Path(vault["VAULT"])
    ended = program("auth", "set", "--keyring", "--no-check", stdin=SENTINEL, **vault)
    assert ended.code == 0, ended.err
    assert "kept in the keyring (" in ended.err
    assert json.loads(entries.read_text()) == {"naitui/token": SENTINEL}
    assert not own.exists()
    silent(program, ended, entries)
    assert status(program, **vault)["source"] == "keyring"
    ended = program("auth", "set", "--no-check", stdin="pst-for-the-file", **vault)
    assert "the one in the keyring (" in ended.err
    assert "comes before it" in ended.err
    ended = program("auth", "clear", **vault)
    assert ended.code == 0
    assert ended.err.count("removed from: ") == 2
    assert (json.loads(entries.read_text()), own.exists()) == ({}, False)
    ended = program("auth", "clear", **vault)
    assert (ended.code, ended.err) == (0, "nothing was kept\n")


def test_a_locked_keyring(program: Any, own: Path, vault: dict[str, str]) -> None:
    (program.home / "locked").write_text("")
    for arguments, code in ((("status",), 3), (("set", "--keyring", "--no-check"), 1), (("clear",), 1)):
        ended = program("auth", *arguments, stdin=SENTINEL, **vault)
        assert ended.code == code
        assert "the keyring is locked" in ended.err
        silent(program, ended)
    keep(own)
    ended = program("auth", "status", **vault)
    assert ended.code == 0
    assert "note: the keyring is locked" in ended.err
    ended = program("auth", "clear", **vault)  # the file goes all the same
    assert (ended.code, own.exists()) == (1, False)


def test_without_a_keyring_it_is_said_before_anything_is_asked(program: Any, own: Path) -> None:
    ended = program("auth", "set", "--keyring", "--no-check", stdin=SENTINEL)
    assert (ended.code, own.exists()) == (1, False)
    assert "without --keyring a file is used" in ended.err
    silent(program, ended)


def test_clear_says_what_it_cannot_clear(program: Any, own: Path) -> None:
    keep(own)
    ended = program("auth", "clear", NAI_ACCESS_TOKEN=SENTINEL)
    assert (ended.code, own.exists()) == (0, False)
    assert f"removed from: {own}" in ended.err
    assert "$NAI_ACCESS_TOKEN is not naitui's to clear" in ended.err
    silent(program, ended)


# -------------------------------------------------------------------- login


def test_login_keeps_the_login_token(program: Any, own: Path, service: Service) -> None:
    configure(program, host=service.url)
    ended = program("auth", "login", stdin=f"Test@Example.invalid\n{PASSWORD}\n")
    assert ended.code == 0, ended.err
    [(path, token, sent)] = service.seen
    assert (path, token, list(json.loads(sent))) == ("/user/login", "", ["key"])
    assert own.read_text() == LOGIN + "\n"
    assert "about 30 days" in ended.err
    silent(program, ended, own)


@pytest.mark.parametrize("replace", [False, True])
def test_login_keeps_the_persistent_token(program: Any, own: Path, service: Service, replace: bool) -> None:
    configure(program, host=service.url)
    more = ["--replace"] if replace else []
    ended = program("auth", "login", "--persistent", *more, stdin=f"a@b.invalid\n{PASSWORD}\n")
    assert ended.code == 0, ended.err
    assert service.seen[1][:2] == ("/user/create-persistent-token", f"Bearer {LOGIN}")
    assert json.loads(service.seen[1][2]) == {"overwrite": replace}
    assert own.read_text() == SENTINEL + "\n"
    silent(program, ended, own)


@pytest.mark.parametrize(("answer", "code"), [(401, 3), (400, 5), (403, 5), (409, 5)])
def test_a_refused_login_repeats_nothing(program: Any, own: Path, service: Service, answer: int, code: int) -> None:
    configure(program, host=service.url)
    service.status = answer
    ended = program("auth", "login", stdin=f"Test@example.invalid\n{PASSWORD}\n")
    assert (ended.code, own.exists()) == (code, False)
    silent(program, ended)
    for _, _, sent in service.seen:
        assert json.loads(sent)["key"][:8] not in ended.err


def test_the_blanks_of_a_password_count(program: Any) -> None:
    assert program("auth", "login", "--demo", stdin=DEMO_LOGIN).code == 0
    assert program("auth", "login", "--demo", stdin=DEMO_LOGIN.rstrip() + " \n").code == 3


def test_login_at_a_terminal_echoes_neither(program: Any) -> None:
    command, environment = program.command("auth", "login", "--demo", "--persistent")
    child = pexpect.spawn(command[0], command[1:], env=environment, encoding="utf-8", timeout=20, use_poll=True)
    for question, answer in zip(("E-mail: ", "Password: "), DEMO_LOGIN.splitlines(), strict=True):
        child.expect_exact(question)
        child.sendline(answer)
        assert answer not in child.before
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "example.invalid" not in child.before
    assert "battery" not in child.before


def test_login_without_the_extra(program: Any, own: Path) -> None:
    (program.home / "lib").mkdir()
    (program.home / "lib" / "argon2.py").write_text("raise ImportError('not here')")
    ended = program("auth", "login", stdin=f"a@b.invalid\n{PASSWORD}\n", PYTHONPATH=str(program.home / "lib"))
    assert (ended.code, own.exists()) == (1, False)
    assert "pip install 'naitui[login]'" in ended.err
    silent(program, ended)


@pytest.mark.parametrize("given", ["", "a@b.invalid\n", "\n\n", "a@b.invalid\n\n"])
def test_login_with_half_of_it(program: Any, given: str) -> None:
    assert program("auth", "login", "--demo", stdin=given).code == 3


def test_replace_alone_is_wrong_usage(program: Any) -> None:
    assert program("auth", "login", "--replace").code == 2


# --------------------------------------------------------------------- demo


def test_the_demo_never_touches_the_real_token(program: Any, own: Path) -> None:
    keep(own)
    assert program("auth", "set", "--demo", stdin="pst-demo").code == 0
    assert status(program, "--demo", "--check")["accepted"] is True
    assert program("auth", "clear", "--demo").code == 0
    assert own.read_text() == SENTINEL
    assert program("auth", "set", "--demo", stdin="pst-unknown-to-the-demo").code == 3


def test_a_whole_run_that_is_refused(program: Any, service: Service) -> None:
    """Another command, with the token from the environment."""
    configure(program, host=service.url)
    service.status, service.repeats = 401, False
    ended = program("generate", "1girl", "--json", "--out", program.out, NOVELAI_TOKEN=SENTINEL)
    assert ended.code == 3
    assert service.seen[0][1] == f"Bearer {SENTINEL}"
    silent(program, ended)
