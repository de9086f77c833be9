"""The content folder read into a deck, with every problem of every file gathered in one run.

A file with an error has no value and the others go on. Nothing is raised for what staff wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from errno import EFBIG
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from kiosk.content.model import deck, form
from kiosk.content.model.languages import LANGUAGES, SHIPPED_LANGUAGES
from kiosk.content.model.questions import SIGNED_OFF_AS
from kiosk.content.model.signed_apart import FORM, HELP_PANEL
from kiosk.content.reading import format as written
from kiosk.content.reading import signup_format, to_deck
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.format_errors import MOST_GUESSES, beside, did_you_mean, explained, shown
from kiosk.content.reading.interface_words import LATER, SCREEN_WORDS
from kiosk.content.reading.one_file import looked_at, strange
from kiosk.content.reading.result import TOPICS, Interface, Known, Languages, ReadFile, ReadFolder, Value
from kiosk.files.regular import NotReadError, beginning_of, is_missing, names_in, read_regular, why
from kiosk.problems import Problem, Severity, and_more
from kiosk.yaml import reading
from kiosk.yaml.reading import Plain, Yaml

CLINIC, HELP, INTERFACE, WORDS = "clinic.yaml", "help.yaml", "interface.yaml", "words.yaml"
SOURCES, QUESTIONS, SIGNUP = "sources.yaml", "questions.yaml", "signup.yaml"
REVIEWS, TRANSLATIONS, DICTIONARY = "reviews.yaml", "translations.yaml", "dictionary.yaml"
SIGNED_APART = {SIGNED_OFF_AS: QUESTIONS, HELP_PANEL: HELP, FORM: SIGNUP}
"""The files that are signed off beside the topics, by their names there."""
NAMES = frozenset({CLINIC, HELP, INTERFACE, WORDS, SOURCES, QUESTIONS, SIGNUP, REVIEWS, TRANSLATIONS, DICTIONARY})
"""The files beside the topics."""
MOST_TOPICS = 200
"""A home screen shows some ten at a time."""
MOST_BYTES_TOGETHER, MOST_ENTRIES_TOGETHER = 6_000_000, 220_000
"""Of all files; 2,400 slides like those that ship have 3 million bytes and 200,000 entries."""
MOST_SLIDES_TOGETHER = 3000

_BACK = (
    "Bring it back: `python3 main.py check --restore {name}` knows its last good version, if this machine has shown one; the content that came"
    " with the kiosk has one, too."
)
_LEFT_BEHIND = re.compile(
    r"^[.~#]|~$|\.(?:bak|old|orig|tmp|temp|swp|swo|save|part|crdownload)$|\.set-aside-[\d-]+$|^(?:thumbs\.db|desktop\.ini)$", re.IGNORECASE
)

Form = TypeVar("Form", bound=BaseModel)


def read_folder(content: Path, memory: Memory | None = None) -> ReadFolder:
    """Everything in the content folder; topics in the order of their file names. What `memory` holds is not read again."""
    folder = _Folder(content, memory or Memory())
    clinic = folder.file(CLINIC, lambda raw, name, _: read_clinic(raw, name))
    languages = clinic.value.languages if clinic.value else SHIPPED_LANGUAGES
    topics, unread = topic_files(content)
    return ReadFolder(
        clinic,
        folder.file(HELP, read_help, languages),
        folder.file(INTERFACE, read_interface, languages),
        folder.file(WORDS, read_words, languages),
        folder.file(SOURCES, read_sources, languages),
        folder.file(QUESTIONS, read_questions, languages),
        folder.file(SIGNUP, read_signup, languages, notes=True),
        folder.file(REVIEWS, lambda raw, name, _: read_reviews(raw, name), needed=False, notes=True),
        folder.file(TRANSLATIONS, lambda raw, name, _: read_translations(raw, name), needed=False, notes=True),
        folder.file(DICTIONARY, lambda raw, name, _: read_dictionary(raw, name), needed=False, notes=True),
        tuple(folder.file(name, read_topic, languages) for name in topics),
        unread,
    )


def topic_files(content: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The topic files, relative to the content folder, in the order in which topics show; and which files are left unread."""
    try:
        names = names_in(content / TOPICS)
    except FileNotFoundError:
        return (), ()
    except NotReadError as error:
        return (), (Problem(TOPICS, 0, 0, Severity.ERROR, error.wrong, error.instead),)
    except OSError as error:
        wrong = f"The folder of the topics cannot be read ({why(error)})."
        return (), (Problem(TOPICS, 0, 0, Severity.ERROR, wrong, "See that it is a folder, and who may read it."),)
    files = [name for name in names if name.endswith((".yaml", ".yml")) and not is_left_behind(name)]
    sound = [name for name in files if may_be_topic(name)]
    unread = [_strangely_named(name) for name in files if not may_be_topic(name)]
    if len(sound) > MOST_TOPICS:
        wrong = f"There are too many topics: {len(sound)}. Only the first {MOST_TOPICS} are read."
        unread.append(Problem(TOPICS, 0, 0, Severity.ERROR, wrong, "Take the other files out of the folder."))
    return tuple(f"{TOPICS}/{name}" for name in sound[:MOST_TOPICS]), tuple(unread)


