"""YAML as staff write it: everything stays text and knows its line, and every slip is explained."""

from __future__ import annotations

from collections.abc import Callable

import growth
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.reading.withdrawals import wishes
from kiosk.problems import Problem, Severity
from kiosk.yaml import reading
from kiosk.yaml.reading import read_yaml

FILE = "topics/10-start.yaml"


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With libyaml, and without it."""
    monkeypatch.setattr(reading, "LOADER", getattr(yaml, request.param))


def read(raw: bytes, file: str) -> tuple[reading.Yaml | None, tuple[Problem, ...]]:
    found = read_yaml(raw, file)
    return found.yaml, found.problems


def data(text: str | bytes) -> object:
    found, problems = read(text if isinstance(text, bytes) else text.encode(), FILE)
    assert found is not None, problems
    assert not problems
    return found.data


# -- what is right --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["no", "yes", "12:30", "0123", "1e3", "2026-11-23", "null", "~", ".inf", "0x1F", "<<", "="]
)
def test_whatever_is_written_stays_text(written: str) -> None:
    assert data(f"value: {written}\n") == {"value": written}


def test_a_name_with_nothing_after_it_has_the_value_none_and_an_empty_quote_is_a_text() -> None:
    assert data("a:\nb: ''\n") == {"a": None, "b": ""}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_files_of_any_system_are_read(mark: bytes, line_end: bytes) -> None:
    raw = mark + "a: ñandú\nb:\n  - c\n".replace("\n", line_end.decode()).encode()
    found, problems = read(raw, FILE)
    assert found
    assert not problems
    assert found.data == {"a": "ñandú", "b": ["c"]}
    assert found.place(("b", 0)) == (3, 5)


def test_letters_and_their_accents_are_joined() -> None:
    assert data("a: In\u0303es\n") == {"a": "Iñes"}


def test_every_value_and_every_name_knows_its_place() -> None:
    found, _ = read(b"# hello\ntitle: {en: A, es: B}\nslides:\n  - slide: x\n    points: [p]\n", FILE)
    assert found
    assert found.place(()) == (2, 1)
    assert found.place(("title", "es")) == (2, 20)
    assert found.name_place(("title", "es")) == (2, 16)
    assert found.place(("slides", 0)) == (4, 5)
    assert found.name_place(("slides", 0, "points")) == (5, 5)
    assert found.place(("slides", 0, "points", 0)) == (5, 14)


def test_a_place_that_is_not_there_is_that_of_the_block_around_it() -> None:
    found, _ = read(b"a:\n  b: c\n", FILE)
    assert found
    assert found.place(("a", "x", 3)) == (2, 3)
    assert found.name_place(("a", "x")) == (2, 3)


# -- what is wrong --------------------------------------------------------------------------------------------------

SLIPS = {
    "a tab for indent": ("a:\n\tb: c\n", (2, 1), "a tab"),
    "a tab further down": ("a:\n  - en: x\n\t  es: y\n", (3, 1), "a tab"),
    "a hard space for indent": ("a:\n  b: x\n\u00a0 c: y\n", (3, 1), "a hard space"),
    "no space after a colon": ("topic: a\ntitle:Hello\nslides: x\n", (2, 1), "no space after the colon of `title:`"),
    "no space after the last colon": ("topic: a\ntitle:Hello\n", (2, 1), "no space after the colon of `title:`"),
    "no space after a colon in a list": ("- en:Hello\n", (1, 3), "no space after the colon of `en:`"),
    "no space and a line after it": ("- en:Hello\n  es: Hola\n", (1, 3), "no space after the colon of `en:`"),
    "no space in braces": ("a: {en:Hello, es: Hola}\n", (1, 5), "no space after the colon of `en:`"),
    "no space after a dash": ("a:\n  -one\n", (2, 3), "no space after the dash"),
    "an unclosed quote": ('a: "hello\nb: c\n', (1, 4), "quote that opens here is not closed"),
    "an unclosed quote that meets the next": ('a: "hello\nb: "c"\n', (1, 4), "quote that opens here is not closed"),
    "an apostrophe in single quotes": ("a: 'it's fine'\nb: c\n", (1, 8), "apostrophe"),
    "text after a quote": ('a: "Hi" she said\nb: c\n', (1, 9), "goes on after its closing quote"),
    "a colon in a sentence": ("a: Note: bring a list\n", (1, 8), "There is a colon inside this text"),
    "a colon at the end": ("a: Bring this:\nb: c\n", (1, 14), "There is a colon inside this text"),
    "a colon in braces": ("a: {en: Note: x, es: y}\n", (1, 13), "There is a colon inside this text"),
    "a comma in braces": ("a: {en: Calm, warm, es: y}\n", (1, 15), "a comma ends a text"),
    "curly quotes around a comma": ("a: {en: “Calm, warm”, es: y}\n", (1, 16), "a comma ends a text"),
    "an item without its dash": ("a:\n  - b: 1\n    c: 2\n    b: 3\n    c: 4\n", (4, 5), "its dash is missing"),
    "a file pasted twice": ("a: 1\nb: 2\nc: 3\na: 1\nb: 2\nc: 3\n", (4, 1), "delete line 4 and all lines below it"),
    "a part pasted twice": ("a: 1\nb: 2\na: 1\nb: 2\nc: 3\n", (3, 1), "`c`, which stands there too"),
    "a notice behind its name and below it": ("a: b\nnotice: We rest\n  from: x\n", (2, 1), "a line of its own: `  text: We rest`"),
    "too far in": ("a: b\n  c: d\n", (2, 4), "does not line up"),
    "a little too far in": ("a:\n  - b: c\n     d: e\n", (3, 7), "does not line up"),
    "not far enough in": ("a:\n  - b: c\n  d: e\n", (3, 3), "does not line up"),
    "a dash out of line": ("a:\n  - b\n - c\n", (3, 2), "does not line up"),
    "a lost dash": ("a:\n    b: c\n    d: e\n  - b: c\n", (4, 3), "A list goes on here"),
    "a lost dash at the lines' own place": ("a:\n  b: c\n  d: e\n  - b: c\n", (4, 3), "A list goes on here"),
    "the first line further in": (" a: b\nc: d\n", (2, 1), "does not line up"),
    "no colon": ("a: b\ntitle\nc: d\n", (2, 1), "no colon after `title`"),
    "the first line has no colon": ("phone 404-555-1212\nhours: 9:00-17:00\n", (1, 1), "There is no colon after `phone`"),
    "the first line has colons in its value alone": ("hours 9:00-17:00\nphone: x\n", (1, 1), "There is no colon after `hours`"),
    "the last line has no colon": ("a: b\nhours 9:00-17:00\n", (2, 1), "a part of the text above it: it has no colon"),
    "a sentence on a line of its own": ("a: b\nand so on\nc: d\n", (2, 1), "neither `name: text` nor a part"),
    "bold at the beginning": ("a: **bold** x\n", (1, 4), "begins with *"),
    "emphasis at the beginning": ("a: *soon* we\n", (1, 4), "begins with *"),
    "a star at the beginning": ("a: *soon we\n", (1, 4), "begins with *"),
    "an alias": ("a: &x [1]\nb: *x\n", (2, 4), "begins with *"),
    "an ampersand": ("a: & co\n", (1, 4), "begins with &"),
    "an exclamation mark": ("a: !Hola amigo\n", (1, 4), "begins with !"),
    "an at sign": ("a: @clinic\n", (1, 4), "begins with @"),
    "a percent sign": ("a: %x\n", (1, 4), "begins with %"),
    "a backtick": ("a: `x`\n", (1, 4), "begins with `"),
    "a bracket": ("a: [Optional] bring it\nb: c\n", (1, 4), "begins with ["),
    "a greater-than sign": ("a: > 5 days\n", (1, 4), "begins with >"),
    "a question mark": ("a: ? b\n", (1, 4), "begins with ?"),
    "a dash and a text": ("a: - b\n", (1, 4), "begins with -"),
    "a comma": ("a: , b\n", (1, 4), "begins with ,"),
    "braces left open": ("a: {en: x, es: y\nb: c\n", (1, 4), "{ that opens here is not closed"),
    "brackets left open": ("a: [x, y\nb: c\n", (1, 4), "[ that opens here is not closed"),
    "one brace too many": ("a: {en: x}}\nb: c\n", (1, 11), "one } too many"),
    "a backslash": ('a: "C:\\path"\n', (1, 4), "backslash"),
    "a name twice": ("a: 1\nb: 2\na: 3\n", (3, 1), "second time; the first is in line 1"),
    "two documents": ("a: b\n---\nc: d\n", (2, 1), "three dashes"),
    "a list for a name": ("[a]: b\n", (1, 1), "one plain word"),
    "a bell": ("a: b\nc: x\x07y\n", (2, 5), "cannot be seen"),
    "an invisible line break": ("a: b\u2028c\n", (1, 5), "cannot be seen"),
    "a bell as an escape": ('a: b\nc: "x\\a"\n', (2, 4), "cannot be seen"),
    "letters turned round": ("a: b\nc: Help \u202e988\u202c\n", (2, 9), "right-to-left override (U+202E)"),
    "letters turned round by an escape": ('a: b\nc: "Help \\u202e988"\n', (2, 4), "right-to-left override (U+202E)"),
    "a digit struck through": ("a: b\nc: Call 911\u0336\n", (2, 12), "combining long stroke overlay (U+0336)"),
    "a number struck through by escapes": ('a: b\nc: "9\\u03388\\u03388\\u0338"\n', (2, 4), "combining long solidus overlay (U+0338)"),
    "a digit in a forbidding circle": ("a: b\nc: 988\u20e0\n", (2, 7), "combining enclosing circle backslash (U+20E0)"),
    "accents that reach into the line above": ("a: b\nc: Help" + "\u0305" * 4 + "\n", (2, 4), "more than 3 accents"),
    "a filler alone": ("a: b\nc: \u3164\n", (2, 4), "hangul filler (U+3164)"),
    "an invisible space before a line": ("a: b\n\u200bc: d\n", (2, 1), "zero width space (U+200B)"),
    "only a comment": ("# nothing yet\n", (1, 1), "says nothing"),
}


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(("text", "place", "words"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_explained_where_it_is(text: str, place: tuple[int, int], words: str) -> None:
    _, problems = read(text.encode(), FILE)
    told = {(problem.line, problem.column): problem for problem in problems if words in f"{problem.wrong} -> {problem.instead}"}
    assert told, problems
    line, column = min(told)
    assert line == place[0]
    assert abs(column - place[1]) <= (4 if "backslash" in words else 0)
    assert told[line, column].instead
    assert told[line, column].severity is Severity.ERROR


TURNING = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]
WITHOUT_INK = [0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x034F, 0x200B, 0x2060, 0x2061, 0xFEFF, 0x180E, 0xFFFC, 0xE0001, 0xE0039, 0xE007F]
NO_SIGNS = [0x07, 0x1B, 0x7F, 0x85, 0x9B, 0x2028, 0x2029, 0xFFF9, 0xE000, 0xF8FF, 0xF0000, 0x10FFFD, 0x0378, 0xE0080, 0xFFFE, 0x1FFFF]


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("sign", [*TURNING, *WITHOUT_INK, *NO_SIGNS], ids=hex)
@pytest.mark.parametrize("written", [chr, lambda sign: f"\\U{sign:08x}"], ids=["as it is", "as an escape"])
def test_no_text_holds_what_cannot_be_seen_or_turns_others_round(sign: int, written: Callable[[int], str]) -> None:
    found, problems = read(f'a: {{en: b, es: "Ayuda 9{written(sign)}88"}}\n'.encode(), FILE)
    assert [problem.severity for problem in problems] == [Severity.ERROR]
    assert f"U+{sign:04X}" in problems[0].wrong
    assert found is None or found.data == {"a": {"en": "b", "es": None}}


@pytest.mark.parametrize("text", ["9\u200d88", "cu\u200cre", "\u200d", "می \u200c", "9\ufe0088\ufe00\ufe01", " \ufe0f", "\ufe0f", "👁\u200dx"])
def test_joiners_and_forms_of_letters_stand_only_where_they_do_something(text: str) -> None:
    assert read(f'a: "{text}"\n'.encode(), FILE)[1]


@pytest.mark.parametrize(
    "text",
    [
        *("می\u200cخواهم", "क्\u200dष", "❤\ufe0f", "👩\u200d⚕\ufe0f", "葛\U000e0100", "\u0600١", "עזרה: 988"),
        *("ñ", "Ketam\u00adine", "10\u00a0000", "3\u202f%", "\u3000x"),
    ],
)
def test_what_a_script_needs_is_a_text(text: str) -> None:
    assert data(f'a: "{text}"\n') == {"a": text}


@pytest.mark.parametrize("text", ["title: “Hello”\n", "title: «Hola»\n"])
def test_curly_quotes_around_a_text_are_warned_of(text: str) -> None:
    found, problems = read(text.encode(), FILE)
    assert found
    assert [problem.severity for problem in problems] == [Severity.WARNING]


@pytest.mark.parametrize(("text", "place"), [("a: #ff0000\n", (1, 3)), ("a: We are #1 here\nb: c\n", (1, 10)), ("a: Door # 3 is ours\n", (1, 8)),
    ("- en: Ask # the team\n", (1, 10)), ("- {en: Ask # a\n  , es: b}\n", (1, 11))])  # fmt: skip
def test_a_text_cut_off_by_a_hash_is_warned_of(text: str, place: tuple[int, int]) -> None:
    _, problems = read(text.encode(), FILE)
    assert [problem.severity for problem in problems] == [Severity.WARNING]
    assert (problems[0].line, problems[0].column) == place


def test_notes_with_a_space_after_the_hash_are_notes() -> None:
    assert data("# one\na: b # two\nc: d#e  # three\n") == {"a": "b", "c": "d#e"}


def test_curly_quotes_inside_a_text_are_welcome() -> None:
    assert data("a: She said “yes” to it.\n") == {"a": "She said “yes” to it."}


def test_after_a_slip_that_can_be_stepped_over_the_rest_is_still_read() -> None:
    found, problems = read(b"a: 1\na: 2\nb: !x y\nc: {d: e, f}\n", FILE)
    assert found
    assert found.data == {"a": "1", "b": "y", "c": {"d": "e"}}
    assert sorted(problem.line for problem in problems) == [2, 3, 4]


# -- what is no text at all -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("a: ñ\n".encode("utf-16"), "UTF-16"),
        (b"{\\rtf1\\ansi a: b}", "word processor"),
        ("a: ñ\n".encode("utf-16-le"), "UTF-16"),
        ("a: b\n".encode("utf-16-be"), "UTF-16"),
        (b"PK\x03\x04\x00\x01\x02 document", "document of a word processor"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 document", "document of a word processor"),
        (b"topic: a\0b", "not a text file"),
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"a: " + b"x" * reading.MOST_BYTES, "larger than"),
    ],
)
def test_what_is_no_text_is_refused_in_plain_words(raw: bytes, words: str) -> None:
    found, problems = read(raw, FILE)
    assert found is None
    assert [words in problem.wrong for problem in problems] == [True]
    assert problems[0].instead


def test_a_file_of_an_old_encoding_is_told_with_the_first_letter_that_gives_it_away() -> None:
    _, problems = read("title: Hola\nes: Su infusión\n".encode("cp1252"), FILE)
    assert (problems[0].line, problems[0].column) == (2, 14)
    assert "Windows-1252" in problems[0].wrong
    assert "`ó`" in problems[0].wrong
    assert "UTF-8" in problems[0].instead


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "{a: " * 5000, "- " * 5000, "? " * 5000, "a:\n" + "".join(f"{' ' * n}- \n" for n in range(1, 60))],
)
def test_what_lies_too_deep_is_refused(text: str) -> None:
    found, problems = read(text.encode(), FILE)
    assert found is None
    assert ["one another" in problem.wrong for problem in problems] == [True]


def test_an_alias_bomb_stays_small() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{n}: &{n} [{','.join(['*' + p] * 9)}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    found, problems = read(bomb.encode(), FILE)
    assert found
    assert len(found.values) < 200
    assert 1 < len(problems) <= reading.MOST_PROBLEMS


def test_problems_of_one_file_are_not_told_without_end() -> None:
    _, problems = read(b"- !x y\n" * 1000, FILE)
    assert len(problems) == reading.MOST_PROBLEMS


# -- anything -------------------------------------------------------------------------------------------------------

YAMLISH = st.text(st.sampled_from(list("ab:-? \n\t\"'{}[],*&!|>#%@`~é“\\0x")), max_size=80)


@settings(max_examples=500)
@given(YAMLISH, st.sampled_from(["CSafeLoader", "SafeLoader"]))
def test_any_text_gives_data_or_a_problem_at_a_line_it_has(text: str, loader: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "LOADER", getattr(yaml, loader))
        found, problems = read(text.encode(), FILE)
    assert found is not None or problems
    for problem in problems:
        assert 0 <= problem.line <= text.count("\n") + 1
        assert problem.column >= (1 if problem.line else 0)
        assert problem.wrong
        assert problem.instead


@settings(max_examples=300)
@given(st.binary(max_size=60))
def test_any_bytes_give_data_or_a_problem(raw: bytes) -> None:
    found, problems = read(raw, FILE)
    assert found is not None or problems


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a" + "\u0301" * 200_000, "letters"),
        ("a" + "\u0301\u0327" * 40, "accents"),
        ('"a' + "\\u0301" * 40 + '"', "accents"),
        ("%TAG ! tag:x\n---\na", "begins with %"),
    ],
)
def test_what_would_hold_the_program_up_is_refused_at_its_line(text: str, told: str) -> None:
    found, problems = read((text if text.startswith("%") else f"title: {text}").encode(), "x.yaml")
    assert any(told in problem.wrong for problem in problems), problems
    assert found is None or found.data == {"title": None}


LONG_LINES = [
    ("    x: {a", ",", " b"), ("    x: {en: a: ", " ", "{b"), ("    x: {en: ", ":", " {b"), ("    x: {en: ", ": a", " {b"), ("    ", "- ", "x {"),
    ("", " ", "x{"), ("", "a", " {"), ("    x: [", "a", "] b"), ('    x: "', 'a" ', ""), ("    x: a\t", "\t", '"'), ("    x: a", " ", "#a ["),
    ("  - slide: x {", "withdrawn ", "{"), ("  - slide", " ", "x ["), ("", "<", ""), ("    x: !", "!", " ["), ("    x: {a: b, ", "{c: ", "d"),
]  # fmt: skip


@pytest.mark.parametrize("line", LONG_LINES, ids=repr)
def test_no_line_costs_more_than_its_length(line: tuple[str, str, str]) -> None:
    before, again, after = line
    run = lambda length: f"topic: a\nslides:\n{before}{again * (length // len(again))}{after}\n"  # noqa: E731
    assert not growth.is_more_than_linear(lambda text: read_yaml(text.encode(), FILE), run)
    assert not growth.is_more_than_linear(lambda text: list(wishes(text.encode(), None)), run)
