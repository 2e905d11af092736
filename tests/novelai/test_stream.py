"""The stream of a generation, cut anywhere by the network (api.md 2.5). Frames are built here, by hand."""

import base64
import io
import json
from collections.abc import Mapping
from itertools import pairwise

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from naitui.novelai import Image, Step
from naitui.novelai.errors import BadReply, StreamFailed
from naitui.novelai.stream import MsgpackReader, Sequencer, SseReader, StreamEvent

out = io.BytesIO()
Picture.new("RGB", (8, 8), "teal").save(out, "PNG")
PNG = out.getvalue()


def packed(event: object) -> bytes:
    """A frame: 4-byte big-endian length, one MessagePack map."""
    data: bytes = msgpack.packb(event)
    return len(data).to_bytes(4, "big") + data


def sse(event: Mapping[str, object], end: str = "\n") -> bytes:
    """A server-sent event, its picture in base64."""
    fields = {name: value for name, value in event.items() if name != "event_type"}
    if isinstance(fields.get("image"), bytes):
        fields["image"] = base64.b64encode(fields["image"]).decode()
    return f"event: {event['event_type']}{end}data: {json.dumps(fields)}{end}{end}".encode()


def preview(sample: int, step: int) -> dict[str, object]:
    return {
        "event_type": "intermediate",
        "samp_ix": sample,
        "step_ix": step,
        "gen_id": "x",
        "sigma": 1.5,
        "image": b"\xff\xd8 %d" % step,
    }


def final(sample: int = 0, image: object = PNG) -> dict[str, object]:
    return {"event_type": "final", "samp_ix": sample, "gen_id": "x", "image": image}


def failure(sample: int = 0, message: object = "out of memory") -> dict[str, object]:
    return {"event_type": "error", "samp_ix": sample, "message": message}


def played(parts: list[bytes], framing: str = "msgpack", samples: int = 1) -> list[StreamEvent]:
    """What a client hears of a stream that comes in these parts."""
    reader = MsgpackReader() if framing == "msgpack" else SseReader()
    sequencer = Sequencer(samples)
    heard = []
    for frame in (frame for part in parts for frame in reader.feed(part)):
        try:
            event = reader.decode(frame)
        except BadReply as damaged:
            sequencer.spoil(damaged)
            continue
        heard.append(None if event is None else sequencer.take(event))
    sequencer.finish(reader.rest)
    return [event for event in heard if event is not None]


EVENTS = [preview(0, 1), preview(1, 1), preview(0, 2), final(1), preview(0, 3), final(0)]
HEARD = [
    Step(0, 1, b"\xff\xd8 1"),
    Step(1, 1, b"\xff\xd8 1"),
    Step(0, 2, b"\xff\xd8 2"),
    Image(PNG, 1),
    Step(0, 3, b"\xff\xd8 3"),
    Image(PNG, 0),
]
WIRES = {
    "msgpack": b"".join(packed(event) for event in EVENTS),
    "sse": b": hello\n\n" + b"".join(sse(event) for event in EVENTS),
    "sse with CRLF": b"".join(sse(event, "\r\n") for event in EVENTS),
}


@pytest.mark.parametrize("wire", WIRES)
def test_byte_by_byte_and_whole(wire: str) -> None:
    data, framing = WIRES[wire], wire.split(" ")[0]
    assert played([data], framing, 2) == HEARD
    assert played([data[at : at + 1] for at in range(len(data))], framing, 2) == HEARD


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("place", range(1, 400, 21))
def test_cut_in_two(wire: str, place: int) -> None:
    data = WIRES[wire]
    assert played([data[:place], data[place:]], wire.split(" ")[0], 2) == HEARD


@settings(deadline=None)
@given(st.sampled_from(list(WIRES)), st.lists(st.integers(0, 4000), max_size=12))
def test_cut_at_random(wire: str, places: list[int]) -> None:
    data = WIRES[wire]
    ends = sorted({min(place, len(data)) for place in places} | {0, len(data)})
    parts = [data[start:end] for start, end in pairwise(ends)]
    assert played(parts, wire.split(" ")[0], 2) == HEARD


@pytest.mark.parametrize("length", [0xFFFFFFFF, 0x7FFFFFFF, 100_000_000])
def test_a_frame_that_announces_too_much_ends_it_at_once(length: int) -> None:
    with pytest.raises(BadReply, match="announces"):
        played([length.to_bytes(4, "big")])


def test_an_event_that_never_ends() -> None:
    with pytest.raises(BadReply, match="too large"):
        played([b"data: " + b"x" * 1_000_000] * 100, "sse")


DAMAGED = [
    ("msgpack", b"\x00\x00\x00\x01\xc1"),  # a byte that MessagePack never uses
    ("msgpack", b"\x00\x00\x00\x00"),
    ("msgpack", b"\x00\x00\x00\x02\x82\x01"),  # a map with too little in it
    ("msgpack", b"\x00\x00\x00\x03\x81\xa1a\x00"),
    ("msgpack", packed({"a": 1})[:4] + b"\xff" * 4),
    ("msgpack", b"\x00\x00\x10\x00" + b"\x91" * 4096),  # lists in lists in lists
    ("msgpack", packed({b"\xff": 1, 3: 2})),
    ("sse", b"data: {\n\n"),
    ("sse", b"data: []\n\n"),
    ("sse", b'event: final\ndata: {"image": "!!"}\n\n'),
    ("sse", b'event: final\ndata: {"image": "\xc3\xa9\xc3\xa9"}\n\n'),
    ("sse", b"data: \xff\n\n"),
    ("sse", b"data: " + b"[" * 100_000 + b"\n\n"),
    ("sse", b"data: " + b"9" * 5000 + b"\n\n"),
]


