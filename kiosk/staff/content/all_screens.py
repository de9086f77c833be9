"""Draws every screen of the kiosk into PNG files, for those who review it."""

from __future__ import annotations

import hashlib
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QFontDatabase, QImage, QImageWriter, QPainter, QRawFont, QTransform
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk import app
from kiosk.bridge.typesetting import FAMILY, FURTHER
from kiosk.content.model.deck import Slide
from kiosk.content.model.form import FAILED, GONE, NOTICE, REVIEW, THANKS, Kind
from kiosk.content.model.questions import SIGNED_OFF_AS
from kiosk.content.model.signed_apart import APART, FIRST_SCREEN, FORM, HELP_PANEL, PANEL, WITHOUT_FORM
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.files.foreign_folders import placed
from kiosk.layout.kinds.cards import Cards
from kiosk.screens.chosen import touchable
from kiosk.screens.lookup import GROUPS, SOURCES, WORDS
from kiosk.settings.settings import physical_mm
from kiosk.staff.console import progress
from kiosk.staff.errors import ExpectedError
from kiosk.visit import moves
from kiosk.visit.actions import Erased, OtherKeys, WentOn, action, go, opens
from kiosk.visit.comfort import Comfort, Palette, TextSize
from kiosk.visit.states import LAST_PAGE, Basket, Comparing, Home, Lookup, Panel, PanelKind, Reading, SigningUp, address

if TYPE_CHECKING:
    from kiosk.content.store.library import Library
    from kiosk.settings.settings import Settings

FILE = re.compile(r"[a-z]{2,3}-\d{3,}-[^/]+\.png")
"""What the files are called: the language, the number of the screen, its name."""
_ROUNDS = 4
"""Rounds of events: the window's new size, the timer that asks for the layout, the layout, what came of it."""

_NEVER_KEPT = QTransform(1, 0, 1e-9, 0, 1, 0, 0, 0, 1)
"""A perspective too slight to be seen: Qt makes a letter's bitmap for it anew each time, without a shift."""


class Wanted(Struct, frozen=True):
    """What to draw: where to, how many pixels standing for which diagonal (0: 21.5 inches), in which look; in one language, of one topic, or all.

    `below` is a folder in `folder`, which others may have filled. Without `sheets`, what each slide of the topic names as its sources is left out.
    """

    folder: Path
    pixels: tuple[int, int]
    inches: float
    language: str = ""
    text: str = "normal"
    theme: str = "paper"
    topic: str = ""
    below: str = "."
    sheets: bool = True


class Drawn(Struct, frozen=True):
    """The picture of a screen: its file, and a fingerprint of what it shows, apart from the number of the slide in its topic."""

    file: str
    shows: bytes


def draw(library: Library, settings: Settings, wanted: Wanted) -> dict[str, Drawn]:
    """Writes the pictures, and tells them by the screens' names; the files' names sort in the order a visitor meets the screens."""
    os.environ["QT_QUICK_BACKEND"] = "software"
    app.application(["kiosk"])
    with ctrl_c_between() as pause:
        return _draw(library, settings, wanted, pause)


def _draw(library: Library, settings: Settings, wanted: Wanted, pause: Callable[[], None]) -> dict[str, Drawn]:
    glass = app.WindowSpec(wanted.pixels, physical_mm(wanted.pixels, (0, 0), wanted.inches))
    kiosk = app.Kiosk(library, settings, glass, still=True, now=None)
    try:
        drawn: dict[str, Drawn] = {}
        with progress("pictures") as tell:
            for language in [each for each in library.clinic.languages if wanted.language in ("", each)]:
                for name, _ in _wanted(kiosk, library, language, wanted):
                    settle()
                    pause()
                    file = f"{language}-{len(drawn) + 1:03d}-{name}.png"
                    image = _grabbed(kiosk.window)
                    with placed(wanted.folder, f"{wanted.below}/{file}") as fresh:
                        fresh.write(_png(image))
                    drawn[f"{language}-{name}"] = Drawn(file, _fingerprint(image, kiosk.window.contentItem()))
                    tell(len(drawn))
        return drawn
    finally:
        kiosk.close()


