"""`review` and `translated`: a clinician's sign-off, and a translator's."""

from __future__ import annotations

import re
import sys
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from string import punctuation
from typing import Protocol, TypeVar
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.checks import reviews, translations
from kiosk.content.checks.check import examined
from kiosk.content.model.deck import Review, Topic
from kiosk.content.model.facts import filled_sources
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.medicine import medical_slides
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.folder import REVIEWS, SIGNED_APART, TRANSLATIONS, read_folder, read_reviews
from kiosk.content.reading.format_errors import did_you_mean
from kiosk.content.reading.result import ReadFile, ReadFolder
from kiosk.content.store import signed_texts
from kiosk.files.foreign_folders import put
from kiosk.files.private import held
from kiosk.files.regular import why
from kiosk.problems import Problem, Severity
from kiosk.signup.keys import names
from kiosk.staff.confirmation import can_ask, typed
from kiosk.staff.content.clinician_text import to_read
from kiosk.staff.errors import ExpectedError

Value = TypeVar("Value")


def topics(reading: ReadFolder) -> dict[str, Topic]:
    """Everything that can be signed off, by name."""
    named = {file.value.id: file.value for file in reading.topics if file.value}
    return named | {topic.id: topic for topic in reading.signed_apart}


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, monthrange(day.year + year, month + 1)[1]))


def errors_in(reading: ReadFolder, content: Path, name: str, today: date, memory: Memory | None = None) -> list[Problem]:
    """The errors in the file of a topic, and in those that it is read with; of a topic that nothing is known of, only the latter."""
    files = {file.value.id: file.name for file in reading.topics if file.value} | SIGNED_APART
    needed = {files.get(name), reading.clinic.name, reading.sources.name, reading.words.name}
    return [problem for problem in examined(reading, content, today, memory=memory) if problem.severity is Severity.ERROR and problem.file in needed]


def called(file: ReadFile[Topic]) -> str:
    """What the topic of a file that has an error is called, as far as that can be told: by its line `topic:`, or by the file's own name."""
    written = file.yaml.data.get("topic") if file.yaml and isinstance(file.yaml.data, dict) else None
    return str(written or re.sub(r"^[0-9]+-", "", Path(file.name).stem))


def sign(content: Path, review: Review) -> None:
    """Writes the sign-off into reviews.yaml, in the place of an older one, and keeps what was signed.

    May raise OSError, and ValueError with a sentence for staff where the file cannot be read, now or with this entry in it, or where the sign-off is
    of another text than the one that stands there now; ExpectedError where what was signed cannot be kept.
    """
    with held(content):
        reading = read_folder(content)
        kept = reviews.with_review(_listed(reading), review)
        text = reviews.written(kept).encode()
        if set(read_reviews(text).value or ()) != set(kept):
            raise ValueError(f"This name cannot be kept: {review.by!r}. Write it in letters, at most 120 of them.")
        topic, around = topics(reading).get(review.topic), reviews.beside(reading, content)
        if topic is None or not reviews.holds(review, topic, around):
            raise ValueError("The text was changed while it was being read, so nothing was signed. Read it as it stands now, and sign that.")
        _kept(signed_texts.place(review), lambda: signed_texts.keep(content, reading, topic, review, around))
        put(content, REVIEWS, text)


def take_back(content: Path, topic: str, by: str, languages: Sequence[str]) -> tuple[Review, ...]:
    """Takes the sign-offs of a topic that were given under this name out of reviews.yaml; which they were. What was signed stays in its archive.

    Raises ExpectedError where there is none, or where the list cannot be read or written.
    """
    def taken() -> tuple[Review, ...]:
        with held(content):
            listed = _listed(read_folder(content))
            own = tuple(each for each in listed if each.topic == topic and each.language in languages)
            mine = tuple(each for each in own if names.same(each.by, by))
            if not mine:
                raise ValueError(_nothing_to_take_back(own, by))
            put(content, REVIEWS, reviews.written(each for each in listed if each not in mine).encode())
            return mine

    return _kept(REVIEWS, taken)


def _nothing_to_take_back(own: Sequence[Review], by: str) -> str:
    if not own:
        return "Nobody has signed this text, so there is no signature to take back."
    signers = " and ".join(dict.fromkeys(each.by for each in own))
    return f"{by} has not signed this text: {signers} did, and a signature is taken back under the name that gave it."


