"""`edit`: whoever knows Word changes what the kiosk says, on the kiosk's own screen; every change is live, kept, and can be undone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from kiosk import app
from kiosk.bridge.edit_view import EditView
from kiosk.content.checks.cures import applied
from kiosk.content.edits import changes, outline
from kiosk.content.edits.drafts import FOLDER, Drafts
from kiosk.content.edits.live import Live
from kiosk.content.edits.outline import Row, Spot, nearest, text_at
from kiosk.content.edits.replacement import Hit
from kiosk.content.edits.session import Session
from kiosk.content.model.deck import NOTICES
from kiosk.content.model.facts import FILLED_IN
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.walk import picture_files, retold
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.folder import CLINIC, DICTIONARY, TRANSLATIONS
from kiosk.content.store.current import fingerprint
from kiosk.content.store.fallback import resting
from kiosk.devices.content_watch import ContentWatch
from kiosk.files.regular import why
from kiosk.problems import Problem
from kiosk.running import quit_on_signal
from kiosk.settings.settings import Settings
from kiosk.staff.content import (
    boxes,
    chosen_item,
    clinic_facts,
    desk_history,
    desk_looks,
    desk_rows,
    desk_side,
    desk_state,
    desk_visitors,
    problems_here,
)  # fmt: skip
from kiosk.staff.content.aside import Aside, Run, Tell
from kiosk.staff.content.chosen_item import fitting, has_fallen_behind, retyped, sharers, text_of
from kiosk.staff.content.desk_glass import FIRST_SIZE, DeskGlass, first_looks
from kiosk.staff.content.desk_photos import DeskPhotos
from kiosk.staff.content.desk_pictures import DeskPictures, Tried
from kiosk.staff.content.desk_replacement import Replacement
from kiosk.staff.content.desk_signoff import DeskSignOff
from kiosk.staff.content.desk_spelling import DeskSpelling, added
from kiosk.staff.content.desk_state import NOTICE_DAYS
from kiosk.staff.content.desk_visitors import DeskVisitors, Here, Published
from kiosk.staff.content.item_deeds import done_with, said_of, slide_of
from kiosk.staff.content.review import Signers
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.writing import NotWrittenError

QUIET_SECONDS = 0.3
"""Whoever saves in another program writes no longer than this."""
LOOK_MS = 5000
"""A kiosk that begins or ends to show this folder is noticed within so long, though nobody touches anything."""
_GONE = "What you chose is gone, since somebody else changed it just now. Choose in the list what to go on with."


class Publishing(Protocol):
    """What makes a publication: `publications/at_a_desk`."""

    problems: tuple[Problem, ...]

    @property
    def is_done_here(self) -> bool: ...
    @property
    def last(self) -> Callable[[], Published | None]: ...
    @property
    def trust(self) -> str: ...
    def begin(self, unsaved: str) -> None: ...
    def make_key(self, name: str, passphrase: str, again: str) -> bool: ...
    def publish(self, to: str, passphrase: str, note: str) -> bool: ...
    def make_folder(self, to: str) -> None: ...


class Editor:
    """The desk. `close` saves and takes it down."""

    def __init__(
        self, content: Path, data: Path, today: Callable[[], date], icons: frozenset[str], settings: Settings, *,
        publishing: Callable[[Run, Tell], Publishing], signers: Signers, sticks: Callable[[], Sequence[Path]],
        here: Callable[[], Here], now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._content, self._today, self._icons = content, today, icons
        self.session = Session(content, Drafts(data / FOLDER))
        self._pictures = DeskPictures(content)
        self._live = Live(content, self._pictures.file, today)
        self._live.take(self.session.before_drafts)
        if self.session.found_again:
            self._live.take(self.session.reading)
        self.view = EditView()
        self._aside, self._making, self._published, self._trying, self._comparing = Aside(), Aside(), Aside(), Aside(), Aside()
        self._publishing = publishing(self._published.run, self._tell_publishing)
        self._visitors = DeskVisitors(here, self._publishing.last, now, self._comparing.run, self._look)
        self._state = desk_state.DeskState(self.session, lambda told: self.view.tell("state", told), self._tell_visitors)
        surround = app.Surround("desk/Edit.qml", {"view": self.view})
        glass = app.WindowSpec((1366, 768), desk_looks.glass(FIRST_SIZE))
        self._looks = first_looks(self.session.languages)
        self._tell_looks()
        self.kiosk = app.Kiosk(self._live.library or resting(), settings, glass, now=None, surround=surround)
        self.kiosk.visit.rest_never()
        self._glass = DeskGlass(self.kiosk, self.session, self._looks)
        self.view.hands = self
        self._opened: set[str] = set()
        self._listed: list[Row] = []
        self._searched = ""
        self._replacement = Replacement(self.session)
        self._times_chosen = 0
        self._panel = ""
        self._order: list[str] = []
        self._problems: tuple[Problem, ...] = ()
        self._shown_problems: list[Problem] = []
        self._judged_raw = b""
        self._memory = Memory()
        self._photos = DeskPhotos(content, self.session, sticks, run=self._making.run, state=self._state, change=self._change,
                                  show=lambda told: self.view.tell("cropping", told))
        self._spelling = DeskSpelling(self.session, self.view)
        self._signoff = DeskSignOff(
            content, today, signers, sticks,
            picture=self._pictures.file, tell=lambda told: self.view.tell("signoff", told), signed=lambda: self._come(None),
        )  # fmt: skip
        self._watch = ContentWatch(content, lambda: fingerprint(content), lambda: True, time.monotonic, quiet=QUIET_SECONDS)
        self._watch.came.connect(self._come)
        self._list()
        self._tell_offers()
        self._state.look()
        self._visitors.look()
        self._looks_at_kiosks = QTimer(self.view)
        self._looks_at_kiosks.timeout.connect(self._look)
        self._looks_at_kiosks.start(LOOK_MS)
        self.kiosk.deck.staged.connect(self._begin)

    def close(self) -> None:
        self.leave()
        for aside in (self._aside, self._making, self._published, self._trying, self._comparing):
            aside.end()
        self._spelling.close()
        self._photos.close()
        self._signoff.end()
        self._watch.deleteLater()
        self._looks_at_kiosks.stop()
        self.kiosk.close()
        self._pictures.close()

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _try_pictures(self) -> None:
        """Looks beside the window whether there are other pictures, or their files say something else."""
        used = [name for file in self.session.reading.files for _, name in picture_files(file.value)]
        self._trying.run(lambda: self._pictures.try_again(used), self._tried, self._state.fail)

    def _tried(self, tried: Tried) -> None:
        if tried is self._pictures.tried:
            return
        self._pictures.tried = tried
        self._glass.show(self._live.library)
        self._list()
        self._tell_offered()
        self._look_at_signed()
        chosen = self.view.told("chosen")
        if chosen:  # whoever types goes on: only the picture is another one
            self.view.tell("chosen", chosen | self._pictures.told(chosen.get("picture_file", "")))

    def _list(self) -> None:
        """The list at the left: all there is, or what was searched for."""
        self._listed = desk_rows.listed(self.session, self._searched, self._opened)
        told = desk_rows.told(self._listed, self._chosen, self._searched, self._opened, self._pictures.address)
        self.view.tell("rows", told | {"key": str(self._times_chosen)})

    def _tell_publishing(self, told: dict[str, Any]) -> None:
        self.view.tell("publishing", told)
        if told.get("said"):
            self._visitors.look()

    def _look(self) -> None:
        self._state.look()

    def _tell_visitors(self) -> dict[str, Any]:
        """What visitors have of what is saved, and whether they see here what is changed here."""
        return {"says": self._visitors.says(), "here": self._visitors.here is not Here.NONE}

    def _tell_looks(self) -> None:
        self.view.tell("looks", desk_looks.told(self._looks, self.session.languages))

    def _tell_offers(self) -> None:
        """The icons, pictures and sources there are to choose from."""
        self._try_pictures()
        self._tell_offered()

    def _tell_offered(self) -> None:
        self.view.tell("offers", {
            "icons": [{"name": name} for name in sorted(self._icons)],
            "pictures": self._pictures.offered(),
            "sources": [{"name": source.id, "cite": source.cite} for source in self.session.reading.sources.value or ()],
        })

    def _refresh(self) -> None:
        """Everything, after a change that was more than a word."""
        self._live.take(self.session.reading)
        self._glass.show(self._live.library)
        self._list()
        self._tell_chosen()
        self._tell_side()
        self._tell_offers()
        self._tell_replacement()
        self._state.look()
        self._judge()
        self._look_at_signed()

    def _look_at_signed(self) -> None:
        if self._panel == "signoff":
            self._signoff.look()

    # -- what is chosen -----------------------------------------------------------------------------------------------

    @property
    def _chosen(self) -> Spot | None:
        """What is changed by what is typed and touched; others' changes do not make it another item (`Session.chosen`)."""
        return self.session.chosen

    @_chosen.setter
    def _chosen(self, spot: Spot | None) -> None:
        self._times_chosen += spot != self.session.chosen
        self.session.chosen = spot

    def _begin(self) -> None:
        """The glass has its size: the first slide is chosen."""
        if self.kiosk.deck.stage.area.width <= 1:
            return
        self.kiosk.deck.staged.disconnect(self._begin)
        number = next((number for number, row in enumerate(self._listed) if row.kind == "slide"), None)
        if number is not None:
            self.choose(number)
        if self.session.found_again:
            self._state.tell("What was not saved last time is back.")

    def choose(self, row: int) -> bool:
        """A row of the list; whether something is chosen by it."""
        if not 0 <= row < len(self._listed):
            return False
        chosen = self._listed[row]
        if chosen.kind == "section":
            self._opened ^= {chosen.section}
            self._list()
            return False
        self._choose(chosen.spot, go=True)
        return True

    def touch(self, words: str, kind: str) -> bool:
        """Something on the kiosk's screen; whether something is chosen by it."""
        spot = self._glass.touched(words, kind)
        if spot and (question := self._glass.unanswered_at(spot)):
            self._choose(question, go=True)
            shared = f"Until then visitors read a sentence that {sharers(self.session.reading)} share."
            self._state.tell(f"This question has no answer yet. Touch “Add an answer” to write one. {shared}")
            return False
        if spot:
            self._choose(spot, go=False)
        return bool(spot)

    def go_on(self, way: str) -> None:
        """Another text of the same item."""
        if self._chosen and way in [each["way"] for each in self.view.told("chosen").get("beside", ())]:
            self._choose(Spot(self._chosen.file, tuple(json.loads(way))), go=True)

    def _choose(self, spot: Spot, *, go: bool) -> None:
        self._state.forget()
        self._state.refused.clear()
        self._panel = "notices" if spot.file == CLINIC and spot.way[:1] in {(name,) for name in NOTICES} else ""
        self._chosen = spot
        self._photos.forget()
        self.leave()
        if go and self._chosen:
            self._glass.go(self._chosen)
        self._list()
        self._tell_chosen()
        self._tell_side()
        self._state.look()
        self._judge()

    def _tell_chosen(self) -> None:
        if self._chosen is None:
            self.view.tell("chosen", {})
            return
        told = chosen_item.told(self._chosen, self.session, self._pictures.told)
        self.view.tell("chosen", told | {"key": str(self._times_chosen), "plain": self._glass.plain()})

    # -- typing -------------------------------------------------------------------------------------------------------

    def type_over(self, language: str, words: str) -> None:
        """The chosen text in one language, with every key."""
        spot, text = self._chosen, text_of(self._chosen, self.session)
        if spot is None or text is None:
            return
        words = " ".join(words.splitlines())
        languages = self.session.languages
        if language not in languages:
            return
        try:
            self.session.type_over(spot.file, changes.said(spot.way, language, words, languages), (*spot.way, language))
        except NotWrittenError as refused:
            self._state.tell(str(refused), wrong=True)
            return
        self._state.forget()
        fresh = retyped(text, language, words, languages)
        value = self.session.file(spot.file).value
        if value is None:
            self.session.reread(spot.file)
        else:
            self.session.hold(spot.file, retold(value, spot.way, fresh))
            self._live.retell(spot.file, spot.way, fresh)
        if library := self._live.library:
            self.kiosk.retell(library)
        told = self.view.told("chosen")
        fresh_words = {"words": words, "never": boxes.never(language, words)}
        texts = [each | fresh_words if each["language"] == language else each for each in told.get("texts", [])]
        beside = [each | {"words": words.replace("*", "")} if each["now"] and language == languages[0] else each for each in told.get("beside", [])]
        self.view.tell("chosen", told | {"plain": self._glass.plain(), "texts": texts, "beside": beside})
        self._state.look()

    def keep(self) -> None:
        """What is typed lies on the disk, while somebody goes on."""
        try:
            self.session.keep()
        except OSError as error:
            self._state.tell(f"What you typed cannot be kept: {why(error)}. It is lost if the program ends now.", wrong=True)

    def pause(self) -> None:
        """Nobody typed for a moment."""
        self.session.pause()
        self.keep()
        self._live.take(self.session.reading)
        self._glass.show(self._live.library)
        self._list()
        self._tell_side()
        self._state.look()
        self._judge()

    def _fallen(self) -> list[str]:
        """In which languages the chosen text was written for another one than stands here now."""
        text = text_of(self._chosen, self.session)
        return [code for code in self.session.languages if has_fallen_behind(text, code, self.session)]

    def leave(self) -> None:
        """The field was left: what was typed is saved."""
        saved = self.session.unsaved
        with self._state.telling_why(), self._taking_in():
            self.session.save()
        if saved:
            self._visitors.look()
        self._state.look()

    @contextmanager
    def _taking_in(self) -> Iterator[None]:
        """Shows what others wrote, where that was looked at meanwhile, and tells if what is chosen is gone by it."""
        chosen, before = self._chosen, (self.session.taken_in, dict(self.session.conflicts))
        try:
            yield
        finally:
            if (self.session.taken_in, self.session.conflicts) != before:
                self._replacement.forget()
                self._refresh()
            if chosen and self._chosen is None:
                self._state.tell(_GONE, wrong=True)

    def publish(self, to: str, passphrase: str, note: str) -> bool:
        """What is saved becomes a publication; whether that has begun."""
        self.leave()
        return self._publishing.publish(to, passphrase, note)

    def make_key(self, name: str, passphrase: str, again: str) -> bool:
        """Somebody is to publish here from now on; whether their key is being made."""
        return self._publishing.make_key(name, passphrase, again)

    def sign(self, by: str, passphrase: str) -> None:
        """A clinician has read what is shown."""
        self._signoff.sign(by, passphrase)

    def take_back(self, by: str, passphrase: str) -> None:
        """Whoever signed what is shown takes that back."""
        self._signoff.take_back(by, passphrase)

    def _go_to(self, problem: Problem) -> None:
        """The text in which something is wrong is chosen; of a file without any, the file."""
        self._choose(problems_here.place(self.session, problem), go=True)

    # -- deeds --------------------------------------------------------------------------------------------------------

    def act(self, deed: str, value: str) -> None:
        """A button of the desk."""
        if deed == self._panel == "notices" and self._state.refused.keys() & NOTICE_DAYS:
            return  # a day was refused: it stands beside its box until it is written anew or taken out
        self._state.refused.pop(deed, None)
        self._state.tell("")
        with self._state.telling_why(deed):
            match deed:
                case "undo" | "redo":
                    self.session.pause()
                    self._step_to(len(self.session.steps) + (-1 if deed == "undo" else 1))
                case "history-to":
                    self._step_to(int(value))
                case "publish" | "signoff" if self._panel != deed:
                    self._begin_with_all_saved(deed)
                case _ if deed.startswith("signoff-"):
                    self._signoff.act(deed, value)
                case "publish-folder" | "publish-trust" | "consent" | "urgent" | "go" | "go-here":
                    self._act_on_told(deed, value)
                case "replace-one":
                    self._replace([self._hit(int(value))])
                case "replace-all":
                    self._replace(self._replacement.hits(self._searched))
                case "facts" | "history" | "notices" | "publish" | "replace" | "signoff":
                    self._panel = "" if self._panel == deed else deed
                    clinic = desk_side.clinic_of(self.session)
                    self._order = sorted(FILLED_IN, key=lambda name: bool(clinic.get(name)))
                    self._tell_replacement()
                    self._tell_side()
                case "mine" | "theirs":
                    with self._taking_in():
                        self._settle(mine=deed == "mine")
                    self.leave()
                case "notice-from" | "notice-until" | "urgent_notice-until":
                    self._schedule_notice(deed, value)
                case "photos":
                    self._photos.find(self._tell_photos)
                case "closed-day":
                    self._tell_closed(value)
                case "crop":
                    self._photos.crop(value)
                case "own-word":
                    self._add_word(clinic_facts.as_typed(value))
                case "no-notice" | "no-urgent_notice":
                    self._state.refused.clear()
                    self._change(CLINIC, changes.line_said((deed.removeprefix("no-"),), ""))
                case _ if self._chosen:
                    self._act_on(self._chosen, deed, value)

    def _act_on_told(self, deed: str, value: str) -> None:
        """What is told, beside a text or on the panel for a publication, is looked at, or the folder for one made."""
        match deed:
            case "go-here":
                self._go_to(self._shown_problems[int(value)])
            case "publish-folder":
                self._publishing.make_folder(value)
            case "publish-trust":
                QGuiApplication.clipboard().setText(self._publishing.trust)
            case "urgent":
                self._panel = "notices"
                self._tell_side()
            case "consent":
                self._choose(next(outline.consent(self.session.reading)), go=True)
            case _:
                self._go_to(self._publishing.problems[int(value)])

    def _add_word(self, told: dict[str, str]) -> None:
        """A word becomes one of the clinic's own."""
        self._change(DICTIONARY, added(told["language"], told["word"]))
        self._spelling.look()

    def _begin_with_all_saved(self, deed: str) -> None:
        """Opens the panel for what is done with the content as it is saved."""
        self.leave()
        self._panel = deed
        self._tell_side()
        (self._publishing if deed == "publish" else self._signoff).begin(desk_state.waiting(self.session))

    def _step_to(self, number: int) -> None:
        """Back or forth until so many steps are done; photos go and come with theirs."""
        self.session.pause()
        before = len(self.session.steps)
        try:
            step = desk_history.go_to(self.session, max(0, number))
        finally:
            if len(self.session.steps) != before:
                self._refresh()
        if step:
            self._follow(step.file, step.way)
            self._photos.taken.bring_back()
            self.leave()
            self._photos.taken.take_away()
            self._tell_offers()

    def _settle(self, *, mine: bool) -> None:
        """One of two texts stays. Raises NotWrittenError where it is not between those two that somebody chose."""
        file = next(iter(self.session.conflicts), "")
        if not file or not self.session.settle(file, mine=mine):
            raise NotWrittenError("Somebody changed this file again meanwhile, so nothing was chosen. See what stands here now.")

    def _show_before(self, spot: Spot) -> None:
        """What is done is done to what is seen. Raises NotWrittenError where another slide was to be seen than the chosen one, which shows then."""
        slide = Spot(spot.file, spot.way[:2])
        if spot.way[:1] == ("slides",) and self._glass.in_hand() != slide:
            self._glass.go(spot)
            if self._glass.in_hand() == slide:  # one that is not shown at all is known by its words beside the picture
                raise NotWrittenError("The picture showed another slide than the one you chose. Now it shows yours: see that it is the one you mean.")

    def _act_on(self, spot: Spot, deed: str, value: str) -> None:
        """What is done with the chosen item, or said about it."""
        self._show_before(spot)
        match deed:
            case "add-topic" | "delete-topic":
                self._act_on_topic(spot.file, deed)
            case "picture-file":
                self._photos.take(slide_of(spot), value)
            case "cure":
                self._change(spot.file, partial(self._cured, self._shown_problems[int(value)]), spot.way)
            case "fits":
                self._mark_fitting(value)
            case _:
                self._change_item(spot, deed, value)

    def _change_item(self, spot: Spot, deed: str, value: str) -> None:
        done = done_with(spot, deed, self.session) or said_of(spot, deed, value, self.session, self._today(), shown=self.view.told("chosen"))
        if done:
            self._change(spot.file, done.change, done.way)
        if deed == "hide":
            self._state.tell(desk_visitors.withdrawn(self._visitors.here, publishes=self._publishing.is_done_here))

    def _act_on_topic(self, file: str, deed: str) -> None:
        """A topic comes behind this one, or this one goes."""
        topics = [each.value.id for each in self.session.reading.topics if each.value]
        if deed == "add-topic":
            fresh, text = changes.new_topic(file, [each.name for each in self.session.reading.files], topics, self.session.languages)
            self.session.begin(fresh, text)
            self._follow(fresh, ("title",))
        else:
            self.session.begin(file, "")
            self._chosen = None
            self._refresh()
            self.choose(next((number for number, row in enumerate(self._listed) if row.kind == "slide"), -1))
        self.leave()

    def _change(self, file: str, change: changes.Change, way: KeyPath = ()) -> None:
        self.session.change(file, change, way)
        self._follow(file, way)
        self.leave()

    def _follow(self, file: str, way: KeyPath) -> None:
        """What was changed is chosen, and shows."""
        value = self.session.file(file).value
        if way and way[-1] in LANGUAGES and text_at(value, way) is None:
            way = way[:-1]
        place = nearest(value, way) if value is not None else way
        if place and (way or self._chosen is None):
            self._chosen = Spot(file, place)
        self._refresh()
        if self._chosen and self._chosen.file == file:
            self._glass.go(self._chosen)
            self._tell_chosen()

    def _schedule_notice(self, deed: str, value: str) -> None:
        name, _, end = deed.rpartition("-")
        day = boxes.day(value.strip(), self._today())
        self.session.change(CLINIC, changes.noticed(name, end, day, self.session.languages))
        self._refresh()
        self.leave()

    def _tell_closed(self, told: str) -> None:
        change = clinic_facts.closed_day(clinic_facts.as_typed(told), self.session.languages, self._today())
        self._panel = "notices"
        self._change(CLINIC, change)

    def _tell_photos(self, found: list[dict[str, Any]]) -> None:
        self.view.tell("offers", self.view.told("offers") | {"photos": found, "looked": True})

    def _mark_fitting(self, language: str) -> None:
        """Somebody says that the translation fits the text as it is now."""
        if change := fitting(self._chosen, language, self.session):
            self.session.change(TRANSLATIONS, change)
            self._refresh()
            self.leave()

    # -- looking, searching -------------------------------------------------------------------------------------------

    def look(self, name: str, value: str) -> None:
        """The kiosk in another size, language, text size or theme."""
        if self._glass.look(name, value):
            self._tell_looks()
            self.view.tell("chosen", self.view.told("chosen") | {"plain": self._glass.plain()})

    def search(self, words: str) -> None:
        """Every text in every language."""
        self._searched = words.strip()
        self._replacement.forget()
        self._list()
        self._tell_replacement()

    def replace(self, words: str) -> None:
        """What is to stand for what is searched for."""
        self._replacement.fresh = words
        self._replacement.forget()
        self._tell_replacement()

    def _tell_replacement(self) -> None:
        if self._panel == "replace":
            self.view.tell("replacement", self._replacement.told(self._searched))

    def _hit(self, number: int) -> Hit:
        """A place that is shown. Raises NotWrittenError where its text is another one now."""
        hit = self._replacement.shown[number]
        if hit not in self._replacement.hits(self._searched):
            self._tell_replacement()
            raise NotWrittenError("This text was changed meanwhile, so nothing was replaced. See what stands here now.")
        return hit

    def _replace(self, chosen: list[Hit]) -> None:
        """Puts the new words in, as one step."""
        self._replacement.put_in(chosen)
        self._refresh()
        self.leave()

    def fact(self, name: str, language: str, words: str) -> None:
        """A fact of the clinic, or one of its notices."""
        with self._state.telling_why():
            if name not in {*NOTICES, *FILLED_IN} or language not in {"", *self.session.languages}:
                return
            change = clinic_facts.said(name, language, words, self.session.languages, self._today())
            self._state.forget()
            self.session.type_over(CLINIC, change, (name, language) if language else (name,))
            self.session.reread(CLINIC)
            self._live.take(self.session.reading)
            self._glass.show(self._live.library)
            self._tell_side()
            self._state.look()

    # -- what is beside -----------------------------------------------------------------------------------------------

    def _tell_side(self) -> None:
        session = self.session
        self._shown_problems = problems_here.within(self._problems, session.reading, self._chosen)
        self.view.tell("side", {
            **desk_side.panel(self._panel, session, self._order, self._today()),
            "problems": desk_side.problems(self._shown_problems, session), "conflict": desk_side.conflict(session),
            "grades": desk_side.grades(self._chosen, session, self._looks["language"]), "pages": self._glass.pages(),
            "fallen": self._fallen(),
        })

    # -- judged -------------------------------------------------------------------------------------------------------

    def _judge(self) -> None:
        """Looks for problems beside the window; what stands on the chosen slide gets its cures."""
        reading, spot = self.session.reading, self._chosen
        raw = self.session.raw(spot.file) if spot else b""

        judging = problems_here.Judging(reading, self._content, self._today(), self._icons, self._memory)
        self._aside.run(lambda: judging.problems(spot, raw), lambda problems: self._judged(problems, raw), self._state.fail)

    def _judged(self, problems: tuple[Problem, ...], raw: bytes) -> None:
        self._problems, self._judged_raw = problems, raw
        self._tell_side()

    def _cured(self, problem: Problem, raw: bytes) -> bytes:
        """The file with what was proposed for the problem. Raises NotWrittenError where the file is not the one that was judged."""
        if raw != self._judged_raw:
            self._judge()
            raise NotWrittenError("The text was changed since this was proposed, so it is being looked at again. See what stands here now.")
        return applied(raw.decode(), problem.cure).encode()

    # -- others -------------------------------------------------------------------------------------------------------

    def _come(self, _: object) -> None:
        """Somebody saved something in the folder."""
        with self._taking_in():
            self.session.look()
        self._try_pictures()
        self._visitors.look()
        self._state.look()


def edit(
    content: Path, data: Path, today: Callable[[], date], icons: frozenset[str], settings: Settings, *,
    publishing: Callable[[Run, Tell], Publishing], signers: Signers, sticks: Callable[[], Sequence[Path]],
    here: Callable[[], Here], now: Callable[[], datetime],
) -> int:  # fmt: skip
    """Shows the desk until its window is closed."""
    application = app.application(["kiosk"])
    editor = Editor(content, data, today, icons, settings, publishing=publishing, signers=signers, sticks=sticks, here=here, now=now)
    interrupted = quit_on_signal(application)
    code = application.exec()
    editor.close()
    del interrupted
    return code
