"""What only the clinic knows stands once, in clinic.yaml; texts name it in braces, and show it as it is now.

`{phone}` in a point becomes the clinic's number. A point that names what the clinic has not filled in is left out, and so is a slide that has no
point left. A signature and a translation belong to the text with the braces, so that a new number touches neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from kiosk.content.model.deck import NOTICES, Clinic, Column, Help, Point, Question, QuestionGroup, Slide, Source, Text, Topic
from kiosk.content.model.form import Form, Notice
from kiosk.content.model.slide_kinds import PECULIAR, slide_kind
from kiosk.yaml.key_path import KeyPath

SHIPPED_NAME = "Athens Ketamine Center"
"""The clinic that this content was written for; another one should find its own name everywhere."""
IN_BRACES = re.compile(r"\{([^\W\d][^{}]*)\}")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
FILLED_IN = ("phone", "address", "hours", "after_hours", "call_back", "parking", "price", "who_treats", "website")
"""What a clinic may fill in, in the order in which it is asked to."""
NAMES = ("name", *FILLED_IN)
_LEFT_OUT = frozenset({"points", "groups", "lines", "consultation", *(kind.points for kind in PECULIAR.values())})
"""Lists in the files whose items go where they name what is not filled in."""

Facts = Mapping[str, Text]
"""By their names in braces; empty texts for what is not filled in."""
NAME_ALONE: Facts = {"name": Text((("en", SHIPPED_NAME),))}
"""What every clinic has filled in: what has to be seen is seen with these facts."""


def facts_of(clinic: Clinic) -> Facts:
    """What texts may name."""
    return {name: Text((("en", held(value)),)) if isinstance(value := getattr(clinic, name), str) else value for name in NAMES}


def held(number: str) -> str:
    """A phone number that holds together at the end of a line."""
    return number.replace(" ", "\u00a0")


def missing(clinic: Clinic) -> list[str]:
    """What the clinic has not filled in."""
    return [name for name in FILLED_IN if not getattr(clinic, name)]


def may_lack(point: Point) -> frozenset[str]:
    """What a point names that a clinic may not have filled in; without it the point does not show."""
    return frozenset().union(*(names_in(text) for text in (point.text, point.title, point.at))) - NAME_ALONE.keys()


def names_in(text: Text) -> frozenset[str]:
    """What a text names in braces."""
    return frozenset(name for _, words in text.versions for name in IN_BRACES.findall(words))


def names_facts(topic: Topic) -> bool:
    """Whether any text of a topic has something in braces."""
    return any("{" in words for slide in topic.slides for text in slide.texts() for _, words in text.versions)


def may_name(way: KeyPath) -> bool:
    """Whether the text at this place of a file is filled in, and left out where that cannot be."""
    return bool(_LEFT_OUT.intersection(way)) or way[:2] in {(name, "text") for name in NOTICES}


def filled(text: Text, facts: Facts) -> Text | None:
    """The text with what it names; None where that is not filled in."""
    named = names_in(text)
    if not named:
        return text
    if not all(facts.get(name) for name in named):
        return None
    return Text(tuple((code, _with_facts(words, code, facts)) for code, words in text.versions))


def _with_facts(words: str, language: str, facts: Facts) -> str:
    done = ended(IN_BRACES.sub(lambda found: facts[found[1]].in_(language), words))
    return begun(done) if words.startswith("{") else done


def begun(words: str) -> str:
    """The words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def ended(words: str) -> str:
    """The words with one stop where a fact brought a second: `a 5:00 p. m..`"""
    return _TWO_STOPS.sub(".", words)


def filled_points(points: Iterable[Point], facts: Facts) -> tuple[Point, ...]:
    """The points that have all they name."""
    return tuple(done for point in points if (done := _filled(point, facts, "text", "title", "at")))


def _filled(value: Any, facts: Facts, *names: str) -> Any:
    """The value with these texts filled; None where one of them lacks something."""
    done = {name: filled(getattr(value, name), facts) for name in names}
    return replace(value, **done) if None not in done.values() else None


def filled_topic(topic: Topic, facts: Facts) -> Topic | None:
    """The topic with the slides that have something to say; None if no slide has."""
    slides = tuple(done for slide in topic.slides if (done := _slide(slide, facts)))
    return replace(topic, slides=slides) if slides else None


def _slide(slide: Slide, facts: Facts) -> Slide | None:
    points = filled_points(slide.points, facts)
    tabular = slide_kind(slide.kind).tabular
    columns = tuple(done for column in slide.columns if (done := _column(column, facts, whole=tabular or bool(column.name))))
    groups = filled_points(slide.groups, facts)
    told = all(column.points for column in columns) and bool(columns or not slide.columns)
    uneven = len(groups) < len(slide.groups) or (tabular and len(points) < len(slide.points))  # with a hole in it it compares nothing
    return None if (slide.points and not points) or not told or uneven else replace(slide, points=points, columns=columns, groups=groups)


def _column(column: Column, facts: Facts, *, whole: bool) -> Column | None:
    """The column; None where it has to be whole, as a statement to weigh with both of its sides, and lacks something."""
    points = filled_points(column.points, facts)
    return None if whole and len(points) < len(column.points) else replace(column, points=points)


def filled_questions(groups: Iterable[QuestionGroup], facts: Facts) -> tuple[QuestionGroup, ...]:
    """The questions with their answers. One whose answer lacks all it names is for the clinic's team, or left out if it is about the clinic alone."""
    filled = (replace(group, questions=tuple(_answerable(group.questions, facts))) for group in groups)
    return tuple(group for group in filled if group.questions)


def _answerable(questions: Iterable[Question], facts: Facts) -> Iterator[Question]:
    for question in questions:
        points = filled_points(question.points, facts)
        if points or not (question.points and question.about_clinic):
            yield replace(question, points=points)


def filled_help(panel: Help, facts: Facts) -> Help:
    return replace(panel, lines=tuple(done for line in panel.lines if (done := _filled(line, facts, "text", "title"))))


def filled_form(form: Form, facts: Facts) -> Form:
    """The form with what is said before it and after it."""

    def said(notice: Notice) -> Notice:
        return replace(notice, points=filled_points(notice.points, facts))

    return replace(form, notice=said(form.notice), thanks=said(form.thanks))


def filled_clinic(clinic: Clinic, facts: Facts) -> Clinic:
    """The clinic with what it says where there is no form, and its notices."""
    said = tuple(done for text in clinic.consultation if (done := filled(text, facts)))
    told = {name: _filled(there, facts, "text") for name in NOTICES if (there := getattr(clinic, name))}
    return replace(clinic, consultation=said, **told)


def filled_sources(sources: Iterable[Source], clinic: Clinic) -> tuple[Source, ...]:
    """The sources; one of them is the clinic itself, by its name."""
    return tuple(replace(source, cite=source.cite.replace("{name}", clinic.name)) for source in sources)
