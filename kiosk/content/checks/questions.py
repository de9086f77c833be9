"""Checks of questions.yaml: each answer is held to what a slide is held to, and leads to a slide that is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.content.checks.findings import Findings, Unknown, error, named_again, warning
from kiosk.content.model.deck import QuestionGroup, Topic
from kiosk.content.model.questions import each_question

TAKEN_SHELVES = ("words", "sources", "groups")
"""Lists that stand beside the groups of questions."""


def misnamed(groups: Sequence[QuestionGroup]) -> Findings:
    """No two groups and no two questions have one name, and no group that of another list."""
    for number, group in enumerate(groups):
        if group.id in TAKEN_SHELVES:
            yield error((number, "group"), f"The name `{group.id}` is taken.", "Give this one another name.")
    for name, twice in named_again([((number,), group.id, group) for number, group in enumerate(groups)]):
        yield error((*twice.second, "group"), f"The name `{name}` is taken.", twice)
    for name, twice in named_again([(way, question.id, question) for way, question in each_question(groups)]):
        yield error((*twice.second, "question"), f"The name `{name}` is taken.", twice)


def leading_nowhere(groups: Iterable[QuestionGroup], topics: Iterable[Topic]) -> Findings:
    """Every slide that an answer leads to is there."""
    slides = {f"{topic.id}/{slide.id}" for topic in topics for slide in topic.slides}
    for way, question in each_question(groups):
        if question.see and question.see not in slides:
            instead = Unknown(question.see, slides, "Is its file missing, or was it given another name? Else take this out.")
            yield warning((*way, "see"), f"There is no slide `{question.see}`.", instead)


