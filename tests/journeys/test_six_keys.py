"""Somebody who uses six keys and nothing else, with the screen in sight or dark: reads, asks for a consultation, finds help, works as staff."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from clinic_staff import opened
from conftest import LANDSCAPE, PORTRAIT, TODAY
from ear import Ear
from measuring import contrast
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage, QKeyEvent
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtTest import QTest
from visitor import Visitor

from kiosk.bridge.keypad_view import KeypadView
from kiosk.content.model.form import IN_DIGITS, Kind
from kiosk.layout.sentences import sentences
from kiosk.settings.opening_hours import Span
from kiosk.settings.settings import KEYS, Settings, read_settings
from kiosk.signup.record import Answer, Record
from kiosk.staff.content.all_screens import settle
from kiosk.visit.comfort import Comfort, Palette, TextSize
from kiosk.visit.moves import ChoseComfort
from kiosk.visit.states import Attract, Home, Reading, SigningUp, Staff, address

Make = Callable[..., Visitor]
LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down
SELECT, HELP = Qt.Key.Key_Return, Qt.Key.Key_F2
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])


class Hands:
    """Six keys, and what the one in hand is called."""

    def __init__(self, here: Visitor) -> None:
        self.here = here

    def press(self, *keys: Qt.Key) -> Hands:
        for key in keys:
            QTest.keyClick(self.here.kiosk.window, key)
            settle()
        return self

    @property
    def at(self) -> str:
        """The name of what has the focus; empty where nothing has."""
        item = self.here.kiosk.window.activeFocusItem()
        found = QAccessible.queryAccessibleInterface(item) if item else None
        return found.text(QAccessible.Text.Name) if found and found.isValid() else ""

    def find(self, name: str, by: Qt.Key = DOWN) -> Hands:
        """Walks until it is in hand."""
        seen = []
        for _ in range(150):
            self.press(by)
            if self.at == name or self.at.startswith(f"{name},"):
                return self
            seen.append(self.at)
        raise AssertionError(f"{name!r} is not among {seen[:60]}")

    def choose(self, name: str, by: Qt.Key = DOWN) -> Hands:
        return self.find(name, by).press(SELECT)

    def writes(self, letters: str) -> Hands:
        """On the keys of the screen, whatever else is there."""
        for letter in letters:
            names = [each.name for each in self.here.buttons()]
            self.choose(letter if letter in names else letter.upper(), RIGHT)
            self.here.pauses(1)
        return self

    def round_trip(self, by: Qt.Key = DOWN) -> list[str]:
        """All that the keys come upon, until they are where they began."""
        self.press(by)
        first, names = self.here.kiosk.window.activeFocusItem(), []
        for _ in range(200):
            names.append(self.at)
            self.press(by)
            if self.here.kiosk.window.activeFocusItem() is first:
                return names
        raise AssertionError(f"no way round: {names}")


@pytest.fixture
def ear(qapp: object) -> Ear:
    return Ear()


def test_the_first_key_wakes_the_screen_and_the_voice_and_tells_the_way_to_spanish(visitor: Make, ear: Ear) -> None:
    hands = Hands(visitor(ear=ear)).press(DOWN)
    assert hands.here.kiosk.visit.visit.place == Home()
    assert ear.spoken[0][:2] == ("Para espa\u00f1ol, oprima ahora la tecla de selecci\u00f3n.", "es")
    heard = ear.to_the_end()
    assert "Up and down move from button to button." in heard
    assert "What would you like to know?" in heard
    hands.press(SELECT)
    assert hands.here.kiosk.visit.visit.language == "es"
    heard = ear.to_the_end()
    assert "Con arriba y abajo pasa de un bot\u00f3n a otro." in heard
    assert "\u00bfQu\u00e9 le gustar\u00eda saber?" in heard
    hands.choose("English")
    assert "Up and down" not in ear.to_the_end()


@GLASSES
def test_among_the_topics_something_is_in_hand_and_the_keys_go_where_they_point(visitor: Make, glass: Any) -> None:
    """For whoever sees them; who listens walks them one after the other."""
    hands = Hands(visitor(glass)).press(DOWN)

    def box() -> Any:
        return next(seen.box for seen in hands.here.buttons() if seen.name == hands.at)

    first = box()
    assert hands.at.startswith("Start here")
    below = hands.press(DOWN) and box()
    assert (below.x(), below.y() > first.y()) == (first.x(), True)
    beside = hands.press(RIGHT) and box()
    assert (beside.y(), beside.x() > below.x()) == (below.y(), True)
    assert (hands.press(UP) and box().x()) == beside.x()
    hands.press(LEFT, SELECT)
    assert isinstance(hands.here.kiosk.visit.visit.place, Reading)
    hands.press(Qt.Key.Key_Escape)
    assert hands.at.startswith("Start here")


def test_the_words_of_a_page_come_before_its_sources(visitor: Make) -> None:
    hands = Hands(visitor()).press(DOWN)
    hands.here.kiosk.visit.act("go:reading/start/what-it-is/0")
    settle()
    names = hands.round_trip()
    assert names.index("Ketamine") < names.index("Where this comes from")


def test_reads_about_during_and_after_an_infusion_with_the_screen_dark(visitor: Make, ear: Ear) -> None:
    hands = Hands(visitor(ear=ear)).press(DOWN)
    hands.here.kiosk.visit.act("comfort-choice:curtain:yes")
    ear.to_the_end()
    hands.choose("Your infusion")
    heard = [ear.to_the_end()]
    for _ in range(40):
        if not hands.here.kiosk.visit.visit.place.slide:
            break
        hands.press(RIGHT)
        heard.append(ear.to_the_end())
    everything = " ".join(heard)
    for slide in hands.here.kiosk.deck.stage.library.topic("infusion").slides:
        assert slide.title.in_("en") in everything
    assert "You can stop at any time." in everything
    assert "End of" in heard[-1]
    hands.choose("Afterward and your plan")
    assert "Afterward and your plan" in ear.to_the_end()
    assert isinstance(hands.here.kiosk.visit.visit.place, Reading)


def test_sends_a_request_without_seeing_or_touching(visitor: Make, desk: Any, ear: Ear, privates: Any) -> None:
    hands = Hands(visitor(desk=desk, ear=ear))
    hands.here.kiosk.speech.plug(into=True)
    settle()
    hands.choose("Ask for a consultation")
    for _ in range(60):
        place = hands.here.kiosk.visit.visit.place
        assert isinstance(place, SigningUp)
        ear.to_the_end()
        if place.step == "thanks":
            break
        answer(hands, place.step)
    assert "Thank" in hands.here.texts()
    ((_, record),) = opened(desk.drawer, privates)
    assert (record.value("name"), record.value("phone")) == ("Ana", "+17065550123")


def answer(hands: Hands, step: str) -> None:
    """One screen of the form."""
    form = hands.here.kiosk.deck.stage.library.form
    question = form.question(step)
    if question is None:
        hands.choose({"next": "Next", "send": "Send", "go_on": "Continue"}[hands.here.kiosk.signup.turns["word"]])
    elif question.kind.typed:
        hands.writes({"name": "ana", "phone": "7065550123"}.get(question.kind.value, "")).choose("Next")
    else:
        stage = hands.here.kiosk.deck.stage
        option = stage.says(question.options[0].says).replace("*", "")
        for found in [each.name for each in hands.here.buttons() if each.name.startswith(option[:20])]:  # none on a second page of options
            hands.choose(found)
        hands.choose("Next")


CLOSED_AT_NOON = Settings(open_hours=(Span(tuple(range(7)), 0, 60),))


def on_a_slide(here: Visitor) -> None:
    here.taps("Start").taps("Your infusion")


def in_the_night(here: Visitor) -> None:
    here.waits(61).kiosk.opening.look()
    assert here.kiosk.opening.dark


@pytest.mark.parametrize(
    ("settings", "begins", "then"),
    [
        (Settings(), lambda _: None, "What would you like to know?"),
        (CLOSED_AT_NOON, in_the_night, "What would you like to know?"),
        (Settings(), on_a_slide, "First, a talk and some checks"),
    ],
    ids=["the first screen", "a dark screen", "a slide with the voice off"],
)
def test_whoever_presses_help_first_hears_help_first_and_how_it_works_afterwards(
    visitor: Make, ear: Ear, settings: Settings, begins: Callable[[Visitor], None], then: str
) -> None:  # fmt: skip
    here = visitor(ear=ear, settings=settings)
    begins(here)
    hands = Hands(here).press(HELP)
    assert ear.saying == sentences(here.kiosk.deck.stage.says(here.kiosk.deck.stage.library.help.title))[0]
    heard = ear.to_the_end()
    assert "nine eight eight" in heard
    assert "Para espa\u00f1ol" not in heard
    hands.press(Qt.Key.Key_Escape)
    assert ear.saying.startswith("Para espa\u00f1ol")
    assert then in ear.to_the_end()


def test_finds_help_from_everywhere_and_comes_back(visitor: Make, desk: Any, ear: Ear) -> None:
    here = visitor(desk=desk, ear=ear)
    hands = Hands(here).press(HELP)
    assert here.sees("988lifeline.org")
    assert here.kiosk.visit.visit.place == Attract()
    hands.choose("Close").press(DOWN)
    for place in ("home/0", address(here.kiosk.deck.stage.beginning("infusion")), "lookup//0", "signup/name/0", "signup/review/0", "staff/who/0"):
        here.kiosk.visit.act(f"go:{place}")
        before = here.kiosk.visit.visit.place
        hands.press(HELP)
        assert here.sees("988lifeline.org"), place
        assert "nine eight eight" in ear.to_the_end()
        hands.choose("Close")
        assert here.kiosk.visit.visit.place == before


@pytest.fixture
def screen_reader(qapp: object) -> Iterator[None]:
    """One is there: then Qt writes its own state of each button over what QML says."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.mark.parametrize("aloud", [True, False], ids=["heard", "unheard"])
