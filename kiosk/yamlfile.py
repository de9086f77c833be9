"""YAML text to plain data that knows its lines; the only importer of PyYAML.

Every scalar stays text as it was written (`no`, `12:30`, `0123`). What is wrong with a file comes back as problems in
the words of somebody who has never heard of YAML; nothing is raised for it.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from kiosk.problems import Problem, Severity

MOST_BYTES = 1_000_000
"""The largest file that is read; the longest topic is some 30,000 bytes."""
MOST_LEVELS = 20
"""How deep lists and blocks may lie in one another; content needs seven."""
MOST_PROBLEMS = 50
"""After so many problems in one file the rest are not told: they all come from one slip."""

Plain = str | list["Plain"] | dict[str, "Plain"] | None
Path = tuple[str | int, ...]
"""Names and numbers that lead from the whole file to one value: ("slides", 0, "title", "en")."""
Place = tuple[int, int]
"""Line and column, both from 1."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Yaml:
    """What a file holds: text, lists and blocks. A name with nothing after it has the value None."""

    data: Plain
    values: Mapping[Path, Place]
    names: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """Where the value at `path` begins; if there is none, where the nearest block around it begins."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values[path]

    def name_place(self, path: Path) -> Place:
        """Where the name that leads to `path` stands; for an item of a list, where the item begins."""
        return self.names.get(path) or self.place(path)


def read_yaml(raw: bytes, file: str) -> tuple[Yaml | None, tuple[Problem, ...]]:
    """What the bytes of a file say, or None where they cannot be understood, with all that is wrong; `file` names it."""
    text = _decoded(raw, file)
    if isinstance(text, Problem):
        return None, (text,)
    reader = _Reader(file, text)
    found = reader.read()
    # One slip can be noticed twice at its place, by its sign and by the parser; the later words know more.
    by_place = {(problem.line, problem.column): problem for problem in reader.problems}
    return found, tuple(by_place.values())


# -- bytes to text --------------------------------------------------------------------------------------------------


def _decoded(raw: bytes, file: str) -> str | Problem:
    """The text, or why it is none."""
    utf_8 = "Save the file again with the encoding UTF-8."
    wrong, instead, place = "", utf_8, (0, 0)
    if len(raw) > MOST_BYTES:
        wrong, instead = f"The file is larger than {MOST_BYTES // 1000} kB.", "Spread its content over several files."
    elif raw.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_utf16(raw):
        wrong = "The file was saved as UTF-16 (some programs call it “Unicode”)."
    elif b"\0" in raw:
        wrong, instead = "This is not a text file.", "Write it in a text editor, not in a word processor."
    elif not raw.removeprefix(codecs.BOM_UTF8).strip():
        wrong, instead = "The file is empty.", "Fill it, or delete it."
    else:
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            letter = raw[error.start : error.start + 1].decode("cp1252", "replace")
            wrong = f"The file was saved as Windows-1252 (“ANSI”, “Latin-1”), not as UTF-8; see the `{letter}` here."
            place = _end_of(raw[: error.start].decode("utf-8-sig", "replace"))
    return Problem(file, *place, Severity.ERROR, wrong, instead)


def _looks_utf16(raw: bytes) -> bool:
    """Whether every second byte of the beginning is zero, as in Western text saved as UTF-16 without a mark."""
    start = raw[:200]
    return len(start) > 3 and (not any(start[0::2]) or not any(start[1::2]))


def _end_of(text: str) -> Place:
    """The place of what follows this text."""
    lines = re.split(r"\r\n|\r|\n", text)
    return len(lines), len(lines[-1]) + 1


# -- text to data ---------------------------------------------------------------------------------------------------

_INVISIBLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Control characters, half characters, invisible line breaks: no text for a screen has them; by some YAML counts lines."""
_NO_SPACE = re.compile(r"(?P<name>[a-z][a-z_]*):(?=[^\s/\d])")
_NO_SPACE_DASH = re.compile(r"-[^\W\d]")
_LOST: Path = ("",)
"""Where values are put that stand at no place of their own; no name is empty."""


class _TooDeepError(Exception):
    def __init__(self, place: Place) -> None:
        self.place = place