def refuse_unknown(library: Library, language: str, topic: str) -> None:
    """Raises ExpectedError for a language or topic that the content lacks, or, behind a slash, a slide that the topic lacks; empty is all."""
    spoken = library.clinic.languages
    if language and language not in spoken:
        raise ExpectedError(f"The content has no language {language!r}; it has {', '.join(spoken)}.")
    topics, (topic, _, slide) = [*(head.id for head in library.heads), *APART], topic.partition("/")
    if topic and topic not in topics:
        raise ExpectedError(f"There is no topic {topic!r}. There are: {', '.join(topics)}.")
    slides = [each.id for each in body.slides] if (body := library.topic(topic)) else []
    if slide and slide not in slides:
        raise ExpectedError(f"There is no slide {slide!r} in {topic!r}. There are: {', '.join(slides) or 'none'}.")


@contextmanager
def ctrl_c_between() -> Iterator[Callable[[], None]]:
    """In the block Ctrl+C waits until it calls what is handed out, or ends: in Python that Qt calls, the exception would be told and lost."""
    came: list[int] = []

    def pause() -> None:
        if came:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield pause
    finally:
        signal.signal(signal.SIGINT, before)
    pause()


def _grabbed(window: QQuickWindow) -> QImage:
    """What the window shows, whatever was drawn before it.

    Qt draws letters up to 64 pixels as bitmaps that it keeps, each shifted by a part of a pixel, and larger ones as outlines. The shift of the last
    bitmap that was made stays in the face, and its outlines stand elsewhere by it. So all bitmaps are made first, and the shift is taken away.
    """
    screen = window.contentItem()
    screen.setOpacity(0.99)  # so that Qt draws all of it once more
    window.grabWindow()
    for family in (FAMILY, FURTHER):
        for style in QFontDatabase.styles(family):
            face = QRawFont.fromFont(QFontDatabase.font(family, style, 1))
            face.alphaMapForGlyph(0, QRawFont.AntialiasingType.PixelAntialiasing, _NEVER_KEPT)
    screen.setOpacity(1.0)
    return window.grabWindow()


def _png(image: QImage) -> bytes:
    written = QBuffer()
    if not QImageWriter(written, b"png").write(image):
        raise OSError(EIO, "the picture could not be drawn")
    return bytes(written.data().data())


def _fingerprint(image: QImage, screen: QQuickItem) -> bytes:
    painter = QPainter(image)
    for place in _named("place", screen):
        painter.fillRect(place.mapRectToScene(QRectF(0, 0, place.width(), place.height())), Qt.GlobalColor.black)
    painter.end()
    return hashlib.sha256(image.constBits()).digest()


def _named(name: str, item: QQuickItem) -> Iterator[QQuickItem]:
    """The items of this name that can be seen."""
    if item.isVisible():
        yield from [item] if item.objectName() == name else []
        for child in item.childItems():
            yield from _named(name, child)


def _wanted(kiosk: app.Kiosk, library: Library, language: str, wanted: Wanted) -> Iterator[tuple[str, str]]:
    comfort = Comfort(TextSize(wanted.text), Palette(wanted.theme))
    if wanted.topic:
        return walk_topic(kiosk, library, language, comfort, wanted.topic, sheets=wanted.sheets)
    return walk(kiosk, library, language, comfort, sheets=wanted.sheets)


