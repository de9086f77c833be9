"""The answers to the questions people ask, seen as slides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from kiosk.content.model.deck import Question, QuestionGroup, Slide, Text, Topic
from kiosk.yaml.key_path import KeyPath

SIGNED_OFF_AS = "questions"
"""What the questions are called where topics are signed off; no topic may have this name."""


def answers(groups: Iterable[QuestionGroup]) -> Iterator[tuple[KeyPath, Slide]]:
    """Every question as the slide it is like, with the way to it."""
    for way, question in each_question(groups):
        yield way, question.as_slide()


def as_topic(groups: Iterable[QuestionGroup]) -> Topic:
    """All questions and answers as one topic, for a clinician to read and sign off."""
    return Topic(SIGNED_OFF_AS, Text(), tuple(slide for _, slide in answers(groups)))


def each_question(groups: Iterable[QuestionGroup]) -> Iterator[tuple[KeyPath, Question]]:
    return chain.from_iterable(
        (((number, "questions", at), question) for at, question in enumerate(group.questions)) for number, group in enumerate(groups)
    )
