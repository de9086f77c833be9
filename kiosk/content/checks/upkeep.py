"""Content is looked after: somebody owns it, it is read again in time, nothing hides for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kiosk.content.checks.findings import Finding, Findings, notice, warning
from kiosk.content.model.deck import Show, Slide, Topic
from kiosk.content.model.schedule import next_day
from kiosk.yaml.key_path import KeyPath

SOON = timedelta(days=31)
LONGEST_UNCHECKED = timedelta(days=366)
"""Somebody looks at the facts at least once a year (standards C18)."""


def hidden(way: KeyPath, slide: Slide, today: date) -> Findings:
    """What staff took off the screen, or what will never show again, so that it is not forgotten."""
    if slide.withdrawn:
        yield notice(way, "This slide is withdrawn and does not show.", "When it may be shown again, delete the line `withdraw: yes`.")
    yield from over(way, slide.show, "slide", today)


def over(way: KeyPath, show: Show | None, what: str, today: date) -> Findings:
    """What will never show again."""
    if show and next_day(show, today) is None:
        passed = show.until is not None and show.until < today
        never = "This never shows: none of its days of the week lies between `from` and `until`."
        wrong = "The last day on which this shows has passed." if passed else never
        yield notice((*way, "show"), wrong, f"Delete the {what}, or write other days.")


def unowned(topic: Topic) -> Findings:
    """Somebody answers for each topic."""
    if not all(slide.owner for slide in topic.slides):
        instead = "Add a line such as `owner: Clinical lead` under its title."
        yield warning((), "Nobody answers for this topic.", instead)


def undated(topic: Topic, today: date) -> Findings:
    """Each topic says when its facts are checked again (standards C18)."""
    if not all(slide.review_by for slide in topic.slides):
        instead = f"Add `checked: {today}` and `review_by: {today + timedelta(days=180)}` under its title."
        yield warning((), "Nothing says when its facts must be checked again.", instead)


def review_due(way: KeyPath, slide: Slide, topic: Topic, today: date) -> Findings:
    """Facts are checked in time (standards C18). Dates that slides share are told once, at the first of them."""
    alike = [each for each in topic.slides if (each.checked, each.review_by) == (slide.checked, slide.review_by)]
    if slide is not alike[0] or slide.review_by is None:
        return
    place = () if len(alike) == len(topic.slides) else way
    yield from _dates((*place, "checked"), (*place, "review_by"), slide.checked, slide.review_by, today)


def _dates(at_checked: KeyPath, at_due: KeyPath, checked: date | None, due: date, today: date) -> Iterator[Finding]:
    look = "Compare them with their sources, then write the new dates."
    if due < today:
        yield warning(at_due, f"The facts should have been checked again by {due}.", look)
    elif due <= today + SOON:
        yield notice(at_due, f"The facts must be checked again by {due}.", look)
    if checked and checked > today:
        instead = "Write the day on which the facts were compared with their sources."
        yield warning(at_checked, f"`checked: {checked}` lies in the future.", instead)
    if checked and due - checked > LONGEST_UNCHECKED:
        instead = f"Write a day before {checked + LONGEST_UNCHECKED}."
        yield warning(at_due, "More than a year lies between two checks.", instead)