@pytest.mark.parametrize("place", ["signup/{choice}/0", "reading/start/what-it-is/0"])
def test_a_sheet_that_is_closed_gives_back_what_was_in_hand(visitor: Make, desk: Any, ear: Ear, place: str, aloud: bool) -> None:
    here = visitor(desk=desk, ear=ear if aloud else None)
    hands = Hands(here).press(DOWN)
    form = here.kiosk.deck.stage.library.form
    assert form
    choice = next(each for each in form.questions if each.kind is Kind.SOME)
    here.kiosk.visit.act(f"go:{place.format(choice=choice.id)}")
    here.rest()
    hands.find("Mornings" if "signup" in place else "Ketamine")
    first, before = hands.at, here.kiosk.visit.visit.place
    hands.press(HELP).find("Easier to read")
    hands.press(SELECT)
    assert here.kiosk.visit.visit.comfort_page == 0
    hands.press(Qt.Key.Key_Escape)
    assert hands.at == "Easier to read"
    hands.choose("Close")
    assert hands.at == first
    hands.choose("Easier to read").press(Qt.Key.Key_Escape)
    assert (hands.at, here.kiosk.visit.visit.place) == ("Easier to read", before)


@pytest.mark.parametrize("larger", [False, True], ids=["nothing was in hand", "what was in hand is made anew"])
def test_select_after_a_sheet_does_not_lead_on_in_the_form(visitor: Make, desk: Any, ear: Ear, larger: bool) -> None:
    here = visitor(desk=desk, ear=ear)
    hands = Hands(here).press(DOWN)
    here.kiosk.visit.act("go:signup/name/0")
    here.rest()
    ear.to_the_end()
    before = here.kiosk.visit.visit.place
    if larger:
        hands.find("T", RIGHT).press(HELP).choose("Easier to read").choose("Text size: A, largest").press(Qt.Key.Key_Escape)
    else:
        hands.press(HELP)
    ear.to_the_end()
    hands.press(Qt.Key.Key_Escape, SELECT, SELECT)
    assert here.kiosk.visit.visit.place == before
    assert here.kiosk.signup.spoken_page["heading"]["plain"] in ear.to_the_end()