def walk_topic(
    kiosk: app.Kiosk, library: Library, language: str, comfort: Comfort, topic: str, *, sheets: bool = True
) -> Iterator[tuple[str, str]]:
    """The screens of one topic, of one slide (topic/slide), or of what is signed beside the topics, in turn, as `walk` tells them."""
    kiosk.visit.move(moves.Finished())
    kiosk.visit.move(moves.Woke(language))
    kiosk.visit.move(moves.ChoseComfort(comfort))
    if kiosk.visit.visit.told_now:
        kiosk.visit.move(moves.PanelClosed())
    settle()  # pages are counted for the screen as it is from here on
    match topic:
        case str() if topic == SIGNED_OFF_AS:
            yield from _questions(kiosk, library)
        case str() if topic == HELP_PANEL:
            yield from _help_and_first_screen(kiosk, library)
        case str() if topic == FORM:
            yield from ((f"{FORM}-{name.removeprefix('signup-')}", where) for name, where in _form(kiosk, library))
        case _:
            yield from _topic(kiosk, library, topic, sheets=sheets)


def _help_and_first_screen(kiosk: app.Kiosk, library: Library) -> Iterator[tuple[str, str]]:
    """Under the names of the parts that are signed."""
    visit = kiosk.visit
    visit.move(moves.AskedForHelp())
    yield from ((f"{HELP_PANEL}-{PANEL}-{number}", "help") for number in _turned(kiosk))
    if library.has_words("calm"):
        visit.take_over(replace(visit.visit, breathing=True))
        yield f"{HELP_PANEL}-calm", "help"
        visit.move(moves.PanelClosed())
    visit.move(moves.PanelClosed())
    visit.act(opens(PanelKind.CONSULTATION))
    yield from _pages(f"{HELP_PANEL}-{WITHOUT_FORM}", kiosk)
    visit.move(moves.PanelClosed())
    visit.move(moves.Finished())
    yield f"{HELP_PANEL}-{FIRST_SCREEN}", "attract"


def walk(kiosk: app.Kiosk, library: Library, language: str, comfort: Comfort, *, sheets: bool = True) -> Iterator[tuple[str, str]]:
    """Every screen in turn, as (name, address): the kiosk shows it while the caller looks.

    Without `sheets`, what each slide names as its sources is left out, which the sources one by one say again: with the largest letters half of all.
    """
    visit = kiosk.visit
    visit.move(moves.Finished())
    yield "attract", "attract"
    visit.move(moves.Woke(language))
    visit.move(moves.ChoseComfort(comfort))
    if visit.visit.told_now:
        yield from _pages("urgent", kiosk)
        visit.move(moves.PanelClosed())
    visit.move(moves.AskedForHelp())
    yield from _pages("help", kiosk)
    if library.has_words("calm"):
        visit.take_over(replace(visit.visit, breathing=True))
        yield "help-calm", "help"
        visit.move(moves.PanelClosed())
    visit.move(moves.PanelClosed())
    visit.move(moves.AskedForComfort())
    yield from _pages("comfort", kiosk)
    visit.move(moves.PanelClosed())
    visit.go(Home())
    yield from _places("home", kiosk)
    visit.act(opens(PanelKind.CONSULTATION))
    yield from _pages("consultation", kiosk)
    for head in library.heads:
        yield from _topic(kiosk, library, head.id, sheets=sheets)
    yield from _lookups(kiosk, library)
    yield from _basket(kiosk, library)
    yield from _form(kiosk, library)
    kiosk.visit.ask_now()
    yield "still-there", "asking"


_EXAMPLES = {Kind.NAME: "María-José Núñez", Kind.PHONE: "7065550123", Kind.EMAIL: "maria.jose@example.com"}


def _form(kiosk: app.Kiosk, library: Library) -> Iterator[tuple[str, str]]:
    """Every screen of the form, empty and filled in; each keyboard; a typed answer that is wrong."""
    form = library.form
    if form is None:
        return
    yield from _step(kiosk, NOTICE)
    for question in form.questions:
        if question.kind.typed:
            yield from _step(kiosk, question.id)
            kiosk.signup.answer(question.id, "7")
            kiosk.signup.act(action(WentOn()))
            yield f"signup-{question.id}-wrong", address(SigningUp(question.id))
            kiosk.signup.act(action(OtherKeys("accents")))
            yield f"signup-{question.id}-accents", address(SigningUp(question.id))
            kiosk.signup.act(action(Erased()))
            kiosk.signup.answer(question.id, _EXAMPLES[question.kind])
        else:
            for option in reversed(question.options):
                kiosk.signup.answer(question.id, option.id)
        yield from _step(kiosk, question.id, "-answered")
    for about in ("answers", "request"):
        kiosk.visit.act(opens(PanelKind.ERASE, about))
        yield from _pages(f"erase-{about}", kiosk)
        kiosk.visit.move(moves.PanelClosed())
    for step in (REVIEW, THANKS, FAILED, GONE):
        yield from _step(kiosk, step)


