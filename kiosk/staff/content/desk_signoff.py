"""The place at the desk where a clinician signs: what there is to sign, what changed in it, the signature, and the same on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QStandardPaths, QTimer

from kiosk.content.model.deck import Review
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.reading.cache import Memory
from kiosk.files.foreign_folders import put
from kiosk.files.regular import why
from kiosk.signup.keys import names
from kiosk.staff.content import signoff_sheet
from kiosk.staff.content.aside import FAILED, Aside, Tell
from kiosk.staff.content.review import Signers, name_fault, sign_off, take_back
from kiosk.staff.content.signoff_changes import Change, Line
from kiosk.staff.content.signoff_reading import AT_THE_DESK, ON_PAPER, Artist, Opened, Shot, Waiting, every, text_to_sign
from kiosk.staff.errors import ExpectedError

MONTHS = 6
"""Until a text must be read again, as with `review`."""
MOMENT_MS = 2000
"""For how long what came to be shown is not signed: a double click was meant for what stood there before, or for a name alone."""
_CHANGED = "This text was changed just now. Here it is as it stands now: read it again before you sign."
_OLD_MARK, _NEW_MARK = "#8C1530", "#1F6B41"


class _Looked(Struct, frozen=True):
    """What came of a look into the folder: what there is to sign, the text that is open, or why it is not."""

    rows: tuple[Waiting, ...]
    text: Opened | None = None
    refused: str = ""
    folder: TemporaryDirectory[str] | None = None


class DeskSignOff:
    """One clinician at the desk. `tell` takes what the window is to show; `signed` is called when something was signed."""

    def __init__(
        self, content: Path, today: Callable[[], date], signers: Signers, sticks: Callable[[], Sequence[Path]], *,
        picture: Callable[[str], Path | None], tell: Tell, signed: Callable[[], None],
    ) -> None:  # fmt: skip
        self._content, self._today, self._signers, self._sticks = content, today, signers, sticks
        self._picture, self._tell_window, self._signed = picture, tell, signed
        self._reading, self._signing, self._drawing, self._printing = Aside(), Aside(), Aside(), Aside()
        self._artist, self._printer = Artist(AT_THE_DESK), Artist(ON_PAPER)
        self._memory = Memory()
        self._rows: tuple[Waiting, ...] = ()
        self._wanted: tuple[str, str] | None = None
        self._text: Opened | None = None
        self._shots: tuple[Shot, ...] = ()
        self._folder: TemporaryDirectory[str] | None = None
        self._by, self._all, self._others = "", False, ""
        self._unread = False
        """Whether what is to be signed came to be shown, with its pictures, less than a moment ago."""
        self._moment = QTimer()
        self._moment.setSingleShot(True)
        self._moment.setInterval(MOMENT_MS)
        self._moment.timeout.connect(self._can_be_read)
        self._told: dict[str, Any] = {}

    @property
    def busy(self) -> bool:
        """Whether anything is read, drawn or printed beside the window."""
        return any(aside.busy for aside in self._asides)

    @property
    def _asides(self) -> tuple[Aside, ...]:
        return self._reading, self._signing, self._drawing, self._printing

    def end(self) -> None:
        """Nothing is needed any more."""
        self._artist.stop()
        self._printer.stop()
        for aside in self._asides:
            aside.end()
        self._forget()

    def _forget(self) -> None:
        self._moment.stop()
        self._text, self._shots = None, ()
        if self._folder:
            self._folder.cleanup()
        self._folder = None

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _tell(self, **told: Any) -> None:
        self._told |= told
        self._tell_window(dict(self._told))

    def begin(self, unsaved: str) -> None:
        """Shows what there is to sign, to somebody who has not said their name; `unsaved` is why not all of it is saved, in a sentence, or empty."""
        self._by = ""
        self._told = {"busy": "", "refused": "", "said": "", "rows": [], "open": {}, "by": self._by, "own": False, "passphrase": False}
        self._told |= {"printing": "", "places": self._places(), "next": {}}
        self._wanted, self._others = None, ""
        self._forget()
        if unsaved:
            self._tell(refused=f"Not everything is saved yet, so nothing can be signed. {unsaved.rstrip('.')}.")
            return
        self._tell(busy="The texts are being looked at.")
        self.name(self._by)
        self.look()

    def _places(self) -> list[dict[str, str]]:
        """Where a paper may go."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        sticks = [{"name": f"The stick {stick.name}", "path": str(stick)} for stick in self._sticks()]
        return [*sticks, {"name": f"The folder {Path(documents).name}", "path": documents}]

    def look(self) -> None:
        """Looks at the folder, and shows what is open anew if it is another text by now."""
        wanted = self._wanted

        def looked() -> _Looked:
            try:
                rows = tuple(every(self._content, self._today(), self._memory))
                return replace(self._opened(*wanted, self._memory), rows=rows) if wanted else _Looked(rows)
            except OSError as error:
                return _Looked((), refused=f"The content cannot be read: {why(error)}.")

        self._reading.run(looked, lambda found: self._looked(wanted, found), self._failed)

    def _opened(self, topic: str, language: str, memory: Memory) -> _Looked:
        folder = TemporaryDirectory(prefix="kiosk-sign-off-", ignore_cleanup_errors=True)
        try:
            text = text_to_sign(self._content, topic, language, self._today(), memory, folder=Path(folder.name), good=self._picture)
        except ExpectedError as error:
            folder.cleanup()
            return _Looked((), refused=str(error))
        return _Looked((), text, folder=folder)

    def _looked(self, wanted: tuple[str, str] | None, found: _Looked) -> None:
        self._rows = found.rows
        if wanted != self._wanted:
            if found.folder:
                found.folder.cleanup()
            return
        if found.text is None or found.text == self._text:
            if found.folder:
                found.folder.cleanup()
            if found.text is None:
                self._forget()
            self._show(refused=found.refused or self._told["refused"], busy="")
            if self._others:
                self._draw_missing()
            return
        changed = self._text is not None and self._text.name == found.text.name and self._text.signature != found.text.signature
        self._artist.stop()
        self._forget()
        self._text, self._folder = found.text, found.folder
        self._others, self._unread = self._signed_by_another(self._by), True
        self._show(
            refused=_CHANGED if changed else self._told["refused"], said="" if changed else self._told["said"], busy="", drawing=False, undrawn=""
        )
        if found.text.standing.waits or not found.text.known or self._all or self._others:
            self._draw()

    def _draw_missing(self) -> None:
        """The pictures of a text that nobody had to look at until now."""
        if not self._shots and not self._drawing.busy:
            self._draw()

    def _signed_by_another(self, by: str) -> str:
        """Who signed the text that is open last, where that is somebody else; empty too while nobody has written a name."""
        last = self._text.review.by if self._text and self._text.review else ""
        return last if last and by.strip() and not names.same(last, by) else ""

    def _draw(self) -> None:
        """Has the pictures of the text that is open drawn."""
        text, folder = self._text, self._folder
        if text is None or folder is None:
            return

        def work() -> tuple[Shot, ...] | str:
            try:
                return self._artist.draw(Path(folder.name), text)
            except ExpectedError as error:
                return str(error)

        def drawn(shots: tuple[Shot, ...] | str) -> None:
            if text is not self._text:
                return
            self._shots = () if isinstance(shots, str) else shots
            self._show(drawing=False, undrawn=shots if isinstance(shots, str) else "")

        def failed() -> None:
            if text is self._text:
                self._show(drawing=False, refused=FAILED)

        self._show(drawing=True, undrawn="")
        self._drawing.run(work, drawn, failed)

    def _failed(self) -> None:
        self._tell(busy="", refused=FAILED, printing="")

    def _show(self, *, drawing: bool | None = None, undrawn: str | None = None, **told: Any) -> None:
        """Of a text that is open, what is said of its pictures stays as it is where it is not said anew."""
        before = self._told["open"]
        pictures = {
            "drawing": before.get("drawing", False) if drawing is None else drawing,
            "undrawn": before.get("undrawn", "") if undrawn is None else undrawn,
        }
        rows = [
            {
                "topic": each.topic, "language": each.language, "title": each.title, "note": LANGUAGES[each.language],
                "says": each.standing.says, "waits": each.standing.waits, "chosen": (each.topic, each.language) == self._wanted,
            }
            for each in self._rows
        ]  # fmt: skip
        text = _text(self._text, self._shots, everything=self._all, others=self._others) if self._text else {}
        self._tell(**told, rows=rows, open=text | pictures | {"unread": self._unread} if text else {}, next=self._next(), own=self._is_own(self._by))
        if pictures["drawing"]:
            self._moment.stop()
        elif text and self._unread and not self._moment.isActive():
            self._moment.start()

    def _can_be_read(self) -> None:
        self._unread = False
        self._show()

    def _next(self) -> dict[str, str]:
        """What waits behind the text that is open, and is not signed; nothing where none does."""
        names = [(each.topic, each.language) for each in self._rows]
        at = names.index(self._wanted) if self._wanted in names else -1
        behind = [*self._rows[at + 1 :], *self._rows[: max(at, 0)]]
        waits = next((each for each in behind if each.standing.waits), None)
        return {"topic": waits.topic, "language": waits.language, "called": f"{LANGUAGES[waits.language]} of “{waits.title}”"} if waits else {}

    # -- what is asked for --------------------------------------------------------------------------------------------

    def act(self, deed: str, value: str) -> None:
        """A button of this place, or a letter of the name."""
        match deed:
            case "signoff-open":
                topic, _, language = value.rpartition("/")
                self._wanted, self._all, self._others = (topic, language), False, self._signed_by_another(self._by)
                self._tell(busy="The text is being opened.", refused="", said="")
                self.look()
            case "signoff-all":
                self._all = not self._all
                self._show()
                if self._all:
                    self._draw_missing()
            case "signoff-name":
                self.name(value)
            case "signoff-paper":
                self._print([(self._text.topic, self._text.language)] if self._text else [], value)
            case "signoff-papers":
                self._print([(each.topic, each.language) for each in self._rows if each.standing.waits], value)

    def name(self, by: str) -> None:
        """Who signs, with every key: whether this name has a passphrase here, and what they have to see.

        A name that can still become that of whoever signed last is nobody else's yet.
        """
        self._told["said"] = self._told["said"] if by == self._by else ""
        self._by = by
        try:
            self._tell(by=by, own=self._is_own(by), passphrase=bool(by.strip()) and self._signers.asks(by))
        except ExpectedError as error:
            self._tell(by=by, refused=str(error))
        others = self._signed_by_another(by)
        if by.strip() and others != self._others and not (others and names.plain(others).startswith(names.plain(by))):
            self._show_for(others)

    def _show_for(self, others: str, **told: Any) -> None:
        """What whoever signs has to see, where `others` signed it last, is shown from now on."""
        self._others, self._unread = others, True
        self._moment.stop()
        self._show(**told)
        if others:
            self._draw_missing()

    def sign(self, by: str, passphrase: str) -> None:
        """Signs what is shown, if it is still what stands there."""
        text = self._text
        if text is None or self._signing.busy or self._told["open"]["drawing"] or self._unread:  # nobody has seen it, or its pictures, yet
            return
        if self._told["said"]:  # a second touch is for nothing of this text
            return
        if wrong := name_fault(by):
            self._tell(refused=wrong, said="")
            return
        if (others := self._signed_by_another(by)) and others != self._others:
            saw = f"You sign all of it, and so far you saw what has changed since {others} signed"
            self._show_for(others, refused=f"{saw}. Here is all of it: read it, then sign.", said="")
            return
        self._tell(busy="It is being signed.", refused="", said="")
        read = Review(text.topic, text.language, by, self._today(), self._today(), text.signature)

        def sign() -> str:
            done = sign_off(self._content, read, MONTHS)
            return f"Signed. {done.by} has read the {text.called}; it is due again by {done.next}."

        self._write(sign, by, passphrase)

    def take_back(self, by: str, passphrase: str) -> None:
        """The signature of the text that is open is taken back by whoever gave it."""
        text = self._text
        if text is None or self._signing.busy or not self._is_own(by):
            return
        self._tell(busy="The signature is being taken back.", refused="", said="")

        def take() -> str:
            take_back(self._content, text.topic, by, [text.language])
            return f"Taken back. The {text.called} counts as not signed from now on."

        self._write(take, by, passphrase)

    def _is_own(self, by: str) -> bool:
        """Whether the text that is open was signed under this name."""
        return bool(self._text and self._text.review and names.same(self._text.review.by, by))

    def _write(self, deed: Callable[[], str], by: str, passphrase: str) -> None:
        """Does what changes the list of sign-offs, once the passphrase was given, and tells what it says."""
        def work() -> tuple[str, str]:
            try:
                self._signers.prove_typed(by, passphrase)
                return deed(), ""
            except ExpectedError as error:
                return "", str(error)

        self._signing.run(work, self._done, self._failed)

    def _done(self, result: tuple[str, str]) -> None:
        said, refused = result
        self._tell(busy="", said=said, refused=refused)
        if said:
            self._signed()
        self.look()

    def _print(self, names: list[tuple[str, str]], to: str) -> None:
        if not names or self._printing.busy:
            return
        long = " This takes some minutes, and you can go on meanwhile." if len(names) > 1 else ""
        self._tell(printing=f"The paper is being prepared.{long}")
        today = self._today()
        file = f"sign-off-{'-'.join(names[0]) if len(names) == 1 else today}.pdf"

        def work() -> str:
            try:
                put(Path(to), file, self._paper(names, today))
            except ExpectedError as error:
                return str(error)
            except OSError as error:
                return f"The paper could not be written: {why(error)}."
            return f"The paper is in {Path(to) / file}. Who has signed it there is entered here, under their name."

        self._printing.run(work, lambda said: self._tell(printing=said), self._failed)

    def _paper(self, names: Sequence[tuple[str, str]], today: date) -> bytes:
        """May raise ExpectedError, OSError."""
        folders, memory = list[TemporaryDirectory[str]](), Memory()
        texts = list[signoff_sheet.Text]()
        try:
            for name in names:
                looked = self._opened(*name, memory)
                if looked.text is None or looked.folder is None:
                    raise ExpectedError(looked.refused)
                folders.append(looked.folder)
                texts.append((looked.text, self._printer.draw(Path(looked.folder.name), looked.text)))
            return signoff_sheet.sheet_of(texts, _clinic(self._content), today)
        finally:
            for folder in folders:
                folder.cleanup()


