"""YAML text to plain data that knows its lines; the only importer of PyYAML.

Every scalar stays text as it was written (`no`, `12:30`, `0123`). What is wrong with a file comes back as problems in
the words of somebody who has never heard of YAML; nothing is raised for it.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import yaml
from msgspec import Struct, field

from kiosk.problems import Edits, Problem, Severity
from kiosk.unseen import MOST_MARKS, has_ink, piled, unseen
from kiosk.yaml.hints import (
    BLANKS,
    MOST_LETTERS_OF_A_LINE,
    MOST_LINES_OF_A_BLOCK,
    LineAndColumn,
    Slip,
    Twice,
    blank_indent,
    no_colon,
    no_space,
    short,
    table,
)
from kiosk.yaml.key_path import KeyPath

MOST_BYTES = 1_000_000
"""The largest file that is read; the longest topic is some 30,000 bytes."""
SPREAD = "Spread its content over several files."
MOST_LEVELS = 20
"""How deep lists and blocks may lie in one another; content needs seven."""
MOST_ENTRIES = 30_000
"""Names, texts, lists and blocks in one file; the longest topic that ships has 700. Each takes some 10 microseconds to read and 1 KB."""
TWICE = "is here a second time; the first is in line"
LOST_DASH = "A new item of the list seems to begin about here, but its dash is missing."
CURLY = "The curly quotes around this text will show on the screen."
MOST_LETTERS = 20_000
"""Of one text, and of accents on one letter: more would reach into the lines above and below, and take time with the square of them."""
MOST_LETTERS_OF_A_NAME = 1000
MOST_PROBLEMS = 50
"""After so many problems in one file the rest are not told: they all come from one slip."""

Plain = str | list["Plain"] | dict[str, "Plain"] | None

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's, where it is there: ten times as quick."""


class Yaml(Struct, frozen=True):
    """What a file holds: text, lists and blocks. A name with nothing after it has the value None."""

    data: Plain
    values: Mapping[KeyPath, LineAndColumn]
    names: Mapping[KeyPath, LineAndColumn]
    lines: list[str] = []

    def place(self, path: KeyPath) -> LineAndColumn:
        """Where the value at `path` begins; if there is none, where the nearest block around it begins."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values[path]

    def name_place(self, path: KeyPath) -> LineAndColumn:
        """Where the name that leads to `path` stands; for an item of a list, where the item begins."""
        return self.names.get(path) or self.place(path)

    def lines_at(self, path: KeyPath) -> range:
        """The lines of an item of a list, as many as anybody looks through."""
        first, column = self.place(path)
        last = first
        for number, line in enumerate(self.lines[first : first + MOST_LINES_OF_A_BLOCK], first + 1):
            if line.strip() and len(line) - len(line.lstrip()) < column - 1:
                break
            last = number if line.strip() else last
        return range(first, last + 1)

    def rewritten(self, place: LineAndColumn, was: str, fresh: str) -> Edits:
        """The line of this place with other words where these stand, with or without quotes; nothing where they do not stand there as they are."""
        line, at = self.lines[place[0] - 1], place[1] - 1
        quote = line[at : at + 1] if line[at : at + 1] in ("'", '"') else ""
        if not line.startswith(f"{quote}{was}{quote}", at):
            return ()
        return ((place[0], f"{line[:at]}{fresh}{line[at + len(was) + 2 * len(quote) :]}"),)


class Found(Struct, frozen=True):
    """What the bytes of a file say (None where they cannot be understood), what is wrong, and how many entries were met."""

    yaml: Yaml | None
    problems: tuple[Problem, ...]
    entries: int = 0


def read_yaml(raw: bytes, file: str) -> Found:
    """Reads the bytes of a file, which `file` names."""
    text = _decoded(raw, file)
    if isinstance(text, Problem):
        return Found(None, (text,))
    reader = _Reader(file, text)
    found = reader.read()
    # One slip can be noticed twice at its place, by its sign and by the parser; the later words know more.
    by_place = {(problem.line, problem.column): problem for problem in reader.problems}
    return Found(found, tuple(by_place.values()), reader.entries)


# -- bytes to text --------------------------------------------------------------------------------------------------


_DOCUMENTS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How ZIP files begin, as those of Word and LibreOffice are, and the older files of Word."""