def _step(kiosk: app.Kiosk, step: str, how: str = "") -> Iterator[tuple[str, str]]:
    number = 0
    while True:
        place = SigningUp(step, number)
        kiosk.visit.go(place)
        yield f"signup-{step}{how}-{number + 1}", address(place)
        number += 1
        if number >= kiosk.signup.pages:
            return


def _lookups(kiosk: app.Kiosk, library: Library) -> Iterator[tuple[str, str]]:
    """The questions, the words and the sources: each list, and what its rows open."""
    yield from _questions(kiosk, library)
    yield from _list(kiosk, WORDS)
    yield from _opened(kiosk, PanelKind.WORD, [word.id for word in library.words])
    yield from _list(kiosk, SOURCES)
    yield from _opened(kiosk, PanelKind.SOURCE, [source.id for source in library.sources])


def _questions(kiosk: app.Kiosk, library: Library) -> Iterator[tuple[str, str]]:
    yield from _list(kiosk, "")
    yield from _list(kiosk, GROUPS)
    for group in library.questions:
        yield from _list(kiosk, group.id)
        yield from _opened(kiosk, PanelKind.ANSWER, [question.id for question in group.questions if question.points])  # the others open nothing


def _list(kiosk: app.Kiosk, shelf: str) -> Iterator[tuple[str, str]]:
    kiosk.visit.go(Lookup(shelf))
    yield from _places(f"lookup-{shelf or 'often'}", kiosk)