@pytest.mark.parametrize("aloud", [True, False], ids=["heard", "unheard"])
def test_two_strikes_of_one_button_turn_one_page(visitor: Make, ear: Ear, aloud: bool) -> None:
    here = visitor(ear=ear if aloud else None)
    hands = Hands(here).press(DOWN)
    deck = here.kiosk.deck
    here.kiosk.visit.go(deck.stage.beginning("infusion"))
    here.rest()
    slides = [slide.id for slide in deck.stage.library.topic("infusion").slides]
    hands.find("Next")
    item = here.kiosk.window.activeFocusItem()
    context = QQmlEngine.contextForObject(item)
    QQmlExpression(context, item, "Theme.still = false").evaluate()
    try:
        for _ in range(2):
            QTest.keyClick(here.kiosk.window, SELECT)  # nothing happens between them, however slow the machine is
        settle()
        assert deck.stage.slide_in_hand().id == slides[1]
        hands.choose("Back", UP)
        assert deck.stage.slide_in_hand().id == slides[0]
    finally:
        QQmlExpression(context, item, "Theme.still = true").evaluate()


CHOICES = [Kind.SOME, Kind.ONE]


@pytest.mark.parametrize("kind", CHOICES)
@pytest.mark.parametrize("alone", [True, False], ids=["in headphones", "through the speaker"])
@pytest.mark.usefixtures("screen_reader")
def test_a_choice_says_how_it_stands_when_it_is_pressed_and_when_the_keys_come_back(
    visitor: Make, desk: Any, ear: Ear, kind: Kind, alone: bool
) -> None:  # fmt: skip
    here = visitor(desk=desk, ear=ear, settings=SOCKET)
    hands = Hands(here).press(Qt.Key.Key_F19 if alone else DOWN)
    form = here.kiosk.deck.stage.library.form
    assert form
    question = next(each for each in form.questions if each.kind is kind)
    here.kiosk.visit.act(f"go:signup/{question.id}/0")
    here.rest()
    name = here.kiosk.deck.stage.says(question.options[0].says).replace("*", "")
    hands.find(name)
    for chosen in (True, kind is Kind.ONE):
        ear.to_the_end()
        hands.press(SELECT)
        state = ("Chosen." if chosen else "Not chosen.") if alone else ""
        assert ear.to_the_end() == f"{name}. Button. {state}".strip()
        on_the_bus = QAccessible.queryAccessibleInterface(here.kiosk.window.activeFocusItem())
        assert (hands.at, bool(on_the_bus.state().checkable), bool(on_the_bus.state().checked)) == (name, True, chosen)
        hands.press(DOWN, UP)
        assert ear.to_the_end().endswith(f"{name}. Button. {state}".strip())


