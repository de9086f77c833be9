"""What the kiosk would show of the content as it is being changed, from one key to the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from kiosk.content.model.deck import NOTICES, Show, Text, Topic
from kiosk.content.model.schedule import shows_on
from kiosk.content.model.walk import retold
from kiosk.content.reading.folder import CLINIC, HELP, INTERFACE, QUESTIONS, SIGNUP, SOURCES, WORDS
from kiosk.content.reading.result import ReadFile, ReadFolder
from kiosk.content.store.last_good import best_of
from kiosk.content.store.library import Library
from kiosk.content.store.snapshot import Snapshot, kept_topic
from kiosk.yaml.key_path import KeyPath

_OWN = {CLINIC: "clinic", HELP: "help", INTERFACE: "interface", WORDS: "words", SOURCES: "sources", QUESTIONS: "questions", SIGNUP: "form"}
"""Which field of a snapshot a file is."""


class Live:
    """The library that is shown, made anew for what changed alone. What is hidden shows, for staff look at it; a file with an error as it was.

    Of the notices only those show that visitors see today: whoever sees one here goes away and believes that they do.
    """

    def __init__(self, content: Path, picture: Callable[[str], Path | None], today: Callable[[], date]) -> None:
        self._content, self._picture, self._today = content, picture, today
        self._snapshot: Snapshot | None = None
        self._whole: dict[str, Topic] = {}

    @property
    def library(self) -> Library | None:
        """All there is to show; None where there is nothing."""
        shown = self._snapshot
        if shown is None:
            return None
        unseen = [name for name in NOTICES if (told := getattr(shown.clinic, name)) and not shows_on(told.show or Show(), self._today())]
        return Library(replace(shown, clinic=replace(shown.clinic, **dict.fromkeys(unseen))), lambda kept: self._whole.get(kept.file), self._picture)

    def take(self, reading: ReadFolder) -> None:
        """Takes on all that was read."""
        for file in reading.topics:
            reading = reading.with_file(_unhidden(file))
        before = self._snapshot
        fresh, whole = best_of(reading, (), (), before, self._today(), content=self._content, last_version=lambda kept: self._whole.get(kept.file))
        self._snapshot = fresh or self._snapshot
        self._whole |= whole

    def retell(self, file: str, way: KeyPath, text: Text) -> None:
        """Takes on one text."""
        if self._snapshot is None:
            return
        if topic := self._whole.get(file):
            fresh: Topic = retold(topic, way, text)
            self._whole[file] = fresh
            topics = (self._head(each, fresh) if each.file == file else each for each in self._snapshot.topics)
            self._snapshot = replace(self._snapshot, topics=tuple(topics))
        elif field := _OWN.get(file):
            self._snapshot = replace(self._snapshot, **{field: retold(getattr(self._snapshot, field), way, text)})

    def _head(self, kept: Any, topic: Topic) -> Any:
        fresh = kept_topic(topic, self._snapshot.clinic.languages if self._snapshot else ())
        return replace(fresh, head=replace(fresh.head, reviewed=kept.head.reviewed))


def _unhidden(file: ReadFile[Topic]) -> ReadFile[Topic]:
    if file.value is None or not any(slide.withdrawn for slide in file.value.slides):
        return file
    slides = tuple(replace(slide, withdrawn=False) for slide in file.value.slides)
    return replace(file, value=replace(file.value, slides=slides, withdrawn=False))
