"""What stands at the side of the desk: the panel that is open, problems, two texts of which one stays, how hard the slide is to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from kiosk.content.checks.grades import grades_of
from kiosk.content.edits.outline import Spot
from kiosk.content.edits.session import Session
from kiosk.content.model.deck import Slide
from kiosk.content.reading.folder import CLINIC
from kiosk.problems import Problem
from kiosk.staff.content import clinic_facts, desk_history, problems_here
from kiosk.staff.content.desk_advice import at_desk
from kiosk.yaml.writing import NotWrittenError, value_at


def panel(name: str, session: Session, order: Sequence[str], today: date) -> dict[str, Any]:
    """The panel of this name (empty: none) with what the clinic filled in, its facts in this order, and whether its notices are seen today."""
    clinic = clinic_of(session) if name else {}
    refused = {} if session.is_typing else clinic_facts.refused(session.reading.clinic)
    return {
        "panel": name, "facts": clinic_facts.facts(clinic, order, session.languages, refused) if name == "facts" else [],
        "history": desk_history.told(session) if name == "history" else {},
        "notices": clinic_facts.notices(clinic, session.reading.clinic.value, session.languages, today) if name in {"notices", "facts"} else {},
    }


def problems(those: Iterable[Problem], session: Session) -> list[dict[str, Any]]:
    """Problems as the window shows them, with advice that can be followed at the desk."""
    return [
        {
            "wrong": each.wrong, "instead": at_desk(str(each.instead)), "severity": each.severity.value, "cure": bool(each.cure),
            "line": problems_here.line(session, each), "elsewhere": problems_here.is_elsewhere(session, each),
        }
        for each in those
    ]


def conflict(session: Session) -> Mapping[str, str]:
    """The first of the files that somebody else changed at the same lines, and the lines that differ; empty where there is none."""
    found = next(iter(session.conflicts.values()), None)
    return {"file": found.file, **_apart(found.mine, found.theirs)} if found else {}


def _apart(mine: str, theirs: str) -> dict[str, str]:
    """The lines in which two texts differ."""
    one, two = mine.splitlines(), theirs.splitlines()
    return {"mine": "\n".join(line.strip() for line in one if line not in two), "theirs": "\n".join(line.strip() for line in two if line not in one)}


def clinic_of(session: Session) -> dict[str, Any]:
    """What the clinic filled in; nothing where a mistake in its file makes it something else."""
    with suppress(NotWrittenError):
        said = value_at(session.raw(CLINIC), ())
        return said if isinstance(said, dict) else {}
    return {}


def grades(chosen: Spot | None, session: Session, language: str) -> str:
    """How hard the chosen slide is to read, in words."""
    slide = _slide(chosen, session)
    if slide is None:
        return ""
    numbers = grades_of(slide, session.reading)
    english = f"Grade {numbers['en']:.1f}" if numbers.get("en") is not None else ""
    spanish = f"Spanish ease {numbers['es']:.0f} of 100" if numbers.get("es") is not None else ""
    words = sum(len(text.in_(language).split()) for text in slide.texts())
    return "   ".join(part for part in (english, spanish, f"{words} words", f"Reads in {slide.seconds(language):.0f} s") if part)


def _slide(chosen: Spot | None, session: Session) -> Slide | None:
    if chosen is None or chosen.way[:1] != ("slides",):
        return None
    value = session.file(chosen.file).value
    return value.slides[chosen.way[1]] if value is not None and int(chosen.way[1]) < len(value.slides) else None