@pytest.mark.parametrize(("framing", "wire"), DAMAGED)
def test_damaged_frames(framing: str, wire: bytes) -> None:
    with pytest.raises(BadReply):
        played([wire], framing)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(["msgpack", "sse"]), st.binary(max_size=60), st.integers(0, 3000))
def test_noise_in_a_stream_is_a_failure_of_ours(framing: str, noise: bytes, place: int) -> None:
    wire = WIRES[framing][:place] + noise
    heard: list[StreamEvent] = []
    try:
        heard = played([wire], framing, 3)
    except (BadReply, StreamFailed):
        return
    pytest.fail(f"three pictures came out of two: {heard}")


def test_late_previews_are_dropped() -> None:
    steps = [3, 1, 3, 4, 2, 5]
    heard = played([b"".join(packed(preview(0, step)) for step in steps) + packed(final())])
    assert [event.step for event in heard if isinstance(event, Step)] == [3, 4, 5]


def test_unknown_events_are_passed_over() -> None:
    others = [{"event_type": "heartbeat"}, {"event_type": "preview3", "image": b"x"}, {}, {"event_type": 5}]
    wire = b"".join(packed(event) for event in [*others, [1, 2], "text", final()])
    assert played([wire]) == [Image(PNG, 0)]


def test_an_error_is_told_with_what_the_service_said() -> None:
    with pytest.raises(StreamFailed, match="out of memory") as caught:
        played([packed(preview(0, 1)) + packed(failure())])
    assert (caught.value.charged, caught.value.retry) == ("maybe", False)


def test_an_error_of_one_sample_does_not_keep_the_others_back() -> None:
    reader, sequencer = MsgpackReader(), Sequencer(2)
    wire = packed(failure(0, "\x1b[31m[b]bad[/b]\u202e")) + packed(final(1))
    assert [sequencer.take(reader.decode(frame) or {}) for frame in reader.feed(wire)] == [None, Image(PNG, 1)]
    with pytest.raises(StreamFailed) as caught:
        sequencer.finish(reader.rest)
    assert caught.value.said == "[31m[b]bad[/b]"


@pytest.mark.parametrize("message", [None, "", 5, ["x"]])
def test_an_error_without_words(message: object) -> None:
    with pytest.raises(StreamFailed) as caught:
        played([packed(failure(0, message))])
    assert caught.value.said


@pytest.mark.parametrize("wire", [b"", packed(preview(0, 1)), packed(final(1))])
def test_a_stream_without_every_picture(wire: bytes) -> None:
    with pytest.raises(StreamFailed, match="before every picture was there"):
        played([wire], samples=2)


@pytest.mark.parametrize(("framing", "whole"), [("msgpack", packed(final())), ("sse", sse(final()))])
def test_a_stream_that_ends_within_a_frame(framing: str, whole: bytes) -> None:
    for length in (1, 3, 5, len(whole) - 2):
        with pytest.raises(StreamFailed, match="in the middle of a frame"):
            played([whole[:length]], framing)


@pytest.mark.parametrize("image", [PNG[:-5], b"<html>", b""])
def test_a_final_that_is_no_whole_picture(image: bytes) -> None:
    with pytest.raises(BadReply):
        played([packed(final(0, image))])


@pytest.mark.parametrize("image", [None, 5])
def test_a_final_without_bytes_is_a_picture_missing(image: object) -> None:
    with pytest.raises(StreamFailed):
        played([packed(final(0, image))])


@pytest.mark.parametrize(("framing", "damaged"), [one for one in DAMAGED if b"a\x00" not in one[1]])
def test_a_damaged_frame_costs_nothing_but_itself(framing: str, damaged: bytes) -> None:
    good = packed(final()) if framing == "msgpack" else sse(final())
    assert played([damaged + good], framing) == [Image(PNG, 0)]


@pytest.mark.parametrize("prefix", ["", "data:image/png;base64,"])
def test_a_picture_as_text_is_a_picture(prefix: str) -> None:
    event = final(0, prefix + base64.b64encode(PNG).decode())
    assert played([packed(event)]) == [Image(PNG, 0)]
    assert played([sse(event)], "sse") == [Image(PNG, 0)]


@pytest.mark.parametrize("sample", [-1, True, 2, 10**9, "0", 0.0, None])
def test_samples_that_do_not_exist_are_passed_over(sample: object) -> None:
    odd = [final() | {"samp_ix": sample}, preview(0, 1) | {"samp_ix": sample}]
    wire = b"".join(packed(event) for event in [*odd, final(0), final(1)])
    assert played([wire], samples=2) == [Image(PNG, 0), Image(PNG, 1)]
    with pytest.raises(StreamFailed):
        played([packed(odd[0]) + packed(final(1))], samples=2)