def _decoded(raw: bytes, file: str) -> str | Problem:
    """The text, or why it is none."""
    utf_8 = "Save the file again with the encoding UTF-8."
    wrong, instead, place = "", utf_8, (0, 0)
    if len(raw) > MOST_BYTES:
        wrong, instead = f"The file is larger than {MOST_BYTES // 1000} kB.", SPREAD
    elif raw.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_utf16(raw):
        wrong = "The file was saved as UTF-16 (some programs call it “Unicode”)."
    elif raw.startswith(b"{\\rtf"):
        wrong, instead = "This file was saved by a word processor (RTF).", "Save it as plain text, with the encoding UTF-8."
    elif raw.startswith(_DOCUMENTS):
        wrong = "This is a document of a word processor such as Word, and not a text file, whatever its name ends in."
        instead = "Open it there, save it as plain text (UTF-8), and put that in its place; or take it out of this folder."
    elif b"\0" in raw:
        wrong, instead = "This is not a text file.", "Write it in a plain text editor, not in a word processor; or take it out of this folder."
    elif not raw.removeprefix(codecs.BOM_UTF8).strip():
        wrong, instead = "The file is empty.", "Fill it, or bring back an older copy."
    else:
        text = raw.removeprefix(codecs.BOM_UTF8)
        try:
            return text.decode()
        except UnicodeDecodeError as error:
            letter = text[error.start : error.start + 1].decode("cp1252", "replace")
            wrong = f"The file was saved as Windows-1252 (“ANSI”, “Latin-1”), not as UTF-8; see the `{letter}` here."
            place = _end_of(text[: error.start].decode(errors="replace"))
    return Problem(file, *place, Severity.ERROR, wrong, instead)


def _looks_utf16(raw: bytes) -> bool:
    """Whether every second byte of the beginning is zero, as in Western text saved as UTF-16 without a mark."""
    start = raw[:200]
    return len(start) > 3 and (not any(start[0::2]) or not any(start[1::2]))


def _end_of(text: str) -> LineAndColumn:
    """The place of what follows this text."""
    lines = re.split(r"\r\n|\r|\n", text)
    return len(lines), len(lines[-1]) + 1


# -- text to data ---------------------------------------------------------------------------------------------------

_NO_SPACE = re.compile(r"(?P<name>[a-z][a-z_]*):(?=[^\s/\d])")
_NO_COLON = re.compile(r"(?P<name>en|es|[a-z_]+(?=\s+[\"']))\s")
_NO_SPACE_DASH = re.compile(r"-[^\W\d]")
_CUT_OFF = re.compile(r"\s+(?P<rest>#(?:\w| *\d).*)")
_CUT_OFF_TEXT = re.compile(r"\s+(?P<rest># *\S.*)")
"""Behind a value and behind a text of a language: there `door # 3 for a leaflet` is meant far more often than a note."""
_LANGUAGE = re.compile(r"[a-z]{2}")
"""The name before a text."""
_LOOKED_TOO_DEEP = "maximum nesting depth"
"""Why libyaml from 0.2.6 on gives up before it tells of the brackets one by one."""
_LOST: KeyPath = ("",)
"""Where values are put that stand at no place of their own; no name is empty."""


_MERGED = re.compile(r"\s*(?:(<{7}|>{7}|\|{7})(?:\s|$)|(={7})\s*$)")


def _left_by_merging(lines: list[str]) -> list[int]:
    """The lines where git put two versions one below the other, each by its first line; where that is gone, by what is left."""
    left = [(number, found[1]) for number, line in enumerate(lines, 1) if (found := _MERGED.match(line))]
    begun = [number for number, sign in left if sign and sign[0] == "<"]
    return begun or [number for number, _ in left[:1]]


class _RefusedError(Exception):
    """Why the file is not read on: the place, what is wrong, and what helps."""

    def __init__(self, place: LineAndColumn, wrong: str, instead: str) -> None:
        self.told = place, wrong, instead


