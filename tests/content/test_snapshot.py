"""The last good content on disk: it comes back as it was, or not at all."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import StructMeta
from msgspec.structs import fields, replace

from kiosk.content.model import deck
from kiosk.content.store import snapshot
from kiosk.content.store.snapshot import KeptTopic, PartOfPath, Snapshot
from kiosk.problems import Problem, Severity

WORDS = st.text(max_size=12)
TEXTS = st.builds(deck.Text, st.lists(st.tuples(st.sampled_from(["en", "es"]), WORDS), max_size=2).map(tuple))


def made(kind: type) -> st.SearchStrategy[object]:
    """Values of any struct of the deck, from the types of its fields; small ones, since one holds many others."""
    return TEXTS if kind is deck.Text else st.builds(kind, **{field.name: of_type(field.type) for field in fields(kind)})


def of_type(hint: Any) -> st.SearchStrategy[Any]:
    parts = get_args(hint)
    if hint is PartOfPath:
        return st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), max_size=12)
    if get_origin(hint) in (Union, UnionType):
        return st.one_of([of_type(part) for part in parts])
    if get_origin(hint) is tuple and parts[-1] is Ellipsis:
        return st.lists(of_type(parts[0]), max_size=2).map(tuple)
    if get_origin(hint) is tuple:
        return st.tuples(*map(of_type, parts))
    if isinstance(hint, StructMeta):
        return made(hint)
    if hint is int:
        return st.integers(0, 2**63 - 1)  # bytes and nanoseconds
    return WORDS if hint is str else st.from_type(hint)


SLOW = settings(max_examples=40)


@SLOW
@given(made(deck.Topic))
def test_any_topic_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, topic: deck.Topic) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-topic"
    topic = replace(topic, id="topic")
    assert snapshot.load_topic(folder, snapshot.keep_topic(folder, topic)) == topic


@SLOW
@given(made(Snapshot))
def test_any_index_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, index: Snapshot) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-index"
    clinic = replace(index.clinic, languages=("en", *index.clinic.languages))
    panel = replace(index.help, lines=(*index.help.lines, *INDEX.help.lines))
    index = replace(index, clinic=clinic, help=panel, interface=(*index.interface, *INDEX.interface))
    snapshot.save(folder, index)
    assert snapshot.load(folder) == index


def text(words: str) -> deck.Text:
    return deck.Text((("en", words), ("es", words)))


TOPIC = deck.Topic(
    "infusion",
    text("Ñ"),
    (
        deck.Slide(
            "a", "points", text("A"), points=(deck.Point(text("B"), makes=deck.Makes.RISK),), checked=date(2026, 11, 1)
        ),
    ),
)
HEAD = deck.TopicHead("infusion", text("Ñ"), "x.svg", "sun", (("en", 1),), 1)
INDEX = Snapshot(
    (("content", 0, 0), ("a.yaml", 3, 1_790_000_000_123_456_789)),
    deck.Clinic("C", ("en",), text("H"), text("I")),
    deck.Help(text("988"), (deck.HelpLine(text("a"), text("b")),)),
    (("next", text("Next")),),
    (),
    (),
    (deck.QuestionGroup("g", text("G"), (deck.Question("q", text("Q"), (deck.Point(text("B")),), "a/b"),)),),
    (KeptTopic(HEAD, "a", "topics/a.yaml", "infusion-1.json"),),
    (Problem("a.yaml", 1, 2, Severity.ERROR, "wrong", "right"),),
)


def test_nothing_is_loaded_where_nothing_is(tmp_path: Path) -> None:
    assert snapshot.load(tmp_path / "nowhere") is None
    assert snapshot.load_topic(tmp_path, "gone.json") is None
    assert snapshot.load_topic(tmp_path, "") is None


@pytest.mark.parametrize("name", ["index", "topic"])
def test_a_file_cut_short_anywhere_counts_as_missing(tmp_path: Path, name: str) -> None:
    snapshot.save(tmp_path, INDEX)
    kept = snapshot.keep_topic(tmp_path, TOPIC)
    path = tmp_path / (snapshot.INDEX if name == "index" else kept)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert (snapshot.load(tmp_path) if name == "index" else snapshot.load_topic(tmp_path, kept)) is None
    path.write_bytes(whole)
    assert (snapshot.load(tmp_path), snapshot.load_topic(tmp_path, kept)) == (INDEX, TOPIC)


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_file_counts_as_missing(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.getbasetemp() / "damaged"
    snapshot.save(folder, INDEX)
    path = folder / snapshot.INDEX
    raw = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(raw))
    assert snapshot.load(folder) is None


@settings(max_examples=200)
@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.integers() | WORDS, lambda inner: st.lists(inner, max_size=9)).map(
        lambda value: json.dumps(value).encode()
    )
)
def test_any_bytes_even_with_a_right_checksum_are_no_content(
    tmp_path_factory: pytest.TempPathFactory, body: bytes
) -> None:
    from zlib import crc32

    folder = tmp_path_factory.getbasetemp() / "strange"
    folder.mkdir(exist_ok=True)
    (folder / snapshot.INDEX).write_bytes(b"%08x\n" % crc32(body) + body)
    assert snapshot.load(folder) is None


def test_a_topic_that_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    name = snapshot.keep_topic(tmp_path, TOPIC)
    os.utime(tmp_path / name, ns=(1, 1))
    assert snapshot.keep_topic(tmp_path, TOPIC) == name
    assert (tmp_path / name).stat().st_mtime_ns == 1


def test_a_damaged_topic_is_written_again(tmp_path: Path) -> None:
    name = snapshot.keep_topic(tmp_path, TOPIC)
    (tmp_path / name).write_bytes(b"rubbish")
    assert snapshot.keep_topic(tmp_path, TOPIC) == name
    assert snapshot.load_topic(tmp_path, name) == TOPIC


def test_what_nobody_names_any_more_is_cleared_away(tmp_path: Path) -> None:
    names = [snapshot.keep_topic(tmp_path, replace(TOPIC, id=each)) for each in ("a", "b", "c")]
    kept = replace(INDEX, topics=(KeptTopic(HEAD, "a", "topics/a.yaml", names[0]),))
    for name in names:
        os.utime(tmp_path / name, (0, 0))
    snapshot.save(tmp_path, kept, until_now=[names[1]])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([snapshot.INDEX, names[0], names[1]])


def test_a_save_that_fails_leaves_the_old_one_and_no_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot.save(tmp_path, INDEX)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        snapshot.save(tmp_path, replace(INDEX, words=(deck.Word("x", (), text("x"), text("y")),)))
    assert snapshot.load(tmp_path) == INDEX
    assert [path.name for path in tmp_path.iterdir()] == [snapshot.INDEX]


def test_a_topic_that_somebody_put_in_the_place_of_another_is_not_shown(tmp_path: Path) -> None:
    said = deck.Text((("en", "Ours"),))
    topic = deck.Topic("a", said, (deck.Slide("s", "points", said),))
    ours = snapshot.keep_topic(tmp_path, topic)
    theirs = snapshot.keep_topic(tmp_path, replace(topic, title=deck.Text((("en", "Theirs"),))))
    assert snapshot.load_topic(tmp_path, ours) == topic
    (tmp_path / theirs).replace(tmp_path / ours)
    assert snapshot.load_topic(tmp_path, ours) is None


@pytest.mark.parametrize("name", ["a/b", "../b", "a\0b", "/"])
def test_an_index_that_leads_elsewhere_is_none(tmp_path: Path, name: str) -> None:
    for index in (replace(INDEX, pictures=((name, "x"),)), replace(INDEX, pictures=(("x", name),))):
        snapshot.save(tmp_path, index)
        assert snapshot.load(tmp_path) is None