def test_chooses_larger_text_and_other_colours(visitor: Make, ear: Ear) -> None:
    hands = Hands(visitor(ear=ear)).press(DOWN)
    ear.to_the_end()
    hands.choose("Easier to read")
    ear.to_the_end()
    hands.choose("Text size: A, larger")
    assert hands.here.kiosk.visit.visit.comfort.text_size is TextSize.LARGER
    assert "Text size: A, larger." in ear.to_the_end()
    hands.choose("Colors: Night")
    assert hands.here.kiosk.visit.visit.comfort.palette is Palette.NIGHT


def test_faster_and_its_like_stay_in_hand_and_say_so_to_the_last_step(visitor: Make, ear: Ear) -> None:
    hands = Hands(visitor(ear=ear)).press(DOWN)
    here = hands.here
    here.kiosk.visit.go(here.kiosk.deck.stage.beginning("infusion"))
    here.rest()
    ear.since()
    ear.sentence()
    sentence = ear.saying
    hands.choose("Faster")
    assert (hands.at, ear.saying) == ("Faster", "Voice speed: 5 of 7.")
    ear.sentence()
    assert ear.saying == sentence
    hands.choose("Easier to read").find("Voice speed: 5 of 7: Faster")
    for step in (6, 7, 7):
        hands.press(SELECT)
        assert (hands.at, ear.saying) == (f"Voice speed: {step} of 7: Faster", f"Voice speed: {step} of 7.")
    hands.find("Text size: A, large", UP).press(SELECT)
    assert (hands.at, ear.saying) == ("Text size: A, large", "Text size: A, large.")


