"""The deck as QML sees it: the page in hand and its neighbours, the cards, the open panel, all set and placed for this screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.bridge.plain import plain
from kiosk.bridge.typesetting import set_text
from kiosk.layout.composing import Area, Composer, panel_pages
from kiosk.layout.hardwords import finder
from kiosk.layout.home import CardText, home_pages
from kiosk.layout.measures import Measures
from kiosk.layout.page import Page
from kiosk.layout.paging import Part
from kiosk.layout.setting import Style
from kiosk.slides.deck import Point, Slide, Text, Topic
from kiosk.slides.library import Library
from kiosk.visit.states import LAST_PAGE, Home, PanelKind, Reading, Visit, address

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
_KEPT_SLIDES = 64


@dataclass(frozen=True, slots=True)
class Sheet:
    """A panel before it is cut into pages: a heading and (icon, title, text) paragraphs."""

    heading: str
    paragraphs: tuple[tuple[str, str, str], ...]
    note: str = ""


@QmlElement
@QmlUncreatable("made by kiosk.app")
class DeckView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """Shows the library at the place where the visit stands. `show` is the way in from Python, `area` from QML."""

    saysChanged = Signal()
    homeChanged = Signal()
    pagesChanged = Signal()
    panelChanged = Signal()
    helpChanged = Signal()
    attractChanged = Signal()

    def __init__(self, library: Library, pictures: Path, measures: Measures) -> None:
        super().__init__()
        self._library = library
        self._pictures = pictures
        self._visit = Visit(language=library.clinic.languages[0])
        self._measures = measures
        self._area = Area(0, 0)
        self._shown: dict[str, dict[str, Any]] = {}
        self._composed: dict[tuple[str, int, str], tuple[Page, ...]] = {}

    # -- in ---------------------------------------------------------------------------------------------------------------

    def show(self, visit: Visit, measures: Measures) -> None:
        """Takes on the visit and the sizes, and tells QML what became different."""
        if measures != self._measures:
            self._composed.clear()
        self._visit, self._measures = visit, measures
        self._refresh()

    @Slot(float, float, float)
    def area(self, width: float, height: float, touchable_from: float) -> None:
        """The room for slides, in pixels, and from where on down it can be touched."""
        fresh = Area(max(1.0, width), max(1.0, height), max(0.0, touchable_from))
        if fresh != self._area:
            self._area = fresh
            self._composed.clear()
            self._refresh()

    def home_count(self) -> int:
        """How many pages the cards take."""
        return int(self._get("home").get("pages", 1))

    def page_count(self, topic: str, slide: str) -> int:
        """How many pages a slide takes on this screen."""
        body = self._library.topic(topic)
        return len(self._pages_of(body, self._index(body, slide))) if body else 0

    def after_address(self) -> str:
        """Where Next leads; empty at the very end."""
        return str((self._get("pages").get("after") or {}).get("address", ""))

    def sheet_count(self) -> int:
        """How many pages the open panel takes."""
        return int((self._get("help") or self._get("panel")).get("pages", 1))

    # -- what is shown ----------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        if self._area.width <= 1:
            return
        self._put("says", self._interface(), self.saysChanged)
        self._put("attract", self._attract_shown(), self.attractChanged)
        self._put("home", self._home_shown(), self.homeChanged)
        self._put("pages", self._pages_shown(), self.pagesChanged)
        self._put("panel", self._panel_shown(), self.panelChanged)
        self._put("help", self._help_shown(), self.helpChanged)

    def _put(self, name: str, value: Any, signal: Any) -> None:
        fresh = plain(value)
        if self._shown.get(name) != fresh:
            self._shown[name] = fresh
            signal.emit()

    def _in(self, text: Text) -> str:
        return text.in_(self._visit.language)

    def _word(self, name: str, **values: object) -> str:
        return self._in(self._library.interface_text(name)).format(**values)

    def _interface(self) -> dict[str, str]:
        return {name: self._in(text) for name, text in self._library.interface}

    def _file(self, name: str) -> str:
        return QUrl.fromLocalFile(str(self._pictures / name)).toString() if self._has(name) else ""

    def _has(self, name: str) -> bool:
        """Whether there is such a picture; one that is missing is told to staff, and the visitor sees a page without it."""
        return bool(name) and (self._pictures / name).is_file()

    def _minutes(self, topic: str) -> str:
        head = next(head for head in self._library.heads if head.id == topic)
        minutes = dict(head.minutes).get(self._visit.language, head.minutes[0][1])
        return self._word("minute") if minutes == 1 else self._word("minutes", minutes=minutes)

    def _attract_shown(self) -> dict[str, Any]:
        clinic, measures = self._library.clinic, self._measures
        screen = measures.screen
        width = screen.width - 2 * measures.margin if screen.upright else screen.width * 0.5 - measures.margin * 1.6
        return {
            "name": clinic.name,
            "mark": self._file(clinic.mark),
            "pictures": [self._file(name) for name in clinic.pictures],
            "languages": [
                {
                    "code": code,
                    "start": self._library.interface_text("start").in_(code),
                    "touch": self._library.interface_text("touch_start").in_(code),
                    "heading": plain(
                        set_text(
                            clinic.headline.in_(code),
                            Style(measures.title * (1.12 if not at else 0.72), 700, 1.18, even=True),
                            width,
                        )
                    ),
                    "invitation": plain(
                        set_text(
                            clinic.invitation.in_(code), Style(measures.body * (0.9 if not at else 0.8), 400, 1.4, even=True), width
                        )
                    ),
                }
                for at, code in enumerate(clinic.languages)
            ],
        }

    def _home_shown(self) -> dict[str, Any]:
        heads = self._library.heads
        pages = home_pages(
            self._word("home_title"),
            [CardText(self._in(head.title), self._minutes(head.id)) for head in heads],
            self._measures,
            self._area,
            set_text,
        )
        at = min(self._visit.place.page, len(pages) - 1) if isinstance(self._visit.place, Home) else 0
        page: dict[str, Any] = plain(pages[at])
        for card in page["cards"]:
            head = heads[card["number"]]
            card |= {"tint": head.tint, "file": self._file(head.picture), "address": self._first_address(head.id)}
        return page | {
            "number": at,
            "pages": len(pages),
            "before": address(Home(at - 1)) if at else "",
            "after": address(Home(at + 1)) if at + 1 < len(pages) else "",
        }

    def _first_address(self, topic: str) -> str:
        return address(Reading(topic, self._library.first_slide(topic)))

    # -- pages ------------------------------------------------------------------------------------------------------------

    def _pages_shown(self) -> dict[str, Any]:
        place = self._visit.place
        topic = self._library.topic(place.topic) if isinstance(place, Reading) else None
        if not isinstance(place, Reading) or topic is None:
            return {}
        index = self._index(topic, place.slide)
        before: dict[str, Any] | None
        if index == len(topic.slides):
            before, current, after = self._page(topic, index - 1, LAST_PAGE), self._end(topic), self._next_topic(topic)
        else:
            pages = self._pages_of(topic, index)
            at = len(pages) - 1 if place.page == LAST_PAGE else min(place.page, len(pages) - 1)
            current = self._shown_page(pages[at])
            before = self._shown_page(pages[at - 1]) if at else self._page(topic, index - 1, LAST_PAGE) if index else None
            after = self._shown_page(pages[at + 1]) if at + 1 < len(pages) else self._page(topic, index + 1, 0)
        return {
            "before": before,
            "current": current,
            "after": after,
            "topic": self._in(topic.title),
            "slide": min(index, len(topic.slides) - 1),
            "slides": len(topic.slides),
            "ended": index == len(topic.slides),
        }

    def _index(self, topic: Topic, slide: str) -> int:
        """Where the slide stands in its topic; the end page comes after the last, a slide that is gone becomes the first."""
        if not slide:
            return len(topic.slides)
        return next((number for number, each in enumerate(topic.slides) if each.id == slide), 0)

    def _page(self, topic: Topic, index: int, page: int) -> dict[str, Any]:
        if index >= len(topic.slides):
            return self._end(topic)
        pages = self._pages_of(topic, index)
        return self._shown_page(pages[page])

    def _pages_of(self, topic: Topic, index: int) -> tuple[Page, ...]:
        """The pages of a slide; those of the slides nearby are kept."""
        key = (topic.id, index, self._visit.language)
        if key not in self._composed:
            if len(self._composed) >= _KEPT_SLIDES:
                self._composed.clear()
            self._composed[key] = self._compose(topic, index, self._visit.language)
        return self._composed[key]

    def _compose(self, topic: Topic, index: int, language: str) -> tuple[Page, ...]:
        slide = topic.slides[index]
        composer = Composer(self._measures, self._area, set_text, language, finder(self._library.words, language))
        kicker = f"{topic.title.in_(language)} \u00b7 {self._word('slide_of', slide=index + 1, slides=len(topic.slides))}"
        file = slide.picture.file if slide.picture else ""
        return composer.pages(slide, lambda page: address(Reading(topic.id, slide.id, page)), kicker, file if self._has(file) else "")

    def _shown_page(self, page: Page) -> dict[str, Any]:
        shown: dict[str, Any] = plain(page) | {"file": self._file(page.file)}
        if page.pages > 1 and page.kind != "steps":
            shown["kicker"] += (" \u00b7 " if page.kicker else "") + self._word("page_of", page=page.number + 1, pages=page.pages)
        return shown

    def _end(self, topic: Topic) -> dict[str, Any]:
        """The page that ends a topic: what was read, and the next topic one touch away."""
        following = self._following(topic)
        heading = self._word("end_title", topic=self._in(topic.title))
        slide = Slide("", "points", Text(((self._visit.language, heading),)))
        composer = Composer(self._measures, self._area, set_text, self._visit.language, finder((), self._visit.language))
        page = composer.pages(slide, lambda _: address(Reading(topic.id, "")), self._in(topic.title), "")[0]
        heads = [head for head in self._library.heads if head.id == (following.id if following else "")]
        cards = [CardText(self._in(head.title), f"{self._word('next_up')} \u00b7 {self._minutes(head.id)}") for head in heads] + [
            CardText(self._word("all_topics"), "")
        ]
        below = page.text.top
        placed = home_pages(
            "",
            cards,
            self._measures,
            Area(self._area.width, self._area.height - below, self._area.touchable_from - below),
            set_text,
        )[0]
        shown: dict[str, Any] = plain(page) | {
            "kind": "end",
            "file": "",
            "text": plain(page.text),
            "cards": [plain(card) for card in placed.cards],
        }
        for card in shown["cards"]:
            head = heads[card["number"]] if card["number"] < len(heads) else None
            card |= {
                "tint": head.tint if head else "paper",
                "file": self._file(head.picture) if head else "",
                "address": self._first_address(head.id) if head else address(Home()),
            }
            card["box"]["top"] += below
        return shown

    def _following(self, topic: Topic) -> Any:
        ids = [head.id for head in self._library.heads]
        at = ids.index(topic.id) + 1 if topic.id in ids else len(ids)
        return self._library.heads[at] if at < len(ids) else None

    def _next_topic(self, topic: Topic) -> dict[str, Any] | None:
        following = self._following(topic)
        body = self._library.topic(following.id) if following else None
        return self._page(body, 0, 0) if body else None

    # -- panels -----------------------------------------------------------------------------------------------------------

    def _panel_shown(self) -> dict[str, Any]:
        panel = self._visit.panel
        sheet = self._sheet(panel.kind, panel.about) if panel else None
        return self._laid_sheet(sheet, panel.page) if panel and sheet else {}

    def _sheet(self, kind: PanelKind, about: str) -> Sheet | None:
        match kind:
            case PanelKind.WORD:
                word = next((word for word in self._library.words if word.id == about), None)
                return Sheet(self._in(word.says), (("", "", self._in(word.means)),)) if word else None
            case PanelKind.CONSULTATION:
                texts = self._library.clinic.consultation
                return Sheet(self._word("consultation"), tuple(("", "", self._in(text)) for text in texts))
            case PanelKind.CARD:
                slide = self._slide()
                point = slide.points[int(about)] if slide and about.isdecimal() and int(about) < len(slide.points) else None
                return Sheet(self._in(point.title), ((point.icon, "", self._in(point.text)),)) if point else None
            case PanelKind.SOURCES:
                slide = self._slide()
                return Sheet(self._word("sources"), tuple(self._cited(slide)), self._dates(slide)) if slide else None

    def _slide(self) -> Slide | None:
        place = self._visit.place
        topic = self._library.topic(place.topic) if isinstance(place, Reading) else None
        if topic is None or not isinstance(place, Reading):
            return None
        index = self._index(topic, place.slide)
        return topic.slides[index] if index < len(topic.slides) else None

    def _cited(self, slide: Slide) -> Iterable[tuple[str, str, str]]:
        sources = {source.id: source for source in self._library.sources}
        for name in slide.all_sources():
            if source := sources.get(name):
                said = (("", source.what), ("what_it_found", source.found), ("what_it_does_not_show", source.not_shown))
                text = " ".join(
                    f"**{self._word(label)}** {self._in(each)}" if label else self._in(each) for label, each in said if each
                )
                yield "book-open", source.cite, text

    def _dates(self, slide: Slide) -> str:
        pairs = (("checked", slide.checked), ("review_by", slide.review_by))
        return " ".join(self._word(name, date=f"{self._word(f'month_{day.month}')} {day.year}") for name, day in pairs if day)

    def _help_shown(self) -> dict[str, Any]:
        at = self._visit.help_page
        if at is None:
            return {}
        own = self._library.help
        points = tuple(Point(line.text, line.title, icon=line.icon) for line in own.lines)
        slide = Slide("help", "help", own.title, own.picture, (*((Point(own.intro),) if own.intro else ()), *points))
        composer = Composer(self._measures, self._area, set_text, self._visit.language, finder((), self._visit.language))
        pages = composer.pages(slide, lambda number: f"help/{number}", "", own.picture.file if own.picture and self._has(own.picture.file) else "")
        return self._shown_page(pages[min(max(at, 0), len(pages) - 1)])

    def _laid_sheet(self, sheet: Sheet, at: int) -> dict[str, Any]:
        """A sheet's page `at`: only as tall as its text, at the bottom of the area, within reach."""
        measures, area = self._measures, self._area
        height = area.height - area.touchable_from
        pad = measures.unit * 9
        width = area.width - 2 * pad
        heading = set_text(sheet.heading[:1].upper() + sheet.heading[1:], Style(measures.title * 0.8, 700, 1.2, even=True), width)
        note = set_text(sheet.note, Style(measures.small, 400, 1.35), width) if sheet.note else None
        taken = 2 * pad + heading.height + measures.gap + (note.height + measures.gap if note else 0.0)
        found = (
            finder(self._library.words, self._visit.language)
            if self._visit.panel and self._visit.panel.kind is not PanelKind.WORD
            else None
        )
        pages = panel_pages(list(sheet.paragraphs), measures, Area(width, height - taken), set_text, found)
        at = min(max(at, 0), len(pages) - 1)
        tallest = max(_bottom(page) for page in pages)
        return {
            "heading": plain(heading),
            "parts": [plain(part) for part in pages[at]],
            "note": plain(note) if note else None,
            "number": at,
            "pages": len(pages),
            "pad": pad,
            "width": area.width,
            "height": min(height, taken + tallest),
            "pageNote": self._word("page_of", page=at + 1, pages=len(pages)) if len(pages) > 1 else "",
        }

    # -- out --------------------------------------------------------------------------------------------------------------

    def _get(self, name: str) -> dict[str, Any]:
        return self._shown.get(name) or {}

    def _says_now(self) -> dict[str, str]:
        return self._get("says")

    def _attract_now(self) -> dict[str, Any]:
        return self._get("attract")

    def _home_now(self) -> dict[str, Any]:
        return self._get("home")

    def _pages_now(self) -> dict[str, Any]:
        return self._get("pages")

    def _panel_now(self) -> dict[str, Any]:
        return self._get("panel")

    def _help_now(self) -> dict[str, Any]:
        return self._get("help")

    def _other_language(self) -> dict[str, str]:
        """The language that the switch leads to: the next one in the clinic's order."""
        codes = self._library.clinic.languages
        code = codes[(codes.index(self._visit.language) + 1) % len(codes)] if self._visit.language in codes else codes[0]
        return {"code": code, "name": self._library.interface_text("language_name").in_(code)} if len(codes) > 1 else {}

    says = Property(dict, _says_now, notify=saysChanged)
    attract = Property(dict, _attract_now, notify=attractChanged)
    home = Property(dict, _home_now, notify=homeChanged)
    pages = Property(dict, _pages_now, notify=pagesChanged)
    panel = Property(dict, _panel_now, notify=panelChanged)
    help = Property(dict, _help_now, notify=helpChanged)
    otherLanguage = Property(dict, _other_language, notify=saysChanged)


def _bottom(parts: list[Part]) -> float:
    return max((part.top + part.height for part in parts), default=0.0)
