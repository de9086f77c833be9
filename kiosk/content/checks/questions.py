"""Checks of questions.yaml: each answer is held to what a slide is held to, and leads to a slide that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from kiosk.content.checks.findings import Findings, Unknown, error, warning
from kiosk.content.model.deck import Question, QuestionGroup, Slide, Text, Topic
from kiosk.yaml.reading import Path as Way

TAKEN_SHELVES = ("words", "sources")
"""Lists that stand beside the groups of questions."""
SIGNED_OFF_AS = "questions"
"""What the questions are called where topics are signed off; no topic may have this name."""


def answers(groups: Iterable[QuestionGroup]) -> Iterator[tuple[Way, Slide]]:
    """Every question as the slide it is like, with the way to it."""
    for way, question in _asked(groups):
        yield way, question.as_slide()


def as_topic(groups: Iterable[QuestionGroup]) -> Topic:
    """All questions and answers as one topic, for a clinician to read and sign off."""
    return Topic(SIGNED_OFF_AS, Text(), tuple(slide for _, slide in answers(groups)))


def misnamed(groups: Sequence[QuestionGroup]) -> Findings:
    """No two groups and no two questions have one name, and no group that of another list."""
    groups_so_far = set(TAKEN_SHELVES)
    questions_so_far: set[str] = set()
    for number, group in enumerate(groups):
        yield from _once((number, "group"), group.id, groups_so_far)
    for way, question in _asked(groups):
        yield from _once((*way, "question"), question.id, questions_so_far)


def _once(way: Way, name: str, so_far: set[str]) -> Findings:
    if name in so_far:
        yield error(way, f"The name `{name}` is taken.", "Give this one another name.")
    so_far.add(name)


def leading_nowhere(groups: Iterable[QuestionGroup], topics: Iterable[Topic]) -> Findings:
    """Every slide that an answer leads to is there."""
    slides = {f"{topic.id}/{slide.id}" for topic in topics for slide in topic.slides}
    for way, question in _asked(groups):
        if question.see and question.see not in slides:
            instead = Unknown(question.see, slides, "Is its file missing, or was it given another name? Else take this out.")
            yield warning((*way, "see"), f"There is no slide `{question.see}`.", instead)


def _asked(groups: Iterable[QuestionGroup]) -> Iterator[tuple[Way, Question]]:
    return chain.from_iterable(
        (((number, "questions", at), question) for at, question in enumerate(group.questions)) for number, group in enumerate(groups)
    )