def may_be_topic(name: str) -> bool:
    """Whether a file of this name in the folder of the topics is read as one."""
    return name.endswith((".yaml", ".yml")) and not is_left_behind(name) and name.isprintable() and "/" not in name


def is_left_behind(name: str) -> bool:
    """Whether a file has the name of what editors, systems and `check --restore` leave beside another."""
    return bool(_LEFT_BEHIND.search(name))


def _strangely_named(name: str) -> Problem:
    shown = name.encode("ascii", "backslashreplace").decode().replace("\n", "\\n")
    return Problem(f"{TOPICS}/{shown}", 0, 0, Severity.ERROR, "The name of this file has signs that no screen shows.", "Give it a plain name.")


class _Folder(Struct):
    """The content folder, file by file, until as much was read as all of them may hold together."""

    content: Path
    memory: Memory
    bytes_read: int = 0
    entries: int = 0
    slides: int = 0

    def file(
        self,
        name: str,
        read: Callable[[bytes, str, Languages], ReadFile[Value]],
        languages: Languages = (),
        *,
        needed: bool = True,
        notes: bool = False,
    ) -> ReadFile[Value]:
        """One file; one that is not `needed` may be missing, and one that may be `notes` has no value where it holds nothing else."""
        try:
            raw = read_regular(self.content / name, reading.MOST_BYTES, self.content)
        except NotReadError as error:
            if not needed and is_missing(error):
                return ReadFile(name, None)
            instead = reading.SPREAD if error.errno == EFBIG else _BACK.format(name=name) if is_missing(error) else error.instead
            beginning = beginning_of(self.content / name, reading.MOST_BYTES, self.content) if error.errno == EFBIG else b""
            return ReadFile(name, None, (Problem(name, 0, 0, Severity.ERROR, error.wrong, instead),), raw=beginning)
        if notes and says_nothing(raw):
            return ReadFile(name, None)
        self.bytes_read += len(raw)
        if self.bytes_read > MOST_BYTES_TOGETHER or self.entries > MOST_ENTRIES_TOGETHER or self.slides > MOST_SLIDES_TOGETHER:
            wrong = "All files together hold so much that this one is not read any more."
            return ReadFile(name, None, (Problem(name, 0, 0, Severity.ERROR, wrong, "Take files out of the folder that nobody needs."),), raw=raw)
        file = self.memory.file(name, raw, languages, lambda: read(raw, name, languages))
        self.entries += file.entries
        self.slides += len(file.value.slides) if isinstance(file.value, deck.Topic) else 0
        return file


def says_nothing(raw: bytes) -> bool:
    """Whether there is nothing but comments: staff who want no form put a # before every line of its file."""
    return all(not line.strip() or line.startswith(b"#") for line in raw.splitlines())


# -- one file -------------------------------------------------------------------------------------------------------


def read_topic(raw: bytes, file: str, languages: Languages = ("en",)) -> ReadFile[deck.Topic]:
    return _read(raw, file, written.Topic, languages, lambda form: to_deck.topic(form, file, languages))


def read_clinic(raw: bytes, file: str = CLINIC) -> ReadFile[deck.Clinic]:
    """The clinic. Its own `languages` say which language its plain texts are in."""
    return _read(raw, file, written.Clinic, _spoken, to_deck.clinic)


