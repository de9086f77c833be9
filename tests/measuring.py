"""Screens measured as they stand, not as they were meant. The tests measure a part of all there are, `tests/matrix.py` every one.

Texts stay inside their boxes, on the screen and apart from one another; targets are large enough, within reach, and do not overlap;
letters are of the one typeface, tall enough and in lines that are not too long; controls are called what stands on them; the way to easier
reading is there; letters stand out from what is under them, buttons and the ring around the one in use from what is beside them.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import combinations, pairwise, product
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtQml import QQmlProperty
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest
from visitor import PRESSABLE, Seen, Visitor

from kiosk.content.model.form import NOTICE
from kiosk.content.store.library import Library
from kiosk.layout.measures import CAPITAL_OF_EM, REACH_LOWEST_MM, Screen
from kiosk.screens.lookup import WORDS
from kiosk.staff.content.all_screens import settle, walk
from kiosk.visit.comfort import Comfort, Palette
from kiosk.visit.states import Basket, Home, Lookup, Reading, SigningUp, address

CONTENT = Path(__file__).resolve().parent.parent / "content"
SMALLEST_MM = 12.7
MAIN_MM = 20.0
FAMILY = "Atkinson Hyperlegible Next"
LOWEST_CAPITAL_MM = 4.8
LONGEST_LINE = 80
"""Letters in a line of text (WCAG 1.4.8)."""
LEAST_CONTRAST = 7.0
LEAST_CONTRAST_OF_BODY = {Palette.BLACK: 15.0, Palette.WHITE: 15.0}
LEAST_CONTRAST_OF_CONTROLS = 3.0
_RING_UNITS = 1.6
"""Middle of the outer ring, to the left of a button (FocusRing.qml)."""
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = 0.2, 0.65
"""Where the letters of a line begin, and how tall they are, in parts of its height."""
_SHARE_BEFORE = {Qt.AlignmentFlag.AlignHCenter.value: 0.5, Qt.AlignmentFlag.AlignRight.value: 1.0}
"""How much of the free room stands before a line."""


@dataclass
class Measured:
    """How much was measured on how many screens, and what is wrong on them."""

    screens: int = 0
    texts: int = 0
    targets: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sight:
    """What is on the screen now: all that has a name, what can be pressed, and the texts that can be read."""

    screen: Screen
    named: list[Seen]
    nameless: list[Seen]
    targets: list[Seen]
    texts: list[QQuickItem]
    underlines: list[QQuickItem]
    codes: list[QQuickItem]


def measure(here: Visitor, library: Library, language: str, comfort: Comfort, *, colours: bool = False, sheets: bool = True) -> Measured:
    """Every screen in turn: where things are, and with `colours` also how letters and buttons stand out. Of `sheets` see `walk`."""
    return measure_all(walk(here.kiosk, library, language, comfort, sheets=sheets), here, library, language, colours=colours)


def measure_all(screens: Iterable[tuple[str, str]], here: Visitor, library: Library, language: str, *, colours: bool = False) -> Measured:
    """Each of these screens, as `walk` tells them: they are shown in turn."""
    done = Measured()
    corners: set[tuple[int, int]] = set()
    sizes: set[tuple[float, float]] = set()
    turns: list[Turned] = []
    with undrawn(here.kiosk.window), left_alone():
        easier = dict(library.interface)["comfort"]
        for name, address in screens:
            sight = seen(here)
            called = " / ".join(easier.in_(code) for code in library.clinic.languages) if address == "attract" else easier.in_(language)
            faults = [*misplaced(sight), *ill_set(sight), *ill_named(sight), *(faint(here, sight) if colours else ())]
            if (called in {target.name for target in sight.targets}) is (address == "asking"):
                faults.append(f"{called!r} is missing, or stands where it cannot be used")
            helps = [target for target in sight.targets if target.item.property("look") == "help"]
            corners |= {(round(each.box.left()), round(each.box.bottom())) for each in helps}
            if address != "attract":  # where it is wider, for it says so in every language
                sizes |= {(each.box.width(), each.box.height()) for each in helps}
            if (turned := _turned(sight, name)) is not None:
                turns.append(turned)
            faults += [] if len(helps) == 1 else [f"there are {len(helps)} buttons for help"]
            done.wrong += [f"{name}: {fault}" for fault in faults]
            done.screens += 1
            done.texts += len(sight.texts)
            done.targets += len(sight.targets)
        done.wrong += [f"help stands in {len(corners)} places, in {len(sizes)} sizes"] if len(corners) + len(sizes) > 2 else []
        done.wrong += _astray(turns)
        done.wrong += _faint_rings(here, library) if colours else ()
    return done


@dataclass(frozen=True)
class Turned:
    """Back, and what leads on or closes, on one screen; and whatever stands to the right of that."""

    name: str
    back: QRectF | None
    ahead: QRectF | None
    beyond: list[str]


def _turned(sight: Sight, name: str) -> Turned | None:
    boxes = {each.item.objectName(): each.box for each in sight.targets}
    back, ahead = boxes.get("back"), boxes.get("ahead")
    first = ahead or back
    if first is None:
        return None
    row = [each for each in sight.targets if abs(each.box.center().y() - first.center().y()) < first.height() / 2]
    return Turned(name, back, ahead, [each.name for each in row if ahead and each.box.left() > ahead.right()])


def _astray(turns: list[Turned]) -> Iterator[str]:
    """Back has one place on all screens, and so has what leads on or closes: farthest to the right, Back left of it, also where one is missing."""
    backs = {_whole(each.back): each.name for each in turns if each.back}
    aheads = {_whole(each.ahead): each.name for each in turns if each.ahead}
    for said, places in (("Back stands", backs), ("what leads on stands", aheads)):
        yield from [f"{said} at {places}"] if len(places) > 1 else []
    free = min(left for left, *_ in aheads)
    yield from (f"{each.name}: Back stands where others lead on" for each in turns if each.back and each.back.right() > free)
    yield from (f"{each.name}: {each.beyond} stand right of what leads on" for each in turns if each.beyond)


def _whole(box: QRectF) -> tuple[int, ...]:
    return tuple(map(round, (box.left(), box.top(), box.width(), box.height())))


class _Still(QObject):
    """Holds back what a window is asked to draw."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        return event.type() is QEvent.Type.UpdateRequest