def _text(text: Opened, shots: Sequence[Shot], *, everything: bool, others: str) -> dict[str, Any]:
    """The text that is open, as the window shows it: what changed since whoever signs now signed it, or all of it; `others` signed it last."""
    known = text.known and not others
    whole = everything or not known
    parts = [(change, [shot for shot in shots if shot.name == change.name and (whole or not shot.same)]) for change in text.changes]
    shown = [(change, own) for change, own in parts if whole or change.how != "same" or own]
    return {
        "topic": text.topic, "language": text.language, "title": text.title, "note": LANGUAGES[text.language], "called": text.called,
        "says": text.standing.says, "waits": text.standing.waits, "known": known, "others": others,
        "doubt": _doubt(text.review) if known and text.review and not everything else "", "signed": text.review is not None, "code": text.code,
        "missing": _missing(text.missing), "everything": everything, "left": len(parts) - len(shown),
        "parts": [_part(change, own, whole=whole, known=known) for change, own in shown],
    }  # fmt: skip


def _doubt(review: Review) -> str:
    """What nobody can prove of a sign-off, and what to do, in two sentences."""
    who = "Whoever can change the files of the content can also write a sign-off into them, under any name, so only you know whether it was you"
    return f"{who}. If you are not {review.by}, or did not sign this on {review.on}, touch “Show all of it” and read all of it before you sign."


