"""What stands in clinic.yaml, and how texts name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from kiosk.content.checks.findings import Findings, Unknown, error, notice, warning
from kiosk.content.model import facts
from kiosk.content.model.deck import MOST_NOTICE_LETTERS, NOTICES, Announcement, Clinic, Show, Slide, Source, Text
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.schedule import next_day
from kiosk.content.model.walk import points
from kiosk.content.reading.result import ReadFile
from kiosk.settings.hours_grammar import in_doubt
from kiosk.yaml.key_path import KeyPath


def unshown(clinic: Clinic) -> Findings:
    """What a visitor would miss on the first screens."""
    if not clinic.consultation:
        instead = "Add `consultation:` and a sentence or two under it, such as `- {en: Please ask at the front desk., es: ...}`."
        yield warning((), "Nothing says how to ask for a consultation where there is no form.", instead)
    if not clinic.pictures:
        yield warning((), "The waiting screen has no picture.", "Add a line such as `pictures: [attract-morning.svg]`.")


def announced(clinic: Clinic, today: date) -> Findings:
    """The notices fit where they stand, are seen, and go again."""
    for name, what in zip(NOTICES, ("notice", "urgent notice"), strict=True):
        told: Announcement | None = getattr(clinic, name)
        if told:
            yield from _too_long(name, what, told.text)
            yield from _days_of(name, what, told.show or Show(), today)


def _too_long(name: str, what: str, text: Text) -> Findings:
    for code, words in text.versions:
        if len(words) > MOST_NOTICE_LETTERS:
            wrong = f"This {what} has {len(words)} letters in {LANGUAGES[code]}, and the waiting screen has room for {MOST_NOTICE_LETTERS}."
            yield error((name, "text", code), wrong, "Say the most important part here, and the rest on a slide.")


def _days_of(name: str, what: str, show: Show, today: date) -> Findings:
    """Whether it is seen at all, and not for good."""
    if show.until and show.until < today:
        yield warning((name, "until"), f"The last day of this {what} has passed, so nobody sees it.", f"Delete the {what}, or write another day.")
    elif next_day(show, today) is None:
        wrong = f"Nobody will ever see this {what}: none of its days of the week lies between its first and its last day."
        yield warning((name, "days"), wrong, "Delete the line `days:`, or write other days.")
    elif name == "urgent_notice" and not show.until:
        wrong = "This urgent notice has no last day, so it would stand over every screen until somebody takes it out."
        yield warning((name,), wrong, f"Add its last day, such as `until: {today}`.")
    elif not (show.until or show.days):
        instead = f"Add its last day, such as `until: {today + timedelta(days=7)}`."
        yield notice((name,), f"This {what} shows until somebody takes it out.", instead)


def asked_back(file: ReadFile[Clinic]) -> Findings:
    """Hours through a night, or very long ones: most often an afternoon was meant."""
    written = file.yaml.data if file.yaml and file.value else None
    if isinstance(written, dict) and isinstance(hours := written.get("hours"), str):
        yield from (warning(("hours",), each.wrong, each.instead) for each in in_doubt(hours))


def unfilled(clinic: Clinic) -> Findings:
    """What only the clinic knows, and has not written yet."""
    if left := facts.missing(clinic):
        instead = "Add a line for each that holds for you, such as `phone: (706) 555-0123`; the others show nowhere."
        yield notice((), f"Your clinic can still fill in here: {', '.join(left)}.", instead)


def recorded_facts(way: KeyPath, slide: Slide) -> Findings:
    """Nobody reads aloud for good what may be another number tomorrow."""
    for place, point in points(slide, way):
        if point.clip and any(facts.IN_BRACES.search(words) for _, words in point.text.versions):
            wrong = "This recording goes on saying what clinic.yaml said when it was made."
            yield warning((*place, "clip"), wrong, "Delete the `clip` here; then the machine's voice reads what is true today.")


def old_name(way: KeyPath, said: Mapping[str, str], name: str) -> Findings:
    """No text of a clinic has the name of the one that this content was written for."""
    for code, words in said.items():
        if facts.SHIPPED_NAME in words and facts.SHIPPED_NAME not in name:
            wrong = f"Here stands “{facts.SHIPPED_NAME}”, and your clinic is called “{name}”."
            yield warning((*way, code), wrong, "Write `{name}`, which is always the name in clinic.yaml, or leave the name out.")


def old_names(sources: Iterable[Source], name: str) -> Findings:
    """The same in what is cited."""
    for number, source in enumerate(sources):
        yield from old_name((number,), {"cite": source.cite}, name)


def misnamed_facts(way: KeyPath, text: Text) -> Findings:
    """What stands in braces is something of clinic.yaml, and stands where it can be left out."""
    for code, words in text.versions:
        for name in facts.IN_BRACES.findall(words):
            if name not in facts.NAMES:
                known = Unknown(name, facts.NAMES, f"What can stand in braces: {', '.join(facts.NAMES)}. Else leave the braces out.")
                yield error((*way, code), f"Nothing in clinic.yaml is called `{{{name}}}`.", known)
            elif not facts.may_name(way):
                instead = "Write it in a point, an answer, a line of the help panel, or what is said before or after the form."
                yield error((*way, code), f"`{{{name}}}` cannot stand here.", instead)