@contextmanager
def left_alone() -> Iterator[None]:
    """What lives as long as a walk is not looked through for garbage again and again: a fifth of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@contextmanager
def undrawn(window: QQuickWindow) -> Iterator[None]:
    """Places and sizes need no picture: without them a walk takes half the time. A picture that is asked for is still made."""
    still = _Still()
    window.installEventFilter(still)
    yield
    window.removeEventFilter(still)


def seen(here: Visitor) -> Sight:
    """Looks at the screen once, for all that is measured."""
    items = _at_rest(here.kiosk.window)
    screen = here.kiosk.screen.measures.screen
    tree = here.tree()
    named = [each for each in tree if each.name]
    return Sight(
        screen,
        named,
        [each for each in tree if each.role in PRESSABLE and not each.name],
        [each for each in named if each.role in PRESSABLE and not is_whole_ground(each, screen)],
        [item for item in items if item.inherits("QQuickText") and item.property("text")],
        [item for item in items if item.property("underline")],
        [item for item in items if item.inherits("QQuickImage") and item.property("source").toString().startswith("image://code/")],
    )


def _at_rest(window: QQuickWindow) -> list[QQuickItem]:
    """What can be seen when nothing moves any more: rows and columns are placed when drawn, and their size may move the rest."""
    while True:
        settle()
        items = _visible(window.contentItem())
        placing = [item for item in reversed(items) if item.inherits("QQuickBasePositioner")]
        before = [item.size() for item in placing]
        for item in placing:
            item.ensurePolished()
        if before == [item.size() for item in placing]:
            return items


def _visible(whole: QQuickItem) -> list[QQuickItem]:
    """What can be seen and used, parents first; a page under an open sheet is dimmed on purpose."""
    found, waiting = [], [whole]
    while waiting:
        found.append(item := waiting.pop())
        waiting += [child for child in item.childItems() if child.isVisible() and child.isEnabled()]
    return found


def is_whole_ground(target: Seen, screen: Screen) -> bool:
    """The attract screen and the warning can be touched anywhere."""
    return target.box.width() >= screen.width * 0.98


# -- places ---------------------------------------------------------------------------------------------------------------


def faults(here: Visitor) -> list[str]:
    """What is wrong with where things are now, on a screen whose words may be others than those that ship: nobody knows if they are broken."""
    return faults_of(seen(here))


def faults_of(sight: Sight) -> list[str]:
    """The same, of what was seen."""
    return [fault for fault in misplaced(sight) if not fault.startswith("a word is broken")]


def misplaced(sight: Sight) -> Iterator[str]:
    """What leaves its room, is too small for a finger, out of reach, or on top of something else."""
    glass = QRectF(0, 0, sight.screen.width, sight.screen.height)
    for each in sight.named:
        if not glass.contains(each.box.adjusted(1, 1, -1, -1)):
            yield f"{each.name!r} leaves the screen: {each.box}"
    own = {target.item: target for target in sight.targets}
    for text in sight.texts:
        yield from _spilled(text)
        yield from _outside(text, own)
        yield from _broken(text)
    for target in sight.targets:
        yield from _too_small(target, sight.screen)
        yield from _out_of_reach(target, sight.screen)
    for one, other in combinations(sight.targets, 2):
        if _overlap(one.box, other.box):
            yield f"{one.name!r} and {other.name!r} overlap"
    for code, target in product(sight.codes, sight.targets):
        if _overlap(code.mapRectToScene(code.boundingRect()), target.box):
            yield f"{target.name!r} covers a code that a phone is to read"
    yield from _on_top_of_one_another(sight.texts)


def _spilled(text: QQuickItem) -> Iterator[str]:
    """A text wider or taller than the box it was given."""
    wide, tall, box = text.property("contentWidth"), text.property("contentHeight"), text.parentItem()
    if wide > text.width() + 1.5 and text.width() > 0:
        yield f"{text.property('text')!r} is {wide:.0f} wide in {text.width():.0f}"
    if box and box.height() > 0 and is_set(text) and text.y() + tall > box.height() * 1.02 + 12:
        yield f"{text.property('text')!r} is taller than its box"


def _broken(text: QQuickItem) -> Iterator[str]:
    """A word that goes on in the next line, and so reads as two."""
    lines = unescape(re.sub(r"<(?!br>)[^>]*>", "", text.property("text"))).split("<br>")
    for line, following in pairwise(lines):
        for part in (*_WORD.findall(line)[-1:], *_WORD.findall(following)[:1]):
            if part.casefold() not in _vocabulary():
                yield f"a word is broken in {text.property('text')!r}"


@lru_cache
def _vocabulary() -> frozenset[str]:
    """Every word of the content."""
    return frozenset(word.casefold() for path in CONTENT.rglob("*.yaml") for word in _WORD.findall(path.read_text(encoding="utf-8")))


def _outside(text: QQuickItem, targets: dict[QQuickItem, Seen]) -> Iterator[str]:
    """Words that stand on a button and leave it."""
    around: QQuickItem | None = text
    while around is not None and around not in targets:
        around = around.parentItem()
    if around is not None and not all(targets[around].box.contains(row) for row in _rows(text)):
        yield f"{text.property('text')!r} leaves its button"


def is_set(text: QQuickItem) -> bool:
    """Whether the layout set this text, line by line: the body and the headings of a page, not the words on its buttons."""
    return text.parentItem().property("setting") is not None


def _too_small(target: Seen, screen: Screen) -> Iterator[str]:
    wide, tall = target.box.width() / screen.px_per_mm, target.box.height() / screen.px_per_mm
    if target.role == QAccessible.Role.Link:
        if tall < SMALLEST_MM - 0.05:
            yield f"the word {target.name!r} is only {tall:.1f} mm tall"
    elif min(wide, tall) < (MAIN_MM if is_main(target) else SMALLEST_MM) - 0.05:
        yield f"{target.name!r} is only {wide:.1f} x {tall:.1f} mm"


def is_main(target: Seen) -> bool:
    return target.item.property("look") in ("main", "help", "accent") and not target.item.property("small")


def _out_of_reach(target: Seen, screen: Screen) -> Iterator[str]:
    centre = screen.lower_edge_mm + (screen.height - target.box.center().y()) / screen.px_per_mm
    if not REACH_LOWEST_MM <= centre <= screen.highest_mm + 0.5:
        yield f"{target.name!r} hangs {centre:.0f} mm above the floor"


def _overlap(one: QRectF, other: QRectF) -> bool:
    shared = one.intersected(other)
    return shared.width() > 1 and shared.height() > 1


def _on_top_of_one_another(texts: list[QQuickItem]) -> Iterator[str]:
    """Lines of two texts in one place."""
    rows = sorted(((row, text) for text in texts for row in _rows(text)), key=lambda each: each[0].top())
    for number, (row, text) in enumerate(rows):
        for below, other in rows[number + 1 :]:
            if below.top() >= row.bottom():
                break
            if other is not text and _overlap(row, below):
                yield f"{text.property('text')!r} and {other.property('text')!r} are in one place"


def _rows(text: QQuickItem) -> list[QRectF]:
    """Where the letters of a text are, line by line, in pixels of the window."""
    box, corner = text.parentItem(), text.mapToScene(QPointF(0, 0))
    if is_set(text):
        widths, share = box.property("setting")["widths"], _SHARE_BEFORE.get(box.property("align"), 0.0)
    else:
        widths, share = [text.width()] * text.property("lineCount"), 0.0
    each = text.property("contentHeight") / len(widths)
    return [
        QRectF(corner.x() + (text.width() - width) * share, corner.y() + (number + _LETTERS[0]) * each, width, _LETTERS[1] * each)
        for number, width in enumerate(widths)
    ]


# -- letters and names ----------------------------------------------------------------------------------------------------


def ill_set(sight: Sight) -> Iterator[str]:
    """Letters of another typeface, too small, or in lines too long to find the next one (standards V1 to V5)."""
    for text in sight.texts:
        words, font = text.property("text"), QQmlProperty(text, "font").read()
        if font.family() != FAMILY:
            yield f"{words!r} is set in {font.family()}"
        capital = font.pixelSize() * CAPITAL_OF_EM / sight.screen.px_per_mm
        if capital < LOWEST_CAPITAL_MM - 0.1:
            yield f"{words!r} has capitals of {capital:.1f} mm"
        rows = [unescape(row) for row in re.sub("</?[bi]>", "", words).split("<br>")]
        if max(map(len, rows)) / (text.property("lineCount") if len(rows) == 1 else 1) > LONGEST_LINE:
            yield f"{words!r} has a line of more than {LONGEST_LINE} letters"


def ill_named(sight: Sight) -> Iterator[str]:
    """Controls without a name, or with one that is not what stands on them (WCAG 4.1.2 and 2.5.3)."""
    for target in sight.nameless:
        yield f"something of role {target.role} has no name"
    for target in sight.targets:
        if target.item.property("key") is not None:
            continue  # keys of the keyboard are called by what they do
        said = _plain(f"{target.name} {target.description}")
        for text in _visible(target.item):
            if text.inherits("QQuickText") and _plain(text.property("text")) not in said:
                yield f"{text.property('text')!r} stands on {target.name!r}"


def _plain(words: str) -> str:
    """Words as they are compared: without markup, breaks and capitals."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", words)).casefold().split())


