"""The pages for staff as QML sees them. Alone holds a passphrase while it is typed; signs out whenever these pages are left."""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Callable, Sequence
from math import ceil
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.bridge.deck_view import DeckView
from kiosk.bridge.visit_view import VisitView
from kiosk.layout.page import Box
from kiosk.problems import Problem
from kiosk.screens.for_qml import flat, plain
from kiosk.screens.pages import NOWHERE, StepShown
from kiosk.screens.turns import Turns
from kiosk.signup.keys.passphrases import LONGEST
from kiosk.visit.actions import (
    Announced,
    Capitals,
    Cleaned,
    DeletedRequest,
    Erased,
    Knocked,
    LeftKiosk,
    Marked,
    Named,
    OtherKeys,
    SetUp,
    SignedOut,
    Typed,
    WentBack,
    WentOn,
    WillCall,
    WillNotCall,
    action,
    cased,
    event_of,
)
from kiosk.visit.moves import DOUBLE_TOUCH_SECONDS, Finished, Lived, Navigated
from kiosk.visit.states import Staff

if TYPE_CHECKING:
    from kiosk.bridge.setup_view import SettingUp
    from kiosk.bridge.urgent_view import UrgentNotices
    from kiosk.health import Diagnosis
    from kiosk.layout.lists import Row
    from kiosk.screens.staff import HouseNews, StaffInput
    from kiosk.signup.session import Session

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
_TOUCHES, _WITHIN_SECONDS = 5, 4.0
CLEANING_SECONDS, AGAIN_SECONDS = 60.0, 30.0
"""For how long touch does nothing, and how soon after a mark the same one is a slip of the hand rather than another call."""
_Row = Named | Marked | WillCall | WillNotCall | DeletedRequest | SetUp | Announced | Cleaned | LeftKiosk | Navigated