def test_select_with_nothing_in_hand_tells_whoever_listens_where_she_is(visitor: Make, desk: Any, ear: Ear) -> None:
    here = visitor(desk=desk, ear=ear)
    hands = Hands(here).press(DOWN)
    here.kiosk.visit.act("go:signup/name/0")
    here.rest()
    ear.to_the_end()

    def leads_on() -> bool:
        before, asks = here.kiosk.visit.visit.place, here.kiosk.signup.spoken_page["heading"]["plain"]
        hands.press(SELECT)
        assert (asks in ear.to_the_end()) == (here.kiosk.visit.visit.place == before)
        return here.kiosk.visit.visit.place != before

    assert not leads_on()
    hands.press(Qt.Key.Key_A, Qt.Key.Key_N, Qt.Key.Key_A)
    assert leads_on(), "Enter after the last letter ends the answer"
    assert not leads_on()


def test_staff_get_in_by_five_presses_of_left_and_sign_in(visitor: Make, desk: Any, ear: Ear) -> None:
    hands = Hands(visitor(desk=desk, ear=ear)).press(DOWN).press(*[LEFT] * 5)
    assert isinstance(hands.here.kiosk.visit.visit.place, Staff)
    assert set(hands.round_trip()) == {each.name for each in hands.here.buttons()}


SCREENS = [
    "home/0", "reading/infusion/first-a-talk/0", "reading/infusion/get-ready/0", "reading/infusion/how-long/2", "lookup//0", "lookup/words/0",
    "basket/0", "signup/notice/0", "signup/name/0", "signup/phone/0", "signup/review/0", "reading/infusion//0",
]  # fmt: skip


@GLASSES
@pytest.mark.parametrize("over", ["", "help", "comfort", "sources"])
def test_the_keys_come_round_to_every_button_of_every_screen(visitor: Make, desk: Any, ear: Ear, glass: Any, over: str) -> None:
    here = visitor(glass, desk=desk, ear=ear)
    hands = Hands(here).press(DOWN)
    visit = here.kiosk.visit
    for place in SCREENS if not over else SCREENS[:2]:
        visit.act(f"go:{place}")
        {"": lambda: None, "help": lambda: visit.act("help:0"), "comfort": lambda: visit.act("comfort:0")}.get(
            over, lambda: visit.act("open:sources//0")
        )()
        here.rest()
        hands.press(DOWN)  # the voice is silent, and its button says so
        there = sorted(each.name for each in here.buttons())
        assert sorted(hands.round_trip(RIGHT if here.kiosk.signup.spoken_page or over == "comfort" else DOWN)) == there, place
        assert not visit.visit.idle


def test_up_and_down_lead_across_the_keys_and_out_of_them(visitor: Make, desk: Any, ear: Ear) -> None:
    here = visitor(desk=desk, ear=ear)
    hands = Hands(here).press(DOWN)
    here.kiosk.visit.act("go:signup/name/0")
    here.rest()
    hands.find("T", RIGHT).press(DOWN)
    assert hands.at in ("F", "G")
    hands.press(UP)
    assert hands.at in ("R", "T", "Y")
    hands.find("Next", DOWN)


@pytest.mark.parametrize("palette", list(Palette))
def test_what_is_in_hand_stands_out_three_to_one(visitor: Make, ear: Ear, palette: Palette) -> None:
    """WCAG 2.4.13: what changes by three to one is at least as large as a line of 2 pixels around it."""
    here = visitor()
    here.taps("Start")
    here.kiosk.visit.move(ChoseComfort(Comfort(palette=palette)))
    hands = Hands(here)
    for place in ("home/0", "reading/infusion/first-a-talk/0", "reading/infusion/how-long/2", "lookup/words/0"):
        here.kiosk.visit.act(f"go:{place}")
        here.kiosk.window.contentItem().forceActiveFocus()
        here.rest()
        before = here.kiosk.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)
        hands.press(DOWN)
        here.rest()
        after = here.kiosk.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)
        item = here.kiosk.window.activeFocusItem()
        box = item.mapRectToScene(item.boundingRect()).adjusted(-12, -12, 12, 12).toRect().intersected(after.rect())
        places = [(x, y) for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom())]
        shown = sum(contrast(before.pixel(*at), after.pixel(*at)) >= 3 for at in places if before.pixel(*at) != after.pixel(*at))
        assert shown >= 2 * 2 * (item.width() + item.height()), (place, hands.at)
        hands.press(RIGHT if place == "none" else DOWN)