class _Repeated(Struct, frozen=True):
    """A name that stands a second time in its block, where it and what follows it begin, and what that is."""

    name: str
    place: LineAndColumn
    begins: LineAndColumn
    value: Plain


class _Reader(Struct):
    """Reads one text; `problems` grows as it goes."""

    file: str
    text: str
    problems: list[Problem] = field(default_factory=list)
    entries: int = 0
    _values: dict[KeyPath, LineAndColumn] = field(default_factory=dict)
    _names: dict[KeyPath, LineAndColumn] = field(default_factory=dict)
    _lines: list[str] = field(default_factory=list)
    _last: yaml.Event | None = None

    def read(self) -> Yaml | None:
        if strange := unseen(self.text):
            at, called = strange
            self._unseen(_end_of(self.text[:at]), called)
            return None
        self._lines = self.text.splitlines()
        if directive := next((number for number, line in enumerate(self._lines, 1) if line.startswith("%")), 0):
            self._wrong((directive, 1), "A line that begins with % means something else in these files.", "Put the whole text in quotes.")
            return None
        if markers := _left_by_merging(self._lines):
            for number in markers:
                instead = "Keep the lines of one of them, and delete those that begin with <<<<<<<, ||||||| , ======= and >>>>>>>."
                self._wrong((number, 1), "Two versions of this file meet here, and nobody has chosen between them yet.", instead)
            return None
        try:
            return self._document(self._events())
        except _RefusedError as error:
            place, wrong, instead = error.told
            self.problems.append(Problem(self.file, *place, Severity.ERROR, wrong, instead))  # however much was wrong before
        except yaml.MarkedYAMLError as error:
            self._wrong(*self._slip(error).explained())
        except (yaml.YAMLError, ValueError, OverflowError):  # the slow loader stumbles over "\\UFFFFFFFF"
            self._wrong((1, 1), "The file cannot be understood.", "Compare it with a file that works.")
        return None

    def _events(self) -> Iterator[yaml.Event]:
        try:
            for event in yaml.parse(self.text, Loader=LOADER):
                self.entries += isinstance(event, yaml.NodeEvent)
                if self.entries > MOST_ENTRIES:
                    raise _RefusedError(_start(event), f"This file has more than {MOST_ENTRIES:,} entries.", SPREAD)
                yield event
                self._last = event
        except yaml.MarkedYAMLError as error:
            if _LOOKED_TOO_DEEP not in str(error.problem):
                raise
            raise _too_deep(_place(self._last.end_mark if self._last else None)) from error

    def _slip(self, error: yaml.MarkedYAMLError) -> Slip:
        at, began = _place(error.problem_mark or error.context_mark), _place(error.context_mark or error.problem_mark)
        at, began = (place if place[0] <= len(self._lines) else (len(self._lines), 1) for place in (at, began))
        last, quoted = self._last, None
        if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"') and _place(last.end_mark)[0] == at[0]:
            quoted = _place(last.start_mark), _place(last.end_mark)
        lines = [line[:MOST_LETTERS_OF_A_LINE] for line in self._lines]
        return Slip(lines, at, began, f"{error.context} {error.problem}", quoted, not self.text.endswith(("\n", "\r")))

    def _document(self, events: Iterator[yaml.Event]) -> Yaml | None:
        for event in events:
            if isinstance(event, yaml.StreamStartEvent):
                continue
            if isinstance(event, yaml.StreamEndEvent):
                self._wrong((1, 1), "The file says nothing.", "Fill it, or bring back an older copy.")
                return None
            break
        data = self._node(next(events), events, (), 0)
        next(events)  # the end of the document; asking on finds what follows it
        if isinstance(following := next(events), yaml.DocumentStartEvent):
            self._wrong(_start(following), "A line of three dashes divides the file in two.", "Delete the line `---`.")
            return None
        if isinstance(data, str) and (told := table(self._lines)):
            self._wrong(*told)
            return None
        return Yaml(data, self._values, self._names, self._lines)

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath, depth: int) -> Plain:
        self._values[path] = _start(event)
        if depth > MOST_LEVELS:
            raise _too_deep(_start(event))
        if isinstance(event, yaml.AliasEvent):
            self._special(event, "*")
            return None
        if getattr(event, "anchor", None) is not None:
            self._special(event, "&")
        elif getattr(event, "tag", None) is not None:
            self._special(event, "!")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, path, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._block(events, path, depth, in_braces=bool(event.flow_style))
        return self._scalar(event, path) if isinstance(event, yaml.ScalarEvent) else None

    def _list(self, events: Iterator[yaml.Event], path: KeyPath, depth: int) -> Plain:
        items: list[Plain] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, (*path, len(items)), depth + 1))
        return items

    def _block(self, events: Iterator[yaml.Event], path: KeyPath, depth: int, *, in_braces: bool) -> Plain:
        block: dict[str, Plain] = {}
        again: list[_Repeated] = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            name = str(event.value) if isinstance(event, yaml.ScalarEvent) else ""
            name = name if len(name) <= MOST_LETTERS_OF_A_NAME else ""
            if not name:
                self._node(event, events, _LOST, depth + 1)
            value = next(events)
            if not name:
                instead = "If this is a text, put the whole text in quotes."
                self._wrong(_start(event), "What stands before a colon must be one plain word.", instead)
                self._node(value, events, _LOST, depth + 1)
            elif in_braces and _is_nothing(value):
                self._left_over(name, _start(event))
            elif name in block:
                again.append(_Repeated(name, _start(event), _start(value), self._node(value, events, _LOST, depth + 1)))
            else:
                if name[0] in BLANKS:
                    self._wrong(*blank_indent(_start(event), name[0]))
                self._names[*path, name] = _start(event)
                block[name] = self._node(value, events, (*path, name), depth + 1)
        self._tell_repeated(again, path, block)
        return block

    def _tell_repeated(self, again: list[_Repeated], path: KeyPath, block: dict[str, Plain]) -> None:
        """One name that stands twice is a slip; several in a row are an item of a list that has lost its dash."""
        if len(again) > 1 and not path:
            self._wrong(again[0].place, *self._pasted_twice(again))
            return
        if len(again) > 1:
            instead = f"Find where it begins, and put a dash and a space there: `- {again[0].name}: ...`."
            self._wrong(again[0].place, LOST_DASH, instead)
            return
        for each in again if len(self.problems) < MOST_PROBLEMS else ():
            first, begins = self._names[*path, each.name], self._values[*path, each.name]
            wrong = f"`{each.name}` {TWICE} {first[0]}."
            twice = Twice(each.name, self._lines, first, each.place, begins, each.begins, _kind(block[each.name], each.value))
            self._told(Severity.ERROR, each.place, wrong, *twice.cured())

    def _pasted_twice(self, again: list[_Repeated]) -> tuple[str, str]:
        """Several names of a file that stand in it a second time: it, or a part of it, was pasted below what was there."""
        begins = again[0].place[0]
        names = {each.name for each in again}
        fresh = [name for (name, *deeper), (line, _) in self._names.items() if line > begins and not deeper and name not in names]
        wrong = f"From line {begins} on, {len(again)} names stand a second time, from `{again[0].name}` to `{again[-1].name}`: was it pasted twice?"
        if fresh:
            return wrong, f"Keep each of them only once; `{fresh[0]}`, which stands there too, is there only once already."
        return wrong, f"Keep one of the two: if they are the same, delete line {begins} and all lines below it."

    def _scalar(self, event: yaml.ScalarEvent, path: KeyPath) -> str | None:
        text, place = str(event.value), _start(event)
        if strange := unseen(text):
            self._unseen(place, strange[1])
            return None
        if len(text) > MOST_LETTERS:
            self._wrong(place, f"A text of more than {MOST_LETTERS} letters begins here; no screen can show it.", "Make it shorter.")
            return None
        if piled(text):
            self._wrong(place, f"A letter with more than {MOST_MARKS} accents is in this text.", "Delete it and type that place again.")
            return None
        if not has_ink(text):
            text = ""
        if event.style not in (None, ""):
            return unicodedata.normalize("NFC", text)
        if slip := _NO_SPACE.match(text):
            self._wrong(*no_space(place, slip["name"]))
        elif _NO_SPACE_DASH.match(text):
            instead = f"Write `- {short(text[1:])}`; if the dash belongs to the text, put the text in quotes."
            self._wrong(place, "There is no space after the dash.", instead)
        elif in_curly_quotes(text):
            instead = 'Leave them out, or use straight quotes: "like this".'
            self._told(Severity.WARNING, place, CURLY, instead)
        if cut_off := self._cut_off(event, path):
            wrong = f"A # begins a note to yourself, so `{short(cut_off['rest'])}` will not show."
            instead = "Put the whole text in quotes; if it is a note, write it on a line of its own above, with a space after the #."
            self._told(Severity.WARNING, _place(event.end_mark), wrong, instead)
        return unicodedata.normalize("NFC", text) or None

    def _cut_off(self, event: yaml.ScalarEvent, path: KeyPath) -> re.Match[str] | None:
        """What follows a scalar in its last line and does not show."""
        line, column = _place(event.end_mark)
        begins = _CUT_OFF_TEXT.match if path and _LANGUAGE.fullmatch(str(path[-1])) else _CUT_OFF.match
        return begins(self._lines[line - 1], column - 1) if line <= len(self._lines) else None

    def _left_over(self, name: str, place: LineAndColumn) -> None:
        """Tells of a name in braces that has no value: nearly always the second half of a text with a comma in it."""
        if slip := _NO_SPACE.match(name):
            self._wrong(*no_space(place, slip["name"]))
        elif slip := _NO_COLON.match(name):
            self._wrong(*no_colon(place, slip["name"]))
        else:
            wrong = f"Inside {{ }} a comma ends a text, so `{short(name)}` stands alone here."
            if len(self.problems) < MOST_PROBLEMS and not {"“", "”", "„"}.isdisjoint(self._lines[place[0] - 1]):
                instead = 'Word-processor quotes (“ ”) do not hold a text together. Type straight ones: {en: "Calm, and warm", es: ...}.'
                self._wrong(place, wrong, instead)
                return
            self._wrong(place, wrong, 'Put the text that has a comma in quotes: {en: "Calm, and warm", es: ...}.')

    def _unseen(self, place: LineAndColumn, called: str) -> None:
        wrong = f"A sign stands here that cannot be seen, turns others round, or strikes them through: {called}."
        self._wrong(place, wrong, "Delete this piece of the text and type it again.")

    def _special(self, event: yaml.Event, sign: str) -> None:
        instead = f'Write "{sign}..." with straight quotes around the whole text.'
        self._wrong(_start(event), f"A text that begins with {sign} must stand in quotes.", instead)

    def _wrong(self, place: LineAndColumn, wrong: str, instead: str) -> None:
        self._told(Severity.ERROR, place, wrong, instead)

    def _told(self, severity: Severity, place: LineAndColumn, wrong: str, instead: str, cure: Edits = ()) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(self.file, *place, severity, wrong, instead, cure))


