"""The durable queue: an order that all naitui share, and nothing in it that gets lost or is done twice."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.library.presence import Presence
from naitui.library.queue import QueuedJob, QueueStore

ME, OTHER, ACCOUNT = "1-aa", "2-bb", "account"
IDS = ["a", "b", "c", "x", *(f"{number:03}" for number in range(60))]


def job(id: str, plan: str = "plan", owner: str = ME, account: str = ACCOUNT) -> QueuedJob:
    return QueuedJob(id, account, plan, "generation", f"seed {id}", "model", 5, "because", 1, owner)


@pytest.fixture
def store(tmp_path: Path) -> QueueStore:
    return QueueStore(tmp_path / "queue.sqlite")


def put(store: QueueStore, *ids: str, owner: str = ME) -> None:
    store.add([(job(id, owner=owner), f"frozen {id}".encode()) for id in ids])


def waiting(store: QueueStore) -> list[str]:
    return [one.id for one in store.jobs(ACCOUNT) if one.state == "waiting"]


def test_jobs_are_taken_in_their_order_once(store: QueueStore) -> None:
    put(store, "a", "b")
    put(store, "c")
    first = store.take(ACCOUNT, ME, IDS)
    assert first is not None
    assert (first.id, first.state) == ("a", "running")
    assert store.frozen("a") == b"frozen a"
    store.end("a", "done", [Path("/p/a.png")])
    assert [one.id for one in store.jobs(ACCOUNT)] == ["b", "c"]
    ended = store.jobs(ACCOUNT, ended=5)[-1]
    assert (ended.id, ended.state, ended.files) == ("a", "done", (Path("/p/a.png"),))


def test_everybody_sees_all_and_takes_their_own(store: QueueStore) -> None:
    put(store, "a", owner=OTHER)
    put(store, "b")
    store.add([(job("x", account="another"), b"")])
    assert waiting(store) == ["a", "b"]
    taken = store.take(ACCOUNT, ME, IDS)
    assert taken is not None
    assert taken.id == "b"
    assert store.take(ACCOUNT, ME, IDS) is None
    assert store.adopt(store.jobs(ACCOUNT), ME) == ["a"]
    again = store.take(ACCOUNT, ME, IDS)
    assert again is not None
    assert again.id == "a"


def test_pausing_begins_nothing_new(store: QueueStore) -> None:
    put(store, "a")
    store.pause(ACCOUNT, "by you")
    assert store.paused(ACCOUNT) == "by you"
    assert store.take(ACCOUNT, ME, IDS) is None
    store.pause(ACCOUNT, "")
    assert store.take(ACCOUNT, ME, IDS) is not None


def test_only_what_has_not_begun_is_cancelled(store: QueueStore) -> None:
    put(store, "a", "b", "c")
    store.take(ACCOUNT, ME, IDS)
    assert store.cancel(["a", "b", "nobody"]) == ["b"]
    assert waiting(store) == ["c"]


def test_what_was_not_sent_waits_again_in_its_place(store: QueueStore) -> None:
    put(store, "a", "b")
    store.take(ACCOUNT, ME, IDS)
    store.put_back("a", ME)
    assert waiting(store) == ["a", "b"]


def test_only_its_owner_puts_a_job_back(store: QueueStore) -> None:
    put(store, "a", "b")
    store.take(ACCOUNT, ME, IDS)
    store.put_back("a", OTHER)
    assert waiting(store) == ["b"]


def test_only_jobs_that_are_asked_for_are_taken(store: QueueStore) -> None:
    put(store, "a", "b")
    taken = store.take(ACCOUNT, ME, ["b"])
    assert taken is not None
    assert taken.id == "b"
    assert waiting(store) == ["a"]


def test_names_that_are_no_text(store: QueueStore) -> None:
    put(store, "a")
    path = Path("/p/caf\udce9.png")
    store.end("a", "done", [path])
    assert store.jobs(ACCOUNT, ended=1)[0].files == (path,)


@given(st.permutations("abcde"), st.data())
def test_moving_puts_a_job_right_in_front(
    tmp_path_factory: pytest.TempPathFactory, ids: list[str], data: st.DataObject
) -> None:
    store = QueueStore(tmp_path_factory.mktemp("queue") / "queue.sqlite")
    put(store, *ids)
    expected = list(ids)
    for _ in range(5):
        moved = data.draw(st.sampled_from(ids))
        before = data.draw(st.sampled_from([*ids, None]))
        store.move(moved, before)
        if before != moved:
            expected.remove(moved)
            expected.insert(expected.index(before) if before else len(expected), moved)
        else:  # in front of itself is behind all
            expected.remove(moved)
            expected.append(moved)
        assert waiting(store) == expected
    store.close()


def test_two_change_places_as_often_as_one_likes(store: QueueStore) -> None:
    put(store, "a", "b", "c")
    for _ in range(100):
        first, second, third = waiting(store)
        store.move(second, first)
        assert waiting(store) == [second, first, third]
        store.move(third, first)
        assert waiting(store) == [second, third, first]


def test_before_a_job_that_has_just_begun_is_the_front(store: QueueStore) -> None:
    put(store, "a", "b", "c")
    store.take(ACCOUNT, ME, IDS)
    store.move("c", "a")
    assert waiting(store) == ["c", "b"]


def test_many_at_once_lose_nothing(store: QueueStore) -> None:
    put(store, *(f"{number:03}" for number in range(60)))
    taken: list[str] = []

    def work() -> None:
        own = QueueStore(store.path)
        while (one := own.take(ACCOUNT, ME, IDS)) is not None:
            taken.append(one.id)
            own.end(one.id, "done")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [f"{number:03}" for number in range(60)]


LIVES = """
import sys
from pathlib import Path
from naitui.library.presence import Presence
me = Presence(Path(sys.argv[1]))
me.appear()
print(me.name, flush=True)
sys.stdin.read()
"""


def test_who_is_alive_is_known_however_it_ends(tmp_path: Path) -> None:
    me = Presence(tmp_path)
    assert not me.is_alive(me.name)
    me.appear()
    assert me.is_alive(me.name)
    with subprocess.Popen(
        [sys.executable, "-c", LIVES, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        name = other.stdout.readline().strip()
        assert me.is_alive(name)
        assert list(me.others()) == [name]
        other.kill()
    assert not me.is_alive(name)
    assert list(me.others()) == []
    me.vanish()
    assert list(tmp_path.iterdir()) == []
    assert not me.is_alive("../../etc/passwd")
