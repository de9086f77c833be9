"""All the content in one language as simple HTML, for paper: nothing has to be opened or touched there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import chain

from msgspec import Struct

from kiosk.content.model.deck import Clinic, Column, Help, Makes, Point, Question, QuestionGroup, Slide, Source, Text, Topic
from kiosk.content.model.facts import begun
from kiosk.content.model.questions import SIGNED_OFF_AS
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.content.store.library import Library
from kiosk.layout.markup import read_marks
from kiosk.screens.lookup import in_the_alphabet

_STOPS = (".", ":", "?", "!", "\u2026")
_TO_WRITE_ON = "<p>&nbsp;</p><hr>"
"""Where a visitor notes the answer that only the team can give."""

Section = list[str]
"""HTML that had best stand on one page, in pieces that must; a page may end between two of them."""


class Chapter(Struct, frozen=True):
    """What begins on a page of its own: its title, as HTML, and its sections, with headings h1 to h4."""

    title: str
    sections: list[Section]


class Paper:
    """What a visitor can read, on a `day`; sources are numbered, and named by their numbers."""

    def __init__(self, library: Library, language: str, day: date) -> None:
        self._library, self.language = library, language
        self._numbers = {source.id: number for number, source in enumerate(library.sources, 1)}
        self._day = day

    def foot(self) -> str:
        """What stands under each page: whose it is, and of which day."""
        return f"{self._library.clinic.name} \u00b7 {self._dated()}"

    def cover(self, title: str = "") -> list[Section]:
        """The first page, under a chapter's title or the clinic's headline, with where to find help."""
        headline = f"<h1>{title or self._said(self._library.clinic.headline)}</h1>{self._clinic(self._library.clinic)}<p>{escape(self._dated())}</p>"
        return [[headline], *self._help(self._library.help)]

    def chapters(self) -> Iterator[Chapter]:
        """All topics, the questions, the hard words and the sources."""
        library = self._library
        yield from (self._topic(topic) for head in library.heads if (topic := library.topic(head.id)))
        if library.questions:
            yield self._questions(library.questions)
        yield _headed(self._word("hard_words"), [[*self._words()]])
        yield self._sources(self._numbers)

    def chapter(self, name: str) -> Iterator[Chapter]:
        """One topic, or the `questions`, with its sources; nothing where there is none of this name."""
        library = self._library
        if topic := library.topic(name):
            yield self._topic(topic)
            if used := {each for slide in topic.slides for each in slide.all_sources()}:
                yield self._sources(used)
        elif name == SIGNED_OFF_AS and library.questions:
            yield self._questions(library.questions)
            yield self._sources({each for group in library.questions for question in group.questions for each in question.sources()})

    def contents(self, begins: Sequence[tuple[str, int]]) -> list[Section]:
        """Which chapter, by its title, begins on which page; nothing where the words for that are missing."""
        if not self._library.has_words("in_these_pages"):
            return []
        rows = (f'<tr><td>{title}</td><td align="right">{page}</td></tr>' for title, page in begins)
        return [[f'<h2>{self._word("in_these_pages")}</h2><table width="100%" cellpadding="6">{"".join(rows)}</table>']]

    def _dated(self) -> str:
        """The day as one says it: November 23, 2026; 23 de noviembre de 2026."""
        if not self._library.has_words("day_of_year"):
            return self._day.isoformat()
        words = self._library.interface_text("day_of_year").in_(self.language)
        return words.format(day=self._day.day, month=self._library.interface_text(f"month_{self._day.month}").in_(self.language), year=self._day.year)

    def _sources(self, names: Container[str]) -> Chapter:
        """Those of these names, with their numbers."""
        shown = ((number, source) for number, source in enumerate(self._library.sources, 1) if source.id in names)
        return _headed(self._word("all_sources"), [[self._source(*each) for each in shown]])

    def _words(self) -> Iterator[str]:
        """Each hard word and what it means, in the order of the alphabet."""
        for word in sorted(self._library.words, key=lambda word: in_the_alphabet(word.says.in_(self.language))):
            yield f"<p><b>{self._said(word.says)}</b>: {self._said(word.means)}</p>"

    def _clinic(self, clinic: Clinic) -> str:
        """Whose paper this is, and how to reach them."""
        at_night = clinic.after_hours and self._library.has_words("call_after_hours")
        later = self._word("call_after_hours").format(phone=escape(clinic.after_hours)) if at_night else ""
        told = (self._said(clinic.address), escape(clinic.phone), begun(self._said(clinic.hours)), later, escape(clinic.website))
        return f"<p><b>{escape(clinic.name)}</b></p>" + "".join(f"<p>{each}</p>" for each in told if each)

    def _help(self, panel: Help) -> list[Section]:
        lines = [f"<p>{_run_in(self._said(line.title))}{self._said(line.text)}</p>" for line in panel.lines if line.on_paper]
        return [[f"<h2>{self._said(panel.title)}</h2><p>{self._said(panel.intro)}</p>", *lines]]

    def _topic(self, topic: Topic) -> Chapter:
        signed = self._library.reviewed(topic.id, self.language)
        return _headed(self._said(topic.title), map(self._slide, topic.slides), self._draft(signed=signed))

    def _slide(self, slide: Slide) -> Section:
        dots = f"<p><b>{self._said(slide.dots.says)}</b></p>" if slide.dots else ""
        ask = f"<p><b>{self._said(slide.ask_us)}</b></p>" if slide.ask_us else ""
        plain = chain(self._points((*slide.groups, *slide.points)), map(self._column, slide.columns), self._listed(slide))
        told = [*(self._rows(slide) if slide_kind(slide.kind).tabular else plain)]
        sources = () if slide_kind(slide.kind).cites else slide.all_sources()
        return _cut(f"<h3>{self._said(slide.title)}</h3>{dots}", told, ask + self._from(sources), slide.every_point())

    def _listed(self, slide: Slide) -> Iterator[str]:
        """What a slide of sources shows: each with its number."""
        named = {source.id: source for source in self._library.sources}
        for name in slide.sources if slide_kind(slide.kind).cites else ():
            if name in named:
                yield f"<p>{self._numbers[name]}. {escape(named[name].cite)}. {self._said(named[name].what)}</p>"

    def _rows(self, slide: Slide) -> Iterator[str]:
        """A table, which may be cut between choices; what is asked stays with the first."""
        for asks, points in slide.rows():
            first, *rest = self._points(points)
            yield f"<h4>{self._said(asks)}</h4>{first}"
            yield from rest

    def _column(self, column: Column) -> str:
        lines = "".join(f"<li>{_run_in(self._said(point.title))}{self._said(point.text)}</li>" for point in column.points)
        return f"<h4>{self._said(column.title)}</h4><ul>{lines}</ul>"

    def _questions(self, groups: Iterable[QuestionGroup]) -> Chapter:
        signed = self.language in self._library.reviewed_answers
        return _headed(self._word("questions_title"), chain.from_iterable(map(self._group, groups)), self._draft(signed=signed))

    def _group(self, group: QuestionGroup) -> Iterator[Section]:
        """The questions under their heading; what is to be done with those that have no answer stands at the first of them alone."""
        told, heading = False, f"<h3>{self._said(group.title)}</h3>"
        for question in group.questions:
            told, whom = told or not question.points, "" if told or question.points else f"<p>{self._word('only_our_team')}</p>"
            yield self._question(question, heading, whom)
            heading = ""

    def _question(self, question: Question, heading: str, whom: str) -> Section:
        told = [*self._points(question.points)] or [f"{whom}{_TO_WRITE_ON}"]
        return _cut(f"{heading}<h4>{self._said(question.asks)}</h4>", told, self._from(question.sources()), question.points)

    def _points(self, points: Iterable[Point]) -> Iterator[str]:
        for point in points:
            head = ": ".join(said for text in (point.at, point.title) if (said := self._said(text)))
            yield f"<p>{_run_in(head)}{self._said(point.text)}</p>"

    def _from(self, sources: Iterable[str]) -> str:
        numbers = sorted(self._numbers[name] for name in sources if name in self._numbers)
        return f"<p><i>{self._word('sources')}: {', '.join(map(str, numbers))}</i></p>" if numbers else ""

    def _source(self, number: int, source: Source) -> str:
        """What it is, and beside what was found what it does not show."""
        labelled = (("what_it_found", source.found), ("what_it_says", source.tells), ("what_it_does_not_show", source.not_shown))
        told = (f"<b>{self._word(name)}</b> {self._said(text)}" for name, text in labelled if text)
        return f"<p>{number}. {escape(source.cite)}. {' '.join((self._said(source.what), *told))}</p>"

    def _draft(self, *, signed: bool) -> str:
        return "" if signed else f"<p><i>{self._word('draft')}</i></p>"

    def _word(self, name: str) -> str:
        return self._said(self._library.interface_text(name))

    def _said(self, text: Text) -> str:
        """The words, with what was marked in bold or italics."""
        marked = read_marks(text.in_(self.language))
        done, at = "", 0
        for span in marked.spans:
            tag = "b" if span.bold else "i"
            done += f"{escape(marked.plain[at : span.start])}<{tag}>{escape(marked.plain[span.start : span.end])}</{tag}>"
            at = span.end
        return done + escape(marked.plain[at:])


def _cut(above: str, told: list[str], below: str, points: Iterable[Point]) -> Section:
    """What is told of these points, in pieces; in one where there is a benefit, since hope and its limits are to be seen together."""
    first, *rest = told or [""]
    pieces = [above + first, *rest]
    pieces[-1] += below
    return ["".join(pieces)] if any(point.makes is Makes.BENEFIT for point in points) else pieces


def _run_in(head: str) -> str:
    """A heading, as HTML, in front of its text on the same line: it ends as a sentence does, or with a colon."""
    stop = "" if head.endswith(_STOPS) else "." if ": " in head else ":"
    return f"<b>{head}{stop}</b> " if head else ""


def _headed(title: str, sections: Iterable[Section], below: str = "") -> Chapter:
    """The sections under this title, and what stands `below` that; the heading is joined to the first."""
    first, *rest = [*sections] or [[""]]
    return Chapter(title, [[f"<h2>{title}</h2>{below}{first[0]}", *first[1:]], *rest])
