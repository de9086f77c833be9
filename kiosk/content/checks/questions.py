"""Checks of questions.yaml: each answer is held to what a slide is held to, and leads to a slide that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from kiosk.content.checks.findings import Findings, Unknown, error, named_again, warning
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
    for number, group in enumerate(groups):
        if group.id in TAKEN_SHELVES:
            yield error((number, "group"), f"The name `{group.id}` is taken.", "Give this one another name.")
    for name, twice in named_again([((number,), group.id, group) for number, group in enumerate(groups)]):
        yield error((*twice.second, "group"), f"The name `{name}` is taken.", twice)
    for name, twice in named_again([(way, question.id, question) for way, question in _asked(groups)]):
        yield error((*twice.second, "question"), f"The name `{name}` is taken.", twice)


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