def _opened(kiosk: app.Kiosk, kind: PanelKind, names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        kiosk.visit.move(moves.PanelOpened(Panel(kind, name)))
        yield from _pages(f"{kind.value}-{name}", kiosk)
    kiosk.visit.move(moves.PanelClosed())


def _basket(kiosk: app.Kiosk, library: Library) -> Iterator[tuple[str, str]]:
    """The empty list, then with every question on it."""
    kiosk.visit.go(Basket())
    yield "basket-empty", address(Basket())
    kiosk.visit.go(Home())  # where a chosen question draws no code
    for group in library.questions:
        for question in group.questions:
            kiosk.visit.move(moves.Chose(question.id))
    kiosk.visit.go(Basket())
    yield from _places("basket", kiosk)


def _topic(kiosk: app.Kiosk, library: Library, about: str, *, sheets: bool = True) -> Iterator[tuple[str, str]]:
    """All slides of a topic and its end, or one of its slides."""
    topic, _, only = about.partition("/")
    body = library.topic(topic)
    if body is None:
        return
    for slide in body.slides if not only else [each for each in body.slides if each.id == only]:
        if slide_kind(slide.kind).answered:
            yield from _answered(kiosk, topic, slide.id)
        else:
            yield from _slide(kiosk, topic, slide.id)
        if slide_kind(slide.kind).tabular:
            yield from _compared(kiosk, topic, slide)
        kiosk.visit.go(Reading(topic, slide.id))
        for number in range(_cards(kiosk, topic, slide.id)):
            kiosk.visit.act(opens(PanelKind.CARD, str(number)))
            yield from _pages(f"{topic}-{slide.id}-card-{number + 1}", kiosk)
        if sheets and slide.all_sources():
            kiosk.visit.act(opens(PanelKind.SOURCES))
            yield from _pages(f"{topic}-{slide.id}-sources", kiosk)
        kiosk.visit.move(moves.PanelClosed())
    if not only:
        end = Reading(topic, "")
        kiosk.visit.go(end)
        yield f"{topic}-end", address(end)


def _compared(kiosk: app.Kiosk, topic: str, slide: Slide) -> Iterator[tuple[str, str]]:
    """What chooses two choices of a table, and its first choice beside its last."""
    first, *_, last = (point.name for point in slide.points)
    yield from comparison(kiosk, f"{topic}-{slide.id}-choosing", Comparing(topic, slide.id, first))
    yield from comparison(kiosk, f"{topic}-{slide.id}-two", Comparing(topic, slide.id, first, last))


def comparison(kiosk: app.Kiosk, name: str, place: Comparing) -> Iterator[tuple[str, str]]:
    """Every page of what two choices are compared by, or of what there is to choose from, as Next turns them."""
    kiosk.visit.go(place)
    while isinstance(here := kiosk.visit.visit.place, Comparing):
        yield f"{name}-{here.page + 1}", address(here)
        kiosk.visit.act(kiosk.deck.shown.turns.ahead or go(Home()))


def _cards(kiosk: app.Kiosk, topic: str, slide: str) -> int:
    """How many cards this slide has, as it is laid out now; a touch opens each."""
    found = 0
    for number in reversed(range(kiosk.deck.page_count(topic, slide))):
        kiosk.visit.go(Reading(topic, slide, number))
        shown = kiosk.deck.shown.pages
        found += len(shown.current.body.cards) if shown and isinstance(shown.current.body, Cards) else 0
    return found


def _slide(kiosk: app.Kiosk, topic: str, slide: str) -> Iterator[tuple[str, str]]:
    for page in range(kiosk.deck.page_count(topic, slide)):
        place = Reading(topic, slide, page)
        kiosk.visit.go(place)
        yield f"{topic}-{slide}-{page + 1}", address(place)


def _answered(kiosk: app.Kiosk, topic: str, slide: str) -> Iterator[tuple[str, str]]:
    """What is said to somebody who touched nothing, then every page with all touched that can be."""
    last = Reading(topic, slide, LAST_PAGE)
    kiosk.visit.go(last)
    yield f"{topic}-{slide}-nothing", address(last)
    yield from _touched(kiosk, topic, slide)
    yield from _slide(kiosk, topic, slide)
    yield from _touched(kiosk, topic, slide)


def _touched(kiosk: app.Kiosk, topic: str, slide: str) -> Iterator[tuple[str, str]]:
    """All that can be touched there, and what some of it opens at once; a second time it is as if nobody had."""
    for page in range(kiosk.deck.page_count(topic, slide)):
        kiosk.visit.go(Reading(topic, slide, page))
        shown = kiosk.deck.shown.pages
        for asked in touchable(shown.current) if shown else ():
            kiosk.visit.act(asked)
            if kiosk.visit.visit.panel:
                yield from _pages(f"{topic}-{slide}-at-once", kiosk)
                kiosk.visit.move(moves.PanelClosed())


def _pages(name: str, kiosk: app.Kiosk) -> Iterator[tuple[str, str]]:
    """Every page of the sheet that is open."""
    for number in _turned(kiosk):
        yield f"{name}-{number}", name


def _places(name: str, kiosk: app.Kiosk) -> Iterator[tuple[str, str]]:
    """Every page of the list in hand."""
    for number in _turned(kiosk):
        yield f"{name}-{number}", address(kiosk.visit.visit.place)


def _turned(kiosk: app.Kiosk) -> Iterator[int]:
    """The pages of what is open, from 1, as Next turns them."""
    number = 1
    yield number
    while ahead := kiosk.deck.shown.turns.ahead:
        kiosk.visit.act(ahead)
        number += 1
        yield number


def settle() -> None:
    """Lets a still kiosk take in what happened: bindings, loaders and the layout that one change asks another for.

    What was thrown away goes too: Qt deletes it by itself only in an event loop of its own.
    """
    for _ in range(_ROUNDS):
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
