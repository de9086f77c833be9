"""What the clinic fills in at the desk: its facts, its notices, a closed day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from msgspec import json

from kiosk.content.edits import changes
from kiosk.content.model.deck import NOTICES, Announcement, Clinic, Show
from kiosk.content.model.facts import FILLED_IN
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.schedule import next_day, shows_on
from kiosk.content.reading.result import ReadFile
from kiosk.problems import Problem, Severity
from kiosk.settings.hours_grammar import HOURS_EXAMPLE
from kiosk.staff.content.boxes import day, in_words, version
from kiosk.yaml.writing import NotWrittenError

FACT_NAMES = {
    "phone": "Phone", "address": "Address", "hours": "Opening hours", "after_hours": "Phone after hours",
    "call_back": "How soon you call back", "parking": "Parking", "price": "What a visit costs", "who_treats": "Who gives the treatment",
    "website": "Website",
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_FACT_EXAMPLES = {"hours": HOURS_EXAMPLE}
_ONE_LINE = {"phone", "address", "hours", "after_hours", "website"}
"""Facts that are the same in every language."""


def _said(text: object, languages: Sequence[str]) -> dict[str, str]:
    """What a text says in which language; a plain line is in the first. What is no text says nothing."""
    if isinstance(text, dict):
        return {code: words for code, words in text.items() if isinstance(words, str)}
    return {languages[0]: text} if isinstance(text, str) else {}


def facts(
    clinic: Mapping[str, Any], names: Sequence[str], languages: Sequence[str], refused: Mapping[str, Sequence[Problem]] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """The facts of these names, in that order: no field goes away from under whoever types in it. What is `refused` of one stands below it."""

    def shown(name: str) -> dict[str, Any]:
        there = clinic.get(name)
        texts: list[dict[str, Any]] = [{"language": "", "name": "", "words": there if isinstance(there, str) else "", "never": []}]
        if name not in _ONE_LINE or isinstance(there, dict):
            texts = [version(code, _said(there, languages).get(code, "")) for code in languages]
        texts[0]["never"] += [{"wrong": each.wrong, "instead": in_a_box(str(each.instead))} for each in refused.get(name, ())]
        return {"name": name, "called": FACT_NAMES[name], "example": _FACT_EXAMPLES.get(name, ""), "texts": texts, "missing": not there}

    return [shown(name) for name in names]


def refused(file: ReadFile[Clinic]) -> dict[str, tuple[Problem, ...]]:
    """What is wrong with which fact, so that the file cannot be saved; each problem once."""
    yaml, found = file.yaml, [problem for problem in file.problems if problem.severity is Severity.ERROR]
    if yaml is None or not isinstance(yaml.data, dict):
        return {}
    lines = {name: yaml.lines_at((name,)) for name in FILLED_IN if name in yaml.data}
    told = {name: {problem.wrong: problem for problem in found if problem.line in those} for name, those in lines.items()}
    return {name: tuple(each.values()) for name, each in told.items() if each}


def missing(file: ReadFile[Clinic]) -> list[str]:
    """The facts that visitors cannot be shown: what is not filled in, or was refused."""
    there = file.yaml.data if file.yaml and isinstance(file.yaml.data, dict) else None
    wrong = refused(file)
    return [name for name in FILLED_IN if not there.get(name) or name in wrong] if there is not None else []


def in_a_box(instead: str) -> str:
    """Advice for a line of the file, as it is followed in the box of a fact: the words alone, without the name before them."""
    return re.sub(r"`\w+: ([^`]*)`", r"\1", re.sub(r"; or in words, in each language: `[^`]*`", "", instead))


def notices(written: Mapping[str, Any], clinic: Clinic | None, languages: Sequence[str], today: date) -> dict[str, dict[str, Any]]:
    """The notices as they are written, each with its days; and of a file without a mistake (`clinic`) whether visitors see them."""

    def shown(name: str) -> dict[str, Any]:
        there = written.get(name)
        there = there if isinstance(there, dict) else {"text": there} if isinstance(there, str) else {}
        texts = [version(code, _said(there.get("text"), languages).get(code, "")) for code in languages]
        says = {end: in_words(there.get(end)) for end in ("from", "until")}
        days = {end: str(there.get(end) or "") for end in ("from", "until")}
        told: Announcement | None = getattr(clinic, name, None)
        show = (told.show or Show()) if told else None
        seen = seen_when(show, today) if show else "" if there else "There is none now."
        return {"texts": texts, **days, "days": says, "there": bool(there), "seen": seen, "now": show is None or shows_on(show, today)}

    return {name: shown(name) for name in NOTICES}


def seen_when(show: Show, today: date) -> str:
    """When visitors see what has these times, in a sentence."""
    first = next_day(show, today)
    if show.until and show.until < today:
        return f"It was over on {_day_named(show.until, today)}, so visitors do not see it. Write another last day, or take it down."
    if first is None:
        return "Visitors never see it: none of its days of the week lies between its first and its last day."
    if first > today:
        return f"Visitors see it from {_day_named(first, today)}."
    if show.until == today:
        return "Visitors see it today."
    return f"Visitors see it until {_day_named(show.until, today)}." if show.until else "Visitors see it until it is taken down."


def _day_named(day: date, today: date) -> str:
    """`Thursday, December 17`, with its year where that is another one."""
    return f"{_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}{f', {day.year}' if day.year != today.year else ''}"


def said(name: str, language: str, words: str, languages: Sequence[str], today: date) -> changes.Change:
    """A fact, or a notice, says these words in this language; in no language where it is the same in each."""
    if name == "notice":
        return changes.notice_said(language, words, languages)
    if name == "urgent_notice":
        return changes.urgent_said(language, words, languages, today)
    return changes.said((name,), language, words, languages) if language else changes.line_said((name,), words)


def as_typed(told: str) -> dict[str, str]:
    """What was typed into the boxes of a form, by their names, from JSON. Raises ValueError for anything else."""
    return json.decode(told, type=dict[str, str])


def closed_day(told: dict[str, str], languages: Sequence[str], today: date) -> changes.Change:
    """A closed day becomes the notice; `told` has the texts by their languages, `from` and `until` (or LookupError). Raises NotWrittenError."""
    begin, until = (day(told[end].strip(), today) for end in ("from", "until"))
    texts = {code: " ".join(words.split()) for code in languages if (words := told.get(code, "").strip())}
    missing = [LANGUAGES[code] for code in languages if code not in texts]
    if until is None:
        raise NotWrittenError("Write the last closed day, such as Dec 24.")
    if until < today or (begin and begin > until):
        raise NotWrittenError("The last closed day has passed, or comes before the first one. Write another day.")
    if missing:
        raise NotWrittenError(f"Write what visitors are to read in {' and '.join(missing)}, too.")
    return changes.closed(texts, begin, until)