@dataclass(slots=True)
class _Reader:
    """Reads one text; `problems` grows as it goes."""

    file: str
    text: str
    problems: list[Problem] = field(default_factory=list)
    _values: dict[Path, Place] = field(default_factory=dict)
    _names: dict[Path, Place] = field(default_factory=dict)
    _last: yaml.Event | None = None

    def read(self) -> Yaml | None:
        if strange := _INVISIBLE.search(self.text):
            self._invisible(_end_of(self.text[: strange.start()]))
            return None
        try:
            return self._document(self._events())
        except _TooDeepError as error:
            wrong = f"Lists and blocks lie more than {MOST_LEVELS} deep in one another here."
            self._wrong(error.place, wrong, "Check the brackets and the indent.")
        except yaml.MarkedYAMLError as error:
            self.problems.append(_Slip(self.file, self.text.splitlines(), error, self._last).explained())
        except (yaml.YAMLError, ValueError, OverflowError):  # the slow loader stumbles over "\\UFFFFFFFF"
            self._wrong((1, 1), "The file cannot be understood.", "Compare it with a file that works.")
        return None

    def _events(self) -> Iterator[yaml.Event]:
        for event in yaml.parse(self.text, Loader=_Loader):
            yield event
            self._last = event

    def _document(self, events: Iterator[yaml.Event]) -> Yaml | None:
        for event in events:
            if isinstance(event, yaml.StreamStartEvent):
                continue
            if isinstance(event, yaml.StreamEndEvent):
                self._wrong((1, 1), "The file says nothing.", "Fill it, or delete it.")
                return None
            break
        data = self._node(next(events), events, (), 0)
        next(events)  # the end of the document; asking on finds what follows it
        if isinstance(following := next(events), yaml.DocumentStartEvent):
            self._wrong(_start(following), "A line of three dashes divides the file in two.", "Delete the line `---`.")
            return None
        return Yaml(data, self._values, self._names)

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path, depth: int) -> Plain:
        self._values[path] = _start(event)
        if depth > MOST_LEVELS:
            raise _TooDeepError(_start(event))
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
        return self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _list(self, events: Iterator[yaml.Event], path: Path, depth: int) -> Plain:
        items: list[Plain] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, (*path, len(items)), depth + 1))
        return items

    def _block(self, events: Iterator[yaml.Event], path: Path, depth: int, *, in_braces: bool) -> Plain:
        block: dict[str, Plain] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            name = str(event.value) if isinstance(event, yaml.ScalarEvent) else ""
            if not name:
                self._node(event, events, _LOST, depth + 1)
            value = next(events)
            if not name:
                self._wrong(
                    _start(event),
                    "What stands before a colon must be one plain word.",
                    "If this is a text, put the whole text in quotes.",
                )
                self._node(value, events, _LOST, depth + 1)
            elif in_braces and _is_nothing(value):
                self._left_over(name, _start(event))
            elif name in block:
                first = self._names[*path, name][0]
                self._wrong(
                    _start(event),
                    f"`{name}` stands here a second time; the first is in line {first}.",
                    "Keep one of the two.",
                )
                self._node(value, events, _LOST, depth + 1)
            else:
                self._names[*path, name] = _start(event)
                block[name] = self._node(value, events, (*path, name), depth + 1)
        return block

    def _scalar(self, event: yaml.ScalarEvent) -> str | None:
        text, place = str(event.value), _start(event)
        if _INVISIBLE.search(text):
            self._invisible(place)
            return None
        if event.style not in (None, ""):
            return unicodedata.normalize("NFC", text)
        if slip := _NO_SPACE.match(text):
            self._wrong(
                place,
                f"There is no space after the colon of `{slip['name']}:`.",
                f"Write `{slip['name']}: ` and then the text.",
            )
        elif _NO_SPACE_DASH.match(text):
            self._wrong(
                place,
                "There is no space after the dash.",
                f"Write `- {text[1:20]}`; if the dash belongs to the text, put the text in quotes.",
            )
        elif text[:1] in "“”„«‘’" and text[-1:] in "“”»’‘" and len(text) > 1:
            self.problems.append(
                Problem(
                    self.file,
                    *place,
                    Severity.WARNING,
                    "The curly quotes around this text will show on the screen.",
                    'Leave them out, or use straight quotes: "like this".',
                )
            )
        return unicodedata.normalize("NFC", text) or None

    def _left_over(self, name: str, place: Place) -> None:
        """Tells of a name in braces that has no value: nearly always the second half of a text with a comma in it."""
        if slip := _NO_SPACE.match(name):
            self._wrong(
                place,
                f"There is no space after the colon of `{slip['name']}:`.",
                f"Write `{slip['name']}: ` and then the text.",
            )
        else:
            self._wrong(
                place,
                f"Inside {{ }} a comma ends a text, so `{_short(name)}` stands alone here.",
                'Put the text that has a comma in quotes: {en: "Calm, and warm", es: ...}.',
            )

    def _invisible(self, place: Place) -> None:
        self._wrong(place, "A character stands here that cannot be seen.", "Delete it and type the place anew.")

    def _special(self, event: yaml.Event, sign: str) -> None:
        self._wrong(
            _start(event),
            f"A text that begins with {sign} must stand in quotes.",
            f'Write "{sign}..." with straight quotes around the whole text.',
        )

    def _wrong(self, place: Place, wrong: str, instead: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(self.file, *place, Severity.ERROR, wrong, instead))