def _spoken(data: Plain) -> Languages:
    named = data.get("languages") if isinstance(data, dict) else None
    known = [code for code in named if isinstance(code, str) and code in LANGUAGES] if isinstance(named, list) else []
    return known or ("en",)


def read_any(raw: bytes, file: str, languages: Languages) -> ReadFile[Any]:
    """Whichever file of the content this is by its name, as `read_folder` reads it."""
    if file.startswith(f"{TOPICS}/"):
        return read_topic(raw, file, languages)
    alone: dict[str, Callable[[bytes, str], ReadFile[Any]]] = {
        CLINIC: read_clinic,
        REVIEWS: read_reviews,
        TRANSLATIONS: read_translations,
        DICTIONARY: read_dictionary,
    }
    others: dict[str, Callable[[bytes, str, Languages], ReadFile[Any]]] = {
        HELP: read_help,
        INTERFACE: read_interface,
        WORDS: read_words,
        SOURCES: read_sources,
        QUESTIONS: read_questions,
        SIGNUP: read_signup,
    }
    return alone[file](raw, file) if file in alone else others[file](raw, file, languages)


def read_help(raw: bytes, file: str = HELP, languages: Languages = ("en",)) -> ReadFile[deck.Help]:
    return _read(raw, file, written.Help, languages, lambda form: to_deck.help_panel(form, languages))


def read_interface(raw: bytes, file: str = INTERFACE, languages: Languages = ("en",)) -> ReadFile[Interface]:
    return _read(raw, file, written.Interface, languages, lambda form: to_deck.interface(form, languages), _interface_problems)


def read_words(raw: bytes, file: str = WORDS, languages: Languages = ("en",)) -> ReadFile[tuple[deck.Word, ...]]:
    return _read(
        raw, file, written.Glossary, languages, lambda form: tuple(to_deck.word(each, languages) for each in form.root)
    )


def read_sources(raw: bytes, file: str = SOURCES, languages: Languages = ("en",)) -> ReadFile[tuple[deck.Source, ...]]:
    return _read(
        raw, file, written.Sources, languages, lambda form: tuple(to_deck.source(each, languages) for each in form.root)
    )


def read_questions(raw: bytes, file: str = QUESTIONS, languages: Languages = ("en",)) -> ReadFile[tuple[deck.QuestionGroup, ...]]:
    return _read(raw, file, written.Questions, languages, lambda form: tuple(to_deck.question_group(each, languages) for each in form.root))


def read_signup(raw: bytes, file: str = SIGNUP, languages: Languages = ("en",)) -> ReadFile[form.Form]:
    return _read(raw, file, signup_format.SignUp, languages, lambda written: to_deck.signup_form(written, languages))


def read_reviews(raw: bytes, file: str = REVIEWS) -> ReadFile[tuple[deck.Review, ...]]:
    return _read(raw, file, written.Reviews, ["en"], lambda form: tuple(deck.Review(**dict(each)) for each in form.root))


def read_translations(raw: bytes, file: str = TRANSLATIONS) -> ReadFile[Known]:
    return _read(raw, file, written.Translations, ["en"], lambda form: {str(code): pairs for code, pairs in form.root.items()})


def read_dictionary(raw: bytes, file: str = DICTIONARY) -> ReadFile[Known]:
    return _read(raw, file, written.Dictionary, ["en"], lambda form: {name: words for name, words in form if words})


def _read(  # noqa: PLR0917
    raw: bytes,
    file: str,
    form: type[Form],
    languages: Languages | Callable[[Plain], Languages],
    made: Callable[[Form], Value],
    more: Callable[[Yaml, str], Iterable[Problem]] = lambda _, __: (),
) -> ReadFile[Value]:
    """The file as its `form` has it; `more` is what else may be wrong with it."""

    def read() -> ReadFile[Value]:
        read = _understood(raw, file, form, languages, made)
        problems = (*read.problems, *(more(read.yaml, file) if read.yaml else ()))
        return replace(read, value=_unless_wrong(read.value, problems), problems=problems)

    return looked_at(file, read, ReadFile(file, None, (strange(file),), raw=raw))


