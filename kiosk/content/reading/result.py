"""What reading gives: each file with its value, its problems and its places, and all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model import deck, form
from kiosk.content.model.questions import SIGNED_OFF_AS
from kiosk.content.model.signed_apart import FORM, HELP_PANEL, seen_as_topic
from kiosk.problems import Problem, Severity
from kiosk.yaml.reading import Yaml

TOPICS = "topics"
Value = TypeVar("Value")
Interface = tuple[tuple[str, deck.Text], ...]
Known = Mapping[str, tuple[str, ...]]
"""Which translation was written for which text: by language, pairs of fingerprints (`translations`); or words that are right though no dictionary has
them (`dictionary`), by language, and by `names` those of every language."""
Languages = Sequence[str]
"""The clinic's languages; a text that names none is in the first."""


class ReadFile(Struct, Generic[Value], frozen=True):
    """One file: what it holds (None if anything in it is wrong), its problems, where in it things stand, and how many entries were read.

    `raw` are its bytes, the first of one that is too large: what staff wish to withdraw in a file without a value goes all the same
    (`withdrawals`), and those of a good one are kept (`last_texts`).
    """

    name: str
    value: Value | None
    problems: tuple[Problem, ...] = ()
    yaml: Yaml | None = None
    entries: int = 0
    raw: bytes = b""


class ReadFolder(Struct, frozen=True):
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
    dictionary: ReadFile[Known]
    topics: tuple[ReadFile[deck.Topic], ...]
    unread: tuple[Problem, ...] = ()

    @property
    def files(self) -> tuple[ReadFile[Any], ...]:
        always = (self.clinic, self.help, self.interface, self.words, self.sources, self.questions)
        return (*always, self.form, self.reviews, self.translations, self.dictionary, *self.topics)

    def with_file(self, file: ReadFile[Any]) -> ReadFolder:
        """The same folder with this file in the place of the one that has its name; a topic that is not there comes where its name belongs."""
        same = next(name for name in self.__struct_fields__ if name == "topics" or getattr(getattr(self, name), "name", "") == file.name)
        others = (each for each in self.topics if each.name != file.name)
        topics = tuple(sorted((*others, file), key=lambda each: each.name))
        return replace(self, **{same: topics if same == "topics" else file})

    @property
    def problems(self) -> tuple[Problem, ...]:
        instead = "Write one file for each topic, such as topics/10-start.yaml."
        none = () if self.topics or self.unread else (Problem(TOPICS, 0, 0, Severity.ERROR, "There is no topic.", instead),)
        return (*none, *self.unread, *(problem for file in self.files for problem in file.problems))

    @property
    def signed_apart(self) -> tuple[deck.Topic, ...]:
        """What is signed off beside the topics, each as one; without what has an error."""
        files: dict[str, ReadFile[Any]] = {SIGNED_OFF_AS: self.questions, HELP_PANEL: self.help, FORM: self.form}
        seen = ((file.name, seen_as_topic(name, file.value, self.clinic.value)) for name, file in files.items())
        return tuple(replace(topic, file=file) for file, topic in seen if topic)

    @property
    def deck(self) -> deck.Deck | None:
        """All that is sound; None without the clinic, the help panel, the words on the screen, or any topic."""
        topics = tuple(file.value for file in self.topics if file.value)
        clinic, panel, interface = self.clinic.value, self.help.value, self.interface.value
        if clinic is None or panel is None or interface is None or not topics:
            return None
        return deck.Deck(clinic, panel, interface, topics, self.words.value or (), self.sources.value or (), self.questions.value or ())
