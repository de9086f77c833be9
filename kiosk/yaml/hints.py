"""Explains the place where the YAML parser gave up, in words of indent, quotes and colons.

It goes by the lines themselves: the parser's own words ("did not find expected key") help nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from kiosk.problems import Edits

LineAndColumn = tuple[int, int]
"""Line and column, both from 1."""
Hint = tuple[LineAndColumn, str, str]
"""Where, what is wrong, what to write instead."""

_LINE = re.compile(r"\s*(?:-\s+)*(?:(?P<name>[\w-]+)\s*:(?:\s+|$))?(?P<value>.*)")
_ATTACHED = re.compile(r"\s*(?:-\s+)*(?P<name>[A-Za-z_]+):(?=[^\s/])")
_LOST_COLON = re.compile(r"(?P<name>[a-z_]+)(?:\s(?!.*:(?:\s|$)).*)?$")
"""A line at the edge that begins with a name, and in which nothing is behind a colon."""
_NAME_ALONE = re.compile(r"\s*(?:-\s+)*(?P<name>[a-z_]+)\s+[{\[]\s*\w+\s*[:,\]]")
_OPENING = "*&!%@`|>,[{?-"
"""Signs that mean something to YAML at the beginning of a text."""
MOST_LINES_OF_A_BLOCK = 2000
"""Of what stands after a name, to say where it ends, which is done again with each name that is there twice; the longest file has 1,400."""
MOST_LETTERS_OF_A_LINE = 2000
"""What is looked at of a line: some of the looks take the square of that."""
BLANKS = {"\t": "a tab", "\u00a0": "a hard space", "\u3000": "a wide space"}
_QUOTES = "Put straight quotes around the whole text."
_FIRST = {"notice": "text", "urgent_notice": "text", "picture": "file"}
"""What may also stand alone behind its name, and what it is called where more belongs to it."""
_CELLS = re.compile(r"(?<![,;\t])[,;\t]{2,}+$|^\".*\"\"")
_BACK = "Bring its last good version back, and make your change in a plain text editor."
TABLE = "This file was saved by a spreadsheet program, which changes how it is written."
CUT_OFF = "What begins here does not end before the file does: it seems to have been saved or copied only in part."
_INDENT = "Give it as many spaces as the lines it belongs with; what lies inside another has two more."


class Slip(Struct, frozen=True):
    """What the parser could tell: where it stopped, where that began which it could not finish, and why."""

    lines: list[str]
    at: LineAndColumn
    began: LineAndColumn
    why: str
    quoted: tuple[LineAndColumn, LineAndColumn] | None = None
    ends_in_a_line: bool = False
    """Begin and end of a text in quotes, if that was the last thing understood and it ends in the line of the slip."""

    def explained(self) -> Hint:
        return (
            table(self.lines)
            or self._cut_off()
            or self._blank_indent()
            or self._open_quote()
            or self._after_quote()
            or self._opening_sign()
            or self._backslash()
            or self._no_colon()
            or self._sign_in_braces()
            or self._braces()
            or self._no_space()
            or self._colon_in_text()
            or self._neither()
            or self._dash_without_others()
            or self._no_colon_above()
            or self._text_beside_lines()
            or (self.at, "This line does not line up with the lines above it.", _INDENT)
        )

    def _cut_off(self) -> Hint | None:
        """What is not closed where the file ends in the midst of a line: that is rarely a sign that was forgotten."""
        open_yet = re.search("end of stream|document end|flow (?:mapping|sequence|node)", self.why)
        if self.ends_in_a_line and self.at[0] >= len(self.lines) and open_yet:
            return self.began, CUT_OFF, _BACK
        return None

    def _sign_in_braces(self) -> Hint | None:
        """A text in braces that begins with a sign, or has braces or brackets of its own."""
        line, at = self._line(self.at[0]), self.at[1] - 1
        if "scanning an a" in self.why:
            began = self._letter(self.began)
            return self.began, f"A text that begins with {began} must be in quotes.", _QUOTES
        if "flow mapping" not in self.why or self.at[0] != self.began[0]:
            return None
        before = line[:at].rstrip()
        if before.endswith(("]", "}")) and re.match(r"\s*[^\s,}\]:]", line[at:]):
            opening = "[" if before.endswith("]") else "{"
            return (self.at[0], before.rfind(opening) + 1), f"A text that begins with {opening} must be in quotes.", _QUOTES
        text = before[max(map(before.rfind, ",{}[]")) + 1 :]
        if line[at : at + 1] in tuple("{[") and re.search(r":\s", text) and re.fullmatch(r"\w", text[-1]):
            return self.at, f"A {line[at]} is inside this text.", _QUOTES
        return None

    def _dash_without_others(self) -> Hint | None:
        """A dash where the lines above it are no list: most often one of them has lost its own."""
        level = self._lines_of_an_item(self.at)
        if not level or not self._line(self.at[0]).lstrip().startswith("- ") or any(line.lstrip().startswith("- ") for line in level):
            return None
        wrong = "A list goes on here that did not begin: no line above it has a dash at this place."
        return self.at, wrong, "Look for the line above that lost its dash."

    def _lines_of_an_item(self, at: LineAndColumn) -> list[str]:
        """The lines above that stand where an item of this list would begin or go on, up to the block that they belong to."""
        spaces = at[1] - 1
        above = []
        for line in reversed(self.lines[: at[0] - 1]):
            own = len(line) - len(line.lstrip())
            if line.strip() and own < spaces:
                break
            if own in (spaces, spaces + 2):
                above.append(line)
        return above

    def _line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def _letter(self, place: LineAndColumn) -> str:
        return self._line(place[0])[place[1] - 1 : place[1]]

    def _above(self, number: int) -> int:
        """The nearest line above that says something."""
        return next((each for each in range(number - 1, 0, -1) if self._line(each).strip()), 0)

    def _blank_indent(self) -> Hint | None:
        for number in (self.at[0], self.began[0]):
            line = self._line(number)
            indent = line[: len(line) - len(line.lstrip(" \t\u00a0\u3000"))]
            for column, blank in enumerate(indent, 1):
                if blank in BLANKS:
                    return blank_indent((number, column), blank)
        return None

    def _open_quote(self) -> Hint | None:
        spans_lines = self.quoted is not None and self.quoted[0][0] < self.quoted[1][0]
        never_ends = "quoted scalar" in self.why and ("end of stream" in self.why or "document" in self.why)
        if not (spans_lines or never_ends):
            return None
        opened = self.began if never_ends or self.quoted is None else self.quoted[0]
        return opened, "The quote that opens here is not closed.", "See where this text ends, and put the same quote there."

    def _after_quote(self) -> Hint | None:
        if self.quoted is None:
            return None
        line, end = self.quoted[1]
        rest, quote = self._line(line)[end - 1 :].strip(), self._letter((line, end - 1))
        if not rest or rest[0] in ",:}]#":
            return None
        if quote == "'" and rest[0].isalpha():
            instead = 'Put the text in double quotes: "it\'s fine".'
            return self.at, "The apostrophe ends the text that a single quote opened.", instead
        instead = "Put quotes around the whole text, and write “ ” for quotes inside it."
        return self.at, "The text goes on after its closing quote.", instead

    def _opening_sign(self) -> Hint | None:
        for number in (self.began[0], self.at[0]):
            line = _LINE.fullmatch(self._line(number))
            if line and _begins_with_sign(line["value"]):
                wrong = f"A text that begins with {line['value'][0]} must be in quotes."
                return (number, line.start("value") + 1), wrong, _QUOTES
        return None

    def _backslash(self) -> Hint | None:
        if "escape" not in self.why:
            return None
        instead = "Use single quotes around this text, or leave the backslash out."
        return self.at, "A backslash in double quotes has a meaning of its own.", instead

    def _braces(self) -> Hint | None:
        if "flow mapping" in self.why or "flow sequence" in self.why:
            opened = self._letter(self.began)
            if self.at[0] == self.began[0] and self._letter(self.at) == ":":
                if code := re.search(r"\S\s+(en|es)$", self._line(self.at[0])[: self.at[1] - 1]):
                    place = (self.at[0], code.start(1) + 1)
                    return place, f"There is no comma before `{code[1]}:`.", f"Put a comma before `{code[1]}:`."
                instead = 'Put the text in quotes: {en: "Note: bring a list", es: ...}.'
                return self.at, "There is a colon inside this text.", instead
            close = "]" if opened == "[" else "}"
            return self.began, f"The {opened} that opens here is not closed.", f"See where it should end, and put {close} there."
        if self._letter(self.at) in ("}", "]"):
            return self.at, f"There is one {self._letter(self.at)} too many here.", "Take it out, or use quotes."
        return None

    def _no_colon(self) -> Hint | None:
        for number in (self.at[0], self.began[0]):
            if slip := _NAME_ALONE.match(self._line(number)):
                return no_colon((number, slip.start("name") + 1), slip["name"])
        return None

    def _no_colon_above(self) -> Hint | None:
        """A file that begins with a line without its colon, which YAML takes for a text that goes on until the next colon."""
        number = self._above(self.at[0])
        if "mapping values" in self.why and (slip := _LOST_COLON.match(self._line(number))):
            return no_colon((number, 1), slip["name"])
        return None

    def _text_beside_lines(self) -> Hint | None:
        """`notice: Closed`, and lines of its own below it."""
        above = _LINE.fullmatch(self._line(number := self._above(self.at[0])))
        line = self._line(self.at[0])
        if "mapping values" not in self.why or not above or above["name"] not in _FIRST or line[: above.start("name") + 1].strip():
            return None
        spaces = line[: len(line) - len(line.lstrip())]
        wrong = f"Behind `{above['name']}:` stands a text, and below it stand lines that belong to it: YAML takes only one of the two."
        text = f"{spaces}{_FIRST[above['name']]}: {above['value']}"
        instead = f"Leave nothing behind `{above['name']}:`, and write below it, in a line of its own: `{text}`"
        return (number, above.start("name") + 1), wrong, instead

    def _no_space(self) -> Hint | None:
        for number in (self.began[0], self.at[0], self._above(self.at[0])):
            if slip := _ATTACHED.match(self._line(number)):
                return no_space((number, slip.start("name") + 1), slip["name"])
        return None

    def _colon_in_text(self) -> Hint | None:
        line = _LINE.fullmatch(self._line(self.at[0]))
        if "mapping values" not in self.why or not line or not line["name"] or self.at[1] <= line.start("value"):
            return None
        if code := re.match(r"(?:en|es):", line["value"]):
            return (self.at[0], line.start("value") + 1), f"There is no {{ before `{code[0]}`.", "Put a { there, and a } at the end to close it."
        return self.at, "There is a colon inside this text.", "If it belongs there, put straight quotes around the whole text; otherwise take it out."

    def _neither(self) -> Hint | None:
        """A line of its own where a name with a colon should stand."""
        if "simple key" not in self.why:
            return None
        text = self._line(self.began[0]).strip().removeprefix("- ")
        if re.fullmatch(r"[a-z_]+", text):
            return no_colon(self.began, text)
        wrong = "This line is neither `name: text` nor a part of the text above it."
        instead = "If it belongs to the text above, indent it further than the line where that begins."
        if slip := _LOST_COLON.match(text):
            wrong, instead = f"{wrong[:-1]}: it has no colon.", f"If `{slip['name']}` is a name, write `{slip['name']}: `. {instead}"
        return self.began, wrong, instead


class Twice(Struct, frozen=True):
    """A name that stands in two places of one block, and where begins what follows it in each."""

    name: str
    lines: list[str]
    first: LineAndColumn
    second: LineAndColumn
    first_begins: LineAndColumn
    second_begins: LineAndColumn
    what: Literal["same", "lists", "other"]

    def cured(self) -> tuple[str, Edits]:
        """What helps, and the lines that are to be emptied where that is all."""
        one, two = self._all_of(self.first), self._all_of(self.second)
        other_language = " If one is in another language, write that one's letters before it, such as `es:`." if len(self.name) == 2 else ""
        if not one or not two or two.start <= one[-1]:
            return f"Keep one of the two, and delete the other along with what comes after it.{other_language}", ()
        if self.what == "same":
            return f"Both say the same: delete {lines_said(two)}.", tuple((number, "") for number in two)
        if self.what == "lists" and self.second[0] < self.second_begins[0] and self.first[0] < self.first_begins[0]:
            return self._joined(one, two[1:])
        if self.lines[one[0] - 1].lstrip().startswith("- "):  # with the line the dash would go
            return f"Only one of the two can show. Delete {lines_said(two)}, or copy what is there into line {one[0]} first.{other_language}", ()
        return f"Only one of the two can show. Keep the one that is right: delete {lines_said(one)} or {lines_said(two)}.{other_language}", ()

    def _joined(self, one: range, items: range) -> tuple[str, Edits]:
        """The items of both lists under the first name."""
        between = any(line.strip() for line in self.lines[one[-1] : self.second[0] - 1])
        if not between and self.first_begins[1] == self.second_begins[1]:
            return f"Delete line {self.second[0]}: then what is under it continues the list above.", ((self.second[0], ""),)
        further = self.first_begins[1] - self.second_begins[1]
        spaces = f", each line with {abs(further)} spaces {'more' if further > 0 else 'fewer'} before it" if further else ""
        paste = f"Cut {lines_said(items)} out and paste what you cut below line {one[-1]}{spaces}"
        return f"{paste}; then delete the second `{self.name}:`, under which nothing is left.", ()

    def _all_of(self, place: LineAndColumn) -> range:
        """The lines of what belongs to the name at this place; none where they are too many to look through."""
        indent, last = place[1] - 1, place[0]
        for number in range(place[0] + 1, len(self.lines) + 1):
            if number > place[0] + MOST_LINES_OF_A_BLOCK:
                return range(0)
            line = self.lines[number - 1]
            if not line[:indent].strip() and (line[indent : indent + 1].isspace() or line.startswith("- ", indent)):
                last = number
            elif line.strip():
                break
        return range(place[0], last + 1)


def lines_said(numbers: range) -> str:
    """`line 4`, `lines 4 to 9`."""
    return f"line {numbers[0]}" if len(numbers) == 1 else f"lines {numbers[0]} to {numbers[-1]}"


def table(lines: Sequence[str]) -> Hint | None:
    """A file that went through a spreadsheet program, which makes cells at its commas and doubles its quotes."""
    says = [line for line in lines if line.strip()]
    cells = sum(bool(_CELLS.search(line)) for line in says)
    first = says[0] if says else ""
    alike = len(says) > 1 and ":" not in first and any(first.count(sign) and len({line.count(sign) for line in says}) == 1 for sign in ",;\t")
    return ((1, 1), TABLE, _BACK) if alike or cells > len(says) / 3 else None


def blank_indent(place: LineAndColumn, blank: str) -> Hint:
    """A blank that looks like a space and is none."""
    instead = "Delete what stands before its first letter and type spaces instead."
    return place, f"This line is indented with {BLANKS[blank]}.", instead


def no_colon(place: LineAndColumn, name: str) -> Hint:
    """`title {en: Hello}`, which YAML takes for a text."""
    return place, f"There is no colon after `{name}`.", f"Write `{name}: ` and then what belongs there."


def no_space(place: LineAndColumn, name: str) -> Hint:
    """`title:Hello`, which YAML takes for one word."""
    wrong = f"There is no space after the colon of `{name}:`."
    return place, wrong, f"Write `{name}: ` and then the text."


def short(text: str) -> str:
    """The beginning of what somebody wrote."""
    return text if len(text) <= 30 else text[:29].rstrip() + "…"


def _begins_with_sign(value: str) -> bool:
    """Whether a text begins with a sign that YAML takes for its own."""
    match value[:1]:
        case "":
            return False
        case "|" | ">":
            return not re.fullmatch(r"[|>][-+\d]*\s*(#.*)?", value)
        case "[" | "{":
            return bool(re.match(r"(\[[^\]]*\]|\{(?!\s*\w+:\s)[^}]*\})\s*\w", value))
        case "-" | "?":
            return value[1:2].isspace()
        case sign:
            return sign in _OPENING