def _start(event: yaml.Event) -> Place:
    return _place(event.start_mark)


def _place(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _is_nothing(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.value and event.style in (None, "")


def _short(text: str, most: int = 30) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


# -- what the parser could not understand ---------------------------------------------------------------------------

_LINE = re.compile(r"\s*(?:-\s+)*(?:(?P<name>[\w-]+)\s*:(?:\s+|$))?(?P<value>.*)")
_ATTACHED = re.compile(r"\s*(?:-\s+)*(?P<name>[A-Za-z_]+):(?=[^\s/])")
_OPENING = "*&!%@`|>,[{?-"
"""Signs that mean something to YAML at the beginning of a text."""
_INDENT = (
    "Give it as many spaces as the lines it belongs with: two more for each step inwards, none more for a neighbour."
)


@dataclass(frozen=True, slots=True)
class _Slip:
    """One place where the parser gave up. It is explained from the lines themselves: the parser's own words help nobody."""

    file: str
    lines: list[str]
    error: yaml.MarkedYAMLError
    last: yaml.Event | None

    def explained(self) -> Problem:
        for look in (
            self._blank_indent,
            self._open_quote,
            self._after_quote,
            self._opening_sign,
            self._backslash,
            self._braces,
            self._no_space,
            self._colon_in_text,
            self._neither,
        ):
            if problem := look():
                return problem
        return self._told(self._at, "This line does not line up with the lines above it.", _INDENT)

    # -- where --

    @property
    def _at(self) -> Place:
        return _place(self.error.problem_mark or self.error.context_mark)

    @property
    def _began(self) -> Place:
        """Where that began which could not be finished."""
        return _place(self.error.context_mark or self.error.problem_mark)

    @property
    def _quoted_before(self) -> tuple[Place, Place] | None:
        """Begin and end of a quoted text that ends in the line of the slip and was the last thing understood."""
        last = self.last
        if (
            not isinstance(last, yaml.ScalarEvent)
            or last.style not in ("'", '"')
            or _place(last.end_mark)[0] != self._at[0]
        ):
            return None
        return _place(last.start_mark), _place(last.end_mark)

    def _line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def _above(self, number: int) -> int:
        """The nearest line above that says something."""
        return next((each for each in range(number - 1, 0, -1) if self._line(each).strip()), 0)

    def _told(self, place: Place, wrong: str, instead: str) -> Problem:
        return Problem(self.file, *place, Severity.ERROR, wrong, instead)

    def _says(self, *parts: str) -> bool:
        told = f"{self.error.context} {self.error.problem}"
        return any(part in told for part in parts)

    # -- what --

    def _blank_indent(self) -> Problem | None:
        for number in (self._at[0], self._began[0]):
            indent = re.match(r"[\s\u200b]*", self._line(number))
            for sign, name in (
                ("\t", "a tab"),
                ("\u00a0", "a hard space"),
                ("\u3000", "a wide space"),
                ("\u200b", "an invisible space"),
            ):
                if indent and sign in indent[0]:
                    place = number, indent[0].index(sign) + 1
                    return self._told(
                        place,
                        f"This line is indented with {name}.",
                        "Delete what stands before its first letter and type spaces instead.",
                    )
        return None

    def _open_quote(self) -> Problem | None:
        if self._says("quoted scalar") and self._says("end of stream", "document"):
            return self._told(
                self._began, "The quote that opens here is not closed.", "Put the same quote at the end of the text."
            )
        if self._quoted_before and self._quoted_before[0][0] < self._quoted_before[1][0]:
            opened = self._quoted_before[0]
            return self._told(
                opened, "The quote that opens here is not closed.", "Put the same quote at the end of the text."
            )
        return None

    def _after_quote(self) -> Problem | None:
        if not self._quoted_before:
            return None
        line, end = self._quoted_before[1]
        rest, quote = self._line(line)[end - 1 :].strip(), self._line(line)[end - 2 : end - 1]
        if not rest or rest[0] in ",:}]#":
            return None
        if quote == "'" and rest[0].isalpha():
            return self._told(
                self._at,
                "The apostrophe ends the text that a single quote opened.",
                'Put the text in double quotes: "it\'s fine".',
            )
        return self._told(
            self._at,
            "The text goes on after its closing quote.",
            "Put quotes around the whole text, and write “ ” for quotes inside it.",
        )

    def _opening_sign(self) -> Problem | None:
        for number in dict.fromkeys((self._began[0], self._at[0])):
            line = _LINE.fullmatch(self._line(number))
            sign = line["value"][:1] if line else ""
            if (
                not line
                or not sign
                or sign not in _OPENING
                or (sign in "|>" and re.fullmatch(r"[|>][-+\d]*\s*", line["value"]))
            ):
                continue
            if sign in "[{" and not re.match(r"(\[[^\]]*\]|\{[^}]*\})\s*\w", line["value"]):
                continue
            if sign in "-?" and line["value"][1:2].strip():
                continue
            return self._told(
                (number, line.start("value") + 1),
                f"A text that begins with {sign} must stand in quotes.",
                f'Write "{_short(line["value"].strip(), 24)}" with straight quotes around the whole text.',
            )
        return None

    def _backslash(self) -> Problem | None:
        if not self._says("escape character"):
            return None
        return self._told(
            self._at,
            "A backslash in double quotes has a meaning of its own.",
            "Use single quotes around this text, or leave the backslash out.",
        )

    def _braces(self) -> Problem | None:
        if self._says("flow mapping", "flow sequence"):
            sign = self._line(self._began[0])[self._began[1] - 1 : self._began[1]] or "{"
            close = {"{": "}", "[": "]"}.get(sign, "}")
            if self._at[0] == self._began[0] and self._line(self._at[0])[self._at[1] - 1 : self._at[1]] == ":":
                return self._told(
                    self._at,
                    "A colon stands inside this text.",
                    'Put the text in quotes: {en: "Note: bring a list", es: ...}.',
                )
            return self._told(self._began, f"The {sign} that opens here is not closed.", f"Put {close} at the end.")
        found = self._line(self._at[0])[self._at[1] - 1 : self._at[1]]
        if found in ("}", "]"):
            return self._told(
                self._at, f"There is one {found} too many here.", "Take it out, or put the text in quotes."
            )
        return None

    def _no_space(self) -> Problem | None:
        for number in dict.fromkeys((self._began[0], self._at[0], self._above(self._at[0]))):
            if slip := _ATTACHED.match(self._line(number)):
                name = slip["name"]
                return self._told(
                    (number, slip.start("name") + 1),
                    f"There is no space after the colon of `{name}:`.",
                    f"Write `{name}: ` and then the text.",
                )
        return None

    def _colon_in_text(self) -> Problem | None:
        line = _LINE.fullmatch(self._line(self._at[0]))
        if not self._says("mapping values") or not line or not line["name"] or self._at[1] <= line.start("value"):
            return None
        return self._told(
            self._at,
            "A colon stands inside this text.",
            f'Put the whole text in quotes: {line["name"]}: "{_short(line["value"].strip(), 24)}".',
        )

    def _neither(self) -> Problem | None:
        """A line alone on its own, where a name with a colon should stand."""
        if not self._says("simple key"):
            return None
        number = self._began[0]
        text = self._line(number).strip()
        if re.fullmatch(r"(?:- )?[a-z_]+", text):
            return self._told(
                self._began,
                f"There is no colon after `{text.removeprefix('- ')}`.",
                f"Write `{text.removeprefix('- ')}: ` and then what belongs to it.",
            )
        return self._told(
            self._began,
            "This line is neither `name: text` nor a part of the text above it.",
            "If it belongs to the text above, indent it further than the line where that text begins.",
        )
