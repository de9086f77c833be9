"""Where things come from, in words: what a source is, what it found, what it does not show, and when facts were last checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kiosk.content.model.deck import Slide, Source
from kiosk.screens.context import Stage


def cited(stage: Stage, names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """The sources of these names as (icon, citation, text); a name without a source is told to staff, not to visitors."""
    sources = {source.id: source for source in stage.library.sources}
    for name in names:
        if source := sources.get(name):
            yield "book-open", stage.cite(source), explained(stage, source)


def explained(stage: Stage, source: Source) -> str:
    """What a source is, what it found or says, and what it does not show."""
    return " ".join(filter(None, (stage.says(source.what), findings(stage, source))))


def findings(stage: Stage, source: Source) -> str:
    """What a source found or says, and what it does not show."""
    said = (("what_it_found", source.found), ("what_it_says", source.tells), ("what_it_does_not_show", source.not_shown))
    return " ".join(f"**{stage.word(label)}** {stage.says(each)}" for label, each in said if each)


def dates(stage: Stage, slide: Slide) -> str:
    """When the facts of a slide were checked, and when they will be again."""
    pairs = (("checked", slide.checked), ("review_by", slide.review_by))
    return " ".join(stage.word(name, date=stage.month_of_year(day)) for name, day in pairs if day)
