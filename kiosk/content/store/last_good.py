"""What can be shown of a reading: each file as it is, or, where it has an error, as it was last good."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from kiosk.content.checks.reviews import Beside, beside, signed_off
from kiosk.content.model.deck import Clinic, Topic
from kiosk.content.model.questions import as_topic
from kiosk.content.model.signed_apart import FORM, seen_as_topic
from kiosk.content.model.walk import PICTURES, picture_files
from kiosk.content.reading.one_file import looked_at
from kiosk.content.reading.result import ReadFile, ReadFolder
from kiosk.content.reading.withdrawals import wishes
from kiosk.content.store import pictures
from kiosk.content.store.snapshot import Fingerprint, KeptTopic, Snapshot, kept_topic
from kiosk.problems import Problem, Severity
from kiosk.yaml.reading import Yaml

Value = TypeVar("Value")
Wholes = dict[str, Topic]
"""Whole topics by their files."""


def best_of(
    reading: ReadFolder,
    problems: tuple[Problem, ...],
    prints: Fingerprint,
    before: Snapshot | None,
    today: date,
    *,
    content: Path,
    last_version: Callable[[KeptTopic], Topic | None],
) -> tuple[Snapshot | None, Wholes]:
    """All that can be shown (None if there is nothing), and the topics in it that are not as they were kept `before`."""
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    wrong = {problem.file for problem in errors}
    around = beside(reading, content)

    def best(file: ReadFile[Value], last: Value | None) -> Value | None:
        return last if file.value is None or file.name in wrong else file.value

    clinic = best(reading.clinic, before.clinic if before else None)
    panel = best(reading.help, before.help if before else None)
    interface = best(reading.interface, before.interface if before else None)
    if clinic is None or panel is None or interface is None:
        return None, {}
    last_good = {topic.file: topic for topic in before.topics} if before else {}
    overdue = today if clinic.hide_overdue else None
    files = {file.name: file for file in reading.topics}
    gone = before.withdrawn if before else ()
    stay_gone: set[str] = set()
    read: dict[str, Topic | None] = {}
    # No topic file at all is a lost folder rather than a wish: then every topic stays as it was.
    for name in files or last_good:
        file = files.get(name)
        if topic := best(file, None) if file else None:
            read[name] = topic
        elif was := last_good.get(name):
            gone_of_it = {each for each in gone if each.startswith(f"{was.head.id}/")}
            stay_gone |= gone_of_it
            if (wished := _wishes(file) if file else []) or overdue:
                read[name] = _less_withdrawn(last_version(was), wished, gone_of_it)
    whole = {name: topic for name, all_of_it in read.items() if all_of_it and (topic := _showable(all_of_it, overdue))}
    topics: dict[str, KeptTopic] = {}
    pictured: list[object] = [clinic, panel]
    for name in files or last_good:
        kept = kept_topic(whole[name], clinic.languages) if name in whole else None if name in read else last_good.get(name)
        shown = read.get(name) or (last_version(kept) if kept else None)
        if kept and shown:
            kept = replace(kept, head=replace(kept.head, reviewed=_reviewed(shown, reading, around, clinic)))
        if kept:
            topics.setdefault(kept.head.id, kept)
            pictured.append(shown)
    if not topics and not read:
        return None, whole
    questions = best(reading.questions, before.questions if before else None) or ()
    form = best(reading.form, before.form if before and reading.form.problems else None)
    form_topic = seen_as_topic(FORM, form, clinic)
    names = (name for each in (*pictured, questions, form) for _, name in picture_files(each))
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
        reviewed_answers=_reviewed(as_topic(questions), reading, around, clinic),
        withdrawn=tuple(sorted({*_withdrawn(read.values()), *stay_gone})),
        form=form,
        reviewed_form=_reviewed(form_topic, reading, around, clinic) if form_topic else (),
        pictures=pictures.chosen(names, set(_pictures(wrong)), dict(before.pictures) if before else {}),
    ), whole


def less_withdrawn(
    before: Snapshot, says: Callable[[KeptTopic], Sequence[bytes] | None], today: date, last_version: Callable[[KeptTopic], Topic | None]
) -> tuple[Snapshot, Wholes] | None:
    """What showed before, less what staff asked to take off since, and what is overdue today; None where nothing that showed must go.

    `says` gives the bytes of what may have changed of a topic; None where its file is gone.
    """
    topics, whole, asked = list[KeptTopic](), Wholes(), False
    overdue = today if before.until and before.until < today else None
    for topic in before.topics:
        raws = says(topic)
        wished = [wish for raw in raws or () for wish in _asked_by_lines(topic.file, raw)]
        if raws is not None and not wished and not overdue:
            topics.append(topic)
            continue
        asked = True
        if raws is None:
            continue
        gone = [each for each in before.withdrawn if each.startswith(f"{topic.head.id}/")]
        last = _less_withdrawn(last_version(topic), wished, gone)
        if left := _showable(last, overdue) if last else None:
            topics.append(kept_topic(left, before.clinic.languages))
            whole[topic.file] = left
    return (replace(before, topics=tuple(topics)), whole) if asked else None


def _showable(topic: Topic, today: date | None) -> Topic | None:
    """The topic without withdrawn slides, and, if a day is given, without those whose facts should have been checked by it (standards C18).

    None if no slide is left.
    """
    slides = tuple(slide for slide in topic.slides if not slide.withdrawn and not (today and slide.review_by and slide.review_by < today))
    return replace(topic, slides=slides) if slides else None


def _withdrawn(topics: Iterable[Topic | None]) -> Iterator[str]:
    """The slides that staff took off the screen, as topic/slide."""
    yield from (f"{topic.id}/{slide.id}" for topic in topics if topic for slide in topic.slides if slide.withdrawn)


def _holds_until(topics: Iterable[Topic]) -> date | None:
    """The last day before some slide is overdue."""
    return min((slide.review_by for topic in topics for slide in topic.slides if slide.review_by), default=None)


def _reviewed(topic: Topic, reading: ReadFolder, around: Beside, clinic: Clinic) -> tuple[str, ...]:
    return looked_at(topic.file, lambda: signed_off(topic, reading.reviews.value or (), around, clinic.languages), ())


def _pictures(files: Iterable[str]) -> Iterator[str]:
    """The names of those files that are pictures."""
    for file in files:
        folder, _, name = file.partition("/")
        if folder == PICTURES:
            yield name


# -- what must go although its file has an error --------------------------------------------------------------------


def _wishes(file: ReadFile[Topic]) -> list[frozenset[str]]:
    """What slides that are to go may be called; with nothing in it where the whole topic is meant."""
    if file.value is None:
        return _asked(file.name, file.raw, file.yaml)
    return [*([frozenset[str]()] if file.value.withdrawn else []), *(frozenset([slide.id]) for slide in file.value.slides if slide.withdrawn)]


@lru_cache(maxsize=4)
def _asked_by_lines(name: str, raw: bytes) -> list[frozenset[str]]:
    """Of a file that many topics may be in, once."""
    return _asked(name, raw, None)


def _asked(name: str, raw: bytes, yaml: Yaml | None) -> list[frozenset[str]]:
    """The same by the lines of a file; the whole topic where they cannot be looked into, for a slide too few does no harm."""
    return looked_at(name, lambda: list(wishes(raw, yaml)), [frozenset[str]()])


def _less_withdrawn(last: Topic | None, wished: Sequence[frozenset[str]], gone: Iterable[str]) -> Topic | None:
    """The last good version of a file with an error, less what staff wish to withdraw; None where that is not there to look it up.

    A slide that is known goes. A wish for one that is not known, nor was `gone` (topic/slide) before, takes the whole topic off, for
    a slide too few does no harm.
    """
    if last is None:
        return None
    known = {slide.id for slide in last.slides} | {each.removeprefix(f"{last.id}/") for each in gone}
    meant = [names & known for names in wished]
    everything, names = any(len(each) != 1 for each in meant), frozenset[str]().union(*meant)
    return replace(last, slides=tuple(replace(slide, withdrawn=everything or slide.id in names) for slide in last.slides))