@QmlElement
@QmlUncreatable("made by kiosk.app")
class StaffView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """Opens at five quick touches on the clinic's mark. `problems` tells the errors in the content, `leave` ends the kiosk.

    `opened` asks for a self-test of this machine; its answer comes to `hear`.
    What it needs of the drawer is imported when storage is attached: the first picture does not wait for it.
    """

    changed = Signal()
    typedOne = Signal()
    marked = Signal()
    cleaningChanged = Signal()
    opened = Signal()

    def __init__(
        self,
        visit: VisitView,
        deck: DeckView,
        *,
        problems: Callable[[], Sequence[Problem]],
        leave: Callable[[], None],
        clock: Callable[[], float],
    ) -> None:
        super().__init__()
        self._visit, self._deck = visit, deck
        self._session: Session | None = None
        self._problems, self._leave, self._clock = problems, leave, clock
        self._touches: deque[float] = deque(maxlen=_TOUCHES)
        self._sheet: StaffInput | None = None
        self._typed = ""
        self._capitals = False
        self._last_mark = ("", "", 0.0)
        self._told: HouseNews | None = None
        self._setting_up: SettingUp | None = None
        self._urgent: UrgentNotices | None = None
        self._cleaned_at = clock()
        self._cleaning = QTimer(self)
        self._cleaning.setInterval(1000)
        self._cleaning.timeout.connect(self.count_down)
        self._shown, self._drawn = NOWHERE, dict[str, Any]()
        self._standing = dict[tuple[str, str, Box], float]()
        """Since when each row stands in its place, by its screen and what it asks for, and since when the page does."""
        deck.staged.connect(self._refresh)

    def attach_storage(self, session: Session) -> None:
        """From now on staff can sign in."""
        self._session = session

    # -- the way in and out -----------------------------------------------------------------------------------------------

    @Slot(str)
    def touch(self, asked: str) -> None:
        """A finger or a key on what stands on a page for staff; a row that came to stand there a moment ago was not meant by a double touch."""
        if not isinstance(event_of(asked), _Row) or self._clock() - self._since_when(asked) >= DOUBLE_TOUCH_SECONDS:
            self.act(asked)

    def _since_when(self, asked: str) -> float:
        """Since when what asks for this stands where it stands; of what is no row, since when its page is here."""
        own = [then for (_, action, _), then in self._standing.items() if action == asked]
        return max(own or self._standing.values(), default=0.0)

    @Slot(str)
    def act(self, asked: str) -> None:
        """What a finger or a key asked for on the pages for staff, or on the clinic's mark."""
        before = self._seen()
        self._does(asked)
        self._tell_life(before)

    def _does(self, asked: str) -> None:
        match event_of(asked):
            case Knocked():
                self._knock()
            case Typed(letters):
                self._write(cased(letters) if self._capitals else letters)
            case Erased():
                self._write("")
            case Capitals():
                self._capitals = not self._capitals
                self.typedOne.emit()
            case OtherKeys(keys):
                self._show(keys)
            case WentOn():
                self._go_on()
            case WentBack():
                self._go_back()
            case SignedOut():
                self._visit.move(Finished())
            case (Named() | Marked() | WillCall() | WillNotCall() | DeletedRequest() | SetUp() | Announced() | Cleaned() | LeftKiosk()
                | Navigated()) as touched:
                self._touch_row(touched)
            case _:
                self._visit.act(asked)

    def _seen(self) -> tuple[object, ...]:
        """What stands on these pages."""
        return self._shown, self._typed, self._capitals

    def _tell_life(self, before: tuple[object, ...]) -> None:
        """The visit is told whether something changed: a key that does nothing is no sign of life."""
        if self._screen and self._seen() != before:
            self._visit.move(Lived())

    def _knock(self) -> None:
        """The clinic's mark was touched; five times in a row is the sign of the staff."""
        self._touches.append(self._clock())
        if self._session and len(self._touches) == _TOUCHES and self._touches[-1] - self._touches[0] <= _WITHIN_SECONDS:
            self._touches.clear()
            from kiosk.screens.staff import LIST, WHO, HouseNews, StaffInput

            self._sheet, self._told = StaffInput(), HouseNews(self._problems())
            self.opened.emit()
            if self._session.try_out:
                self._sheet = StaffInput(wrong=self._sign_in(self._session, ""))
            self._visit.go(Staff(LIST if self._session.signed_in else WHO))

    def set_up(self, setting_up: SettingUp) -> None:
        """From now on staff can fit the kiosk to its place."""
        self._setting_up = setting_up
        setting_up.changed.connect(self._refresh)

    def announce(self, urgent: UrgentNotices) -> None:
        """From now on staff can set an urgent notice."""
        self._urgent = urgent
        urgent.changed.connect(self._refresh)

    @property
    def _beside(self) -> tuple[SettingUp | UrgentNotices, ...]:
        """What has pages of its own here."""
        return tuple(each for each in (self._setting_up, self._urgent) if each)

    def _writer(self) -> SettingUp | UrgentNotices | None:
        """On whose page something is typed just now; None on a page of the drawer."""
        return next((each for each in self._beside if each.wants_letters(self._screen)), None)

    @Slot(object)
    def hear(self, diagnoses: Sequence[Diagnosis]) -> None:
        """How this machine is; nobody keeps it once the pages are left."""
        if self._told:
            self._told = replace(self._told, machine=diagnoses)
            self._refresh()

    def _go_on(self) -> None:
        """Next: another page, or the passphrase is complete."""
        if self._shown.after:
            self._visit.act(self._shown.after)
        elif self._session and self._noting():
            self._note(self._session, self._noting())
        elif (writer := self._writer()) and self._session and self._session.signed_in:
            self._take(self._session, writer)
        elif self._wants_letters() and self._session and self._sheet:
            wrong = self._sign_in(self._session, self._sheet.who)
            self._sheet = replace(self._sheet, wrong=wrong)
            if not wrong:
                self._visit.go(Staff("list"))
            self._refresh()

    def _noting(self) -> str:
        """On which sign-up a note is typed; empty elsewhere."""
        if not self._screen:
            return ""
        from kiosk.screens.staff import NOTE

        return self._screen.removeprefix(NOTE) if self._screen.startswith(NOTE) else ""

    def _note(self, session: Session, name: str) -> None:
        """The note is complete; of one in which nothing stands nothing is kept."""
        text, self._typed = " ".join(self._typed.split()), ""
        if not text or self._noted(lambda: session.note(name, text)):
            self._visit.go(Staff(name, 1))
        self._refresh()

    def _take(self, session: Session, writer: SettingUp | UrgentNotices) -> None:
        """What was typed is complete: a name, a passphrase, the same again; or the urgent notice in one language."""
        typed, self._typed = self._typed, ""
        self._visit.go(Staff(writer.take(self._screen, typed, session)))
        self._go_on_writing()
        self._refresh()

    def _go_on_writing(self) -> None:
        """What was typed of the urgent notice stands in its field again, and a new text begins with a capital."""
        urgent = self._urgent.wants_letters(self._screen) if self._urgent else False
        if self._urgent and urgent:
            self._typed = self._urgent.written(self._screen)
        if urgent or self._noting():
            self._capitals = not self._typed

    def _sign_in(self, session: Session, who: str) -> str:
        """The name of the sentence that says why nobody is signed in; empty if somebody is."""
        from kiosk.screens.unnoted import unnoted
        from kiosk.signup.drawer.refusals import KeepError

        typed, self._typed = self._typed, ""
        try:
            return "" if session.sign_in(who, typed) else "staff_wrong"
        except KeepError as error:
            return unnoted(error.why)

    def _go_back(self) -> None:
        if self._shown.before:
            self._typed = ""
            self._visit.act(self._shown.before)
            self._go_on_writing()
            self._refresh()
        elif self._wants_letters():
            self._visit.go(Staff("who"))
        else:
            self._visit.move(Finished())

    def _touch_row(self, asked: _Row) -> None:
        """A row: somebody's name, another page, how far one has come with a request, or the way out."""
        from kiosk.screens.staff import DELETE, PASSPHRASE, StaffInput
        from kiosk.signup.journal.status import Status

        session = self._session
        if session is None:
            return
        self._sheet, self._typed = StaffInput(), ""
        match asked:
            case Navigated(place):  # the pages themselves look to who is signed in
                self._visit.go(place)
                self._go_on_writing()
            case Named(who) if not session.signed_in:
                self._sheet = StaffInput(who=who)
                self._visit.go(Staff(PASSPHRASE))
            case SetUp(what) if session.signed_in and self._setting_up:
                self._setting_up.does(what)
            case Announced(what) if session.signed_in and self._urgent and not session.try_out:
                self._visit.go(Staff(self._urgent.does(what)))
            case LeftKiosk() if session.signed_in and self._noted(session.leave):
                self._leave()
            case WillCall() | WillNotCall() if session.signed_in:
                self._noted(lambda: session.call(self._screen, mine=isinstance(asked, WillCall)))
            case Cleaned() if session.signed_in:
                self._clean()
            case DeletedRequest() if session.signed_in and self._screen.startswith(DELETE):
                self._delete(session, self._screen.removeprefix(DELETE))
            case Marked(status) if session.signed_in and status in tuple(Status) and not self._is_touched_twice(status):
                if self._noted(lambda: session.mark(self._screen, Status(status))):
                    self._last_mark = (self._screen, status, self._clock())
                    self.marked.emit()
        self._refresh()

    def _is_touched_twice(self, status: str) -> bool:
        """Whether the same was touched a moment ago: nobody has called once more since."""
        screen, last, then = self._last_mark
        return (screen, last) == (self._screen, status) and self._clock() - then < AGAIN_SECONDS

    def _delete(self, session: Session, name: str) -> None:
        """For good; what cannot be noted is not done, and the list says why."""
        from kiosk.screens.staff import LIST

        if self._noted(lambda: session.delete(name)):
            self.marked.emit()
            self._visit.go(Staff(LIST))

    def _clean(self) -> None:
        """Touch does nothing for a minute."""
        self._cleaned_at = self._clock() + CLEANING_SECONDS
        self._cleaning.start()
        self.cleaningChanged.emit()

    @Slot()
    def count_down(self) -> None:
        """A second of the cleaning is over."""
        if not self._cleaning_now():
            self._cleaning.stop()
            self._standing = dict.fromkeys(self._standing, self._clock())  # they come back under whatever wipes
        self.cleaningChanged.emit()

    def _cleaning_now(self) -> int:
        return max(0, ceil(self._cleaned_at - self._clock()))

    def _noted(self, do: Callable[[], None]) -> bool:
        """Whether it was noted, and so done; if not, the list says why."""
        from kiosk.screens.staff import LIST, StaffInput
        from kiosk.screens.unnoted import unnoted
        from kiosk.signup.drawer.refusals import KeepError

        try:
            do()
        except KeepError as error:
            self._sheet = StaffInput(wrong=unnoted(error.why))
            self._visit.go(Staff(LIST))
            return False
        return True

    # -- the passphrase ---------------------------------------------------------------------------------------------------

    @Slot(str)
    def write(self, letters: str) -> None:
        """A key wrote, or erased a letter where it wrote nothing."""
        before = self._seen()
        self._write(letters)
        self._tell_life(before)

    def _write(self, letters: str) -> None:
        if not letters:
            self._typed = self._typed[:-1]
        elif self._wants_letters() and len(self._typed) < self._most():
            self._typed = unicodedata.normalize("NFC", self._typed + letters)
            self._capitals = False
        if self._urgent:
            self._urgent.typed(self._screen, self._typed)
        self.typedOne.emit()

    def _most(self) -> int:
        """How many letters can be typed here."""
        return (self._urgent.most(self._screen) if self._urgent else 0) or LONGEST

    def _show(self, keys: str) -> None:
        """Other letters on the keys."""
        if writer := self._writer():
            writer.letters(keys)
        elif self._sheet:
            self._sheet = replace(self._sheet, keys=keys)
        self._refresh()

    # -- out --------------------------------------------------------------------------------------------------------------

    @property
    def _screen(self) -> str:
        place = self._visit.visit.place
        return place.screen if isinstance(place, Staff) else ""

    @Slot()
    def _refresh(self) -> None:
        if self._session is None:
            return
        if not self._screen:
            self._forget(self._session)
            return
        from kiosk.screens.staff import HouseNews, StaffInput, staffing

        self._sheet = self._sheet or StaffInput()
        fresh = self._step(self._session)
        if fresh is NOWHERE:
            urgent = self._urgent.told() if self._urgent and not self._session.try_out else ""
            fresh = staffing(self._deck.stage, self._session, self._sheet, replace(self._told or HouseNews(), urgent=urgent))
        if fresh != self._shown:
            self._shown, self._drawn = fresh, plain(fresh.page) or {}
            self.changed.emit()
            self._stand(fresh)
        self.typedOne.emit()

    def _stand(self, shown: StepShown) -> None:
        """Notes what came to stand where, once it is drawn; what stays in its place on the same page stays what it was."""
        rows: Sequence[Row] = getattr(shown.page.body, "rows", ()) if shown.page else ()
        places = [(self._screen, "", Box()), *((self._screen, row.action, row.box) for row in rows)]
        self._standing = {place: self._standing.get(place, self._clock()) for place in places}

    def _step(self, session: Session) -> StepShown:
        """A page of the set-up, or about the urgent notice; nothing elsewhere."""
        place = self._visit.visit.place
        if not isinstance(place, Staff) or not session.signed_in:
            return NOWHERE
        return next((page for each in self._beside if (page := each.page(place, session)) is not NOWHERE), NOWHERE)

    def _forget(self, session: Session) -> None:
        session.sign_out()
        for each in self._beside:
            each.forget()
        if self._shown is not NOWHERE or self._typed:
            self._typed, self._sheet, self._told, self._shown, self._drawn, self._standing = "", None, None, NOWHERE, {}, {}
            self.changed.emit()
            self.typedOne.emit()

    @property
    def spoken_page(self) -> dict[str, Any]:
        """The page as a voice reads it; a passphrase is never said."""
        return flat(self._drawn)

    def _field(self) -> str:
        if self._may_be_seen():
            return self._typed
        return "\u2022" * len(self._typed)

    @property
    def writes(self) -> str:
        """`passphrase` or `name` where one is typed just now; empty elsewhere."""
        return ("name" if self._may_be_seen() else "passphrase") if self._wants_letters() else ""

    def _may_be_seen(self) -> bool:
        """Whether what is typed here shows; passphrases do not."""
        return bool(self._noting() or any(each.may_be_seen(self._screen) for each in self._beside))

    def _wants_letters(self) -> bool:
        if self._noting():
            return bool(self._session and self._session.signed_in)
        return self._screen == "passphrase" or self._writer() is not None

    def _turns(self) -> Turns:
        onward = self._shown.after or (self._wants_letters() and self._screen != "passphrase")
        last = "save" if self._noting() and self._deck.stage.library.has_words("save") else ""
        word = last or ("next" if onward else "sign_in" if self._wants_letters() else "")
        return Turns(action(WentBack()), action(WentOn()) if word else "", word)

    def _leads(self) -> dict[str, Any]:
        return dict(plain(self._turns()))

    _page, _capitals_now = attrgetter("_drawn"), attrgetter("_capitals")

    page = Property(dict, _page, notify=changed)
    field = Property(str, _field, notify=typedOne)
    capitals = Property(bool, _capitals_now, notify=typedOne)
    wantsLetters = Property(bool, _wants_letters, notify=changed)
    cleaning = Property(int, _cleaning_now, notify=cleaningChanged)
    turns = Property(dict, _leads, notify=changed)
