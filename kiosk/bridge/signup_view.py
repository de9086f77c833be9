"""The consultation form as QML sees it: the screen in hand, and what fingers and keys do to it. Alone holds what a visitor types."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.bridge.deck_view import DeckView
from kiosk.bridge.typesetting import set_text
from kiosk.bridge.visit_view import VisitView
from kiosk.content.model.form import FAILED, GONE, NOTICE, REVIEW, THANKS, Form, FormQuestion
from kiosk.screens.for_qml import flat, plain
from kiosk.screens.pages import NOWHERE
from kiosk.screens.signup import FormInput, signup
from kiosk.screens.turns import Turns
from kiosk.signup.form.form_answers import Filling
from kiosk.signup.form.scrub import fill_what_is_freed, scrub
from kiosk.visit.actions import (
    Began,
    Capitals,
    Erased,
    OtherKeys,
    Picked,
    Stopped,
    TookBack,
    Typed,
    WentBack,
    WentOn,
    WentToLookUp,
    action,
    cased,
    event_of,
)
from kiosk.visit.moves import DOUBLE_TOUCH_SECONDS, Finished, GotOn, Lived, LookedUp, Navigated, PanelOpened
from kiosk.visit.states import Home, Panel, PanelKind, SigningUp

if TYPE_CHECKING:
    from kiosk.signup.desk import Desk
    from kiosk.signup.form.answers import Refused

SCRUB_MS = 300
"""Within a second of the end of a visit nothing of it is left (standards S9)."""
MINUTE_MS = 60_000
AFTER_THANKS_MS = 100
"""Until what waits is counted: the thanks are drawn first, even on a machine that takes three times as long."""
QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by kiosk.app")
class SignUpView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """Takes letters and choices, leads from question to question, hands the finished form to the desk, and forgets.

    What was typed lives in `Filling` and in the property `shown`, as long as the visit is at the form and no longer. What was touched elsewhere
    goes with the visit; what it leaves in freed memory is written over here, too.
    `clock` gives monotonic seconds; the same key within `bounce` seconds is one touch of a shaking hand.
    """

    changed = Signal()
    typedOne = Signal()
    scrubbing = Signal()
    counted = Signal()
    lostChanged = Signal()

    def __init__(self, visit: VisitView, deck: DeckView, clock: Callable[[], float], bounce: float) -> None:
        super().__init__()
        self._visit, self._deck, self._clock, self._bounce = visit, deck, clock, bounce
        self._desk: Desk | None = None
        self._filling = Filling()
        self._sheet = FormInput()
        self._at = ""
        self._reviewed = False
        """Whether all answers were seen already: then one that is changed leads back to them."""
        self._capitals = False
        self._shown, self._drawn = NOWHERE, dict[str, Any]()
        self._kept = ""
        self._touched = False
        """Whether the visitor at the screen has touched something of their own."""
        self._reached: set[object] = set()
        """How far the form came: its pages, how long each answer was, and what was chosen, each once."""
        self._last: tuple[str, float] = ("", 0.0)
        self._questioned = -math.inf
        """When the visitor was asked whether all of this is to be erased."""
        self._waiting = 0
        self._tidying = QTimer(self)
        self._tidying.setInterval(MINUTE_MS)
        self._tidying.timeout.connect(self.tidy)
        self._scrubbing = QTimer(self)
        self._scrubbing.setSingleShot(True)
        self._scrubbing.setInterval(SCRUB_MS)
        self._scrubbing.timeout.connect(self._scrub)
        self._takes = False
        self._lost = QTimer(self)
        self._lost.setSingleShot(True)
        self._lost.setInterval(MINUTE_MS)
        self._lost.timeout.connect(self._tell_no_more)
        deck.staged.connect(self._refresh)

    def attach_storage(self, desk: Desk) -> None:
        """From now on there is somewhere to keep what the form gathers."""
        self._desk, self._takes = desk, desk.takes
        self._filling.region = desk.region
        self._tidying.start()
        self.changed.emit()
        QTimer.singleShot(0, self, self.tidy)

    # -- the way through --------------------------------------------------------------------------------------------------

    @Slot(str)
    def act(self, asked: str) -> None:
        """What a finger or a key asked for on the form."""
        before = self._seen()
        self._does(asked)
        self._tell_life(before)

    def _does(self, asked: str) -> None:
        match event_of(asked):
            case Typed(letters):
                self._touch(asked, lambda: self._write(cased(letters) if self._capitals else letters))
            case Erased():
                self._touch(asked, lambda: self._write(""))
            case Capitals():
                self._touch(asked, self._shift)
            case OtherKeys(keys):
                self._touch(asked, lambda: self._set(replace(self._sheet, keys=keys)))
            case Picked(option):
                self._pick(option)
            case WentOn():
                self._go_on()
            case WentBack():
                self._go_back()
            case Began():
                self._begin()
            case Stopped():
                self._stop()
            case TookBack():
                self._take_back()
            case WentToLookUp():
                self._visit.move(LookedUp() if self._question or self._step == REVIEW else Navigated(Home()))
            case _:
                self._visit.act(asked)

    def _begin(self) -> None:
        """To the notice that stands before the first question, or to where the form was left."""
        if self._visit.visit.letter:
            self._visit.go(self._visit.visit.letter)
            return
        fill_what_is_freed(on=True)
        self._go(NOTICE)

    def _go_on(self) -> None:
        """Next: another page, the next question if this one is answered, or sending."""
        form, step = self._form, self._step
        if form is None or not step:
            return
        if self._shown.after:
            self._visit.act(self._shown.after)
        elif step == REVIEW:
            self._send(form)
        elif step in (THANKS, FAILED, GONE):
            self._visit.move(Finished())
        elif (question := form.question(step)) and (wrong := self._filling.wrong(form, question)):
            self._set(replace(self._sheet, wrong=wrong))
        elif question and (doubt := self._doubt(question)) and self._sheet.wrong != doubt:
            self._set(replace(self._sheet, wrong=doubt))
        else:
            self._go(self._after(form, step))

    def _after(self, form: Form, step: str) -> str:
        """The next question; once all answers were seen, only one that is still missing."""
        if not self._reviewed or step == NOTICE:
            return self._filling.following(form, step)
        missing = self._filling.first_wrong(form)
        return missing.id if missing else REVIEW

    def _doubt(self, question: FormQuestion) -> Refused | None:
        """What to ask before going on, where the clinic's content has words for it."""
        found = self._filling.doubtful(question)
        return found if found and self._deck.stage.library.has_words(found.why) else None

    def _go_back(self) -> None:
        form = self._form
        if self._shown.before:
            self._visit.act(self._shown.before)
        elif self._sheet.changes:
            self._go(REVIEW)
        elif form and (before := self._filling.before(form, self._step)):
            self._go(before)
        else:
            self._stop()

    def _stop(self) -> None:
        """Stop and erase: back to the topics, with nothing left of it."""
        if self._filling.empty or self._asked_first("answers"):
            self._visit.go(Home())

    def _asked_first(self, about: str) -> bool:
        """Whether the visitor has been asked if this is to be erased, and could read that; if not, that is asked now."""
        if self._visit.visit.panel:
            return self._clock() - self._questioned >= DOUBLE_TOUCH_SECONDS
        if not self._deck.stage.library.has_words(f"erase_{about}"):
            return True
        self._visit.move(PanelOpened(Panel(PanelKind.ERASE, about)))
        self._questioned = self._clock()
        return False

    def _take_back(self) -> None:
        """The visitor wants the request deleted that was just sent."""
        if not self._asked_first("request"):
            return
        if self._kept and self._desk and self._desk.take_back(self._kept):
            self._kept = ""
            self._go(GONE)
            self.tidy()
        else:
            self._go(FAILED)

    def _send(self, form: Form) -> None:
        unanswered = self._filling.first_wrong(form)
        if unanswered:
            self._go(unanswered.id, FormInput(wrong=self._filling.wrong(form, unanswered), changes=True))
            return
        kept = self._desk.keep(self._filling, form, self._visit.visit.language) if self._desk else None
        self._forget_answers()
        if not isinstance(kept, str):
            self._go(FAILED, FormInput(busy=bool(kept and kept.busy)))
            return
        self._kept = kept
        self._go(THANKS)
        QTimer.singleShot(AFTER_THANKS_MS, self, self.tidy)

    def _go(self, step: str, sheet: FormInput | None = None) -> None:
        self._visit.go(SigningUp(step))
        self._arrive()
        if sheet:
            self._set(sheet)

    def _arrive(self) -> None:
        """At another step nothing is wrong yet, and plain letters are on the keys."""
        if self._step != self._at:
            self._at = self._step
            self._reviewed = (self._reviewed and self._step != NOTICE) or self._step == REVIEW
            self._sheet = FormInput(changes=self._reviewed)
            self._capitals = self._begins_large(self._step)

    def _begins_large(self, step: str) -> bool:
        """A name begins with a capital letter; so does each of its words."""
        question = self._form.question(step) if self._form else None
        typed = self._filling.typed.get(step, "")
        return bool(question and question.kind == "name" and (not typed or typed.endswith((" ", "-"))))

    # -- signs of life ----------------------------------------------------------------------------------------------------

    def _seen(self) -> tuple[object, ...]:
        """What stands on the form."""
        return self._step, self._shown, self._field(), self._capitals

    def _tell_life(self, before: tuple[object, ...]) -> None:
        """The visit is told whether something changed, and whether the form got on. A key that does nothing tells nothing."""
        if not self._step or self._seen() == before:
            return
        got = {self._visit.visit.place, (self._step, len(self._field())), *((self._step, each) for each in self._filling.chosen.get(self._step, ()))}
        event = Lived() if got <= self._reached else GotOn()
        self._reached |= got
        self._visit.move(event)

    # -- answers ----------------------------------------------------------------------------------------------------------

    def _touch(self, key: str, do: Callable[[], None]) -> None:
        """A key of our keyboard was touched."""
        if self._question and not self._shakes(key):
            do()

    @Slot(str)
    def write(self, letters: str) -> None:
        """A real keyboard wrote, or erased a letter where it wrote nothing; whose hand shakes is known where its keys come in."""
        before = self._seen()
        self._write(letters)
        self._tell_life(before)

    def _write(self, letters: str) -> None:
        if (question := self._question) and question.kind.typed:
            if letters:
                self._filling.type(question, letters)
            else:
                self._filling.erase(question)
            self._after_typing(question)

    def _shift(self) -> None:
        self._capitals = not self._capitals
        self.typedOne.emit()

    def _after_typing(self, question: FormQuestion) -> None:
        """What was wrong is being mended; the next letter is a small one unless a word begins."""
        self._capitals = self._begins_large(question.id)
        self._set(replace(self._sheet, wrong=None))
        self.typedOne.emit()

    def _pick(self, option: str) -> None:
        if question := self._question:
            self._filling.choose(question, option)
            self._set(replace(self._sheet, wrong=None))

    @property
    def forgotten(self) -> bool:
        """Whether no answer is left here."""
        return self._filling.empty and not self._kept

    def answer(self, question: str, said: str) -> None:
        """A whole answer at once, letters or the name of an option: for pictures of the form, and for tests."""
        asked = self._form.question(question) if self._form else None
        if asked and asked.kind.typed:
            self._filling.type(asked, said)
        elif asked:
            self._filling.choose(asked, said)
        self._refresh()

    def _shakes(self, key: str) -> bool:
        """The same key again sooner than a hand means it."""
        now, (last, then) = self._clock(), self._last
        self._last = (key, now)
        return key == last and now - then < self._bounce

    @Slot()
    def tidy(self) -> None:
        """Counts what waits for the staff, and lets go what is too old; every minute, and whenever something came or was marked."""
        fresh = self._desk.tidy() if self._desk else 0
        if self._desk:
            self._desk.call(fresh)
            if self._takes != self._desk.takes:
                self._takes = not self._takes
                self.changed.emit()
        if fresh != self._waiting:
            self._waiting = fresh
            self.counted.emit()

    # -- after an error ---------------------------------------------------------------------------------------------------

    def tell_lost(self) -> None:
        """The start screen says for a minute, or until somebody begins, that what was typed is gone."""
        self._lost.start()
        self.lostChanged.emit()

    @Slot()
    def _tell_no_more(self) -> None:
        self._lost.stop()
        self.lostChanged.emit()

    def _lost_now(self) -> bool:
        return self._lost.isActive()

    def _leave(self) -> None:
        """Elsewhere nothing of the form is seen; it is forgotten, unless the visitor only looks something up."""
        if not self._visit.visit.letter:
            self.forget()
        elif self._shown is not NOWHERE:
            self._shown, self._drawn = NOWHERE, {}
            self.changed.emit()
            self.typedOne.emit()

    # -- forgetting -------------------------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Nothing of the visitor stays: not here, not in what QML was given."""
        self._kept = self._at = ""
        self._reviewed = False
        self._sheet = FormInput()
        self._forget_answers()

    def _forget_answers(self) -> None:
        self._reached.clear()
        if self._filling.empty and self._shown is NOWHERE:
            return
        self._filling.forget()
        self._last = ("", 0.0)
        self._scrubbing.start()
        self._shown, self._drawn = NOWHERE, {}
        self.changed.emit()
        self.typedOne.emit()

    def _note_touched(self) -> None:
        visit, before = self._visit.visit, self._touched
        self._touched = visit.holds_answers or (before and not visit.idle)
        if self._touched and not before:
            fill_what_is_freed(on=True)
        elif before and not self._touched:
            self._scrubbing.start()

    @Slot()
    def _scrub(self) -> None:
        """After the screen has let go of what it showed; `scrubbing` asks others to let go of it too."""
        set_text.cache_clear()
        self.scrubbing.emit()
        scrub()
        fill_what_is_freed(on=False)

    # -- out --------------------------------------------------------------------------------------------------------------

    @property
    def _form(self) -> Form | None:
        return self._deck.stage.library.form

    @property
    def _step(self) -> str:
        place = self._visit.visit.place
        return place.step if isinstance(place, SigningUp) else ""

    @property
    def _question(self) -> FormQuestion | None:
        return self._form.question(self._step) if self._form else None

    def _set(self, sheet: FormInput) -> None:
        self._sheet = sheet
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        if self._lost.isActive() and not self._visit.visit.idle:
            self._tell_no_more()
        self._note_touched()
        if not self._step:
            self._leave()
            return
        self._arrive()
        self._filling.language = self._visit.visit.language
        fresh = signup(self._deck.stage, self._filling, self._sheet, (self._visit.idle_minutes, self._visit.form_minutes))
        if fresh != self._shown:
            self._shown, self._drawn = fresh, plain(fresh.page) or {}
            self.changed.emit()
            self.typedOne.emit()

    @property
    def spoken_page(self) -> dict[str, Any]:
        """The page as a voice reads it, with what was typed."""
        page = flat(self._drawn)
        return page | {"field_said": self._field()} if page and self._wants_letters() else page

    @property
    def spoken_field(self) -> str:
        """What was typed, for a voice in headphones."""
        return self._field()

    @property
    def pages(self) -> int:
        """How many pages the step in hand takes."""
        return self._shown.page.frame.pages if self._shown.page else 1

    def _field(self) -> str:
        question = self._question
        return self._filling.shown(question) if question and question.kind.typed else ""

    @property
    def writes(self) -> str:
        """The kind of answer that is typed just now; empty where none is."""
        return str(self._question.kind) if self._question and self._question.kind.typed else ""

    def _wants_letters(self) -> bool:
        return bool(self.writes)

    def _turns(self) -> Turns:
        """Where to from here is decided when somebody asks: what is typed may be wrong."""
        behind = self._shown.before or (self._step and self._step not in (THANKS, FAILED, GONE))
        words = {NOTICE: "go_on", REVIEW: "send", THANKS: "done", FAILED: "done", GONE: "done"}
        one = "save" if self._saves() else "next"
        word = "next" if self._shown.after else words.get(self._step, one)
        return Turns(action(WentBack()) if behind else "", action(WentOn()), word)

    def _saves(self) -> bool:
        """Whether what is wrong here is all that keeps it from going back to the review."""
        return self._sheet.changes and self._deck.stage.library.has_words("save")

    def _count(self) -> tuple[int, int]:
        """The question in hand, from 1, and how many there are; zeros where that is not told."""
        return self._filling.count(self._form, self._step) if self._form and not self._sheet.changes else (0, 0)

    def _number(self) -> int:
        return self._count()[0]

    def _questions(self) -> int:
        return self._count()[1]

    def _sent(self) -> bool:
        """Whether a request was just sent. Where nothing is kept, as for pictures of every screen, the one who thanks looks as if."""
        return self._step == THANKS and (bool(self._kept) or self._desk is None)

    def _over(self) -> bool:
        return self._step in (THANKS, FAILED, GONE)

    def _there(self) -> bool:
        """Whether there is a form, and somewhere to keep what it gathers."""
        return self._form is not None and self._takes

    def _leads(self) -> dict[str, Any]:
        return dict(plain(self._turns()))

    _page, _capitals_now, _waiting_now = map(attrgetter, ("_drawn", "_capitals", "_waiting"))

    page = Property(dict, _page, notify=changed)
    field = Property(str, _field, notify=typedOne)
    capitals = Property(bool, _capitals_now, notify=typedOne)
    wantsLetters = Property(bool, _wants_letters, notify=changed)
    turns = Property(dict, _leads, notify=changed)
    number = Property(int, _number, notify=changed)
    questions = Property(int, _questions, notify=changed)
    waiting = Property(int, _waiting_now, notify=counted)
    lost = Property(bool, _lost_now, notify=lostChanged)
    sent = Property(bool, _sent, notify=changed)
    over = Property(bool, _over, notify=changed)
    there = Property(bool, _there, notify=changed)
