"""What a button of the desk does with the chosen item: which change of its file that is, and what is chosen then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from kiosk.content.edits import changes
from kiosk.content.edits.outline import Spot
from kiosk.content.edits.session import Session
from kiosk.settings.hours_grammar import Meant, day_in_words, read_day
from kiosk.staff.content import boxes
from kiosk.staff.content.chosen_item import MAKES, is_topic, question_of
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.writing import NotWrittenError, value_at


class Deed(Struct, frozen=True):
    """A change of the file in hand, and the way to what is chosen after it."""

    change: changes.Change
    way: KeyPath = ()


def done_with(spot: Spot, deed: str, session: Session) -> Deed | None:
    """Where items are added, copied, moved or taken out; None for what is no such deed. May raise NotWrittenError, LookupError."""
    item, languages = changes.item_of(spot.way), session.languages
    slide = slide_of(spot)
    match deed:
        case "add-slide" if not slide and is_topic(spot.file):
            last: KeyPath = ("slides", len(value_at(session.raw(spot.file), ("slides",))) - 1)
            return Deed(changes.added(last, languages), (*_beside(last, 1), "title"))
        case "up" | "down":
            by = -1 if deed == "up" else 1
            return Deed(changes.moved(item, by), (*_beside(item, by), *spot.way[len(item) :]))
        case "slide-up" | "slide-down":
            by = -1 if deed == "slide-up" else 1
            return Deed(changes.moved(slide, by), (*_beside(slide, by), *spot.way[2:]))
        case "copy":
            return Deed(changes.copied(item), (*_beside(item, 1), *spot.way[len(item) :]))
        case "copy-slide":
            return Deed(changes.copied(slide), (*_beside(slide, 1), "title"))
        case "add":
            return Deed(changes.added(item, languages), _beside(item, 1))
        case "add-slide":
            return Deed(changes.added(slide, languages), (*_beside(slide, 1), "title"))
        case "add-point":
            whole = slide or question_of(spot)
            return Deed(changes.begun(whole, languages), (*whole, "points", 0))
        case "delete" | "delete-slide":
            gone = item if deed == "delete" else slide
            return Deed(changes.deleted(gone), gone)
    return None


def said_of(spot: Spot, deed: str, value: str, session: Session, today: date, *, shown: Mapping[str, Any]) -> Deed | None:
    """What is said about the item, as the window has `shown` it; None for what is no such deed. May raise NotWrittenError, LookupError."""
    item, slide = changes.item_of(spot.way), slide_of(spot)
    match deed:
        case "hide" | "show":
            return Deed(changes.hidden(slide, hide=deed == "hide"), spot.way)
        case "show-topic":
            return Deed(changes.hidden((), hide=False), spot.way)
        case "owner":
            return Deed(changes.marked((), deed, value.strip()), spot.way)
        case "checked" | "review_by":
            day = boxes.day(value.strip(), today, Meant.PASSED if deed == "checked" else Meant.NEXT)
            _refuse_out_of_order(deed, day, shown.get("keeping", {}).get("checked", ""), today)
            return Deed(changes.marked((), deed, day.isoformat() if day else ""), spot.way)
        case "picture" if not slide:
            return Deed(changes.marked((), "picture", value), spot.way)
        case "from" | "until":
            days = {"from": shown.get("from", ""), "until": shown.get("until", "")} | {deed: value.strip()}
            begin, until = (boxes.day(days[each], today) for each in ("from", "until"))
            return Deed(changes.scheduled(slide, begin, until), spot.way)
        case "makes":
            return Deed(changes.marked(item, "makes", MAKES[value]), spot.way)
        case "icon":
            return Deed(changes.marked(item, "icon", value), spot.way)
        case "source" | "unsource":
            mine = [each["name"] for each in shown.get("sources", [])]
            left = [each for each in mine if each != value] + ([value] if deed == "source" else [])
            return Deed(changes.marked(item, "sources", left), spot.way)
        case "picture":
            return Deed(changes.pictured(slide, value, session.languages), (*slide, "picture", "says"))
    return None


def _refuse_out_of_order(deed: str, day: date | None, checked: str, today: date) -> None:
    """Raises NotWrittenError for a check that is still to come, and for one that is due before the last one was made."""
    if day and deed == "checked" and day > today:
        raise NotWrittenError(f"{day_in_words(day)}, is still to come. Write the day on which the facts were checked, such as today.")
    last = read_day(checked, today) if checked else None
    if day and deed == "review_by" and isinstance(last, date) and day <= last:
        raise NotWrittenError(f"The facts were checked on {day_in_words(last)}, so this day is too early. Write a later day, such as Jun 24.")


def slide_of(spot: Spot) -> KeyPath:
    """The way to the slide that a place belongs to; empty where it belongs to none."""
    return spot.way[:2] if spot.way[:1] == ("slides",) else ()


def _beside(item: KeyPath, by: int) -> KeyPath:
    """The place so many items further on in the same list."""
    return (*item[:-1], max(0, int(item[-1]) + by))
