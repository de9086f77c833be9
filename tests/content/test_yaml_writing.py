"""A change of a file says what was meant, and leaves every other byte as it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from growth import spent
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.project import PROJECT
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import Plain, read_yaml
from kiosk.yaml.writing import NotWrittenError, with_copy, with_item, with_move, with_value, without_item, without_name

CONTENT = PROJECT / "content"
FILES = sorted(file.relative_to(CONTENT).as_posix() for file in CONTENT.rglob("*.yaml") if file.name not in {"reviews.yaml", "translations.yaml"})
LISTED = b"""# A note to whoever reads this.
first: plain words  # and why
second: "in quotes"
third: 'it''s single'
braces: {en: Calm, es: 'Calma'}
folded: >-
  two lines
  of words
literal: |
  two lines

  of words
# What follows is a list.
items:
  # Not of the first one alone.
  - one

  # Of the second.
  - two
    # Inside of the second.
  - name: three
    says: {en: Three, es: Tres}
short: [a, b, c]
last: end"""


def data(raw: bytes) -> Plain:
    read = read_yaml(raw, "")
    assert read.yaml is not None
    return read.yaml.data


def at(raw: bytes, path: KeyPath) -> Plain:
    value: object = data(raw)
    for step in path:
        value = value[step]  # type: ignore[index]
    return value  # type: ignore[return-value]


def walk(value: Plain, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Plain]]:
    yield path, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from walk(inner, (*path, step))


def apart(raw: bytes, fresh: bytes) -> tuple[list[bytes], list[bytes]]:
    """The lines in which the two differ, of each."""
    old, new = raw.splitlines(keepends=True), fresh.splitlines(keepends=True)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    left = min(len(old), len(new)) - same
    end = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old[::-1][:left], new[::-1][:left], strict=False)))
    return old[same : len(old) - end], new[same : len(new) - end]


@pytest.mark.parametrize("name", FILES)
def test_a_text_that_is_changed_changes_its_own_letters_alone(name: str) -> None:
    raw = (CONTENT / name).read_bytes()
    read = read_yaml(raw, name).yaml
    assert read is not None
    texts = [each for each in walk(read.data) if isinstance(each[1], str)]
    for path, was in texts[:: 1 + len(texts) // 40]:
        fresh = with_value(raw, path, 'Say "yes": {now}, # or *not*')
        (before,), (after,) = apart(raw, fresh)
        line, column = read.place(path)
        assert raw.splitlines(keepends=True)[line - 1] == before
        old, new = before.decode(), after.decode()
        assert new[: column - 1] == old[: column - 1]
        said = new[column - 1 :].removeprefix('"Say \\"yes\\": {now}, # or *not*"').removeprefix("'Say \"yes\": {now}, # or *not*'")
        assert old.endswith(said)
        assert isinstance(was, str)
        assert old[column - 1 : len(old) - len(said)].strip("\"'").replace("''", "'").replace('\\"', '"') == was


@pytest.mark.parametrize("name", FILES)
def test_items_that_come_go_and_move_leave_the_others_as_they_are(name: str) -> None:
    raw = (CONTENT / name).read_bytes()
    yaml = read_yaml(raw, name).yaml
    assert yaml is not None
    lists = [(path, value) for path, value in walk(yaml.data) if isinstance(value, list)]
    for path, items in [*lists[:2], *lists[2 :: max(3, len(lists) // 2)]]:
        last = len(items) - 1
        line, column = yaml.place(path)
        in_braces = yaml.lines[line - 1][column - 1] == "["
        for fresh in (with_item(raw, path, last // 2, {"icon": "heart", "en": "Calm"}), with_copy(raw, path, last // 2)):
            gone, came = apart(raw, fresh)
            assert len(gone) == in_braces
            assert came
            assert len(at(fresh, path)) == len(items) + 1  # type: ignore[arg-type]
        moved = with_move(raw, path, 0, last)
        assert at(moved, path) == [*items[1:], items[0]]
        assert in_braces or sorted(moved.splitlines()) == sorted(raw.splitlines())
        if last:
            less = without_item(raw, path, last // 2)
            gone, came = apart(raw, less)
            assert len(came) == in_braces
            assert with_item(less, path, last // 2, items[last // 2]) != less


PLACES = [("first",), ("second",), ("third",), ("folded",), ("literal",), ("last",), ("braces", "es"), ("items", 1), ("short", 1)]


@pytest.mark.parametrize("path", PLACES)
@settings(max_examples=40)
@given(words=st.text(max_size=200) | st.text(alphabet=" :#-{}[]'\"*&!|>%@`,?\\\nab“”ñ\u00a0\u2028", max_size=30))
def test_every_text_comes_back_as_it_was_typed(path: KeyPath, words: str) -> None:
    try:
        fresh = with_value(LISTED, path, words)
    except NotWrittenError as error:
        refused = str(error)
    else:
        refused = ""
        assert data(fresh) == said_instead(path, words)
    assert not refused or refused.endswith(".")


def said_instead(path: KeyPath, words: str) -> Plain:
    """All that is listed, with these words at one place."""
    meant = data(LISTED)
    place: object = meant
    for step in path[:-1]:
        place = place[step]  # type: ignore[index]
    place[path[-1]] = unicodedata.normalize("NFC", words)  # type: ignore[index]
    return meant


def test_ordinary_words_are_never_refused() -> None:
    long = "Very long words, with *marks* and **bold**: yes! " * 300
    odd = ("- a dash", "#1", "{name}", "“Yes,” she said", "12:30", "no", "~", "a: b", "it's", 'a "b"', "C:\\", " a ", "", long, "One\nTwo")
    for words in (*odd, "🙂"):
        for path in (("first",), ("braces", "en"), ("items", 0)):
            assert at(with_value(LISTED, path, words), path) == words


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_and_the_mark_at_the_beginning_stay(end: bytes) -> None:
    raw = b"\xef\xbb\xbf" + LISTED.replace(b"\n", end)
    for fresh in (with_value(raw, ("new",), {"en": "Calm", "es": "Calma"}), with_item(raw, ("items",), 3, "four"), with_copy(raw, ("items",), 2)):
        assert fresh.startswith(b"\xef\xbb\xbf#")
        assert fresh.count(b"\n") == fresh.count(end)
        assert apart(raw, fresh)[1]


def test_notes_go_with_what_they_stand_above() -> None:
    moved = with_move(LISTED, ("items",), 1, 0)
    assert b"# Not of the first one alone.\n  # Of the second.\n  - two\n    # Inside of the second.\n\n  - one\n  - name: three" in moved
    assert b"Of the second" not in without_item(LISTED, ("items",), 1)
    assert b"Not of the first one" in without_item(LISTED, ("items",), 0)


def test_names_come_and_go() -> None:
    fresh = with_value(LISTED, ("items", 2, "hide"), "yes", after=("name",))
    assert b"  - name: three\n    hide: yes\n    says:" in fresh
    assert without_name(fresh, ("items", 2, "hide")) == LISTED
    assert b"  - says: {en: Three, es: Tres}\nshort" in without_name(LISTED, ("items", 2, "name"))
    assert without_name(LISTED, ("braces", "en")) == LISTED.replace(b"en: Calm, ", b"")
    assert without_name(LISTED, ("braces", "es")) == LISTED.replace(b", es: 'Calma'", b"")
    assert with_value(LISTED, ("braces", "de"), "Ruhe", after=("en",)) == LISTED.replace(b"en: Calm", b"en: Calm, de: Ruhe")
    assert with_value(LISTED, ("first",), {"en": "plain words", "es": "a, b"}) == LISTED.replace(b"plain words ", b'{en: plain words, es: "a, b"} ')
    assert b"last: end\nlist:\n  - en: A\n    es: B" in with_item(LISTED, ("list",), 0, {"en": "A", "es": "B"})


def test_the_last_item_takes_the_name_of_its_list_with_it() -> None:
    raw = b"title: A\npoints:\n  - en: B\nsources: [c]\n"
    assert without_item(raw, ("points",), 0) == b"title: A\nsources: [c]\n"
    assert without_item(raw, ("sources",), 0) == b"title: A\npoints:\n  - en: B\n"
    with pytest.raises(NotWrittenError, match="cannot be deleted"):
        without_item(b"- a: b\n", (), 0)


def test_a_file_with_a_mistake_is_not_written(tmp_path: Path) -> None:
    for raw in (b"a: [b\n", b"", b"\xff\xfe"):
        with pytest.raises(NotWrittenError, match="mended first"):
            with_value(raw, ("a",), "b")


def test_an_item_is_found_by_what_stands_right_before_it() -> None:
    items = "  - 0123abcd-0123abcd\n" * 3_000
    bare, below = f"es:\n{items}".encode(), f"# {'x' * 900_000}\nes:\n{items}".encode()
    once, again = (min(spent(lambda _, raw=raw: with_item(raw, ("es",), 3, "a-b"), "") for _ in range(3)) for raw in (bare, below))
    assert again < 2 * once
