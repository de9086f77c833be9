"""What belongs to the item that is chosen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import sample
from kiosk.content.edits.drafts import Drafts
from kiosk.content.edits.outline import Spot
from kiosk.content.edits.session import Session
from kiosk.staff.content.chosen_item import of_item

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["limit", "pill", "no"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["file", "from", "until", "points"]), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("chosen")
    return Session(sample.write(folder / "content"), Drafts(folder / "drafts"))


def topic(session: Session) -> str:
    return session.reading.topics[0].name


def shown(session: Session, *way: str | int) -> dict[str, Any]:
    return of_item(Spot(topic(session), way), session, lambda name: {"picture_url": f"file:{name}" if name else ""})


def test_a_topic_and_a_slide_have_their_own_boxes(session: Session) -> None:
    of_topic, of_slide = shown(session, "title"), shown(session, "slides", 0, "title")
    assert (of_topic["topic"], of_topic["slide"], of_slide["topic"], of_slide["slide"]) == (True, False, False, True)
    assert set(of_topic["keeping"]) == {"owner", "checked", "review_by"}
    assert not of_slide["item"]


@given(name=st.sampled_from(["makes", "sources", "icon", "show", "picture", "points", "withdraw"]), value=ANYTHING, inner=st.booleans())
def test_whatever_a_colleague_wrote_there_is_something_to_show(session: Session, name: str, value: Any, inner: bool) -> None:
    file, slide, point = topic(session), ("slides", 0), ("slides", 0, "points", 0)
    item: dict[str, Any] = {"en": "We explain it."}
    page: dict[str, Any] = {"slide": "one", "points": [item]}
    (item if inner else page)[name] = value
    session.change(file, lambda _: json.dumps({"topic": "infusion", "slides": [page]}).encode())
    try:
        for way in ((*slide, "title"), (*point, "en")):
            told = shown(session, *way)
            assert all(isinstance(told.get(each, ""), str) for each in ("makes", "icon", "picture_file", "from", "until"))
    finally:
        session.undo()


def test_of_a_file_that_cannot_be_read_there_is_nothing(session: Session) -> None:
    session.change(topic(session), lambda raw: raw + b"[")
    assert shown(session, "slides", 0, "title") == {"item": False, "slide": False, "says": False}
    session.undo()
