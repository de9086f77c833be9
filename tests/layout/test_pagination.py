"""Parts into pages: nothing cut, nothing lost. No Qt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.layout.pagination import Part, balanced, flow, lonely
from kiosk.layout.typeset import Line, SetText


def paragraph(name: str, lines: int, pitch: float = 10.0, title: int = 0) -> Part:
    def text(word: str, count: int) -> SetText:
        return SetText(tuple(Line(f"{word}{number}", f"{word}{number}", 50.0) for number in range(count)), pitch, 8.0)

    return Part(text(name, lines), text(f"{name}-title", title))


def test_parts_that_fit_stand_on_one_page_with_a_gap_between() -> None:
    (page,) = flow([paragraph("a", 2), paragraph("b", 1)], 100, 5)
    assert [part.top for part in page] == [0.0, 25.0]


def test_pages_are_filled_evenly() -> None:
    pages = flow([paragraph(name, 2) for name in "abcde"], 110, 5)
    assert [len(page) for page in pages] == [3, 2]


def test_a_part_taller_than_a_page_goes_on_to_the_next_with_its_title_said_once() -> None:
    pages = flow([paragraph("long", 9, title=1)], 40, 5)
    parts = [part for page in pages for part in page]
    assert [len(part.title.lines) for part in parts] == [1, 0, 0]
    assert sum(len(part.text.lines) for part in parts) == 9


def test_a_part_taller_than_a_page_begins_under_the_one_above() -> None:
    pages = flow([paragraph("first", 2), paragraph("long", 6)], 55, 5)
    assert [[len(part.text.lines) for part in page] for page in pages] == [[2, 2], [4]]


def test_a_title_taller_than_a_page_goes_on_too_and_keeps_a_line_of_its_text() -> None:
    pages = flow([paragraph("long", 3, title=4)], 40, 5)
    assert [[(len(part.title.lines), len(part.text.lines)) for part in page] for page in pages] == [[(3, 0)], [(1, 3)]]


def test_a_title_that_a_page_has_room_for_is_never_parted() -> None:
    pages = flow([paragraph("first", 2), paragraph("long", 5, title=3)], 60, 5)
    assert [[len(part.title.lines) for part in page] for page in pages] == [[0], [3], [0]]
    assert pages[1][0].text.lines


def test_a_line_is_left_alone_only_where_it_spares_a_page() -> None:
    lost = flow([paragraph("long", 4)], 30, 5)
    spared = flow([paragraph("long", 4), paragraph("next", 2)], 36, 5)
    assert [[len(part.text.lines) for part in page] for page in lost] == [[2], [2]]
    assert [[len(part.text.lines) for part in page] for page in spared] == [[3], [1, 2]]


def test_a_part_taller_than_a_page_is_cut_between_its_sentences() -> None:
    sentences = tuple(paragraph(f"s{number}-", lines).text for number, lines in enumerate((2, 3, 2, 7)))
    pages = flow([replace(paragraph("long", 13, title=1), sentences=sentences), paragraph("next", 1)], 60, 5)
    stand = [[(part.title.plain, part.text.plain, part.top) for part in page] for page in pages]
    assert stand == [
        [("long-title0", "s0-0 s0-1", 0.0), ("", "s1-0 s1-1 s1-2", 30.0)],
        [("", "s2-0 s2-1", 0.0), ("", "s3-0 s3-1 s3-2 s3-3", 20.0)],
        [("", "s3-4 s3-5 s3-6", 0.0), ("", "next0", 35.0)],
    ]


def test_a_benefit_brings_a_limit_or_a_risk_along_to_its_page() -> None:
    makes = ("claim", "benefit", "claim", "benefit", "limit", "risk")
    parts = [replace(paragraph(name, 2), makes=each) for name, each in zip("abcdef", makes, strict=True)]
    assert list(map(lonely, flow(parts, 75, 5))) == [True, False]
    pages = balanced(parts, 75, 5)
    assert [[part.makes for part in page] for page in pages] == [["claim", "benefit", "limit"], ["claim", "benefit", "risk"]]
    assert balanced(parts[:3], 50, 5) == flow(parts[:3], 50, 5)


def test_nothing_makes_no_page() -> None:
    assert flow([], 100, 5) == []


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 9)), min_size=1, max_size=12), st.floats(40, 400), st.floats(0, 20))
def test_every_line_is_on_a_page_once_in_order_and_no_page_is_too_full(
    shapes: list[tuple[int, int]], room: float, gap: float
) -> None:
    parts = [paragraph(f"p{number}x", lines, title=title) for number, (lines, title) in enumerate(shapes)]
    pages = flow(parts, room, gap)
    shown = [line.plain for page in pages for part in page for line in (*part.title.lines, *part.text.lines)]
    assert shown == [line.plain for part in parts for line in (*part.title.lines, *part.text.lines)]
    assert all(part.top + part.height <= room + 0.01 for page in pages for part in page)
    assert all(pages)
    assert sum(part in parts for page in pages for part in [replace(part, top=0.0) for part in page]) >= sum(part.height <= room for part in parts)


def test_a_benefit_keeps_its_limit_on_a_page_that_holds_both() -> None:
    parts = [replace(paragraph(each, 3), makes=each) for each in ("claim", "benefit", "limit")]
    assert any(map(lonely, flow(parts, 70, 5)))
    assert [[part.makes for part in page] for page in balanced(parts, 70, 5)] == [["claim"], ["benefit", "limit"]]


def test_a_limit_is_said_again_where_there_are_more_benefits() -> None:
    parts = [replace(paragraph(each, 3), makes=each) for each in ("benefit", "benefit", "limit")]
    assert [[part.makes for part in page] for page in balanced(parts, 70, 5)] == [["benefit", "limit"]] * 2