def _listed(reading: ReadFolder) -> tuple[Review, ...]:
    """The sign-offs; ValueError with a sentence for staff where the list cannot be read, for it would be written over."""
    if reading.reviews.problems:
        raise ValueError(f"reviews.yaml must be fixed first: {reading.reviews.problems[0].wrong}")
    return tuple(reading.reviews.value or ())


def note_translations(content: Path, reading: ReadFolder) -> tuple[int, int]:
    """Writes down that every translation fits the text it stands beside now, and says how many of them are new, and how many there are.

    May raise OSError, and ValueError with a sentence for staff where a file cannot be read: its translations would be forgotten.
    """
    broken = (file.problems[0] for file in reading.files if file.name != TRANSLATIONS and file.value is None and file.problems)
    if first := next(chain(reading.unread, broken), None):
        raise ValueError(f"{first.file} must be fixed first: {first.wrong}")
    languages = reading.clinic.value.languages if reading.clinic.value else ()
    values = [file.value for file in reading.files if file.value is not None]
    known = {code: translations.pairs(values, languages[0], code) for code in languages[1:]}
    put(content, TRANSLATIONS, translations.written(known).encode())
    before = reading.translations.value or {}
    fresh = sum(len(set(pairs) - set(before.get(code, ()))) for code, pairs in known.items())
    return fresh, sum(map(len, known.values()))


# -- the commands ---------------------------------------------------------------------------------------------------


class ReviewOrder(Struct, frozen=True):
    """What `review` was asked for; without a language it is all of them, with `yes` nobody is asked."""

    topic: str
    by: str
    language: str | None
    months: int
    yes: bool


def review(content: Path, asked: ReviewOrder, today: date, signers: Signers, secrets: int | None = None) -> int:
    """Shows the text, asks, and signs, one language after the other; a name that has a passphrase here is signed with once that was given."""
    reading = read_folder(content)
    own = _topic_of(asked.topic, reading)
    if wrong := name_fault(asked.by):
        raise ExpectedError(wrong)
    around = to_sign(reading, content, own, today)
    shown = as_read(around, reading)
    languages = reading.clinic.value.languages if reading.clinic.value else ()
    if asked.language and asked.language not in languages:
        raise ExpectedError(f"The content has no language {asked.language!r}; it has {', '.join(languages)}.")
    left: list[str] = []
    proved = False
    for language in [asked.language] if asked.language else languages:
        print(*to_read(own, language, shown), sep="\n", end="\n\n")
        if not (asked.yes or _can_agree()):
            raise ExpectedError(f"The {LANGUAGES[language]} was not signed. Nobody can be asked here: run this at a terminal, or add --yes.")
        if not (asked.yes or _agrees(asked.by)):
            left.append(LANGUAGES[language])
            continue
        if not proved and signers.asks(asked.by):
            signers.prove(asked.by, secrets)
            proved = True
        read = Review(asked.topic, language, asked.by, today, today, reviews.signature(own, language, around))
        done = sign_off(content, read, asked.months)
        print(f"Signed off by {done.by} on {done.on}; due again by {done.next}.")
    if left:
        raise ExpectedError(f"The {' and the '.join(left)} was not signed. To sign, type yes when you are asked.")
    return 0


def withdraw(content: Path, asked: ReviewOrder, signers: Signers, secrets: int | None = None) -> int:
    """Asks, and takes back what was signed of a topic under this name; a name that has a passphrase here gives it first."""
    reading = read_folder(content)
    if not any(each.topic == asked.topic for each in reading.reviews.value or ()):
        _topic_of(asked.topic, reading)
    if not (asked.yes or _can_agree()):
        raise ExpectedError("No signature was taken back. Nobody can be asked here: run this at a terminal, or add --yes.")
    if not (asked.yes or typed(f"Take back what {asked.by} signed of {asked.topic}? Type yes, or press Enter to leave it: ")):
        raise ExpectedError("No signature was taken back. To take it back, type yes when you are asked.")
    if signers.asks(asked.by):
        signers.prove(asked.by, secrets)
    for each in take_back(content, asked.topic, asked.by, [asked.language] if asked.language else tuple(LANGUAGES)):
        print(f"The {LANGUAGES[each.language]} of {each.topic} is no longer signed. {each.by} had signed it on {each.on}.")
    return 0


