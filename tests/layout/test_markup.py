"""The two marks that content may use, and the hard words in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.model.deck import Text, Word
from kiosk.layout.hard_words import WordFinder
from kiosk.layout.markup import Span, as_shown, read_marks


@pytest.mark.parametrize(
    ("written", "plain", "spans"),
    [
        ("plain", "plain", ()),
        ("a **bold** word", "a bold word", (Span(2, 6, bold=True),)),
        ("*so* and **so**", "so and so", (Span(0, 2, italic=True), Span(7, 9, bold=True))),
        ("2 * 3", "2 * 3", ()),
        ("**open", "**open", ()),
    ],
)
def test_marks_are_read_and_stars_that_pair_with_none_stay(written: str, plain: str, spans: tuple[Span, ...]) -> None:
    marked = read_marks(written)
    assert (marked.plain, marked.spans) == (plain, spans)


@given(st.text(alphabet="ab* ", max_size=40))
def test_spans_lie_inside_the_text_and_apart(written: str) -> None:
    marked = read_marks(written)
    assert all(0 <= span.start < span.end <= len(marked.plain) for span in marked.spans)
    assert all(one.end <= other.start for one, other in zip(marked.spans, marked.spans[1:], strict=False))


def word(name: str, *forms: str) -> Word:
    return Word(name, (("en", forms),), Text(), Text())


WORDS = [word("iv", "IV"), word("infusion", "infusion", "infusions"), word("iv-infusion", "IV infusion")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An IV infusion takes an hour.", ["iv-infusion"]),
        ("An iv and two infusions.", ["iv", "infusion"]),
        ("The infusion, then another infusion.", ["infusion"]),
        ("Driving and livid.", []),
        ("", []),
    ],
)
def test_hard_words_are_found_once_whole_and_the_longest_first(text: str, found: list[str]) -> None:
    places = WordFinder(WORDS, "en")(text, set())
    assert [name for _, _, name in places] == found


def test_a_word_found_before_is_not_marked_again() -> None:
    seen: set[str] = set()
    find = WordFinder(WORDS, "en")
    assert find("infusion", seen)
    assert not find("infusion", seen)


def test_another_language_has_words_of_its_own() -> None:
    assert WordFinder(WORDS, "es")("infusion", set()) == ()


@pytest.mark.parametrize("written", ["the infu\xadsion runs", "the in\xadfu\xadsion", "the infusion"])
def test_a_place_for_a_hyphen_hides_no_hard_word(written: str) -> None:
    ((start, end, word),) = WordFinder(WORDS, "en")(written, set())
    assert (written[start:end].replace("\xad", ""), word) == ("infusion", "infusion")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("5\u202fmg  a\t day", "5 mg a day"),
        ("5\u2007mg", "5 mg"),
        (" **reha\xadbili**\xadtation ", "rehabilitation"),
        ("a\u2009b", "a b"),
    ],
)
def test_what_is_read_from_the_screen(written: str, shown: str) -> None:
    assert as_shown(written) == shown
