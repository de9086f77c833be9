"""Checks over the whole content: honest, complete, readable, drawn, looked after. Each goes from the deck to findings.

An error keeps the file it is found in off the screen (its last good version shows); a warning and a notice do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property, partial
from itertools import chain, groupby
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.checks import clinic_mark, picture_proofs
from kiosk.content.checks.clinic import announced, asked_back, misnamed_facts, old_name, old_names, recorded_facts, unfilled, unshown
from kiosk.content.checks.completeness import (
    ending_nowhere,
    first_of,
    formless,
    gap,
    misnamed_topic,
    named_twice,
    same_slide_twice,
    same_thing_twice,
    same_topic_twice,
    saying_nothing,
    unjudged,
    untranslated,
)
from kiosk.content.checks.cures import Judge, Patience, no_further, with_cures
from kiosk.content.checks.findings import Findings, placed, warning
from kiosk.content.checks.fragments import in_pieces
from kiosk.content.checks.honesty import (
    button_without_number,
    dishonest,
    help_without_numbers,
    lost_sources,
    one_sided,
    outweighed,
    turned_round,
    unbalanced,
    unknown_sources,
    unsourced,
)
from kiosk.content.checks.length import HARDEST_SLIDE, HARDEST_TOPIC, easy_words, mismarked, too_hard, too_long
from kiosk.content.checks.letters import boxed, foreign
from kiosk.content.checks.losses import Loss
from kiosk.content.checks.picture_files import MOST_BYTES as MOST_PICTURE_BYTES
from kiosk.content.checks.pictures import cardless, missing_pictures, missing_sounds, printable, unknown_icons, unpictured
from kiosk.content.checks.questions import leading_nowhere, misnamed
from kiosk.content.checks.reviews import Beside, beside, entries, files_signed_for, of_medicine, standing
from kiosk.content.checks.signup import form_faults
from kiosk.content.checks.sound_files import sound_fault
from kiosk.content.checks.stray_letters import miswritten
from kiosk.content.checks.translations import WrittenFor, by_translation, stale
from kiosk.content.checks.unread_files import unread
from kiosk.content.checks.upkeep import hidden, over, review_due, undated, unowned
from kiosk.content.model import facts
from kiosk.content.model.deck import Clinic, QuestionGroup, Review, Slide, Topic
from kiosk.content.model.languages import SHIPPED_LANGUAGES
from kiosk.content.model.questions import answers, as_topic
from kiosk.content.model.signed_apart import APART, FORM, HELP_PANEL
from kiosk.content.model.walk import PICTURES, SOUNDS, picture_files, sound_files, texts
from kiosk.content.reading.cache import Around, Memory
from kiosk.content.reading.folder import REVIEWS, SOURCES, TRANSLATIONS, read_any, read_folder
from kiosk.content.reading.one_file import looked_at, strange
from kiosk.content.reading.result import TOPICS, ReadFile, ReadFolder
from kiosk.files.regular import NotReadError, beginning_of, names_in, read_regular
from kiosk.problems import Problem, Severity, and_more
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import MOST_BYTES

Value = TypeVar("Value")

MOST_PROBLEMS, MOST_PICTURES = 5000, 1000
"""Of all files together."""


def check(content: Path, today: date, icons: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """Every problem of the content, in the order of files and lines. Icons go unchecked where none are named."""
    return examined(read_folder(content), content, today, icons)


def examined(  # noqa: PLR0917  what a check may know beside the texts
    reading: ReadFolder,
    content: Path,
    today: date,
    icons: frozenset[str] = frozenset(),
    memory: Memory | None = None,
    kept: frozenset[str] = frozenset(),
    lost: tuple[Loss, ...] = (),
) -> tuple[Problem, ...]:
    """The problems that reading met, and all that the checks find in what could be read.

    What `memory` holds is not judged again, and pictures that are `kept` (found good before, by the names that they are kept under) are not
    drawn again. What only follows from something that is `lost` is held back.
    """
    there, sounds = printable(content / PICTURES), printable(content / SOUNDS)
    judge = _Judge(reading, content, there, sounds, today, icons, memory or Memory(), kept, lost)
    return tuple(sorted(_no_more_than_told({*reading.problems, *judge.problems()})))


def judge_of(name: str, reading: ReadFolder, content: Path, today: date, icons: frozenset[str]) -> Judge:
    """What reads and checks one file with other bytes, in the midst of the others as they were read."""
    there, sounds = printable(content / PICTURES), printable(content / SOUNDS)
    languages = reading.clinic.value.languages if reading.clinic.value else SHIPPED_LANGUAGES

    known = by_translation(reading.translations.value or {})
    reading = replace(reading, translations=ReadFile(TRANSLATIONS, None))

    def problems(file: ReadFile[Any]) -> tuple[Problem, ...]:
        judge = _Judge(reading.with_file(file), content, there, sounds, today, icons, Memory(), frozenset())
        return tuple(judge.of_one(name))

    return Judge(lambda raw: read_any(raw, name, languages), problems, lambda file: sum(1 for _ in stale(file.value, known, languages[0])))


def cured(problems: Iterable[Problem], reading: ReadFolder, content: Path, today: date, icons: frozenset[str]) -> tuple[Problem, ...]:
    """The problems, each with what to write in place of what is wrong where that is certain."""
    files = {file.name for file in reading.files}
    told: list[Problem] = []
    patience, spent = Patience(), ""
    for name, group in groupby(sorted(problems), key=lambda problem: problem.file):
        own = tuple(group)
        raw = beginning_of(content / name, MOST_BYTES, content) if name in files else b""
        told += cured_in(name, own, raw, reading, content, today, icons, patience) if raw else own
        spent = spent or (name if patience.is_over else "")
    return tuple(sorted([*told, *([no_further(spent)] if spent else [])]))


def cured_in(  # noqa: PLR0917
    name: str,
    problems: tuple[Problem, ...],
    raw: bytes,
    reading: ReadFolder,
    content: Path,
    today: date,
    icons: frozenset[str],
    patience: Patience,
) -> tuple[Problem, ...]:
    """The problems of one file of these bytes with their cures, as far as `patience` goes; without any where the program stumbles over it."""
    untried = tuple(replace(problem, cure=()) for problem in problems)
    return looked_at(name, lambda: with_cures(problems, raw, judge_of(name, reading, content, today, icons), patience), untried)


def _no_more_than_told(problems: Collection[Problem]) -> Iterator[Problem]:
    """So many that somebody may look through them; of a file that has an error always one, since that keeps the file off the screen."""
    if len(problems) <= MOST_PROBLEMS:
        yield from problems
        return
    ordered = sorted(problems, key=lambda problem: (list(Severity).index(problem.severity), problem))
    firsts = {problem.file: problem for problem in reversed(ordered) if problem.severity is Severity.ERROR}
    told = {*firsts.values(), *ordered[:MOST_PROBLEMS]}
    yield from told
    yield from and_more(TOPICS, len(problems) - len(told), Severity.WARNING)


class _Judge(Struct, frozen=True, dict=True):
    """Puts before each check what it is about."""

    reading: ReadFolder
    content: Path
    pictures_there: frozenset[str]
    sounds_there: frozenset[str]
    today: date
    icons: frozenset[str]
    memory: Memory
    kept: frozenset[str]
    lost: tuple[Loss, ...] = ()

    def problems(self) -> Iterator[Problem]:
        around = self._around
        for file in self.reading.files:
            yield from self.memory.problems(file, "any file", around, partial(_found, file, self._any_file))
        for topic in self.reading.topics:
            yield from self.memory.problems(topic, "topic", around, partial(_found, topic, self._topic))
        yield from self._own_files()
        yield from self._crowded()
        yield from self._picture_faults()
        yield from _found(self.reading.clinic, self._mark)
        yield from self._sound_faults()
        yield from self._unread()

    def of_one(self, name: str) -> Iterator[Problem]:
        """The problems of one file's texts."""
        for file in self.reading.files:
            if file.name == name:
                yield from (*file.problems, *_found(file, self._any_file))
        for topic in self.reading.topics:
            if topic.name == name:
                yield from _found(topic, self._topic)
        yield from (problem for problem in self._own_files() if problem.file == name)

    def _own_files(self) -> Iterator[Problem]:
        """What is asked of files of which there is one each."""
        reading, languages = self.reading, self._languages
        yield from _found(reading.clinic, lambda clinic: chain(unjudged(clinic), unshown(clinic), announced(clinic, self.today), unfilled(clinic)))
        yield from _found(reading.clinic, lambda _: asked_back(reading.clinic))
        yield from _found(reading.help, lambda panel: chain(help_without_numbers(panel, languages), self._standing_apart(HELP_PANEL)))
        yield from _found(reading.interface, lambda texts: chain(button_without_number(texts, languages), turned_round(texts, languages)))
        yield from _found(reading.words, lambda words: chain(named_twice("word", words), formless(words, languages)))
        yield from _found(reading.sources, lambda sources: chain(named_twice("source", sources), old_names(sources, self._name)))
        yield from _found(reading.questions, self._questions)
        yield from _found(reading.form, lambda form: chain(form_faults(form, languages), self._standing_apart(FORM)))
        yield from _found(reading.reviews, self._reviews)

    def _unread(self) -> Iterator[Problem]:
        """Files that lie in the folder for nothing. A picture that some file names, if only in a comment, may be meant for something."""
        named = b"\n".join((*(file.raw for file in self.reading.files), *(loss.raw for loss in self.lost)))
        always = {name for _, name in picture_files(self.reading.questions.value)}
        whole = not any(file.value is None and file.problems for file in self.reading.files)
        yield from unread(self.content, lambda name: not whole or name in always or name.encode() in named)

    @cached_property
    def _around(self) -> Around:
        """All that is asked for about a file beside itself."""
        reading = self.reading
        others = tuple((topic.id, topic.file) for topic in self._topics)
        signed = looked_at(REVIEWS, lambda: files_signed_for(self._topics, reading.reviews.value or (), self._beside), ())
        shared = (reading.interface.value, reading.words.value, reading.sources.value, reading.reviews.value, reading.translations.value, signed)
        return (self._languages, self._name, others, *shared, self.pictures_there, self.sounds_there, self.today, self.icons, self.lost)

    @cached_property
    def _beside(self) -> Beside:
        return beside(self.reading, self.content)

    @cached_property
    def _languages(self) -> Sequence[str]:
        return self.reading.clinic.value.languages if self.reading.clinic.value else SHIPPED_LANGUAGES

    @cached_property
    def _name(self) -> str:
        return self.reading.clinic.value.name if self.reading.clinic.value else facts.SHIPPED_NAME

    def _any_file(self, value: object) -> Findings:
        for way, text in texts(value):
            yield from chain(untranslated(way, text, self._languages), dishonest(way, text), mismarked(way, text))
            if value is not self.reading.interface.value:
                yield from misnamed_facts(way, text)
            yield from old_name(way, dict(text.versions), self._name)
        yield from chain(boxed(value), foreign(value), miswritten(value))
        yield from stale(value, self._written_for, self._languages[0])
        yield from missing_pictures(value, self.pictures_there)
        yield from missing_sounds(value, self.sounds_there)
        if self.icons:
            yield from unknown_icons(value, self.icons)

    @cached_property
    def _topics(self) -> list[Topic]:
        return [file.value for file in self.reading.topics if file.value]

    @cached_property
    def _complete(self) -> bool:
        """Whether every topic is there; else one, or a slide, may be missing only because its file has an error, or has lost it."""
        return len(self._topics) == len(self.reading.topics) and not any(loss.problem.file.startswith(f"{TOPICS}/") for loss in self.lost)

    @cached_property
    def _firsts(self) -> dict[str, Topic]:
        """Of all topics of one name the one that keeps it."""
        same: dict[str, list[Topic]] = defaultdict(list)
        for topic in self._topics:
            same[topic.id].append(topic)
        return {name: first_of(topics) for name, topics in same.items()}

    @cached_property
    def _written_for(self) -> WrittenFor:
        return by_translation(self.reading.translations.value or {})

    @cached_property
    def _sources(self) -> frozenset[str]:
        return frozenset(source.id for source in self.reading.sources.value or ())

    @cached_property
    def _lost_sources(self) -> frozenset[str]:
        return frozenset(name for loss in self.lost if loss.problem.file == SOURCES for name in loss.names)

    @cached_property
    def _reviewed(self) -> dict[str, list[Review]]:
        """Who has read what, by topic."""
        reviews: dict[str, list[Review]] = defaultdict(list)
        for review in self.reading.reviews.value or ():
            reviews[review.topic].append(review)
        return reviews

    @cached_property
    def _easy(self) -> dict[str, frozenset[str]]:
        return {code: easy_words(self.reading.words.value or (), code) for code in self._languages}

    def _topic(self, topic: Topic) -> Findings:
        easy = self._easy
        yield from chain(same_topic_twice(topic, self._firsts[topic.id]), same_slide_twice(topic))
        yield from chain(self._standing(topic), misnamed_topic(topic), unowned(topic), undated(topic, self.today), cardless(topic))
        yield from ending_nowhere(topic)
        yield from chain(over((), topic.show, "topic", self.today), lost_sources(topic.slides, self._lost_sources))
        for code in self._languages:
            yield from too_hard((), topic.slides, HARDEST_TOPIC, code, easy[code])
        for number, slide in enumerate(topic.slides):
            way: KeyPath = ("slides", number)
            yield from chain(self._said(way, slide, easy), unpictured(way, slide), gap(way, slide), saying_nothing(way, slide))
            yield from chain(same_thing_twice(way, slide), unbalanced(way, slide))
            yield from chain(review_due(way, slide, topic, self.today), hidden(way, slide, self.today))

    def _questions(self, groups: tuple[QuestionGroup, ...]) -> Findings:
        easy, answered = self._easy, as_topic(groups)
        yield from chain(misnamed(groups), self._standing(answered), lost_sources(answered.slides, self._lost_sources))
        if self._complete:
            yield from leading_nowhere(groups, self._topics)
        for way, answer in answers(groups):
            yield from self._said(way, answer, easy)

    def _standing(self, topic: Topic) -> Findings:
        return standing(topic, self._reviewed.get(topic.id, ()), self._beside, self._languages)

    def _standing_apart(self, name: str) -> Findings:
        for topic in self.reading.signed_apart:
            if topic.id == name:
                yield from self._standing(topic)

    def _reviews(self, reviews: tuple[Review, ...]) -> Findings:
        topics = [*(topic.id for topic in self._topics), *APART] if self._complete else []
        return entries(reviews, topics, self._languages, self.today)

    def _said(self, way: KeyPath, slide: Slide, easy: dict[str, frozenset[str]]) -> Findings:
        """What holds for everything that says something: a slide, an answer."""
        yield from chain(unsourced(way, slide), one_sided(way, slide), outweighed(way, slide), of_medicine(way, slide), recorded_facts(way, slide))
        for code in self._languages:
            yield from chain(too_long(way, slide, code), too_hard(way, [slide], HARDEST_SLIDE, code, easy[code]), in_pieces(way, slide, code))
        if self.reading.sources.value is not None:  # else a source may be missing only because their file has an error
            yield from unknown_sources(way, slide, self._sources | self._lost_sources)

    def _crowded(self) -> Iterator[Problem]:
        """Folders that hold so much that nothing of it is looked at."""
        for folder in (PICTURES, SOUNDS):
            try:
                names_in(self.content / folder)
            except NotReadError as error:
                yield Problem(folder, 0, 0, Severity.ERROR, error.wrong, error.instead)
            except OSError:
                continue

    def _picture_faults(self) -> Iterator[Problem]:
        """What is wrong in the picture files that are used."""
        used = {name for file in self.reading.files for _, name in picture_files(file.value)}
        names = sorted(used & self.pictures_there)
        for name in names[MOST_PICTURES:]:
            wrong = f"More than {MOST_PICTURES:,} pictures are used, so this one was not tried and does not show."
            yield Problem(f"{PICTURES}/{name}", 0, 0, Severity.ERROR, wrong, "Use fewer pictures.")
        paths = (self.content / PICTURES / name for name in names[:MOST_PICTURES])
        for name, fault in picture_proofs.faults(paths, self.content, self.kept):
            severity = Severity.ERROR if fault.grave else Severity.WARNING
            yield Problem(f"{PICTURES}/{name}", fault.line, fault.column, severity, fault.wrong, fault.instead)

    def _mark(self, clinic: Clinic) -> Findings:
        """Whether the clinic's mark, where it can be shown, looks well beside the name."""
        if clinic.mark not in self.pictures_there:
            return
        with suppress(NotReadError):
            raw = read_regular(self.content / PICTURES / clinic.mark, MOST_PICTURE_BYTES, self.content)
            if picture_proofs.may_show(clinic.mark, raw):
                for told in looked_at(clinic.mark, lambda: clinic_mark.unfit(raw), ()):
                    yield warning(("mark",), *told)

    def _sound_faults(self) -> Iterator[Problem]:
        """What is wrong with the recordings that are used; the machine's voice reads in their place."""
        used = {name for file in self.reading.topics for _, name in sound_files(file.value)}
        for name in sorted(used & self.sounds_there):
            if wrong := sound_fault(self.content, name):
                yield Problem(f"{SOUNDS}/{name}", 0, 0, Severity.WARNING, *wrong)


def _found(file: ReadFile[Value], find: Callable[[Value], Findings]) -> Iterator[Problem]:
    """What a check finds in a file; nothing in one that could not be read."""
    value = file.value
    if value is not None:
        yield from looked_at(file.name, lambda: tuple(placed(file, find(value))), (strange(file.name),))