# -- colours --------------------------------------------------------------------------------------------------------------


class Pixels:
    """A picture of a window as rows of colours."""

    def __init__(self, window: QQuickWindow) -> None:
        self._image = window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)
        self._all = memoryview(self._image.constBits()).cast("I")
        self.width, self.height = self._image.width(), self._image.height()

    def row(self, y: int, left: int, right: int) -> memoryview:
        return self._all[y * self.width + left : y * self.width + right]

    def at(self, x: float, y: float) -> int:
        return self._all[int(y) * self.width + int(x)]

    def colours(self, left: int, top: int, right: int, bottom: int) -> set[int]:
        """All that are in a box; every second row is looked at, and those that are like the one before only in passing."""
        found, before = set(), b""
        for y in range(top, bottom, 2):
            row = self.row(y, left, right)
            if (raw := row.tobytes()) != before:
                found.update(row[:1] if raw == raw[:4] * len(row) else row)
                before = raw
        return found

    def under(self, other: Pixels, left: int, top: int, right: int, bottom: int) -> set[int]:
        """Those of this picture where the other one has something else."""
        rows = ((self.row(y, left, right), other.row(y, left, right)) for y in range(top, bottom))
        return {mine for own, others in rows if own != others for mine, its in zip(own, others, strict=True) if mine != its}


