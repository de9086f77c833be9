"""What belongs to the item that is chosen at the desk, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from kiosk.content.edits import changes
from kiosk.content.edits.outline import Spot
from kiosk.content.edits.session import Session
from kiosk.content.model.deck import Makes
from kiosk.content.reading.folder import QUESTIONS
from kiosk.content.reading.format import LISTS, Block, Point, kind_of
from kiosk.content.reading.result import TOPICS
from kiosk.staff.content.boxes import in_words
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.writing import NotWrittenError, value_at

MAKES = {"Just practical": None, "Fact": Makes.CLAIM, "Benefit": Makes.BENEFIT, "Limit": Makes.LIMIT, "Risk": Makes.RISK}


def is_topic(file: str) -> bool:
    """Whether a file of this name is a topic."""
    return file.startswith(f"{TOPICS}/")


def question_of(spot: Spot) -> KeyPath:
    """The way to the question that a place belongs to; empty where it belongs to none."""
    return spot.way[:3] if spot.file == QUESTIONS and spot.way[1:2] == ("questions",) else ()


def _is_point(name: str) -> bool:
    """Whether an item of a list of this name can say something medical, and has an icon and sources."""
    return issubclass(LISTS.get(name, Block), Point)


def _named(value: object) -> dict[str, Any]:
    """The names of an item with what they say; none where a colleague made a mistake, and it is something else."""
    return value if isinstance(value, dict) else {}


def of_item(chosen: Spot, session: Session, pictured: Callable[[str], dict[str, str]]) -> dict[str, Any]:
    """As the window shows it; `pictured` tells where a picture of this name can be loaded from."""
    raw = session.raw(chosen.file)
    item = changes.item_of(chosen.way)
    says = len(item) > 1 and _is_point(str(item[-2])) and (is_topic(chosen.file) or chosen.file == QUESTIONS)
    slide = chosen.way[:2] if chosen.way[:1] == ("slides",) else ()
    with suppress(NotWrittenError):
        there = _named(value_at(raw, item) if item else None)
        topic = is_topic(chosen.file) and chosen.way == ("title",)
        page = _named(value_at(raw, slide) if slide or topic else None)
        show, picture = _named(page.get("show")), page.get("picture")
        picture_file = picture if isinstance(picture, str) else str(_named(picture).get("file") or "")
        names = {source.id: source.cite for source in session.reading.sources.value or ()}
        mine = [each for each in there["sources"] if isinstance(each, str)] if isinstance(there.get("sources"), list) else []
        answer = _named(value_at(raw, question_of(chosen))) if question_of(chosen) else None
        return {
            "keeping": {name: str(page.get(name) or "") for name in ("owner", "checked", "review_by")} if topic else {}, "topic": topic,
            "only_topic": len(session.reading.topics) < 2,
            "item": bool(item) and not changes.is_slide(item), "slide": bool(slide), "says": says, "hidden": page.get("withdraw") == "yes",
            "makes": next((name for name, value in MAKES.items() if value == there.get("makes")), "") if says else "",
            "sources": [{"name": name, "cite": names.get(name, name)} for name in mine] if says else [],
            "icon": str(there.get("icon") or ""), "can_icon": says or bool(there.get("icon")),
            "picture_file": picture_file, **pictured(picture_file),
            "from": str(show.get("from") or ""), "until": str(show.get("until") or ""),
            "days": {end: in_words(show.get(end)) for end in ("from", "until")},
            "unanswered": answer is not None and not answer.get("points"),
            "no_points": bool(slide) and not page.get("points") and kind_of(page) == "points" and "sources" not in page,
        }
    return {"item": False, "slide": False, "says": False}