def _understood(
    raw: bytes, file: str, form: type[Form], languages: Languages | Callable[[Plain], Languages], made: Callable[[Form], Value]
) -> ReadFile[Value]:
    found = reading.read_yaml(raw, file)
    yaml, problems = found.yaml, found.problems
    if yaml is None:
        return ReadFile(file, None, problems, None, found.entries, raw)
    language = (languages(yaml.data) if callable(languages) else languages)[0]
    try:
        value = made(form.model_validate(_without_nothing(yaml.data), context={"language": language}))
    except ValidationError as refused:
        # two items run together: all else follows from that
        lost_dash = any(problem.wrong == reading.LOST_DASH for problem in problems)
        fresh = () if lost_dash else _refusals(refused, form, yaml, problems, file)
        return ReadFile(file, None, (*problems, *fresh), yaml, found.entries, raw)
    return ReadFile(file, value, problems, yaml, found.entries, raw)


def _refusals(refused: ValidationError, form: type[Form], yaml: Yaml, problems: Sequence[Problem], file: str) -> Iterator[Problem]:
    """What the format refuses, in lines where nothing else is wrong: as much as somebody will read, and how much more."""
    told = {problem.line for problem in problems if problem.severity is Severity.ERROR}
    errors = refused.errors(include_url=False)
    others = beside(errors)
    each = (explained(error, form, yaml, file, others, guess=number < MOST_GUESSES) for number, error in enumerate(errors))
    yield from islice((problem for problem in each if problem and problem.line not in told), reading.MOST_PROBLEMS)
    if left := len(errors) - reading.MOST_PROBLEMS:
        yield from and_more(file, left, Severity.ERROR)


def _unless_wrong(value: Value | None, problems: Sequence[Problem]) -> Value | None:
    return None if any(problem.severity is Severity.ERROR for problem in problems) else value


def _without_nothing(data: Plain) -> Plain:
    """A name with nothing after it counts as left out."""
    match data:
        case dict():
            return {name: _without_nothing(value) for name, value in data.items() if value is not None}
        case list():
            return [_without_nothing(value) for value in data]
        case _:
            return data


# -- the words on the screen ----------------------------------------------------------------------------------------


def _interface_problems(yaml: Yaml, file: str) -> Iterator[Problem]:
    """Words that the screen needs and are not there, that no screen shows, or that lack what the screen fills in."""
    given = yaml.data if isinstance(yaml.data, dict) else {}
    missing = [name for name in SCREEN_WORDS if given.get(name) is None and name not in LATER]
    if given and missing:
        wrong = f"These words of the screen are missing: {', '.join(missing)}."
        instead = f"Add a line such as `{missing[0]}: {{en: ..., es: ...}}` for each."
        yield Problem(file, 1, 1, Severity.ERROR, wrong, instead)
    for name, names in SCREEN_WORDS.items():
        value = given.get(name)
        for code, text in value.items() if isinstance(value, dict) else [("", value)]:
            if isinstance(text, str) and (slip := _filled_in_wrongly(text, names)):
                yield Problem(file, *yaml.place((name, code)), Severity.ERROR, *slip)
    strange = [name for name in given if name not in SCREEN_WORDS]
    for number, name in enumerate(strange[: reading.MOST_PROBLEMS]):
        instead = did_you_mean(name, SCREEN_WORDS, "Take it out.") if number < MOST_GUESSES else "Take it out."
        yield Problem(file, *yaml.name_place((name,)), Severity.WARNING, f"No screen shows `{shown(name)}`.", instead)
    yield from and_more(file, len(strange) - reading.MOST_PROBLEMS, Severity.WARNING)


def _filled_in_wrongly(text: str, names: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with the places that the screen fills in, and what to write instead.

    Exactly `{name}` and nothing else in braces: what looks like more would be taken for a formula by `str.format`.
    """
    found = re.findall(r"\{[^{}]*\}|[{}]", text)
    wanted = [f"{{{name}}}" for name in names]
    instead = f"Write {' and '.join(wanted)} where the screen puts it." if wanted else "Leave out { and }."
    if missing := [each for each in wanted if each not in found]:
        return f"`{missing[0]}` is missing in this text.", instead
    if strange := [each for each in found if each not in wanted]:
        return f"The screen cannot fill in `{strange[0]}` here.", instead
    return None
