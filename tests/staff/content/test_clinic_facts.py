"""What the clinic fills in at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import TODAY
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.model.deck import NOTICES, Show
from kiosk.content.model.facts import FILLED_IN
from kiosk.content.model.schedule import next_day, shows_on
from kiosk.content.reading.folder import CLINIC, read_any
from kiosk.staff.content.clinic_facts import closed_day, facts, missing, notices, refused, seen_when
from kiosk.yaml.writing import NotWrittenError, value_at

BOTH = ("en", "es")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["en", "es", "text", "from", "until"]), inner, max_size=3),
    max_leaves=6,
)


def test_a_fact_has_a_box_for_each_language_or_one_for_all() -> None:
    phone, parking, hours = facts({"phone": "706 555", "parking": {"es": "En el patio"}}, ("phone", "parking", "hours"), BOTH)
    assert [(box["language"], box["words"]) for box in phone["texts"]] == [("", "706 555")]
    assert [(box["language"], box["words"]) for box in parking["texts"]] == [("en", ""), ("es", "En el patio")]
    assert (phone["missing"], hours["missing"]) == (False, True)
    assert "8:00" in hours["example"]


def test_a_plain_notice_is_in_the_first_language() -> None:
    told = notices({"notice": "Closed"}, None, BOTH, TODAY)
    assert [box["words"] for box in told["notice"]["texts"]] == ["Closed", ""]
    assert [told[name]["there"] for name in NOTICES] == [True, False]


NEVER = "Visitors never see it: none of its days of the week lies between its first and its last day."
OVER = "It was over on Sunday, November 22, so visitors do not see it. Write another last day, or take it down."
SEEN = {
    "always": (Show(), "Visitors see it until it is taken down."),
    "until today": (Show(until=TODAY), "Visitors see it today."),
    "until another day": (Show(until=date(2026, 12, 24)), "Visitors see it until Thursday, December 24."),
    "until another year": (Show(until=date(2027, 1, 7)), "Visitors see it until Thursday, January 7, 2027."),
    "not yet": (Show(begin=date(2026, 12, 17), until=date(2026, 12, 24)), "Visitors see it from Thursday, December 17."),
    "not today": (Show(days=(3,)), "Visitors see it from Thursday, November 26."),
    "over": (Show(until=date(2026, 11, 22)), OVER),
    "never": (Show(begin=TODAY, until=TODAY, days=(3,)), NEVER),
    "at the end of all days": (Show(begin=date.max, days=(0,)), NEVER),
}  # fmt: skip


@pytest.mark.parametrize(("show", "expected"), SEEN.values(), ids=SEEN.keys())
def test_when_visitors_see_it_is_said_in_words(show: Show, expected: str) -> None:
    assert seen_when(show, TODAY) == expected


DAY = st.none() | st.dates()


@given(st.dates(), st.builds(Show, begin=DAY, until=DAY, days=st.lists(st.integers(0, 6), max_size=3).map(tuple)))
def test_a_notice_is_seen_from_the_first_of_its_days_on(today: date, show: Show) -> None:
    first = next_day(show, today)
    assert first is None or (first >= today and shows_on(show, first))
    assert (first == today) == shows_on(show, today)
    soon = range(today.toordinal(), min(today.toordinal() + 30, date.max.toordinal()))
    assert first or not any(shows_on(show, date.fromordinal(day)) for day in soon)
    assert seen_when(show, today).endswith(".")


@given(st.dictionaries(st.sampled_from([*FILLED_IN, *NOTICES]), ANYTHING))
def test_whatever_a_colleague_wrote_the_boxes_have_words(clinic: dict[str, Any]) -> None:
    told = notices(clinic, None, BOTH, TODAY).values()
    boxes = [box for each in (*facts(clinic, FILLED_IN, BOTH), *told) for box in each["texts"]]
    assert all(isinstance(box["words"], str) for box in boxes)
    assert all(isinstance(words, str) for each in told for words in (each["from"], each["until"], *each["days"].values()))


def closed(**told: str) -> dict[str, str]:
    return {"from": "", "until": "2026-12-26", "en": "Closed", "es": "Cerrado", **told}


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ({"until": ""}, "Write the last closed day"), ({"until": "soon"}, "not a day"), ({"until": "2020-01-01"}, "has passed"),
        ({"from": "2026-12-27"}, "before the first one"), ({"es": " "}, "in Spanish, too"), ({"en": "", "es": ""}, "in English and Spanish, too"),
    ],
)  # fmt: skip
def test_a_closed_day_is_refused_with_its_cure(told: dict[str, str], refused: str) -> None:
    with pytest.raises(NotWrittenError, match=refused):
        closed_day(closed(**told), BOTH, TODAY)


def test_a_closed_day_becomes_the_notice() -> None:
    raw = closed_day(closed(), BOTH, TODAY)(b"name: Us\n")
    assert value_at(raw, ("notice", "text")) == {"en": "Closed", "es": "Cerrado"}
    assert date.fromisoformat(str(value_at(raw, ("notice", "until")))) == date(2026, 12, 26)


@pytest.mark.parametrize(
    ("line", "wrong", "instead"),
    [
        ("phone: (555) 010-0199", "After the area code comes 010, and no number goes on with 0 there.", "such as (706) 555-0123;"),
        ("phone: (055) 210-0199", "It begins with 055, and no area code begins with 0.", "such as (706) 555-0123;"),
        ("phone: 706 555", "It has 6 digits, and a number has 10.", "such as (706) 555-0123;"),
        ("phone: +49 1", "`+49 1` is not a phone number.", "begins with +."),
        ("after_hours: call us", "It has no digits.", "such as (706) 555-0123;"),
        ("hours: always", "`always` is not understood among the hours.", "such as Mon-Fri 8:00-18:00"),
        (f"website: {'x' * 90}", "too long", "under 80"),
        (f"price: {'x' * 9000}", "too long", "under 1500"),
        (f"parking: {{en: {'x' * 9000}}}", "too long", "under 1500"),
    ],
)
def test_a_fact_that_is_refused_says_why_below_its_field_and_is_still_missing(line: str, wrong: str, instead: str) -> None:
    raw = f"name: Ours\nmark: clinic-mark.svg\n{line}\naddress: Here 1\n".encode()
    file, name = read_any(raw, CLINIC, BOTH), line.partition(":")[0]
    assert list(refused(file)) == [name]
    shown, address = facts({name: line.partition(": ")[2], "address": "Here 1"}, (name, "address"), BOTH, refused(file))
    (told,) = shown["texts"][0]["never"]
    assert wrong in told["wrong"]
    assert instead in told["instead"]
    assert "`" not in told["instead"]
    assert not any(text["never"] for text in address["texts"])
    assert name in missing(file)
    assert "address" not in missing(file)
