"""What a clinician signs on paper: the same as at the desk, with room for a name, a day and a signature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from pathlib import Path

from kiosk.content.model.languages import LANGUAGES
from kiosk.staff.content.paper import Section
from kiosk.staff.content.sheet_process import Sheets, printed
from kiosk.staff.content.signoff_changes import Change, Line, Lines, Piece
from kiosk.staff.content.signoff_reading import Opened, Shot

ACROSS = 340
"""Dots of a picture on paper: two stand side by side between the margins of letter paper, at 96 to the inch."""
Text = tuple[Opened, tuple[Shot, ...]]
"""A text that is signed, with its screens."""
_ROOM = "<p>&nbsp;</p><hr>"


def sheet_of(texts: Iterable[Text], clinic: str, day: date) -> bytes:
    """The PDF. Raises ExpectedError."""
    return printed(Sheets("Sign-off by a clinician", [list(chapter(*text)) for text in texts], f"{clinic} \u00b7 printed on {day}"))


def chapter(text: Opened, shots: tuple[Shot, ...]) -> Iterator[Section]:
    """What stands on the pages of one text, as HTML: what changed, or all of it, and where it is signed."""
    what = f"<h2>{escape(text.title)} \u00b7 {LANGUAGES[text.language]}</h2><p>{escape(text.standing.says)}</p>"
    how = (
        f"Below is what has changed since then: what was signed on the left or struck through, what visitors see now on the right or underlined."
        f" It is for {escape(text.review.by)} alone: whoever else signs reads all of it at the desk."
        if text.known and text.review
        else "Below is all of it, as visitors see it."
    )
    yield [f"{what}<p>{how} Numbers in brackets are those of the sources.</p>"]
    for change in text.changes:
        own = [shot for shot in shots if shot.name == change.name and not (text.known and shot.same)]
        if not text.known or change.how != "same" or own:
            yield list(_part(change, own, known=text.known))
    yield [_signature(text)]


def _part(change: Change, shots: list[Shot], *, known: bool) -> Iterator[str]:
    note = {"new": " (new)", "gone": " (taken out)"}.get(change.how, "") if known else ""
    below = change.lines[1:] if change.how in {"new", "gone"} else change.lines
    lines = [*(line for line in below if line.differs), *(Lines((), (Piece(words, differs=True),)) for words in change.replaced)]
    told = "".join(f"<p>{_line(line, known=known)}</p>" for line in lines)
    yield f"<h3>{escape(change.title)}{note}</h3>{told}"
    if known:
        yield from (_row(shot.old, shot.new) for shot in shots)
        return
    new = [shot.new for shot in shots]
    yield from (_row(new[at], new[at + 1] if at + 1 < len(new) else "") for at in range(0, len(new), 2))


def _line(line: Lines, *, known: bool) -> str:
    if not known:
        return escape("".join(piece.words for piece in line.new))
    return "<br>".join(part for part in (_marked(line.old, "s"), _marked(line.new, "u")) if part)


def _marked(line: Line, tag: str) -> str:
    return "".join(f"<{tag}>{escape(piece.words)}</{tag}>" if piece.differs else escape(piece.words) for piece in line)


def _row(one: str, other: str) -> str:
    cells = (f'<td width="50%">{_picture(file)}</td>' for file in (one, other))
    return f'<table width="100%" cellpadding="3"><tr>{"".join(cells)}</tr></table>'


def _picture(file: str) -> str:
    return f'<img src="{escape(Path(file).as_uri())}" width="{ACROSS}">' if file else ""


def _signature(text: Opened) -> str:
    return (
        f"<h3>Signature</h3><p>I have read the {escape(text.called)} as it is printed here, and sign it off.</p>"
        f"{_ROOM}<p>Name</p>{_ROOM}<p>Day and signature</p>"
        f"<p>State of the text: <b>{text.code}</b>. While the desk shows the same letters, nothing has changed since this was printed:"
        " sign there under this name.</p>"
    )
