"""What somebody is at, found again after somebody else wrote in the same file; what cannot be told for certain is not taken for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.edits.whereabouts import way_after
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import Plain

A: Plain = {"slide": "a", "title": "A", "points": [{"en": "One", "es": "Uno"}, {"en": "Two", "es": "Dos"}, {"en": "Three", "es": "Tres"}]}
B: Plain = {"slide": "b", "title": "B", "picture": {"file": "b.svg", "says": "A bee"}}
NEW: Plain = {"slide": "new", "title": "N"}


def topic(*slides: Plain) -> Plain:
    return {"slides": list(slides)}


def points(*there: Plain) -> Plain:
    return topic({"slide": "a", "title": "A", "points": list(there)})


ONE: Plain = {"en": "One", "es": "Uno"}
TWO: Plain = {"en": "Two", "es": "Dos"}
THREE: Plain = {"en": "Three", "es": "Tres"}


@pytest.mark.parametrize(
    ("before", "way", "after", "there"),
    [
        (topic(A, B), ("slides", 1, "title"), topic(NEW, A, B), ("slides", 2, "title")),
        (topic(A, B), ("slides", 1, "picture", "says"), topic(B), ("slides", 0, "picture", "says")),
        (topic(A, B), ("slides", 1, "title"), topic(A), None),
        (topic(A, B), ("slides", 1, "title"), topic(A, B, B), None),
        (topic(A, B), ("slides", 1, "picture", "says"), topic(A, {"slide": "b", "title": "B"}), None),
        (points(ONE, TWO), ("slides", 0, "points", 1), points(NEW, ONE, TWO), ("slides", 0, "points", 2)),
        (points(ONE, TWO), ("slides", 0, "points", 1), points(ONE), None),
        (points(ONE, TWO), ("slides", 0, "points", 1), points(ONE, {"en": "Two", "es": "¡Dos!"}), ("slides", 0, "points", 1)),
        (points(ONE, TWO), ("slides", 0, "points", 1), points(ONE, THREE), None),
        (points(ONE, {"icon": "pill", "en": "Two"}), ("slides", 0, "points", 1), points(ONE, {"icon": "pill", "en": "Else"}), None),
        (points(ONE, "plain"), ("slides", 0, "points", 1), points(ONE, "other"), None),
        (points(ONE, TWO, ONE), ("slides", 0, "points", 2), points(TWO, ONE), ("slides", 0, "points", 1)),
        ({"title": "A"}, ("title",), {"title": "B"}, ("title",)),
        ({"title": "A"}, ("owner",), {"title": "B"}, ("owner",)),
        ({"title": "A"}, ("title",), ["A"], None),
        (topic(A), ("slides", 7, "title"), topic(A), None),
        (topic(A), (), topic(B), ()),
    ],
)
def test_it_is_found_by_its_name_or_its_words_or_not_at_all(before: Plain, way: KeyPath, after: Plain, there: KeyPath | None) -> None:
    assert way_after(way, before, after) == there


WORDS = st.sampled_from(["a", "b", "c"])
SLIDES = st.lists(WORDS.flatmap(lambda name: st.fixed_dictionaries({"slide": st.just(name), "points": st.lists(WORDS, max_size=3)})), max_size=4)


@given(before=SLIDES, after=SLIDES, slide=st.integers(0, 3), point=st.integers(0, 2))
def test_nothing_is_taken_for_something_else(before: list[dict[str, Plain]], after: list[dict[str, Plain]], slide: int, point: int) -> None:
    way = "slides", slide, "points", point
    one: Plain = {"slides": [*before]}
    found = way_after(way, one, {"slides": [*after]})
    if found is None:
        return
    was, now = before[slide], after[int(found[1])]
    assert was["slide"] == now["slide"]
    assert was["points"][point] == now["points"][int(found[3])]  # type: ignore[index,call-overload]
    if len({each["slide"] for each in before}) == len(before):
        assert way_after(way, one, one) == way
