"""All the content in one language as simple HTML, for paper: nothing has to be opened or touched there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import chain

from msgspec import Struct

from kiosk.content.checks.questions import SIGNED_OFF_AS
from kiosk.content.model.deck import Clinic, Column, Help, Point, Question, QuestionGroup, Slide, Source, Text, Topic
from kiosk.content.model.facts import begun
from kiosk.content.store.library import Library
from kiosk.layout.markup import read_marks


class Chapter(Struct, frozen=True):
    """What begins on a page of its own: its title, as HTML, and its parts, which stay together: headings h1 to h4 with what is under them."""

    title: str
    parts: list[str]


class Paper:
    """What a visitor can read, on a `day`; sources are numbered, and named by their numbers."""

    def __init__(self, library: Library, language: str, day: date) -> None:
        self._library, self.language = library, language
        self._numbers = {source.id: number for number, source in enumerate(library.sources, 1)}
        self._day = day

    def foot(self) -> str:
        """What stands under each page: whose it is, and of which day."""
        return f"{self._library.clinic.name} \u00b7 {self._dated()}"

    def cover(self, title: str = "") -> list[str]:
        """The first page, under a chapter's title or the clinic's headline, with where to find help."""
        headline = f"<h1>{title or self._said(self._library.clinic.headline)}</h1>{self._clinic(self._library.clinic)}<p>{escape(self._dated())}</p>"
        return [headline, *self._help(self._library.help)]

    def chapters(self) -> Iterator[Chapter]:
        """All topics, the questions, the hard words and the sources."""
        library = self._library
        yield from (self._topic(topic) for head in library.heads if (topic := library.topic(head.id)))
        if library.questions:
            yield self._questions(library.questions)
        words = (f"<p><b>{self._said(word.says)}</b>: {self._said(word.means)}</p>" for word in library.words)
        yield _headed(self._word("hard_words"), words)
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

    def contents(self, begins: Sequence[tuple[str, int]]) -> list[str]:
        """Which chapter, by its title, begins on which page; nothing where the words for that are missing."""
        if not self._library.has_words("in_these_pages"):
            return []
        rows = (f'<tr><td>{title}</td><td align="right">{page}</td></tr>' for title, page in begins)
        return [f'<h2>{self._word("in_these_pages")}</h2><table width="100%" cellpadding="6">{"".join(rows)}</table>']

    def _dated(self) -> str:
        """The day as one says it: November 23, 2026; 23 de noviembre de 2026."""
        if not self._library.has_words("day_of_year"):
            return self._day.isoformat()
        words = self._library.interface_text("day_of_year").in_(self.language)
        return words.format(day=self._day.day, month=self._library.interface_text(f"month_{self._day.month}").in_(self.language), year=self._day.year)

    def _sources(self, names: Container[str]) -> Chapter:
        """Those of these names, with their numbers."""
        shown = ((number, source) for number, source in enumerate(self._library.sources, 1) if source.id in names)
        return _headed(self._word("all_sources"), (self._source(*each) for each in shown))

    def _clinic(self, clinic: Clinic) -> str:
        """Whose paper this is, and how to reach them."""
        at_night = clinic.after_hours and self._library.has_words("call_after_hours")
        later = self._word("call_after_hours").format(phone=escape(clinic.after_hours)) if at_night else ""
        told = (self._said(clinic.address), escape(clinic.phone), begun(self._said(clinic.hours)), later)
        return f"<p><b>{escape(clinic.name)}</b></p>" + "".join(f"<p>{each}</p>" for each in told if each)

    def _help(self, panel: Help) -> list[str]:
        lines = (f"<p><b>{self._said(line.title)}</b> {self._said(line.text)}</p>" for line in panel.lines)
        return [f"<h2>{self._said(panel.title)}</h2><p>{self._said(panel.intro)}</p>", *lines]

    def _topic(self, topic: Topic) -> Chapter:
        signed = self._library.reviewed(topic.id, self.language)
        return _headed(self._said(topic.title), map(self._slide, topic.slides), self._draft(signed=signed))

    def _slide(self, slide: Slide) -> str:
        return "".join(
            (
                f"<h3>{self._said(slide.title)}</h3>",
                f"<p><b>{self._said(slide.dots.says)}</b></p>" if slide.dots else "",
                *self._points(slide.points),
                *map(self._column, slide.columns),
                f"<p>? {self._said(slide.ask_us)}</p>" if slide.ask_us else "",
                self._from(slide.all_sources()),
            )
        )

    def _column(self, column: Column) -> str:
        lines = "".join(f"<li>{self._said(point.text)}</li>" for point in column.points)
        return f"<h4>{self._said(column.title)}</h4><ul>{lines}</ul>"

    def _questions(self, groups: Iterable[QuestionGroup]) -> Chapter:
        signed = self.language in self._library.reviewed_answers
        grouped = (_joined(f"<h3>{self._said(group.title)}</h3>", map(self._question, group.questions)) for group in groups)
        return _headed(self._word("questions_title"), chain.from_iterable(grouped), self._draft(signed=signed))

    def _question(self, question: Question) -> str:
        answer = "".join(self._points(question.points)) or f"<p>{self._word('only_our_team')}</p>"
        return f"<h4>{self._said(question.asks)}</h4>{answer}{self._from(question.sources())}"

    def _points(self, points: Iterable[Point]) -> Iterator[str]:
        for point in points:
            heads = ": ".join(said for text in (point.at, point.title) if (said := self._said(text)))
            yield f"<p>{f'<b>{heads}.</b> ' if heads else ''}{self._said(point.text)}</p>"

    def _from(self, sources: Iterable[str]) -> str:
        numbers = [str(self._numbers[name]) for name in sources if name in self._numbers]
        return f"<p><i>{self._word('sources')}: {', '.join(numbers)}</i></p>" if numbers else ""

    def _source(self, number: int, source: Source) -> str:
        """What it is, and beside what was found what it does not show."""
        labelled = (("what_it_found", source.found), ("what_it_does_not_show", source.not_shown))
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


def _headed(title: str, parts: Iterable[str], below: str = "") -> Chapter:
    """The parts under this title, and what stands `below` that."""
    return Chapter(title, _joined(f"<h2>{title}</h2>{below}", parts))


def _joined(heading: str, parts: Iterable[str]) -> list[str]:
    """The parts, the heading joined to the first of them."""
    first, *rest = [*parts] or [""]
    return [heading + first, *rest]
