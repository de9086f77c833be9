"""Groups of options: every one placed, none on another, none outside, whatever the words and the room. No Qt."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.layout.measures import Measures, Screen
from kiosk.layout.options import Group, Option, choice_pages
from kiosk.layout.typeset import Line, SetText, Style

WORDS = st.text(alphabet="abcdefgh", min_size=1, max_size=14)
OPTIONS = st.lists(st.builds(lambda label: Option(f"x:{label}", label), WORDS), min_size=1, max_size=6).map(tuple)
GROUPS = st.lists(st.builds(Group, WORDS, OPTIONS), min_size=1, max_size=8)


def typesetter(text: str, style: Style, width: float, words: tuple[tuple[int, int, str], ...] = ()) -> SetText:
    """Every letter is half as wide as the font is tall; nothing breaks."""
    return SetText((Line(text, text, len(text) * style.px * 0.5),), style.px * style.leading, style.px)


@settings(max_examples=80)
@given(GROUPS, st.floats(900, 2400), st.floats(300, 1200), st.sampled_from(["normal", "largest"]))
def test_every_option_has_a_place_of_its_own(groups: list[Group], width: float, height: float, size: str) -> None:
    measures = Measures(Screen(1920, 1080, 4.03), size)
    pages = choice_pages(groups, measures, width, height, typesetter)
    placed = [option for page in pages for group in page for option in group.options]
    assert [each.option for each in placed] == [option for group in groups for option in group.options]
    for page in pages:
        boxes = [option.box for group in page for option in group.options]
        assert all(box.left >= -0.01 and box.left + box.width <= width + 0.01 for box in boxes)
        assert len(page) == 1 or max(box.bottom for box in boxes) <= height + 0.01 or len({group.box.top for group in page}) == 1
        for one, other in combinations(boxes, 2):
            apart = one.left + one.width <= other.left + 0.01 or other.left + other.width <= one.left + 0.01
            assert apart or one.bottom <= other.top + 0.01 or other.bottom <= one.top + 0.01


def test_two_short_pairs_share_a_line_and_long_words_get_one_of_their_own() -> None:
    measures = Measures(Screen(1920, 1080, 4.03))
    pairs = [Group("one", (Option("a:1", "yes"), Option("a:2", "no"))), Group("two", (Option("b:1", "yes"), Option("b:2", "no")))]
    (page,) = choice_pages(pairs, measures, 900, 900, typesetter)
    assert page[0].options[0].box.top == page[1].options[0].box.top
    long = [Group("one", (Option("a:1", "a very long word indeed"), Option("a:2", "no")))] * 2
    (page,) = choice_pages(long, measures, 900, 900, typesetter)
    assert page[0].options[0].box.top < page[1].options[0].box.top
