"""The content folder read into a deck, with every problem of every file gathered in one run.

A file with an error has no value and the others go on. Nothing is raised for what staff wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from errno import EFBIG
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from kiosk.content.model import deck, form
from kiosk.content.model.schedule import WEEK
from kiosk.content.model.slide_kinds import SLIDE_KINDS
from kiosk.content.reading import format as written
from kiosk.content.reading import signup_format
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.format_errors import MOST_GUESSES, as_name, did_you_mean, explained, shown
from kiosk.files.regular import NotReadError, beginning_of, is_missing, names_in, read_regular, why
from kiosk.problems import Problem, Severity, and_more
from kiosk.yaml import reading
from kiosk.yaml.reading import Plain, Yaml

CLINIC, HELP, INTERFACE, WORDS = "clinic.yaml", "help.yaml", "interface.yaml", "words.yaml"
SOURCES, QUESTIONS, SIGNUP = "sources.yaml", "questions.yaml", "signup.yaml"
REVIEWS, TRANSLATIONS = "reviews.yaml", "translations.yaml"
TOPICS = "topics"
MOST_TOPICS = 200
"""A home screen shows some ten at a time."""
MOST_BYTES_TOGETHER, MOST_ENTRIES_TOGETHER = 6_000_000, 220_000
"""Of all files; 2,400 slides like those that ship have 3 million bytes and 200,000 entries."""
MOST_SLIDES_TOGETHER = 3000

Value = TypeVar("Value")
Form = TypeVar("Form", bound=BaseModel)
Interface = tuple[tuple[str, deck.Text], ...]
Known = Mapping[str, tuple[str, ...]]
"""Which translation was written for which text: by language, pairs of fingerprints (`translations`)."""
Languages = Sequence[str]
"""The clinic's languages; a text that names none is in the first."""


class ReadFile(Struct, Generic[Value], frozen=True):
    """One file: what it holds (None if anything in it is wrong), its problems, where in it things stand, and how many entries were read.

    `raw` are its bytes, the first of one that is too large: what staff wish to withdraw in a file without a value goes all the same
    (`withdrawing`), and those of a good one are kept (`texts`).
    """

    name: str
    value: Value | None
    problems: tuple[Problem, ...] = ()
    yaml: Yaml | None = None
    entries: int = 0
    raw: bytes = b""


class Reading(Struct, frozen=True):
    """The whole folder."""

    clinic: ReadFile[deck.Clinic]
    help: ReadFile[deck.Help]
    interface: ReadFile[Interface]
    words: ReadFile[tuple[deck.Word, ...]]
    sources: ReadFile[tuple[deck.Source, ...]]
    questions: ReadFile[tuple[deck.QuestionGroup, ...]]
    form: ReadFile[form.Form]
    reviews: ReadFile[tuple[deck.Review, ...]]
    translations: ReadFile[Known]
    topics: tuple[ReadFile[deck.Topic], ...]
    unread: tuple[Problem, ...] = ()

    @property
    def files(self) -> tuple[ReadFile[Any], ...]:
        always = (self.clinic, self.help, self.interface, self.words, self.sources, self.questions)
        return (*always, self.form, self.reviews, self.translations, *self.topics)

    def with_file(self, file: ReadFile[Any]) -> Reading:
        """The same folder with this file in the place of the one that has its name."""
        same = next(name for name in self.__struct_fields__ if name == "topics" or getattr(getattr(self, name), "name", "") == file.name)
        topics = tuple(file if each.name == file.name else each for each in self.topics)
        return replace(self, **{same: topics if same == "topics" else file})

    @property
    def problems(self) -> tuple[Problem, ...]:
        instead = "Write one file for each topic, such as topics/10-start.yaml."
        none = () if self.topics or self.unread else (Problem(TOPICS, 0, 0, Severity.ERROR, "There is no topic.", instead),)
        return (*none, *self.unread, *(problem for file in self.files for problem in file.problems))

    @property
    def deck(self) -> deck.Deck | None:
        """All that is sound; None without the clinic, the help panel, the words on the screen, or any topic."""
        topics = tuple(file.value for file in self.topics if file.value)
        clinic, panel, interface = self.clinic.value, self.help.value, self.interface.value
        if clinic is None or panel is None or interface is None or not topics:
            return None
        return deck.Deck(clinic, panel, interface, topics, self.words.value or (), self.sources.value or (), self.questions.value or ())


