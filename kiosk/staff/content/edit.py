"""`edit`: whoever knows Word changes what the kiosk says, on the kiosk's own screen; every change is live, kept, and can be undone."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlparse
from urllib.request import url2pathname

from msgspec import Struct
from PySide6.QtCore import QStandardPaths

from kiosk import app
from kiosk.bridge.edit_view import EditView
from kiosk.content.checks.cures import applied
from kiosk.content.checks.grades import grades_of
from kiosk.content.checks.translations import by_translation, pair_of
from kiosk.content.edits import changes
from kiosk.content.edits.drafts import FOLDER, Drafts
from kiosk.content.edits.live import Live
from kiosk.content.edits.outline import Row, Spot, bare, beside, broken, called, found, nearest, rows, spot_of, text_at, with_texts
from kiosk.content.edits.replacement import Hit, as_changes, hits, place
from kiosk.content.edits.session import Session
from kiosk.content.model.deck import Slide, Text
from kiosk.content.model.facts import FILLED_IN, facts_of, filled
from kiosk.content.model.form import NOTICE, THANKS, Kind
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.walk import picture_files, retold, texts
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.folder import CLINIC, INTERFACE, QUESTIONS, SIGNUP, SOURCES, TRANSLATIONS, WORDS
from kiosk.content.store.current import fingerprint
from kiosk.content.store.fallback import resting
from kiosk.devices.content_watch import ContentWatch
from kiosk.files.regular import why
from kiosk.problems import Problem
from kiosk.running import quit_on_signal
from kiosk.settings.settings import Settings, physical_mm
from kiosk.staff.content import boxes, clinic_facts, photo, photo_places, problems_here
from kiosk.staff.content.aside import FAILED, Aside, Run, Tell
from kiosk.staff.content.chosen_item import MAKES, is_topic, of_item, question_of
from kiosk.staff.content.desk_advice import at_desk
from kiosk.staff.content.desk_pictures import DeskPictures, Tried
from kiosk.staff.errors import ExpectedError
from kiosk.visit import moves
from kiosk.visit.states import Panel, PanelKind, Reading, place_at
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.writing import NotWrittenError, value_at, with_item

_log = logging.getLogger(__name__)
QUIET_SECONDS = 0.3
"""Whoever saves in another program writes no longer than this."""
SIZES = {"Across": ((1920, 1080), 21.5), "Upright": ((1080, 1920), 21.5), "43 inches": ((1080, 1920), 43.0)}
TEXTS = {"A": "normal", "AA": "large", "AAA": "largest"}
THEMES = {"Paper": "paper", "Night": "night"}
MOST_FOUND = 60
MOST_HITS_SHOWN = 200
"""More places nobody looks through; all of them are replaced with one touch."""


class Publishing(Protocol):
    """What makes a publication: `publications/at_a_desk`."""

    problems: tuple[Problem, ...]

    def begin(self, unsaved: str) -> None: ...
    def publish(self, to: str, passphrase: str, note: str) -> None: ...


class Editor:
    """The desk. `close` saves and takes it down."""

    def __init__(
        self, content: Path, data: Path, today: Callable[[], date], icons: frozenset[str], settings: Settings, *,
        publishing: Callable[[Run, Tell], Publishing], sticks: Callable[[], Sequence[Path]],
    ) -> None:  # fmt: skip
        self._content, self._today, self._icons = content, today, icons
        self.session = Session(content, Drafts(data / FOLDER))
        self._pictures = DeskPictures(content)
        self._live = Live(content, self._picture, today())
        self._live.take(self.session.before_drafts)
        if self.session.found_again:
            self._live.take(self.session.reading)
        self.view = EditView()
        pixels, inches = SIZES["Across"]
        surround = app.Surround("desk/Edit.qml", {"view": self.view})
        glass = app.WindowSpec((1366, 768), physical_mm(pixels, (0, 0), inches))
        self._looks = {"size": "Across", "language": self.session.languages[0], "text": "A", "theme": "Paper"}
        self._tell_looks()
        self.kiosk = app.Kiosk(self._live.library or resting(), settings, glass, now=None, surround=surround)
        self.kiosk.visit.rest_never()
        self.view.hands = self
        self._opened: set[str] = set()
        self._listed: list[Row] = []
        self._searched = ""
        self._fresh = ""
        self._shown_hits: list[Hit] = []
        self._replaced: set[tuple[Spot, str, str]] = set()
        self._times_chosen = 0
        self._panel = ""
        self._order: list[str] = []
        self._told = _Told()
        self._problems: tuple[Problem, ...] = ()
        self._shown_problems: list[Problem] = []
        self._judged_raw = b""
        self._memory = Memory()
        self._aside, self._making, self._published, self._trying = Aside(), Aside(), Aside(), Aside()
        self._sticks = sticks
        self._publishing = publishing(self._published.run, lambda told: self.view.tell("publishing", told))
        self._watch = ContentWatch(content, lambda: fingerprint(content), lambda: True, time.monotonic, quiet=QUIET_SECONDS)
        self._watch.came.connect(self._come)
        self._list()
        self._tell_offers()
        self._tell_state()
        self.kiosk.deck.staged.connect(self._begin)

    def close(self) -> None:
        self.leave()
        for aside in (self._aside, self._making, self._published, self._trying):
            aside.end()
        self._watch.deleteLater()
        self.kiosk.close()
        self._pictures.close()

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _picture(self, name: str) -> Path | None:
        """Where one lies that may be drawn: none is before a child has drawn it."""
        return self._pictures.tried.good.get(name)

    def _try_pictures(self) -> None:
        """Looks beside the window whether there are other pictures, or their files say something else."""
        used = [name for file in self.session.reading.files for _, name in picture_files(file.value)]
        self._trying.run(lambda: self._pictures.try_again(used), self._tried, self._tell_failed)

    def _tried(self, tried: Tried) -> None:
        if tried is self._pictures.tried:
            return
        self._pictures.tried = tried
        self._show()
        self._list()
        self._tell_offered()
        chosen = self.view.told("chosen")
        if chosen:  # whoever types goes on: only the picture is another one
            self.view.tell("chosen", chosen | self._pictured(chosen.get("picture_file", "")))

    def _pictured(self, name: str) -> dict[str, str]:
        """The picture of what is chosen, or why it does not show."""
        return {"picture_url": self._address(name), "picture_wrong": self._pictures.tried.wrong.get(name, "")}

    def _language(self) -> str:
        return self._looks["language"]

    def _list(self) -> None:
        """The list at the left: all there is, or what was searched for."""
        if self._searched:
            reading, first = self.session.reading, self.session.languages[0]
            spots = list(found(reading, self._searched, MOST_FOUND))
            self._listed = [Row("item", said, spot, section=place(reading, spot, code, first)) for spot, code, said in spots]
        else:
            self._listed = list(rows(self.session.reading, self.session.languages[0], self._opened))
        listed = [
            {
                "kind": row.kind, "title": row.title.replace("*", ""), "hidden": row.hidden, "open": row.section in self._opened,
                "picture": self._address(row.picture), "note": row.section if self._searched else "", "chosen": self._is_chosen(row),
            }
            for row in self._listed
        ]
        self.view.tell("rows", {"rows": listed, "searched": self._searched})

    def _is_chosen(self, row: Row) -> bool:
        if self._chosen is None or row.spot.file != self._chosen.file:
            return False
        if self._searched or row.kind == "topic":
            return row.spot.way == self._chosen.way
        return row.kind != "section" and row.spot.way[:2] == self._chosen.way[:2] and (row.kind == "slide" or row.spot.way == self._chosen.way)

    def _address(self, picture: str) -> str:
        path = self._picture(picture) if picture else None
        return path.as_uri() if path else ""

    def _tell_looks(self) -> None:
        (width, height), _ = SIZES[self._looks["size"]]
        names = {code: LANGUAGES[code] for code in self.session.languages}
        choices = [
            {"name": "size", "values": [{"value": each, "text": each} for each in SIZES]},
            {"name": "language", "values": [{"value": code, "text": name} for code, name in names.items()]},
            {"name": "text", "values": [{"value": each, "text": each} for each in TEXTS]},
            {"name": "theme", "values": [{"value": each, "text": each} for each in THEMES]},
        ]
        self.view.tell("looks", {"choices": choices, "now": dict(self._looks), "aspect": width / height})

    def _tell_state(self) -> None:
        session = self.session
        clinic = session.reading.clinic.yaml.data if session.reading.clinic.yaml else None
        self.view.tell("state", {
            "undo": session.can_undo, "redo": session.can_redo, "says": self._waiting() or self._broken() or "Saved",
            "saved": not session.unsaved and not broken(session.reading),
            "told": self._told.sentence, "told_at": self._told.at, "wrong": self._told.wrong,
            "gaps": sum(1 for name in FILLED_IN if not clinic.get(name)) if isinstance(clinic, dict) else 0,
        })

    def _waiting(self) -> str:
        """Why not everything is saved; empty where it is."""
        session = self.session
        if session.conflicts:
            return "Somebody else changed the same lines"
        waiting = next((why_not for name in session.unsaved if (why_not := session.waits(name))), "")
        return waiting or ("Kept as you type, and saved when you leave the text" if session.unsaved else "")

    def _broken(self) -> str:
        """Which files cannot be read, in a sentence; empty where all can."""
        match broken(self.session.reading):
            case ():
                return ""
            case (name,):
                return f"A mistake in {name}: see the top of the list"
            case names:
                return f"Mistakes in {len(names)} files: see the top of the list"

    def _tell_offers(self) -> None:
        """The icons, pictures and sources there are to choose from."""
        self._try_pictures()
        self._tell_offered()

    def _tell_offered(self) -> None:
        self.view.tell("offers", {
            "icons": [{"name": name} for name in sorted(self._icons)],
            "pictures": [{"name": name, "url": self._address(name)} for name in sorted(self._pictures.tried.good)],
            "sources": [{"name": source.id, "cite": source.cite} for source in self.session.reading.sources.value or ()],
        })

    def _refresh(self) -> None:
        """Everything, after a change that was more than a word."""
        self._live.take(self.session.reading)
        self._show()
        self._list()
        self._tell_chosen()
        self._tell_side()
        self._tell_offers()
        self._tell_replacement()
        self._tell_state()
        self._judge()

    def _show(self) -> None:
        if library := self._live.library:
            self.kiosk.show_now(library)

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
            self.tell("What was not saved last time is back.")

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
        language = self.kiosk.visit.visit.language
        spot = self._picture_spot() if kind == "picture" else spot_of(self.session.reading, words, language, tuple(self._near(kind)))
        if spot and (question := self._unanswered_at(spot)):
            self._choose(question, go=True)
            shared = f"Until then visitors read a sentence that {self._sharers()} share."
            self.tell(f"This question has no answer yet. Touch “Add an answer” to write one. {shared}")
            return False
        if spot:
            self._choose(spot, go=False)
        return bool(spot)

    def _unanswered_at(self, spot: Spot) -> Spot | None:
        """The question on the screen that shows this in place of an answer, since it has none; the sentence belongs to all of those."""
        panel, questions = self.kiosk.visit.visit.panel, self.session.reading.questions.value or ()
        if spot != _NO_ANSWER or panel is None or panel.kind is not PanelKind.ANSWER:
            return None
        ways = (((at, "questions", number), each) for at, group in enumerate(questions) for number, each in enumerate(group.questions))
        return next((Spot(QUESTIONS, (*way, "asks")) for way, each in ways if each.id == panel.about), None)

    def _sharers(self) -> str:
        """How many questions have no answer of their own."""
        count = sum(not each.points for group in self.session.reading.questions.value or () for each in group.questions)
        return f"{count} question{'s' if count != 1 else ''}"

    def _shared(self, spot: Spot) -> str:
        """What to know before the chosen text is changed, since it stands elsewhere, too, or binds somebody; else empty."""
        if spot == _NO_ANSWER:
            return (
                f"{self._sharers()} without an answer show this sentence: a change here changes it for all of them. To answer one, choose it"
                " under “Questions people ask”, and touch “Add an answer”."
            )
        form = self.session.file(SIGNUP).value if spot.file == SIGNUP and spot.way[:1] == ("questions",) else None
        if form and form.questions[int(spot.way[1])].kind is Kind.CONSENT:
            return "People agree to these words. Let whoever is responsible for privacy at the clinic read them before you publish."
        return "This appears in many places: a change here changes it wherever the kiosk shows it." if spot.file == INTERFACE else ""

    def go_on(self, way: str) -> None:
        """Another text of the same item."""
        if self._chosen and way in [each["way"] for each in self.view.told("chosen").get("beside", ())]:
            self._choose(Spot(self._chosen.file, tuple(json.loads(way))), go=True)

    def _near(self, kind: str) -> Iterator[tuple[str, KeyPath]]:
        """Where to look for what was touched: on a button first among the words of buttons, else on the slide in hand."""
        if kind == "button":
            yield INTERFACE, ()
        slide = self._slide_in_hand()
        if slide:
            yield slide.file, slide.way
            yield slide.file, ()
        yield from ((file.name, ()) for file in with_texts(self.session.reading))

    def _slide_in_hand(self) -> Spot | None:
        place = self.kiosk.visit.visit.place
        if not isinstance(place, Reading):
            return None
        for file in self.session.reading.topics:
            if file.value and file.value.id == place.topic:
                return next((Spot(file.name, ("slides", number)) for number, slide in enumerate(file.value.slides) if slide.id == place.slide), None)
        return None

    def _picture_spot(self) -> Spot | None:
        slide = self._slide_in_hand()
        return Spot(slide.file, (*slide.way, "picture", "says")) if slide else None

    def _choose(self, spot: Spot, *, go: bool) -> None:
        self._told = _Told()
        self._panel = ""
        self._chosen = spot
        self.leave()
        if go and self._chosen:
            self._go(self._chosen)
        self._list()
        self._tell_chosen()
        self._tell_side()
        self._tell_state()
        self._judge()

    def _go(self, spot: Spot) -> None:
        """The kiosk goes where this can be seen, on the page that has it."""
        place = self._place(spot)
        if not place:
            return
        visit = self.kiosk.visit
        if visit.visit.idle:
            visit.move(moves.Woke(self._language()))
        visit.go(place_at(place))
        if question := question_of(spot):
            visit.move(moves.PanelOpened(Panel(PanelKind.ANSWER, value_at(self.session.raw(spot.file), question)["question"])))
        here = visit.visit.place
        if isinstance(here, Reading) and (plain := self._plain()):
            pages = self.kiosk.deck.page_count(here.topic, here.slide)
            for page in range(pages):
                visit.go(Reading(here.topic, here.slide, page))
                if bare(plain) in bare(json.dumps(self.kiosk.deck.drawn["pages"].get("current"), ensure_ascii=False)):
                    return
            visit.go(here)

    def _place(self, spot: Spot) -> str:
        file = self.session.file(spot.file)
        if spot.way[:1] == ("slides",) and file.value is not None:
            return f"reading/{file.value.id}/{file.value.slides[spot.way[1]].id}/0"
        if spot.file == QUESTIONS and file.value is not None and spot.way:
            return f"lookup/{file.value[spot.way[0]].id}/0"
        if spot.file == SIGNUP and file.value is not None:
            part = NOTICE if spot.way[:1] != ("thanks",) else THANKS
            return f"signup/{file.value.questions[int(spot.way[1])].id if spot.way[:1] == ('questions',) else part}/0"
        if is_topic(spot.file):
            return "home/0"
        return {WORDS: "lookup/words/0", SOURCES: "lookup/sources/0", CLINIC: "attract"}.get(spot.file, "")

    def _text(self) -> Text | None:
        if self._chosen is None:
            return None
        file = self.session.file(self._chosen.file)
        if file.value is not None:
            return text_at(file.value, self._chosen.way)
        with suppress(NotWrittenError):  # a mistake elsewhere in the file: this text can be changed all the same
            there = value_at(self.session.raw(file.name), self._chosen.way)
            said = {self.session.languages[0]: there} if isinstance(there, str) else there if isinstance(there, dict) else {}
            return Text(tuple((code, said[code]) for code in self.session.languages if isinstance(said.get(code), str)))
        return None

    def _plain(self) -> str:
        """What the chosen text looks like on the screen."""
        text, clinic = self._text(), self.session.reading.clinic.value
        full = filled(text, facts_of(clinic)) if text and clinic else text
        return full.in_(self.kiosk.visit.visit.language).replace("*", "") if full else ""

    def _tell_chosen(self) -> None:
        chosen, session = self._chosen, self.session
        if chosen is None:
            self.view.tell("chosen", {})
            return
        file = session.file(chosen.file)
        text = self._text()
        versions = dict(text.versions) if text else {}
        first = session.languages[0]
        where = f"In the file {chosen.file}, line {file.yaml.place(chosen.way)[0]}. Nothing else in it changes." if file.yaml else ""
        self.view.tell("chosen", {
            "title": called(chosen.file, chosen.way) if chosen.way else f"mistake in {chosen.file}", "where": where,
            "key": str(self._times_chosen),
            "texts": [
                {**boxes.version(code, versions.get(code, "")), "fallen": self._fallen_behind(text, code)}
                for code in session.languages if chosen.way
            ],
            "shared": self._shared(chosen), "plain": self._plain(), "picture": chosen.way[-2:] == ("picture", "says"),
            "beside": [
                {"way": json.dumps(way), "called": called(chosen.file, way), "words": said.in_(first).replace("*", ""), "now": way == chosen.way}
                for way, said in (beside(file.value, chosen.way) if file.value is not None else ())
            ],
            **of_item(chosen, session, self._pictured),
        })

    def _fallen_behind(self, text: Text | None, code: str) -> bool:
        """Whether the translation was written for another text."""
        first, known = self.session.languages[0], by_translation(self.session.reading.translations.value or {})
        pair = pair_of(text, first, code) if text else None
        return bool(pair and code in known and pair[1] in known[code] and pair[0] not in known[code][pair[1]])

    # -- typing -------------------------------------------------------------------------------------------------------

    def type_over(self, language: str, words: str) -> None:
        """The chosen text in one language, with every key."""
        spot, text = self._chosen, self._text()
        if spot is None or text is None:
            return
        words = " ".join(words.splitlines())
        languages = self.session.languages
        if language not in languages:
            return
        try:
            self.session.type_over(spot.file, changes.said(spot.way, language, words, languages), (*spot.way, language))
        except NotWrittenError as refused:
            self.tell(str(refused), wrong=True)
            return
        self._told = _Told()
        versions = dict(text.versions) | {language: " ".join(words.split())}
        fresh = Text(tuple((code, versions[code]) for code in (*languages, *(set(versions) - set(languages))) if versions.get(code)))
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
        self.view.tell("chosen", told | {"plain": self._plain(), "texts": texts})
        self._tell_state()

    def keep(self) -> None:
        """What is typed lies on the disk, while somebody goes on."""
        try:
            self.session.keep()
        except OSError as error:
            self.tell(f"What you typed cannot be kept: {why(error)}. It is lost if the program ends now.", wrong=True)

    def pause(self) -> None:
        """Nobody typed for a moment."""
        self.session.pause()
        self.keep()
        self._live.take(self.session.reading)
        self._show()
        self._list()
        self._tell_side()
        self._tell_state()
        self._judge()
        self._mark_fallen()

    def _mark_fallen(self) -> None:
        """The fields stay as they are while somebody types in them; only what stands beside their names changes."""
        text, told = self._text(), self.view.told("chosen")
        if text and told.get("texts"):
            self.view.tell("side", self.view.told("side") | {"fallen": [code for code in self.session.languages if self._fallen_behind(text, code)]})

    def leave(self) -> None:
        """The field was left: what was typed is saved."""
        with self._telling_why(), self._taking_in():
            self.session.save()
        self._tell_state()

    @contextmanager
    def _taking_in(self) -> Iterator[None]:
        """Shows what others wrote, where that was looked at meanwhile, and tells if what is chosen is gone by it."""
        chosen, before = self._chosen, (self.session.taken_in, dict(self.session.conflicts))
        try:
            yield
        finally:
            if (self.session.taken_in, self.session.conflicts) != before:
                self._replaced.clear()
                self._refresh()
            if chosen and self._chosen is None:
                self.tell(_GONE, wrong=True)

    @contextmanager
    def _telling_why(self, at: str = "") -> Iterator[None]:
        """Tells why something could not be done, and goes on."""
        try:
            yield
        except NotWrittenError as error:
            self.tell(str(error), at, wrong=True)
        except OSError as error:
            kept = "It is kept as a draft." if self.session.is_kept else "It is lost if the program ends now."
            self.tell(f"This could not be saved: {why(error)}. {kept}", wrong=True)
        except (LookupError, ValueError):
            self.tell(_NOT_THERE, at, wrong=True)
        except Exception:  # noqa: BLE001  whatever it is, the window goes on
            _log.exception("what was asked for at the desk failed")
            self._tell_failed()

    def tell(self, sentence: str, at: str = "", *, wrong: bool = False) -> None:
        """Tells how something went: beside the box of this deed where one shows, else at the foot of the window."""
        self._told = _Told(sentence, at, wrong)
        self._tell_state()

    def _tell_failed(self) -> None:
        self.tell(FAILED, wrong=True)

    def publish(self, to: str, passphrase: str, note: str) -> None:
        """What is saved becomes a publication."""
        self.leave()
        self._publishing.publish(to, passphrase, note)

    def _go_to(self, problem: Problem) -> None:
        """The text in which something is wrong is chosen; of a file without any, the file."""
        file = self.session.file(problem.file)
        ways = [way for way, _ in texts(file.value)] if file.value is not None and file.yaml else []
        before = [way for way in ways if file.yaml and file.yaml.place(way)[0] <= problem.line]
        self._choose(Spot(problem.file, max(before, key=file.yaml.place) if before and file.yaml else ways[0] if ways else ()), go=True)

    # -- deeds --------------------------------------------------------------------------------------------------------

    def act(self, deed: str, value: str) -> None:
        """A button of the desk."""
        if deed == self._panel == "notice" and self._told.sentence and self._told.at.startswith("notice-"):
            return  # a day was refused: it stands beside its box until it is written anew or taken out
        self.tell("")
        with self._telling_why(deed):
            match deed:
                case "undo" | "redo":
                    step = self.session.undo() if deed == "undo" else self.session.redo()
                    if step:
                        self._follow(step.file, step.way)
                        self.leave()
                case "publish" if self._panel != deed:
                    self.leave()
                    self._panel = deed
                    self._tell_side()
                    self._publishing.begin(self._waiting())
                case "go":
                    self._go_to(self._publishing.problems[int(value)])
                case "replace-one":
                    self._replace([self._hit(int(value))])
                case "replace-all":
                    self._replace(self._hits())
                case "facts" | "notice" | "publish" | "replace":
                    self._panel = "" if self._panel == deed else deed
                    clinic = self._clinic()
                    self._order = sorted(FILLED_IN, key=lambda name: bool(clinic.get(name)))
                    self._tell_replacement()
                    self._tell_side()
                case "mine" | "theirs":
                    with self._taking_in():
                        self._settle(mine=deed == "mine")
                    self.leave()
                case "notice-from" | "notice-until":
                    self._schedule_notice(deed.removeprefix("notice-"), value)
                case "photos":
                    self._making.run(lambda: photo_places.newest(self._photo_folders()), self._tell_photos, self._tell_failed)
                case "closed-day":
                    self._tell_closed(json.loads(value))
                case "no-notice":
                    self._change(CLINIC, changes.line_said(("notice",), ""))
                case _ if self._chosen:
                    self._act_on(self._chosen, deed, value)

    def _settle(self, *, mine: bool) -> None:
        """One of two texts stays. Raises NotWrittenError where it is not between those two that somebody chose."""
        file = next(iter(self.session.conflicts), "")
        if not file or not self.session.settle(file, mine=mine):
            raise NotWrittenError("Somebody changed this file again meanwhile, so nothing was chosen. See what stands here now.")

    def _show_before(self, spot: Spot) -> None:
        """What is done is done to what is seen. Raises NotWrittenError where another slide was to be seen than the chosen one, which shows then."""
        slide = Spot(spot.file, spot.way[:2])
        if spot.way[:1] == ("slides",) and self._slide_in_hand() != slide:
            self._go(spot)
            if self._slide_in_hand() == slide:  # one that is not shown at all is known by its words beside the picture
                raise NotWrittenError("The picture showed another slide than the one you chose. Now it shows yours: see that it is the one you mean.")

    def _act_on(self, spot: Spot, deed: str, value: str) -> None:
        """What is done with the chosen item."""
        self._show_before(spot)
        item, languages, file = changes.item_of(spot.way), self.session.languages, spot.file
        slide: KeyPath = spot.way[:2] if spot.way[:1] == ("slides",) else ()
        match deed:
            case "add-slide" if not slide and is_topic(file):
                last: KeyPath = ("slides", len(value_at(self.session.raw(file), ("slides",))) - 1)
                self._change(file, changes.added(last, languages), (*_beside(last, 1), "title"))
            case "up" | "down":
                by = -1 if deed == "up" else 1
                self._change(file, changes.moved(item, by), (*_beside(item, by), *spot.way[len(item) :]))
            case "slide-up" | "slide-down":
                by = -1 if deed == "slide-up" else 1
                self._change(file, changes.moved(slide, by), (*_beside(slide, by), *spot.way[2:]))
            case "copy":
                self._change(file, changes.copied(item), (*_beside(item, 1), *spot.way[len(item) :]))
            case "copy-slide":
                self._change(file, changes.copied(slide), (*_beside(slide, 1), "title"))
            case "add":
                self._change(file, changes.added(item, languages), _beside(item, 1))
            case "add-slide":
                self._change(file, changes.added(slide, languages), (*_beside(slide, 1), "title"))
            case "add-point":
                whole = slide or question_of(spot)
                self._change(file, changes.begun(whole, languages), (*whole, "points", 0))
            case "delete" | "delete-slide":
                gone = item if deed == "delete" else slide
                self._change(file, changes.deleted(gone), gone)
            case "add-topic" | "delete-topic":
                self._act_on_topic(file, deed)
            case _:
                self._mark(spot, slide, deed, value)

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

    def _mark(self, spot: Spot, slide: KeyPath, deed: str, value: str) -> None:
        """What is said about the chosen item."""
        item, languages, file = changes.item_of(spot.way), self.session.languages, spot.file
        match deed:
            case "hide" | "show":
                self._change(file, changes.hidden(slide, hide=deed == "hide"), spot.way)
            case "owner" | "checked" | "review_by":
                day = boxes.day(value.strip(), self._today()) if deed != "owner" else None
                self._change(file, changes.marked((), deed, day.isoformat() if day else value.strip()), spot.way)
            case "picture" if not slide:
                self._change(file, changes.marked((), "picture", value), spot.way)
            case "from" | "until":
                self._schedule(file, slide, deed, value)
            case "makes":
                self._change(file, changes.marked(item, "makes", MAKES[value]), spot.way)
            case "icon":
                self._change(file, changes.marked(item, "icon", value), spot.way)
            case "source" | "unsource":
                mine = [each["name"] for each in self.view.told("chosen").get("sources", [])]
                left = [each for each in mine if each != value] + ([value] if deed == "source" else [])
                self._change(file, changes.marked(item, "sources", left), spot.way)
            case "picture":
                self._change(file, changes.pictured(slide, value, languages), (*slide, "picture", "says"))
            case "picture-file":
                self._take_picture(slide, value)
            case "cure":
                self._change(file, partial(self._cured, self._shown_problems[int(value)]), spot.way)
            case "fits":
                self._mark_fitting(value)

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
            self._go(self._chosen)
            self._tell_chosen()

    def _schedule(self, file: str, slide: KeyPath, end: str, value: str) -> None:
        told = self.view.told("chosen")
        days = {"from": told.get("from", ""), "until": told.get("until", "")} | {end: value.strip()}
        begin, until = (boxes.day(days[each], self._today()) for each in ("from", "until"))
        self._change(file, changes.scheduled(slide, begin, until), self._chosen.way if self._chosen else slide)

    def _schedule_notice(self, end: str, value: str) -> None:
        day = boxes.day(value.strip(), self._today())
        self.session.change(CLINIC, changes.noticed(end, day, self.session.languages))
        self._refresh()
        self.leave()

    def _tell_closed(self, told: dict[str, str]) -> None:
        change = clinic_facts.closed_day(told, self.session.languages, self._today())
        self._panel = "notice"
        self._change(CLINIC, change)

    def _photo_folders(self) -> list[Path]:
        """Where whoever is at this desk keeps photographs."""
        places = QStandardPaths.StandardLocation
        kinds = (places.PicturesLocation, places.DownloadLocation, places.DesktopLocation)
        own = [Path(where) for kind in kinds if (where := QStandardPaths.writableLocation(kind)) and Path(where) != Path.home()]
        return [*own, *self._sticks()]

    def _tell_photos(self, found: list[Path]) -> None:
        told = [{"name": path.name, "where": path.parent.name, "path": path.as_uri()} for path in found]
        self.view.tell("offers", self.view.told("offers") | {"photos": told, "looked": True})

    def _take_picture(self, slide: KeyPath, url: str) -> None:
        """A picture from a file: turned, made smaller and put into the content; that takes a moment, and the window stays awake."""
        folders = [Path.home(), *self._photo_folders()]
        path = Path(url2pathname(urlparse(url).path)) if url.startswith("file:") else photo_places.meant(url, folders)
        if "\0" in str(path):
            raise NotWrittenError("This is the name of no file. Choose the photo from the list, or drag it onto this window.")
        self.tell("The picture is being prepared.", "picture-file")
        chosen = self._chosen
        file, name = (chosen.file, str(value_at(self.session.raw(chosen.file), (*slide, "slide")))) if chosen else ("", "")

        def made() -> tuple[str, str]:
            try:
                picture, done = photo.take(path, self._content, numbered=True)
                return picture, " ".join(done)
            except (ExpectedError, OSError) as error:
                return "", str(error) if isinstance(error, ExpectedError) else f"The picture cannot be used: {why(error)}."

        def taken(result: tuple[str, str]) -> None:
            picture, told = result
            self.tell(told, "picture-file", wrong=not picture)
            if picture:
                with self._telling_why("picture-file"):
                    self._put_picture(file, name, picture)

        self._making.run(made, taken, self._tell_failed)

    def _put_picture(self, file: str, name: str, picture: str) -> None:
        """The picture comes on the slide of this name, wherever that stands now, and whatever is chosen meanwhile. Raises NotWrittenError."""
        slides = value_at(self.session.raw(file), ("slides",)) if self.session.raw(file) else ()
        there = slides if isinstance(slides, list) else ()
        number = next((number for number, each in enumerate(there) if isinstance(each, dict) and each.get("slide") == name), None)
        if number is None:
            raise NotWrittenError(f"The slide for this photo is gone. Choose another slide, and there the picture {picture}.")
        here = self._chosen and self._chosen.file == file and self._chosen.way[:2] == ("slides", number)
        says = ("slides", number, "picture", "says")
        self._change(file, changes.pictured(("slides", number), picture, self.session.languages), says if here else ())
        if not here:
            self.tell("The photo is on its slide now. Choose that slide, and write what the photo shows.")

    def _mark_fitting(self, language: str) -> None:
        """Somebody says that the translation fits the text as it is now."""
        text, first = self._text(), self.session.languages[0]
        pair = pair_of(text, first, language) if text else None
        known = (self.session.reading.translations.value or {}).get(language, ())
        if pair and (line := "-".join(pair)) not in known:
            number = sum(1 for each in known if each < line)
            self.session.change(TRANSLATIONS, lambda raw: with_item(raw, (language,), number, line))
            self._refresh()
            self.leave()

    # -- looking, searching -------------------------------------------------------------------------------------------

    def look(self, name: str, value: str) -> None:
        """The kiosk in another size, language, text size or theme."""
        choices: dict[str, Collection[str]] = {"size": SIZES, "language": self.session.languages, "text": TEXTS, "theme": THEMES}
        if value not in choices.get(name, ()):
            return
        self._looks[name] = value
        visit = self.kiosk.visit
        if visit.visit.idle and name != "size":
            visit.move(moves.Woke(self._language()))
        match name:
            case "language":
                visit.move(moves.ChoseLanguage(value))
            case "text":
                visit.move(moves.ChoseOption(f"text:{TEXTS[value]}"))
            case "theme":
                visit.move(moves.ChoseOption(f"palette:{THEMES[value]}"))
            case "size":
                pixels, inches = SIZES[value]
                self.kiosk.screen.tells(physical_mm(pixels, (0, 0), inches))
        self._tell_looks()
        self.view.tell("chosen", self.view.told("chosen") | {"plain": self._plain()})

    def search(self, words: str) -> None:
        """Every text in every language."""
        self._searched = words.strip()
        self._replaced.clear()
        self._list()
        self._tell_replacement()

    def replace(self, words: str) -> None:
        """What is to stand for what is searched for."""
        self._fresh = words
        self._replaced.clear()
        self._tell_replacement()

    def _hits(self) -> list[Hit]:
        """Where it would change something, without what was replaced just now: that may have the same words in it again."""
        return [hit for hit in hits(self.session.reading, self._searched, self._fresh) if (hit.spot, hit.language, hit.before) not in self._replaced]

    def _tell_replacement(self) -> None:
        if self._panel != "replace":
            return
        found, first = self._hits(), self.session.languages[0]
        self._shown_hits = found[:MOST_HITS_SHOWN]
        shown = [
            {
                "place": place(self.session.reading, hit.spot, hit.language, first),
                "before": hit.before.replace("*", ""), "after": hit.after.replace("*", ""),
            }
            for hit in self._shown_hits
        ]
        self.view.tell("replacement", {"searched": self._searched, "fresh": self._fresh, "count": len(found), "hits": shown})

    def _hit(self, number: int) -> Hit:
        """A place that is shown. Raises NotWrittenError where its text is another one now."""
        hit = self._shown_hits[number]
        if hit not in self._hits():
            self._tell_replacement()
            raise NotWrittenError("This text was changed meanwhile, so nothing was replaced. See what stands here now.")
        return hit

    def _replace(self, chosen: list[Hit]) -> None:
        """Puts the new words in, as one step."""
        self.session.change_all(as_changes(chosen, self.session.languages))
        self._replaced |= {(hit.spot, hit.language, hit.after) for hit in chosen}
        self._refresh()
        self.leave()

    def fact(self, name: str, language: str, words: str) -> None:
        """A fact of the clinic, or the notice of the day."""
        with self._telling_why():
            if name not in {"notice", *FILLED_IN} or language not in {"", *self.session.languages}:
                return
            if name == "notice":
                change = changes.notice_said(language, words, self.session.languages)
            else:
                change = changes.said((name,), language, words, self.session.languages) if language else changes.line_said((name,), words)
            self._told = _Told()
            self.session.type_over(CLINIC, change, (name, language) if language else (name,))
            self.session.reread(CLINIC)
            self._live.take(self.session.reading)
            self._show()
            self._tell_side()
            self._tell_state()

    # -- what is beside -----------------------------------------------------------------------------------------------

    def _tell_side(self) -> None:
        clinic = self._clinic() if self._panel else {}
        conflict = next(iter(self.session.conflicts.values()), None)
        self._shown_problems = self._own_problems()
        self.view.tell("side", {
            "panel": self._panel, "facts": clinic_facts.facts(clinic, self._order, self.session.languages) if self._panel == "facts" else [],
            "notice": clinic_facts.notice(clinic, self.session.languages) if self._panel in {"notice", "facts"} else {},
            "problems": [
                {
                    "wrong": each.wrong, "instead": at_desk(str(each.instead)), "severity": each.severity.value, "cure": bool(each.cure),
                    "line": problems_here.line(self.session, each),
                }
                for each in self._shown_problems
            ],
            "conflict": {"file": conflict.file, **_apart(conflict.mine, conflict.theirs)} if conflict else {},
            "grades": self._grades(), "pages": self._pages(), "fallen": self.view.told("side").get("fallen", []),
        })

    def _clinic(self) -> dict[str, Any]:
        """What the clinic filled in; nothing where a mistake in its file makes it something else."""
        with suppress(NotWrittenError):
            said = value_at(self.session.raw(CLINIC), ())
            return said if isinstance(said, dict) else {}
        return {}

    def _grades(self) -> str:
        """How hard the slide is to read, in words."""
        slide = self._slide()
        if slide is None:
            return ""
        numbers = grades_of(slide, self.session.reading)
        english = f"Grade {numbers['en']:.1f}" if numbers.get("en") is not None else ""
        spanish = f"Spanish ease {numbers['es']:.0f} of 100" if numbers.get("es") is not None else ""
        words = sum(len(text.in_(self._language()).split()) for text in slide.texts())
        return "   ".join(part for part in (english, spanish, f"{words} words", f"Reads in {slide.seconds(self._language()):.0f} s") if part)

    def _pages(self) -> str:
        place = self.kiosk.visit.visit.place
        count = self.kiosk.deck.page_count(place.topic, place.slide) if isinstance(place, Reading) and place.slide else 0
        return f"{count} page{'s' if count != 1 else ''} at this size" if count else ""

    def _slide(self) -> Slide | None:
        spot = self._chosen
        if spot is None or spot.way[:1] != ("slides",):
            return None
        value = self.session.file(spot.file).value
        return value.slides[spot.way[1]] if value is not None and int(spot.way[1]) < len(value.slides) else None

    # -- judged -------------------------------------------------------------------------------------------------------

    def _judge(self) -> None:
        """Looks for problems beside the window; what stands on the chosen slide gets its cures."""
        reading, spot = self.session.reading, self._chosen
        raw = self.session.raw(spot.file) if spot else b""

        judging = problems_here.Judging(reading, self._content, self._today(), self._icons, self._memory)
        self._aside.run(lambda: judging.problems(spot, raw), lambda problems: self._judged(problems, raw), self._tell_failed)

    def _judged(self, problems: tuple[Problem, ...], raw: bytes) -> None:
        self._problems, self._judged_raw = problems, raw
        self._tell_side()
        self._mark_fallen()

    def _cured(self, problem: Problem, raw: bytes) -> bytes:
        """The file with what was proposed for the problem. Raises NotWrittenError where the file is not the one that was judged."""
        if raw != self._judged_raw:
            self._judge()
            raise NotWrittenError("The text was changed since this was proposed, so it is being looked at again. See what stands here now.")
        return applied(raw.decode(), problem.cure).encode()

    def _own_problems(self) -> list[Problem]:
        return problems_here.within(self._problems, self.session.reading, self._chosen)

    # -- others -------------------------------------------------------------------------------------------------------

    def _come(self, _: object) -> None:
        """Somebody saved something in the folder."""
        with self._taking_in():
            self.session.look()
        self._try_pictures()
        self._tell_state()


def _beside(item: KeyPath, by: int) -> KeyPath:
    """The place so many items further on in the same list."""
    return (*item[:-1], max(0, int(item[-1]) + by))


_NOT_THERE = "What you touched is not there any more as it was shown. See what stands there now, and touch that."
_GONE = "What you chose is gone, since somebody else changed it just now. Choose in the list what to go on with."
_NO_ANSWER = Spot(INTERFACE, ("only_our_team",))
"""What stands in place of an answer that a question does not have."""
class _Told(Struct, frozen=True):
    """How something went, in a sentence: told at the box of a deed, if that shows; whether it is about something wrong."""

    sentence: str = ""
    at: str = ""
    wrong: bool = False


def _apart(mine: str, theirs: str) -> dict[str, str]:
    """The lines in which two texts differ."""
    one, two = mine.splitlines(), theirs.splitlines()
    ours, others = frozenset(one), frozenset(two)
    return {
        "mine": "\n".join(line.strip() for line in one if line not in others), "theirs": "\n".join(line.strip() for line in two if line not in ours),
    }  # fmt: skip


def edit(
    content: Path, data: Path, today: Callable[[], date], icons: frozenset[str], settings: Settings, *,
    publishing: Callable[[Run, Tell], Publishing], sticks: Callable[[], Sequence[Path]],
) -> int:  # fmt: skip
    """Shows the desk until its window is closed."""
    application = app.application(["kiosk"])
    editor = Editor(content, data, today, icons, settings, publishing=publishing, sticks=sticks)
    interrupted = quit_on_signal(application)
    code = application.exec()
    editor.close()
    del interrupted
    return code