def _missing(pictures: Sequence[str]) -> str:
    """That pictures of a text are not shown, in a sentence."""
    if not pictures:
        return ""
    one = len(pictures) == 1
    them = f"{'This picture is' if one else 'These pictures are'} not shown here, for {'it' if one else 'they'} cannot be drawn, or not yet"
    return f"{them}: {', '.join(pictures)}. Look at {'it' if one else 'them'} before you sign: the list at the left says what is wrong."


def _part(change: Change, shots: Sequence[Shot], *, whole: bool, known: bool) -> dict[str, Any]:
    below = change.lines[1:] if change.how in {"new", "gone"} or not change.lines[:1] or not change.lines[0].differs else change.lines
    lines = [line for line in below if whole or line.differs]  # what stands over it is told once
    looks_else = change.how == "same" and not all(shot.same for shot in shots)
    return {
        "name": change.name, "title": change.title, "how": "changed" if known and looks_else else change.how if known else "",
        "lines": [
            {"old": _marked(line.old, "s", _OLD_MARK), "new": _marked(line.new, "u", _NEW_MARK) if known else escape(_plain(line.new)),
             "was": _plain(line.old), "now": _plain(line.new), "differs": line.differs and known}
            for line in lines
        ],
        "replaced": list(change.replaced),
        "pictures": [{"old": _address(shot.old), "new": _address(shot.new), "same": shot.same or not known} for shot in shots],
    }  # fmt: skip


def _address(file: str) -> str:
    return Path(file).as_uri() if file else ""


def _plain(line: Line) -> str:
    return "".join(piece.words for piece in line)


def _marked(line: Line, tag: str, colour: str) -> str:
    """A line for the window: words that are others are struck through or underlined, and have a colour."""
    return "".join(
        f'<font color="{colour}"><b><{tag}>{escape(piece.words)}</{tag}></b></font>' if piece.differs else escape(piece.words) for piece in line
    )


def _clinic(content: Path) -> str:
    from kiosk.content.reading.folder import CLINIC, read_clinic
    from kiosk.files.regular import read_regular
    from kiosk.yaml.reading import MOST_BYTES

    with suppress(OSError):
        value = read_clinic(read_regular(content / CLINIC, MOST_BYTES, content)).value
        return value.name if value else ""
    return ""