_CLOSING = {"“": "”", "”": "”", "„": "“”", "«": "»", "‘": "’", "’": "’"}


def in_curly_quotes(text: str) -> bool:
    """Whether one pair of them is around the whole text; an apostrophe within a word closes nothing."""
    opening, closing = text[:1], _CLOSING.get(text[:1], "")
    if len(text) < 2 or not closing or text[-1] not in f"{closing}”’»“‘":
        return False
    level = 0
    for at, sign in enumerate(text[1:-1], 1):
        if sign in closing and not (sign == "’" and text[at + 1].isalnum()):
            level -= 1
        elif sign == opening:
            level += 1
        if level < 0:
            return False
    return True


def _too_deep(place: LineAndColumn) -> _RefusedError:
    wrong = f"Lists and blocks lie more than {MOST_LEVELS} deep in one another here."
    return _RefusedError(place, wrong, "Check the brackets and the indent.")


def _kind(one: Plain, other: Plain) -> Literal["same", "lists", "other"]:
    """What two things are to each other that stand after one name."""
    if one == other:
        return "same"
    return "lists" if isinstance(one, list) and isinstance(other, list) else "other"


def _start(event: yaml.Event) -> LineAndColumn:
    return _place(event.start_mark)


def _place(mark: Any) -> LineAndColumn:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _is_nothing(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.value and event.style in (None, "")