class Signers(Protocol):
    """Whose names have a passphrase here: `publications/signers`."""

    def asks(self, by: str) -> bool: ...
    def prove(self, by: str, secrets: int | None) -> None: ...
    def prove_typed(self, by: str, passphrase: str) -> None: ...


_SIGNS = str.maketrans("", "", punctuation)


def name_fault(by: str) -> str:
    """Why nobody can sign under this name, in a sentence; empty if they can. It may have any sign that every keyboard has."""
    wrong = names.strange(by.translate(_SIGNS)) if by.isprintable() else "has characters in it that cannot be seen"
    return f"Say who has read it: this name {wrong}. Write it with letters of one alphabet only." if wrong else ""


def to_sign(reading: ReadFolder, content: Path, topic: Topic, today: date, memory: Memory | None = None) -> reviews.Beside:
    """What reaches a visitor beside the text of a topic that can be signed. Raises ExpectedError where it cannot."""
    if errors := errors_in(reading, content, topic.id, today, memory):
        raise ExpectedError(_to_mend("This text", errors))
    if not medical_slides(topic):
        raise ExpectedError(f"There is nothing to sign in {topic.id!r}: all of it is about the clinic alone.")
    return reviews.beside(reading, content)


def as_read(around: reviews.Beside, reading: ReadFolder) -> reviews.Beside:
    """The same as a visitor reads it, with what the clinic filled in."""
    return replace(around, sources=filled_sources(around.sources, reading.clinic.value)) if reading.clinic.value else around


def sign_off(content: Path, review: Review, months: int) -> Review:
    """Signs as `sign` does, due again so many months later; what was written. Raises ExpectedError."""
    done = replace(review, by=normalize("NFC", review.by.strip()), next=months_later(review.on, months))
    _kept(REVIEWS, lambda: sign(content, done))
    return done


def translated(content: Path) -> int:
    """Notes that all translations fit."""
    def note() -> tuple[int, int]:
        with held(content):
            return note_translations(content, read_folder(content))

    fresh, count = _kept(TRANSLATIONS, note)
    print(f"{fresh} more marked as up to date, of {count} translations in all.")
    return 0


def _topic_of(name: str, reading: ReadFolder) -> Topic:
    there = topics(reading)
    if name in there:
        return there[name]
    broken = {called(file): file for file in reading.topics if file.value is None}
    apart = {file: each for each, file in SIGNED_APART.items()}
    broken |= {apart[file.name]: file for file in reading.files if file.name in apart and file.value is None and file.problems}
    if name in broken:
        raise ExpectedError(_to_mend(f"The topic {name!r}", [each for each in broken[name].problems if each.severity is Severity.ERROR]))
    instead = did_you_mean(name, {*there, *broken}, f"There are: {', '.join(there)}.")
    others = f" Files with an error, which may hold it: {', '.join(file.name for file in broken.values())}. {_CHECK}" if broken else ""
    raise ExpectedError(f"There is no topic {name!r}. {instead}{others}")


def _to_mend(what: str, problems: Sequence[Problem]) -> str:
    """That a text cannot be signed for its errors, and where the first of them is."""
    first, many = problems[0], f"{len(problems)} errors, the first" if len(problems) > 1 else "an error"
    line = f", line {first.line}" if first.line else ""
    return f"{what} has {many} in {first.file}{line}: {first.wrong} {_CHECK}"


_CHECK = "Fix that first: `python3 main.py check` says what to write."


def _can_agree() -> bool:
    """Whether somebody is there who can read the text and answer."""
    return can_ask() and sys.stdout.isatty()


def _agrees(name: str) -> bool:
    """Asks at the terminal."""
    return typed(f"Sign this off as {name}? Type yes, or press Enter not to sign: ")


def _kept(file: str, write: Callable[[], Value]) -> Value:
    """What the writing gave; its failures in one sentence for staff."""
    try:
        return write()
    except OSError as error:
        raise ExpectedError(f"{file} cannot be written: {why(error)}.{_room(file, error)}") from error
    except ValueError as error:
        raise ExpectedError(str(error)) from error


def _room(file: str, error: OSError) -> str:
    """What to do about what lies in the place of a file, or of its folder."""
    match error:
        case IsADirectoryError():
            there = file
        case NotADirectoryError():
            there = str(Path(file).parent)
        case _:
            return ""
    return f" Move {there} in the content folder to another place, and do this again."
