"""What the clinic fills in at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import TODAY
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.model.facts import FILLED_IN
from kiosk.staff.content.clinic_facts import closed_day, facts, notice
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
    told = notice({"notice": "Closed"}, BOTH)
    assert [box["words"] for box in told["texts"]] == ["Closed", ""]
    assert told["there"]
    assert not notice({}, BOTH)["there"]


@given(st.dictionaries(st.sampled_from([*FILLED_IN, "notice"]), ANYTHING))
def test_whatever_a_colleague_wrote_the_boxes_have_words(clinic: dict[str, Any]) -> None:
    boxes = [box for each in (*facts(clinic, FILLED_IN, BOTH), notice(clinic, BOTH)) for box in each["texts"]]
    assert all(isinstance(box["words"], str) for box in boxes)
    told = notice(clinic, BOTH)
    assert all(isinstance(words, str) for words in (told["from"], told["until"], *told["days"].values()))


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