def faint(here: Visitor, sight: Sight) -> Iterator[str]:
    """Letters, borders and rings that do not stand out."""
    window, palette = here.kiosk.window, here.kiosk.visit.visit.comfort.palette
    hidden = [*sight.texts, *sight.underlines]
    for item in hidden:
        item.setOpacity(0.0)
    ground = Pixels(window)
    for item in hidden:
        item.setOpacity(1.0)
    suspects = [text for text in sight.texts if _worst(text, ground.colours(*_box(text, ground))) < _least(text, palette)]
    written = Pixels(window) if suspects else ground
    for text in suspects:
        ratio = _worst(text, ground.under(written, *_box(text, ground)))
        if ratio < _least(text, palette):
            yield f"{text.property('text')!r} {ratio:.1f}:1"
    for target in sight.targets:
        yield from _faint_edge(target, ground)


def _least(text: QQuickItem, palette: Palette) -> float:
    """High contrast promises more for what a visitor reads."""
    return LEAST_CONTRAST_OF_BODY.get(palette, LEAST_CONTRAST) if is_set(text) else LEAST_CONTRAST


def _box(text: QQuickItem, pixels: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what a text covers, within the picture."""
    box = text.mapRectToScene(QRectF(0, 0, max(text.width(), text.property("contentWidth")), text.property("contentHeight"))).toRect()
    return max(0, box.left()), max(0, box.top()), min(pixels.width, box.right() + 1), min(pixels.height, box.bottom() + 1)


def _worst(text: QQuickItem, colours: set[int]) -> float:
    """The core of a glyph against the worst of these; 21 where there is none, since something covers the text."""
    core = QColor(text.property("color")).rgb()
    return min((contrast(core, each) for each in colours), default=21.0)


def _faint_edge(target: Seen, ground: Pixels) -> Iterator[str]:
    """A button's border, halfway up its left side, beside what is around the button (WCAG 1.4.11)."""
    background = target.item.property("background")
    if background is None or not QColor(background.property("color")).alpha() or not QQmlProperty.read(background, "border.width"):
        return
    middle = target.box.center().y()
    outside = ground.at(target.box.left() - 2, middle)
    ratio = max(contrast(ground.at(target.box.left() + step, middle), outside) for step in range(3))
    if ratio < LEAST_CONTRAST_OF_CONTROLS:
        yield f"the border of {target.name!r} {ratio:.1f}:1"


def _faint_rings(here: Visitor, library: Library) -> Iterator[str]:
    """On a screen of each kind, walked with the keys: the ring around the button in use, beside the same place without it (WCAG 2.4.13)."""
    window, first = here.kiosk.window, library.heads[0].id
    here.kiosk.visit.act("stay")
    for place in (Home(), Reading(first, library.first_slide(first)), Lookup(WORDS), Basket(), SigningUp(NOTICE)):
        here.kiosk.visit.go(place)
        _next_in_use(window).setFocus(False)  # the first key may bring buttons of its own
        _at_rest(window)
        before = Pixels(window)
        for item in _in_use_by_turns(window):
            x = item.mapToScene(QPointF(0, 0)).x() - here.kiosk.screen.measures.unit * _RING_UNITS
            y = item.mapRectToScene(item.boundingRect()).center().y()
            ratio = contrast(Pixels(window).at(x, y), before.at(x, y))
            if ratio < LEAST_CONTRAST_OF_CONTROLS:
                yield f"{address(place)}: the ring around {item.property('text')!r} {ratio:.1f}:1"


def _in_use_by_turns(window: QQuickWindow) -> Iterator[QQuickItem]:
    """What the key for the next button leads to, until it comes round."""
    met: list[QQuickItem] = []
    while (item := _next_in_use(window)) not in met:
        met.append(item)
        yield item


def _next_in_use(window: QQuickWindow) -> QQuickItem:
    QTest.keyClick(window, Qt.Key.Key_Tab)
    settle()
    return window.activeFocusItem()


@lru_cache(maxsize=4096)
def contrast(one: int, other: int) -> float:
    """WCAG 2.2 contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def _luminance(colour: int) -> float:
    parts = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
