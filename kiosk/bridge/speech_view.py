"""Reading aloud as QML sees it: what is being said, and what fingers and keys do to it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeGuard

from PySide6.QtCore import Property, QObject, QTimer, Signal, SignalInstance, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.bridge.deck_view import DeckView
from kiosk.bridge.signup_view import SignUpView
from kiosk.bridge.staff_view import StaffView
from kiosk.bridge.visit_view import VisitView
from kiosk.content.model.form import REVIEW
from kiosk.project import ASSETS
from kiosk.screens.comfort import chosen_words, standing_words
from kiosk.screens.script import Manner, Spoken, script
from kiosk.screens.telling import Found, told
from kiosk.speech.pronunciation import pronounced
from kiosk.visit.comfort import Comfort
from kiosk.visit.states import Comparing, Place, SigningUp, Staff, Visit

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
CHIME = ASSETS / "sounds" / "still-there.wav"
CHIME_VOLUME = 3
_log = logging.getLogger(__name__)


def _asks(page: Mapping[str, Any], place: Place) -> bool:
    """Whether the page is a question of the form, or something else that is answered on it; which treatments are compared is no answer."""
    return bool(page.get("keys")) or (page.get("kind") == "Choices" and not isinstance(place, Comparing))


def _after_the_heading(script: list[Spoken], page: Mapping[str, Any]) -> int:
    """The place in the script before which the page has said what it asks."""
    heading = (page.get("heading") or {}).get("plain")
    return max((number + 1 for number, spoken in enumerate(script) if heading in spoken.texts), default=0)

_NOTHING_SAID: tuple[Path | None, str, str] = (None, "", "")
"""No recording, no words, in no language."""


class Voice(Protocol):
    """What says things: `kiosk.devices.voice.Voice`."""

    @property
    def ended(self) -> SignalInstance: ...
    @property
    def failed(self) -> SignalInstance: ...
    @property
    def proved(self) -> SignalInstance: ...
    def prove(self, languages: tuple[str, ...]) -> None: ...
    def warm(self) -> None: ...
    def prepare(self, words: str, language: str, rate: int) -> None: ...
    def prepare_clip(self, file: Path) -> None: ...
    def say(self, words: str, language: str, rate: int, volume: int) -> int: ...
    def play(self, file: Path, volume: int) -> int: ...
    def stop(self) -> None: ...
    def leave(self) -> None: ...
    def close(self) -> None: ...


@QmlElement
@QmlUncreatable("made by kiosk.app")
class SpeechView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """Reads each new screen once it stands, tells what a finger or a key comes upon, and is silent at any touch.

    `script` is all that can be heard of the screen as it stands, `voices` who speaks which language. What is private is said only while
    somebody `listens_alone`, in headphones; `headphones` is the setting of that name. A socket of the machine (`plug`) is believed as long as it
    says so; a keypad (`hearKeypad`), which any keyboard can pretend to be, for one visit, and never against such a socket.
    """

    changed = Signal()
    greeted = Signal()
    announced = Signal(str, arguments=["words"])

    def __init__(self, visit: VisitView, deck: DeckView, signup: SignUpView, staff: StaffView, voice: Voice, *, headphones: str) -> None:
        super().__init__()
        self._visit, self._deck, self._signup, self._staff = visit, deck, signup, staff
        self._voice, self._headphones = voice, headphones
        self._socket: bool | None = None
        self._keypad = False
        self.voices: dict[str, str] = {}
        self.script: list[Spoken] = []
        self._at = 0
        self._saying = 0
        self._reads = False
        self._was_reading = self._goes_on = self._paused = self._tried_again = False
        self._said_last = _NOTHING_SAID
        self._where: tuple[object, ...] = ()
        self._comfort = Comfort()
        self._aloud = self._asked = self._greeting = self._chosen_there = False
        self._rests = True
        self._field, self._field_of = "", visit.visit.place
        self._warned: object = None
        self._explained: set[str] = set()
        """In which languages somebody has heard how the voice works."""
        self._refused: set[str] = set()
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._look)
        for signal in (visit.changed, deck.staged, signup.changed, staff.changed):
            signal.connect(self._looking.start)
        signup.typedOne.connect(self._typed)
        visit.moved.connect(self._believe_no_more)
        visit.choseAgain.connect(self._chosen_again)
        voice.ended.connect(self._ended)
        voice.failed.connect(self._failed)
        voice.proved.connect(self._proved)

    # -- what there is ----------------------------------------------------------------------------------------------------

    def prove(self) -> None:
        """Finds out which of the content's languages can be spoken here."""
        self._voice.prove(self._deck.stage.library.clinic.languages)

    def try_out(self, language: str) -> None:
        """For staff who set the screen up: a sentence in this language; empty: the chime."""
        words = self._deck.stage.library.interface_text("setup_spoken").in_(language)
        said = self._pronounced(words, language)
        self._saying = self._voice.say(said, language, 0, Comfort().volume) if language else self._voice.play(CHIME, CHIME_VOLUME)

    @Slot(dict)
    def _proved(self, voices: dict[str, str]) -> None:
        self.voices = voices
        self._refused.clear()
        self._deck.speak(frozenset(language for language, voice in voices.items() if voice))
        self._wait_for_the_next()

    @property
    def listens_alone(self) -> bool:
        """Whether nobody else hears what is said."""
        if self._headphones != "jack":
            return self._headphones == "always"
        return self._keypad if self._socket is None else self._socket

    @Slot(bool)
    def plug(self, into: bool) -> None:
        """At a socket of this machine a headphone came in, which asks for the voice; or it is out, and the speaker takes over nothing."""
        was, self._socket = self.listens_alone, into
        self._plugged(into=into, was=was)

    @Slot(bool)
    def hearKeypad(self, into: bool) -> None:
        """A keypad tells by a key that a headphone came in, or was pulled out."""
        was, self._keypad = self.listens_alone, into
        if self._socket is None:
            self._plugged(into=into, was=was)

    def _plugged(self, *, into: bool, was: bool) -> None:
        if self._headphones != "jack":
            return
        self.changed.emit()
        if into or (was and self._aloud):
            self._visit.plug(into)

    @Slot()
    def _believe_no_more(self) -> None:
        """What a key said ends with the visit in which it was pressed."""
        if self._visit.visit.idle:
            self._keypad = False

    # -- fingers and keys -------------------------------------------------------------------------------------------------

    @Slot()
    def hush(self) -> None:
        """A finger came down, or a key: silence at once. Where it was reading is kept, for `goOn`."""
        self._was_reading = self._reads or self._goes_on
        self._stop()

    @Slot()
    def pauseOrGoOn(self) -> None:
        """The finger that comes down on Pause has made it silent already: then it stays so."""
        if self._was_reading:
            self._was_reading, self._paused = False, True
        elif self.script:
            self._warned = None
            self._read_on(0 if self._at >= len(self.script) else self._at)

    @Slot()
    def again(self) -> None:
        """The whole screen from its beginning."""
        self._warned = None
        self._read_on(0)

    @Slot(str)
    def steer(self, option: str) -> None:
        """A step of the voice by its own buttons. Keys that walked there broke the reading off: it goes on too, unless somebody paused it."""
        self._was_reading = not self._paused and self._at < len(self.script)
        self._visit.act(f"comfort-choice:{option}")

    @Slot(str, int)
    def readFrom(self, text: str, sentence: int) -> None:
        """From a sentence that was touched."""
        at = [number for number, each in enumerate(self.script) if text in each.texts and each.sentence in (sentence, -1)]
        if at:
            self._warned = None
            self._read_on(at[0])

    @Slot(str, str, str, str, str)
    def tell(self, name: str, note: str, kind: str, state: str, action: str) -> None:
        """What a finger or the keys came upon, as `Found` has it."""
        if self._aloud and name:
            place = self._visit.visit.place
            self._say(told(Found(name, note, kind, state, action), place, self._deck.stage.word, alone=self.listens_alone))

    # -- what is on the screen --------------------------------------------------------------------------------------------

    @Slot()
    def _look(self) -> None:
        visit = self._visit.visit
        self._chime_if_asked(visit)
        if visit.comfort.aloud and not self._deck.can_speak:  # in a language without a voice a touch must press again
            self._visit.be_silent()
            return
        if visit.comfort_page is not None and self._deck.can_speak:
            self._voice.warm()  # where somebody may ask for it next
        aloud = visit.comfort.aloud
        if aloud != self._aloud:
            self._turn(visit, on=aloud)
        if visit.idle and not self._rests:
            self._leave()
        self._rests = visit.idle
        where = self._standing(visit)
        comfort, self._comfort = self._comfort, visit.comfort
        if where != self._where:
            self._where = where
            self._arrive(visit)
        elif aloud and comfort != visit.comfort:
            self._retell(comfort, visit.comfort)

    def _turn(self, visit: Visit, *, on: bool) -> None:
        """The voice is wanted, or not any more."""
        self._aloud, self._where = on, ()
        if on:
            self._voice.warm()
        else:
            self._stop()
            self.script = []
            self._leave()
        self._explained.clear()
        self._greeting, self._chosen_there = on, visit.comfort_page is not None

    def _standing(self, visit: Visit) -> tuple[object, ...]:
        """What tells one screen from another; a letter that was typed, or another look, does not."""
        page = self._page()
        wrong = (page.get("below") or {}).get("plain") if page.get("wrong") else ""
        over = (visit.panel, visit.help_page, visit.breathing, visit.comfort_page, visit.urgent_page, visit.asked is not None)
        return (visit.place, *over, visit.language, page.get("address"), page.get("number"), wrong)

    def _arrive(self, visit: Visit) -> None:
        """Another screen: it is announced to a screen reader, and read if the voice is on."""
        page = self._page()
        self._goes_on = self._paused = False
        self._at, self._field, self._field_of = 0, self._signup.spoken_field, visit.place  # also unheard: what was typed is not to be kept here
        heading = page.get("heading")
        self.announced.emit(str(heading["plain"]) if isinstance(heading, dict) else "")
        if not self._aloud:
            return
        self.script = script(page, self._manner(), private=isinstance(visit.place, Staff) and not self._covered(visit))
        if self._warned != self._asked_together(visit):
            self._warned = None
        if self._warned is None and not self.listens_alone and _asks(page, visit.place) and not any(spoken.private for spoken in self.script):
            self.script.insert(_after_the_heading(self.script, page), Spoken(self._deck.stage.word("only_in_headphones")))
        if self._greeting and visit.help_page is None:  # whoever asks for help hears help, and how it works later
            self._greet(visit)
        elif self._explained and visit.language not in self._explained and visit.help_page is None:
            self._explained.add(visit.language)
            self.script = [*self._greeted(blind=False, by_keys=visit.by_keys), *self.script]
        if not self._asked:  # the chime comes first
            self._read_on(0)

    def _asked_together(self, visit: Visit) -> object:
        """That something is told in headphones alone is said once for all of it: a screen, the questions of the form, the pages of its review."""
        return visit.place.step == REVIEW if isinstance(visit.place, SigningUp) and visit.panel is None else (visit.place, visit.panel)

    def _covered(self, visit: Visit) -> bool:
        return visit.asked is not None or visit.help_page is not None or visit.comfort_page is not None or visit.told_now

    def _page(self) -> dict[str, Any]:
        """All that stands uppermost on the screen, as QML draws it."""
        visit, stage = self._visit.visit, self._deck.stage
        if visit.asked is not None:
            over = self._visit.asks_last and stage.library.has_words("still_there_over")
            note = stage.word("still_there_over" if over else "still_there_text", seconds=self._visit.seconds_to_stay)
            return {"heading": stage.word("still_there_title"), "note": note}
        own = self._deck.uppermost()
        if own:
            return own
        return self._signup.spoken_page or self._staff.spoken_page

    def as_said(self) -> Iterator[tuple[Spoken, str, str]]:
        """Each part of the script with the words that a voice is given for it, and their language."""
        for at, spoken in enumerate(self.script):
            _, words, language = self._as_said(at)
            yield spoken, self._pronounced(words, language), language

    @property
    def words_shown(self) -> int:
        """How many words there are to read on the screen now, whether or not a voice reads them."""
        return sum(len(spoken.words.split()) for spoken in script(self._page(), Manner()))

    def _manner(self) -> Manner:
        return Manner(self._deck.stage.language_of, self._deck.clip_of)

    def _greet(self, visit: Visit) -> None:
        """How it works; with keys first how to get to each other language, in that language. The panel where the voice is turned on is not read."""
        self._greeting, self._explained = False, {visit.language}
        blind = visit.by_keys or self.listens_alone
        self.script = [*self._greeted(blind=blind, by_keys=visit.by_keys), *(() if self._chosen_there else self.script)]
        if blind:
            self.greeted.emit()

    def _greeted(self, *, blind: bool, by_keys: bool) -> list[Spoken]:
        stage, text = self._deck.stage, self._deck.stage.library.interface_text("voice_language")
        others = [code for code in stage.library.clinic.languages if code != stage.language and self._deck.speaks_in(code)]
        asked = [Spoken(text.in_(code), language=code) for code in others if blind]
        return [*asked, Spoken(stage.word("voice_keys" if by_keys else "voice_touch"), language=stage.language)]

    def _wait_for_the_next(self) -> None:
        """What is said first when somebody turns the voice on lies ready, by keys and by touch."""
        for first in (self._greeted(blind=True, by_keys=True)[0], self._greeted(blind=False, by_keys=False)[0]):
            if self._deck.speaks_in(first.language):
                self._voice.prepare(self._pronounced(first.words, first.language), first.language, Comfort().rate)

    def _leave(self) -> None:
        self._said_last = _NOTHING_SAID
        self._voice.leave()
        self._wait_for_the_next()

    def _retell(self, before: Comfort, now: Comfort) -> None:
        """A choice of comfort that was made while listening is told; the voice's own at once in its new way."""
        if words := chosen_words(self._deck.stage, before, now):
            self._tell_step(words, steers=(before.rate, before.volume) != (now.rate, now.volume))

    @Slot(str)
    def _chosen_again(self, option: str) -> None:
        """What is chosen already, or leads no further, is told as well: silence would be no answer."""
        kind = option.partition(":")[0]
        if self._aloud and (words := standing_words(self._deck.stage, kind, self._visit.visit.comfort)):
            self._tell_step(words, steers=kind in {"rate", "volume"})

    def _tell_step(self, words: str, *, steers: bool) -> None:
        """What steers the voice keeps the place: the sentence in hand begins anew. In the panel the next choice is waited for."""
        goes_on = steers and (self._reads or self._was_reading) and self._visit.visit.comfort_page is None
        self._say(words)
        self._goes_on = goes_on
        self.changed.emit()

    @Slot()
    def _typed(self) -> None:
        """Each letter is told as it is typed, through the speaker only that there was one."""
        field, place = self._signup.spoken_field, self._visit.visit.place
        before, self._field = self._field, field
        same, self._field_of = place == self._field_of, place
        if not self._aloud or field == before or not same:
            return
        written = field[-1] if self.listens_alone and field else self._deck.stage.word("typed_one")
        self._say(written if len(field) > len(before) else self._deck.stage.word("key_erase"))

    def _chime_if_asked(self, visit: Visit) -> None:
        """The warning is heard by everybody, also by whoever looks away."""
        asked, self._asked = self._asked, visit.asked is not None
        if self._asked and not asked:
            self._saying = self._voice.play(CHIME, CHIME_VOLUME if not visit.comfort.aloud else visit.comfort.volume)
        elif asked and not self._asked and not visit.comfort.aloud:
            self._leave()

    # -- saying -----------------------------------------------------------------------------------------------------------

    def _read_on(self, at: int) -> None:
        self._at, self._reads, self._goes_on, self._paused = at, True, False, False
        self._say_next()

    def _say_next(self) -> None:
        self._at = self._next_at(self._at)
        if self._at < len(self.script):
            clip, words, language = self._as_said(self._at)
            if words == self._deck.stage.word("only_in_headphones"):
                self._warned = self._asked_together(self._visit.visit)
            self._start(clip, words, language)
            self._prepare(self._next_at(self._at + 1))
            self.changed.emit()
            return
        self._reads = False
        self.changed.emit()
        self._turn_the_page()

    def _next_at(self, at: int) -> int:
        """The place in the script of what is said next: that something is told in headphones alone is said once for all that follows."""
        while at < len(self.script) and self._is_hidden(at) and self._warned is not None:
            at += 1
        return at

    def _is_hidden(self, at: int) -> bool:
        return self.script[at].private and not self.listens_alone

    def _as_said(self, at: int) -> tuple[Path | None, str, str]:
        """A part of the script as it is said: its recording, its words, and their language."""
        spoken = self.script[at]
        language = spoken.language if self._deck.speaks_in(spoken.language) else self._deck.stage.language
        return spoken.clip, self._deck.stage.word("only_in_headphones") if self._is_hidden(at) else spoken.words, language

    def _prepare(self, at: int) -> None:
        """What comes next is made while this is heard."""
        if at < len(self.script):
            clip, words, language = self._as_said(at)
            if self._plays(clip):
                self._voice.prepare_clip(clip)
            else:
                self._voice.prepare(self._pronounced(words, language), language, self._visit.visit.comfort.rate)

    def _plays(self, clip: Path | None) -> TypeGuard[Path]:
        return clip is not None and str(clip) not in self._refused

    def _start(self, clip: Path | None, words: str, language: str) -> None:
        comfort = self._visit.visit.comfort
        self._said_last = clip, words, language
        if self._plays(clip):
            self._saying = self._voice.play(clip, comfort.volume)
        else:
            self._saying = self._voice.say(self._pronounced(words, language), language, comfort.rate, comfort.volume)

    def _pronounced(self, words: str, language: str) -> str:
        return pronounced(words, language, self._deck.stage.library.sounds(language))

    def _say(self, words: str) -> None:
        """Says something beside the script; what was being read stops there."""
        self._reads = self._goes_on = False
        self._start(None, words, self._deck.stage.language)
        self.changed.emit()

    def _stop(self) -> None:
        if self._saying:
            self._saying = 0
            self._voice.stop()
        if self._reads or self._goes_on:
            self._reads = self._goes_on = False
            self.changed.emit()

    @Slot(int)
    def _ended(self, number: int) -> None:
        if number != self._saying:
            return
        self._saying, self._tried_again = 0, False
        if self._asked and not self._reads and self._aloud:
            self._read_on(0)
        elif self._goes_on:
            self._read_on(self._at)
        elif self._reads:
            self._at += 1
            self._say_next()

    @Slot(int)
    def _failed(self, number: int) -> None:
        """A recording that cannot be played is spoken instead. A voice that failed is a new process by now, and says it once more; one that fails at
        that too leaves the visitor with the eyes' way, and is offered again once it has been proved anew.
        """
        if number != self._saying:
            return
        self._saying = 0
        clip = self.script[self._at].clip if self._reads and self._at < len(self.script) else None
        if clip and str(clip) not in self._refused:
            _log.warning("a recording cannot be played: %s", clip.name)
            self._refused.add(str(clip))
            self._say_next()
        elif self._aloud and not self._tried_again:
            _log.warning("the voice failed, and tries once more")
            self._tried_again = True
            self._start(*self._said_last)
        elif self._aloud:
            _log.error("the voice failed")
            self._tried_again = False
            self._deck.speak(frozenset())
            self._visit.be_silent()
            self.prove()

    def _turn_the_page(self) -> None:
        """What is read stays in view: the next page of the same slide, or of the same panel, follows by itself."""
        to = self._deck.shown.turns
        if to.reads_on:
            self._visit.act(to.ahead)

    # -- out --------------------------------------------------------------------------------------------------------------

    @property
    def said_now(self) -> Spoken:
        """What is read, or was when it was made silent."""
        marked = self._aloud and self._at < len(self.script) and (self._reads or self._was_reading or self._goes_on)
        return self.script[self._at] if marked else Spoken("")

    def _said(self) -> dict[str, Any]:
        now = self.said_now
        return {"texts": list(now.texts), "sentence": now.sentence}

    def _reading(self) -> bool:
        return self._reads or self._goes_on

    said = Property(dict, _said, notify=changed)
    reading = Property(bool, _reading, notify=changed)