NOTHING = [
    (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Tab, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Escape, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_Escape, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
    *[(key, Qt.KeyboardModifier.ControlModifier) for key in (Qt.Key.Key_O, Qt.Key.Key_S, Qt.Key.Key_P, Qt.Key.Key_N, Qt.Key.Key_W, Qt.Key.Key_Q)],
    *[(key, Qt.KeyboardModifier.ControlModifier) for key in (Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_A)],
    *[(key, Qt.KeyboardModifier.MetaModifier) for key in (Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_R, Qt.Key.Key_L)],
    (Qt.Key.Key_Meta, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Print, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_NumLock, Qt.KeyboardModifier.AltModifier),
    *[(Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)] * 5,
    (Qt.Key.Key_F2, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_LaunchMail, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_HomePage, Qt.KeyboardModifier.NoModifier),
]


@pytest.mark.parametrize("place", ["home/0", "reading/infusion/first-a-talk/0", "signup/name/0"])
def test_no_other_key_does_anything(visitor: Make, desk: Any, place: str) -> None:
    """The keys by which people get out of kiosks (standards K2): the same window, the same state."""
    here = visitor(desk=desk).taps("Start")
    here.kiosk.visit.act(f"go:{place}")
    here.rest()
    before, typed, windows = here.kiosk.visit.visit, here.kiosk.signup.spoken_field, len(QGuiApplication.topLevelWindows())
    for key, modifiers in NOTHING:
        QTest.keyClick(here.kiosk.window, key, modifiers)
    here.rest()
    assert here.kiosk.visit.visit == before
    assert here.kiosk.signup.spoken_field == typed
    assert len(QGuiApplication.topLevelWindows()) == windows
    assert here.kiosk.window.isVisible()


def test_a_key_that_is_held_is_one_press(visitor: Make) -> None:
    here = visitor().taps("Start").taps("Your infusion")
    for repeated in (False, True, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, RIGHT.value, Qt.KeyboardModifier.NoModifier, "", repeated)
        QGuiApplication.sendEvent(here.kiosk.window, event)
    here.rest()
    assert here.kiosk.deck.stage.slide_in_hand().id == here.kiosk.deck.stage.library.topic("infusion").slides[1].id


def test_keypads_send_what_the_settings_say(visitor: Make, tmp_path: Any, qapp: object) -> None:
    (tmp_path / "settings.yaml").write_text("keys: {help: F24, down: [F30, Down]}\nheadphones: jack\n")
    settings, problems = read_settings(tmp_path)
    assert problems == ()
    here = visitor(settings=settings).taps("Start")
    Hands(here).press(Qt.Key.Key_F2)
    assert here.kiosk.visit.visit.help_page is None
    Hands(here).press(Qt.Key.Key_F24)
    assert here.kiosk.visit.visit.help_page == 0


@pytest.mark.parametrize("field", [*Kind, "passphrase", ""])
def test_the_digits_of_a_keypad_are_typed_where_digits_are_asked_for_and_arrows_elsewhere(qapp: object, field: str) -> None:
    keypad = KeypadView({"up": ("Up",)}, lambda: field)
    told: list[str] = []
    keypad.pressed.connect(told.append)
    keypad.typed.connect(told.append)
    keypad.look()
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Up.value, Qt.KeyboardModifier.KeypadModifier, 80, 0, 0, "", False, 1)
    assert keypad.eventFilter(keypad, event)
    assert told == ["8" if field in IN_DIGITS else "up"]


