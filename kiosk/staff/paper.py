"""All the content in one language as simple HTML, for paper: nothing has to be opened or touched there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain

from kiosk.layout.markup import read_marks
from kiosk.slides.deck import Clinic, Column, Help, Point, Question, QuestionGroup, Slide, Source, Text, Topic
from kiosk.slides.facts import begun
from kiosk.slides.library import Library


class Paper:
    """What a visitor can read; sources are numbered, and named by their numbers."""

    def __init__(self, library: Library, language: str) -> None:
        self._library, self._language = library, language
        self._numbers = {source.id: number for number, source in enumerate(library.sources, 1)}

    def chapters(self) -> Iterator[list[str]]:
        """Each begins on a page of its own, and has parts that stay together: headings h1 to h4 with their paragraphs and lists."""
        library = self._library
        yield [f"<h1>{self._said(library.clinic.headline)}</h1>{self._clinic(library.clinic)}", *self._help(library.help)]
        for head in library.heads:
            if topic := library.topic(head.id):
                yield self._topic(topic)
        if library.questions:
            yield self._questions(library.questions)
        words = (f"<p><b>{self._said(word.says)}</b>: {self._said(word.means)}</p>" for word in library.words)
        yield _headed(f"<h2>{self._word('hard_words')}</h2>", words)
        sources = (self._source(number, source) for number, source in enumerate(library.sources, 1))
        yield _headed(f"<h2>{self._word('all_sources')}</h2>", sources)

    def _clinic(self, clinic: Clinic) -> str:
        """Whose paper this is, and how to reach them."""
        at_night = clinic.after_hours and self._library.has_words("call_after_hours")
        later = self._word("call_after_hours").format(phone=clinic.after_hours) if at_night else ""
        told = (self._said(clinic.address), escape(clinic.phone), begun(self._said(clinic.hours)), later)
        return f"<p><b>{escape(clinic.name)}</b></p>" + "".join(f"<p>{each}</p>" for each in told if each)

    def _help(self, panel: Help) -> list[str]:
        lines = (f"<p><b>{self._said(line.title)}</b> {self._said(line.text)}</p>" for line in panel.lines)
        return [f"<h2>{self._said(panel.title)}</h2><p>{self._said(panel.intro)}</p>", *lines]

    def _topic(self, topic: Topic) -> list[str]:
        signed = self._library.reviewed(topic.id, self._language)
        return _headed(f"<h2>{self._said(topic.title)}</h2>{self._draft(signed=signed)}", map(self._slide, topic.slides))

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

    def _questions(self, groups: Iterable[QuestionGroup]) -> list[str]:
        signed = self._language in self._library.reviewed_answers
        grouped = (_headed(f"<h3>{self._said(group.title)}</h3>", map(self._question, group.questions)) for group in groups)
        return _headed(f"<h2>{self._word('questions_title')}</h2>{self._draft(signed=signed)}", chain.from_iterable(grouped))

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
        marked = read_marks(text.in_(self._language))
        done, at = "", 0
        for span in marked.spans:
            tag = "b" if span.bold else "i"
            done += f"{escape(marked.plain[at : span.start])}<{tag}>{escape(marked.plain[span.start : span.end])}</{tag}>"
            at = span.end
        return done + escape(marked.plain[at:])


def _headed(heading: str, parts: Iterable[str]) -> list[str]:
    """The parts, the heading joined to the first of them."""
    first, *rest = [*parts] or [""]
    return [heading + first, *rest]