def read_folder(content: Path, memory: Memory | None = None) -> Reading:
    """Everything in the content folder; topics in the order of their file names. What `memory` holds is not read again."""
    folder = _Folder(content, memory or Memory())
    clinic = folder.file(CLINIC, lambda raw, name, _: read_clinic(raw, name))
    languages = clinic.value.languages if clinic.value else written.SHIPPED_LANGUAGES
    topics, unread = topic_files(content)
    return Reading(
        clinic,
        folder.file(HELP, read_help, languages),
        folder.file(INTERFACE, read_interface, languages),
        folder.file(WORDS, read_words, languages),
        folder.file(SOURCES, read_sources, languages),
        folder.file(QUESTIONS, read_questions, languages),
        folder.file(SIGNUP, read_signup, languages, notes=True),
        folder.file(REVIEWS, lambda raw, name, _: read_reviews(raw, name), needed=False, notes=True),
        folder.file(TRANSLATIONS, lambda raw, name, _: read_translations(raw, name), needed=False, notes=True),
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
    files = [name for name in names if name.endswith((".yaml", ".yml")) and not name.startswith(".")]
    sound = [name for name in files if name.isprintable()]
    unread = [_strangely_named(name) for name in files if not name.isprintable()]
    if len(sound) > MOST_TOPICS:
        wrong = f"There are too many topics: {len(sound)}. Only the first {MOST_TOPICS} are read."
        unread.append(Problem(TOPICS, 0, 0, Severity.ERROR, wrong, "Take the other files out of the folder."))
    return tuple(f"{TOPICS}/{name}" for name in sound[:MOST_TOPICS]), tuple(unread)


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
            instead = reading.SPREAD if error.errno == EFBIG else error.instead
            beginning = beginning_of(self.content / name, reading.MOST_BYTES, self.content) if error.errno == EFBIG else b""
            return ReadFile(name, None, (Problem(name, 0, 0, Severity.ERROR, error.wrong, instead),), raw=beginning)
        if notes and _says_nothing(raw):
            return ReadFile(name, None)
        self.bytes_read += len(raw)
        if self.bytes_read > MOST_BYTES_TOGETHER or self.entries > MOST_ENTRIES_TOGETHER or self.slides > MOST_SLIDES_TOGETHER:
            wrong = "All files together hold so much that this one is not read any more."
            return ReadFile(name, None, (Problem(name, 0, 0, Severity.ERROR, wrong, "Take files out of the folder that nobody needs."),), raw=raw)
        file = self.memory.file(name, raw, languages, lambda: read(raw, name, languages))
        self.entries += file.entries
        self.slides += len(file.value.slides) if isinstance(file.value, deck.Topic) else 0
        return file


def _says_nothing(raw: bytes) -> bool:
    """Whether there is nothing but comments: staff who want no form put a # before every line of its file."""
    return all(not line.strip() or line.startswith(b"#") for line in raw.splitlines())


# -- one file -------------------------------------------------------------------------------------------------------


def read_topic(raw: bytes, file: str, languages: Languages = ("en",)) -> ReadFile[deck.Topic]:
    return _read(raw, file, written.Topic, languages, lambda form: _topic(form, file, languages))


def read_clinic(raw: bytes, file: str = CLINIC) -> ReadFile[deck.Clinic]:
    """The clinic. Its own `languages` say which language its plain texts are in."""
    return _read(raw, file, written.Clinic, _spoken, _clinic)


def _spoken(data: Plain) -> Languages:
    named = data.get("languages") if isinstance(data, dict) else None
    known = [code for code in named if isinstance(code, str) and code in written.LANGUAGES] if isinstance(named, list) else []
    return known or ("en",)


def read_any(raw: bytes, file: str, languages: Languages) -> ReadFile[Any]:
    """Whichever file of the content this is by its name, as `read_folder` reads it."""
    if file.startswith(f"{TOPICS}/"):
        return read_topic(raw, file, languages)
    alone: dict[str, Callable[[bytes, str], ReadFile[Any]]] = {CLINIC: read_clinic, REVIEWS: read_reviews, TRANSLATIONS: read_translations}
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
    return _read(raw, file, written.Help, languages, lambda form: _help(form, languages))


def read_interface(raw: bytes, file: str = INTERFACE, languages: Languages = ("en",)) -> ReadFile[Interface]:
    read = _read(raw, file, written.Interface, languages, lambda form: _interface(form, languages))
    if read.yaml is None:
        return read
    problems = (*read.problems, *_interface_problems(read.yaml, file))
    return ReadFile(file, _unless_wrong(read.value, problems), problems, read.yaml, read.entries, raw)


def read_words(raw: bytes, file: str = WORDS, languages: Languages = ("en",)) -> ReadFile[tuple[deck.Word, ...]]:
    return _read(
        raw, file, written.Glossary, languages, lambda form: tuple(_word(each, languages) for each in form.root)
    )


def read_sources(raw: bytes, file: str = SOURCES, languages: Languages = ("en",)) -> ReadFile[tuple[deck.Source, ...]]:
    return _read(
        raw, file, written.Sources, languages, lambda form: tuple(_source(each, languages) for each in form.root)
    )


def read_questions(raw: bytes, file: str = QUESTIONS, languages: Languages = ("en",)) -> ReadFile[tuple[deck.QuestionGroup, ...]]:
    return _read(raw, file, written.Questions, languages, lambda form: tuple(_group(each, languages) for each in form.root))


def read_signup(raw: bytes, file: str = SIGNUP, languages: Languages = ("en",)) -> ReadFile[form.Form]:
    return _read(raw, file, signup_format.SignUp, languages, lambda written: _form(written, languages))


def read_reviews(raw: bytes, file: str = REVIEWS) -> ReadFile[tuple[deck.Review, ...]]:
    return _read(raw, file, written.Reviews, ["en"], lambda form: tuple(deck.Review(**dict(each)) for each in form.root))


def read_translations(raw: bytes, file: str = TRANSLATIONS) -> ReadFile[Known]:
    return _read(raw, file, written.Translations, ["en"], lambda form: {str(code): pairs for code, pairs in form.root.items()})


def _read(
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
    sound = _unless_wrong(value, problems)
    return ReadFile(file, sound, problems, yaml, found.entries, raw)


def _refusals(refused: ValidationError, form: type[Form], yaml: Yaml, problems: Sequence[Problem], file: str) -> Iterator[Problem]:
    """What the format refuses, in lines where nothing else is wrong: as much as somebody will read, and how much more."""
    told = {problem.line for problem in problems if problem.severity is Severity.ERROR}
    errors = refused.errors(include_url=False)
    each = (explained(error, form, yaml, file, guess=number < MOST_GUESSES) for number, error in enumerate(errors))
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
    missing = [name for name in written.INTERFACE if given.get(name) is None and name not in written.LATER]
    if given and missing:
        wrong = f"These words of the screen are missing: {', '.join(missing)}."
        instead = f"Add a line such as `{missing[0]}: {{en: ..., es: ...}}` for each."
        yield Problem(file, 1, 1, Severity.ERROR, wrong, instead)
    for name, names in written.INTERFACE.items():
        value = given.get(name)
        for code, text in value.items() if isinstance(value, dict) else [("", value)]:
            if isinstance(text, str) and (slip := _filled_in_wrongly(text, names)):
                yield Problem(file, *yaml.place((name, code)), Severity.ERROR, *slip)
    strange = [name for name in given if name not in written.INTERFACE]
    for number, name in enumerate(strange[: reading.MOST_PROBLEMS]):
        instead = did_you_mean(name, written.INTERFACE, "Take it out.") if number < MOST_GUESSES else "Take it out."
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


# -- from the form to the deck --------------------------------------------------------------------------------------


def _text(text: written.Text | None, languages: Languages) -> deck.Text:
    """The languages of a text, the clinic's first language first."""
    if text is None:
        return deck.Text()
    said = {code: words for code in written.LANGUAGES if (words := getattr(text, code))}
    order = sorted(said, key=lambda code: languages.index(code) if code in languages else len(languages))
    return deck.Text(tuple((code, said[code]) for code in order))


def _picture(picture: written.Picture | None, languages: Languages) -> deck.Picture | None:
    return deck.Picture(picture.file, _text(picture.says, languages)) if picture else None


def _point(point: written.Point, languages: Languages) -> deck.Point:
    return deck.Point(
        _text(point, languages),
        _text(point.title, languages) if isinstance(point, (written.Step, written.Card)) else deck.Text(),
        _text(point.at, languages) if isinstance(point, written.Step) else deck.Text(),
        point.icon or "",
        point.makes,
        point.sources,
        tuple(point.clip.items()),
    )


def _column(column: written.Column, languages: Languages) -> deck.Column:
    return deck.Column(
        _text(column.title, languages), tuple(_point(point, languages) for point in column.points), column.icon or ""
    )


def _slide(slide: written.AnySlide, name: str, topic: written.Topic, languages: Languages) -> deck.Slide:
    columns = slide.columns if isinstance(slide, written.CompareSlide) else ()
    dots = slide.dots if isinstance(slide, written.DotsSlide) else None
    kind = written.kind_of(slide) or "points"
    return deck.Slide(
        id=name,
        kind=kind,
        title=_text(slide.title, languages),
        picture=_picture(slide.picture, languages),
        points=tuple(_point(point, languages) for point in getattr(slide, SLIDE_KINDS[kind].points, ())),
        columns=tuple(_column(column, languages) for column in columns),
        dots=deck.Dots(dots.filled, dots.of, _text(dots.says, languages)) if dots else None,
        ask_us=_text(slide.ask_us, languages),
        sources=slide.sources,
        checked=slide.checked or topic.checked,
        review_by=slide.review_by or topic.review_by,
        owner=slide.owner or topic.owner or "",
        withdrawn=slide.withdraw or topic.withdraw,
        show=_show(slide.show),
        clip=tuple(slide.clip.items()),
        about_clinic=(slide.about or topic.about) is not None,
    )


def _show(show: written.Show | None) -> deck.Show | None:
    return deck.Show(show.begin, show.until, tuple(WEEK.index(day) for day in show.days), show.hours) if show else None


def _slide_names(topic: written.Topic, languages: Languages) -> list[str]:
    """The names of the slides; one that has none is called after its title, with a number where that is taken."""
    taken = {slide.slide for slide in topic.slides if slide.slide}
    names = []
    for number, slide in enumerate(topic.slides, 1):
        name = slide.slide
        if not name:
            base = as_name(_text(slide.title, languages).in_(languages[0])) or f"slide-{number}"
            name = next(
                each
                for each in (base, *(f"{base}-{count}" for count in range(2, len(topic.slides) + 2)))
                if each not in taken
            )
            taken.add(name)
        names.append(name)
    return names


def _topic(form: written.Topic, file: str, languages: Languages) -> deck.Topic:
    names = _slide_names(form, languages)
    slides = tuple(_slide(slide, name, form, languages) for slide, name in zip(form.slides, names, strict=True))
    return deck.Topic(
        form.topic, _text(form.title, languages), slides, form.picture or "", form.tint, form.owner or "", file, form.withdraw, _show(form.show)
    )


def _clinic(form: written.Clinic) -> deck.Clinic:
    return deck.Clinic(
        form.name,
        form.languages,
        _text(form.headline, form.languages),
        _text(form.invitation, form.languages),
        form.pictures,
        form.mark or "",
        tuple(_text(text, form.languages) for text in form.consultation),
        form.hide_overdue,
        _announcement(form.notice, form.languages),
        form.phone or "",
        form.after_hours or "",
        *(_own(text, form.languages) for text in (form.address, form.hours, form.call_back, form.parking, form.price, form.who_treats)),
    )


def _own(text: written.Text | None, languages: Languages) -> deck.Text:
    """A text of the clinic in its own languages alone: an address that is the same in all has no others."""
    return deck.Text(tuple((code, words) for code, words in _text(text, languages).versions if code in languages))


def _announcement(notice: written.Announcement | None, languages: Languages) -> deck.Announcement | None:
    return deck.Announcement(_text(notice.text, languages), _show(notice)) if notice else None


def _help(form: written.Help, languages: Languages) -> deck.Help:
    lines = tuple(
        deck.HelpLine(_text(line.title, languages), _text(line.text, languages), line.icon) for line in form.lines
    )
    return deck.Help(
        _text(form.title, languages), lines, _text(form.intro, languages), _picture(form.picture, languages)
    )


def _interface(form: written.Interface, languages: Languages) -> Interface:
    return tuple((name, _text(text, languages)) for name, text in form.root.items())


def _word(form: written.Word, languages: Languages) -> deck.Word:
    forms = tuple((code, tuple(getattr(form.forms, code))) for code in written.LANGUAGES if getattr(form.forms, code))
    return deck.Word(form.word, forms, _text(form.says, languages), _text(form.means, languages))


def _source(form: written.Source, languages: Languages) -> deck.Source:
    return deck.Source(
        form.source,
        form.cite,
        _text(form.what, languages),
        _text(form.found, languages),
        _text(form.not_shown, languages),
        form.link or "",
    )


def _group(form: written.QuestionGroup, languages: Languages) -> deck.QuestionGroup:
    questions = tuple(
        deck.Question(
            each.question,
            _text(each.asks, languages),
            tuple(_point(point, languages) for point in each.points),
            each.see or "",
            each.about is not None,
        )
        for each in form.questions
    )
    return deck.QuestionGroup(form.group, _text(form.title, languages), questions, form.icon or "")


def _form(signup: signup_format.SignUp, languages: Languages) -> form.Form:
    questions = tuple(_asked(each, languages) for each in signup.questions)
    return form.Form(_notice(signup.notice, languages), questions, _notice(signup.thanks, languages), signup.at_least_one)


def _notice(notice: signup_format.Notice, languages: Languages) -> form.Notice:
    return form.Notice(_text(notice.title, languages), tuple(_point(point, languages) for point in notice.points))


def _asked(question: signup_format.Question, languages: Languages) -> form.Asked:
    return form.Asked(
        question.question,
        form.Kind(question.kind),
        _text(question.title, languages),
        _text(question.label, languages),
        _text(question.help, languages),
        _text(question.error, languages),
        tuple(form.Option(option.option, _text(option, languages), option.needs or "") for option in question.options),
        question.needs or "",
        question.required,
    )