@pytest.mark.parametrize("number", range(13, 25))
def test_keys_that_linux_calls_otherwise_are_known_by_their_place(qapp: object, number: int) -> None:
    keypad = KeypadView({"help": (f"F{number}",)})
    told: list[str] = []
    keypad.pressed.connect(told.append)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown.value, Qt.KeyboardModifier.NoModifier, 191 + number - 13, 0, 0, "", False, 1)
    assert keypad.eventFilter(keypad, event)
    assert told == ["help"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("keys: {jump: F13}", "The keys are for left, right"),
        ("keys: F13", "The keys are for left, right"),
        ("keys: {help: F1}", "`F1` cannot be used as a key."),
        ("keys: {help: a}", "`a` cannot be used as a key."),
        ("keys: {help: Up}", "The key `Up` stands for two things."),
        ("keys: {help: [F13]}", "The key `F13` stands for two things."),
        ("keys: {plugged: F19}", "must tell when they are pulled out, too."),
        ("headphones: maybe", "headphones cannot be 'maybe'."),
    ],
)
def test_keys_that_cannot_be_are_told_and_the_others_stay(tmp_path: Any, written: str, said: str) -> None:
    (tmp_path / "settings.yaml").write_text(written)
    settings, problems = read_settings(tmp_path)
    assert [problem for problem in problems if said in problem.wrong]
    assert settings.keys == KEYS
    assert settings == Settings()


SOCKET = Settings(keys={**KEYS, "plugged": ("F19",), "unplugged": ("F20",)})
"""Of a clinic whose keypad has a headphone socket."""


def at_the_review(here: Visitor) -> None:
    here.kiosk.visit.act("wake")
    here.kiosk.signup.act("begin")
    here.kiosk.visit.act("go:signup/name/0")
    here.kiosk.signup.answer("name", "Zebulon")
    here.kiosk.visit.act("go:signup/review/1")  # where the name stands
    here.rest()


def at_the_list(here: Visitor) -> None:
    assert here.kiosk.staff._session.sign_in("", "")
    here.kiosk.visit.act("go:staff/list/0")
    here.rest()


@pytest.mark.parametrize("settings", [Settings(), SOCKET], ids=["no keypad", "a keypad with a socket"])
@pytest.mark.parametrize("comes_to", [at_the_review, at_the_list])
def test_no_key_has_what_is_somebodys_own_read_aloud(
    visitor: Make, desk: Any, ear: Ear, comes_to: Callable[[Visitor], None], settings: Settings
) -> None:  # fmt: skip
    desk.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "Zebulon Smith", "Zebulon Smith"),), ()))
    here = visitor(desk=desk, ear=ear, settings=settings)
    comes_to(here)
    assert here.sees("Zebulon")
    Hands(here).press(Qt.Key.Key_F19)
    assert ear.to_the_end() == ""
    assert not here.kiosk.visit.visit.comfort.aloud


PRESSED = [Qt.Key.Key_A, UP, LEFT, Qt.Key.Key_Shift, Qt.Key.Key_F9, Qt.Key.Key_Backspace]
"""What a stick that somebody leaves in the machine could press without end."""


def minutes_until_it_is_over(here: Visitor, key: Qt.Key) -> int:
    """In which the key is pressed twice a minute."""
    for minute in range(200):
        for _ in range(2):
            here.pauses(30).kiosk.visit.timePassed()
            if here.kiosk.visit.visit.idle:
                return minute
            Hands(here).press(key)
    raise AssertionError("without end")


@pytest.mark.parametrize("key", PRESSED)
def test_no_key_keeps_a_form_or_the_pages_for_staff_open_without_end(visitor: Make, desk: Any, key: Qt.Key) -> None:
    here = visitor(desk=desk)
    at_the_list(here)
    assert minutes_until_it_is_over(here, key) <= 30
    assert not here.kiosk.staff._session.signed_in
    at_the_review(here)
    assert minutes_until_it_is_over(here, key) <= 70
    assert here.kiosk.signup.forgotten


