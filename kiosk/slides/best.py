"""What can be shown of a reading: each file as it is, or, where it has an error, as it was last good."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from msgspec.structs import replace

from kiosk.problems import Problem, Severity
from kiosk.slides import gallery
from kiosk.slides.deck import Topic
from kiosk.slides.explaining import as_name
from kiosk.slides.questioning import as_topic
from kiosk.slides.reading import ReadFile, Reading
from kiosk.slides.reviews import signed_off
from kiosk.slides.snapshot import Fingerprint, KeptTopic, Snapshot, kept_topic

Value = TypeVar("Value")
Wholes = dict[str, Topic]
"""Whole topics by their files."""
_YES = ("yes", "y", "true", "t", "on", "1")
"""What stands for yes after `withdraw:`, in small or capital letters (pydantic, conversion table)."""
_WISH = re.compile(r"^[ \t]*(?:- +)?[\"']?withdraw[\"']?[ \t]*:[ \t]*[\"']?(\w+)", re.MULTILINE)
_NAME = re.compile(r"^[ \t]*(?:- +)?[\"']?slide[\"']?[ \t]*:[ \t]*[\"']?([^\"'#\n]+)", re.MULTILINE)
_FIRST_SLIDE = re.compile(r"^slides[ \t]*:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*([ \t]*)- ", re.MULTILINE)


def best_of(
    reading: Reading,
    problems: tuple[Problem, ...],
    prints: Fingerprint,
    before: Snapshot | None,
    today: date,
    *,
    last_version: Callable[[KeptTopic], Topic | None],
) -> tuple[Snapshot | None, Wholes]:
    """All that can be shown (None if there is nothing), and the topics in it that are not as they were kept `before`."""
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    wrong = {problem.file for problem in errors}

    def best(file: ReadFile[Value], last: Value | None) -> Value | None:
        return last if file.value is None or file.name in wrong else file.value

    clinic = best(reading.clinic, before.clinic if before else None)
    panel = best(reading.help, before.help if before else None)
    interface = best(reading.interface, before.interface if before else None)
    if clinic is None or panel is None or interface is None:
        return None, {}
    last_good = {topic.file: topic for topic in before.topics} if before else {}
    read = {file.name: topic for file in reading.topics if (topic := best(file, None) or _withdrawn_from(file, last_good, last_version))}
    overdue = today if clinic.hide_overdue else None
    whole = {name: topic for name, all_of_it in read.items() if (topic := _showable(all_of_it, overdue))}
    topics: dict[str, KeptTopic] = {}
    pictured: list[object] = [clinic, panel]
    # No topic file at all is a lost folder rather than a wish: then every topic stays as it was.
    for name in [file.name for file in reading.topics] or last_good:
        kept = kept_topic(whole[name], clinic.languages) if name in whole else None if name in read else last_good.get(name)
        shown = read.get(name) or (last_version(kept) if kept else None)
        if kept and shown:
            kept = replace(kept, head=replace(kept.head, reviewed=_reviewed(shown, reading)))
        if kept:
            topics.setdefault(kept.head.id, kept)
            pictured.append(shown)
    if not topics and not read:
        return None, whole
    questions = best(reading.questions, before.questions if before else None) or ()
    names = (name for each in (*pictured, questions) for _, name in gallery.picture_files(each))
    return Snapshot(
        prints,
        clinic,
        panel,
        interface,
        words=best(reading.words, before.words if before else None) or (),
        sources=best(reading.sources, before.sources if before else None) or (),
        questions=questions,
        topics=tuple(topics.values()),
        errors=errors,
        until=_holds_until(whole.values()) if overdue else None,
        reviewed_answers=_reviewed(as_topic(questions), reading),
        withdrawn=tuple(f"{topic.id}/{slide.id}" for topic in read.values() for slide in topic.slides if slide.withdrawn),
        form=best(reading.form, before.form if before and reading.form.problems else None),
        pictures=gallery.chosen(names, set(_pictures(wrong)), dict(before.pictures) if before else {}),
    ), whole


def _showable(topic: Topic, today: date | None) -> Topic | None:
    """The topic without withdrawn slides, and, if a day is given, without those whose facts should have been checked by it (standards C18).

    None if no slide is left.
    """
    slides = tuple(slide for slide in topic.slides if not slide.withdrawn and not (today and slide.review_by and slide.review_by < today))
    return replace(topic, slides=slides) if slides else None


def _holds_until(topics: Iterable[Topic]) -> date | None:
    """The last day before some slide is overdue."""
    return min((slide.review_by for topic in topics for slide in topic.slides if slide.review_by), default=None)


def _reviewed(topic: Topic, reading: Reading) -> tuple[str, ...]:
    return signed_off(topic, reading.reviews.value or (), reading.sources.value or ())


def _pictures(files: Iterable[str]) -> Iterator[str]:
    """The names of those files that are pictures."""
    for file in files:
        folder, _, name = file.partition("/")
        if folder == gallery.PICTURES:
            yield name


# -- what must go although its file has an error --------------------------------------------------------------------


def _withdrawn_from(file: ReadFile[Topic], last_good: dict[str, KeptTopic], last_version: Callable[[KeptTopic], Topic | None]) -> Topic | None:
    """The last good version of a file with an error, if the file asks for slides to be withdrawn: they go all the same."""
    kept, written = last_good.get(file.name), file.yaml.data if file.yaml else None
    if isinstance(written, dict):
        names, everything = set(_names_withdrawn(written)), _is_yes(written.get("withdraw"))
    else:
        names, everything = _withdrawn_in(file.unread)
    topic = last_version(kept) if kept and (names or everything) else None
    if topic is None:
        return None
    return replace(topic, slides=tuple(replace(slide, withdrawn=everything or slide.id in names) for slide in topic.slides))


def _withdrawn_in(unread: str) -> tuple[set[str], bool]:
    """By its lines alone, in a file that YAML cannot read: which slides go, and whether all do, as where a wish has no name beside it."""
    first = _FIRST_SLIDE.search(unread)
    head, rest = (unread[: first.start()], unread[first.start(1) :]) if first else (unread, "")
    slides = re.split(rf"^{first[1]}- ", rest, flags=re.MULTILINE) if first else []
    withdrawn = [slide for slide in slides if _asks_to_withdraw(slide)]
    names = [{as_name(name.strip()) for name in _NAME.findall(slide)} for slide in withdrawn]
    return set().union(*names), _asks_to_withdraw(head) or not all(names)


def _asks_to_withdraw(lines: str) -> bool:
    return any(_is_yes(value) for value in _WISH.findall(lines))


def _names_withdrawn(topic: dict[str, Any]) -> Iterator[str]:
    slides = topic.get("slides")
    for slide in slides if isinstance(slides, list) else ():
        if isinstance(slide, dict) and _is_yes(slide.get("withdraw")):
            yield from _possible_names(slide)


def _possible_names(slide: dict[str, Any]) -> Iterator[str]:
    """What a slide may be called: by its name, else by its headline in one of the languages."""
    title = slide.get("title")
    for name in (slide.get("slide"), title, *(title.values() if isinstance(title, dict) else ())):
        if isinstance(name, str):
            yield as_name(name)


def _is_yes(value: object) -> bool:
    return isinstance(value, str) and value.casefold() in _YES