def test_a_key_that_does_nothing_does_not_keep_the_screen_from_asking(visitor: Make, desk: Any) -> None:
    here = visitor(desk=desk)
    at_the_review(here)
    for key in (Qt.Key.Key_A, Qt.Key.Key_Shift, Qt.Key.Key_F9, Qt.Key.Key_Backspace):
        Hands(here.pauses(31)).press(key)
    here.kiosk.visit.timePassed()
    assert here.kiosk.visit.visit.asked is not None


def test_a_letter_is_a_sign_of_life_until_no_more_has_room(visitor: Make, desk: Any) -> None:
    here = visitor(desk=desk)
    at_the_review(here)
    here.kiosk.visit.act("go:signup/name/0")
    visit, moments = here.kiosk.visit, []
    for _ in range(200):
        Hands(here.pauses(1)).press(Qt.Key.Key_A)
        moments.append(visit.visit.touched)
    assert moments[1] < moments[2]
    assert moments[-2] == moments[-1]


def test_a_key_that_the_settings_do_not_name_plugs_nothing_in(visitor: Make, ear: Ear) -> None:
    here = visitor(ear=ear)
    Hands(here).press(Qt.Key.Key_F19)
    assert (here.kiosk.speech.listens_alone, here.kiosk.visit.visit.place) == (False, Attract())


def test_what_a_key_says_of_headphones_ends_with_the_visit(visitor: Make, ear: Ear) -> None:
    here = visitor(ear=ear, settings=SOCKET)
    Hands(here).press(Qt.Key.Key_F19)
    assert here.kiosk.speech.listens_alone
    here.kiosk.visit.act("finish")
    here.kiosk.visit.act("wake")
    assert not here.kiosk.speech.listens_alone


def test_a_socket_of_the_machine_is_believed_before_a_key(visitor: Make, ear: Ear) -> None:
    here = visitor(ear=ear, settings=SOCKET)
    here.kiosk.speech.plug(into=False)
    Hands(here).press(Qt.Key.Key_F19)
    assert (here.kiosk.speech.listens_alone, here.kiosk.visit.visit.idle) == (False, True)
    here.kiosk.speech.plug(into=True)
    Hands(here).press(Qt.Key.Key_F20)
    assert here.kiosk.speech.listens_alone
    here.kiosk.visit.act("finish")
    assert here.kiosk.speech.listens_alone


def test_who_listens_already_goes_on_in_headphones(visitor: Make, desk: Any, ear: Ear) -> None:
    here = visitor(desk=desk, ear=ear, settings=SOCKET)
    Hands(here).press(UP)
    at_the_review(here)
    assert "Zebulon" not in ear.to_the_end()
    Hands(here).press(Qt.Key.Key_F19)
    here.kiosk.speech.again()
    assert "Zebulon" in ear.to_the_end()


def test_louder_quieter_and_the_headphone_socket_of_a_keypad_are_keys_too(visitor: Make, ear: Ear) -> None:
    here = visitor(ear=ear, settings=SOCKET)
    hands = Hands(here).press(Qt.Key.Key_F19)
    assert here.kiosk.speech.listens_alone
    assert here.kiosk.visit.visit.comfort.aloud
    ear.to_the_end()
    hands.press(Qt.Key.Key_F23)
    assert ear.spoken[-1] == ("Loudness: 4 of 5.", "en", 0, 4)
    hands.press(Qt.Key.Key_F22, Qt.Key.Key_F22)
    assert here.kiosk.visit.visit.comfort.volume == 2
    hands.press(Qt.Key.Key_F20)
    assert not here.kiosk.speech.listens_alone
    assert not here.kiosk.visit.visit.comfort.aloud


def test_after_a_finger_the_keys_begin_with_the_first_thing_of_the_page(visitor: Make) -> None:
    hands = Hands(visitor())
    hands.here.kiosk.visit.act("wake")
    hands.here.kiosk.visit.act("go:lookup//0")
    first = hands.here.rest().kiosk.deck.shown.lookup
    assert first
    hands.press(DOWN, DOWN, DOWN, DOWN)
    hands.here.taps_at(QPointF(5, hands.here.kiosk.window.height() / 2))
    assert hands.press(DOWN).at == first.page.body.rows[0].title.plain
