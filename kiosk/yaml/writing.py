"""Changes of a YAML file that leave every other byte as it is.

No library keeps what it does not change: ruamel.yaml breaks long lines anew, and evens out indents and the blanks in braces. So the places of
values come from PyYAML, and what is written is put between them. Every change is read again before it is handed out: it says exactly what was
meant, or it is refused.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

import yaml
from msgspec import Struct

from kiosk.problems import Severity
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import LOADER, Plain, read_yaml

WIDEST = 150
"""Columns of a line that a new value in braces may take; a longer one gets lines of its own. The files that ship keep to it."""
_ELSEWHERE = "This place of the file is written in a way that cannot be changed here. Change it in a text editor."
_ENDS = re.compile(r"\r\n|\r|\n")
_NOT_PLAIN_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=~<“”„«»‘’")
_NOT_PLAIN = re.compile(r": |:$| #|[a-z_]:[^\s/\d]|[\t\r\n\x85\u2028\u2029\ufeff]")
_NOT_PLAIN_IN_BRACES = frozenset(",[]{}:")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class NotWrittenError(ValueError):
    """Why a change is not made, in a sentence for staff."""


class _Node(Struct):
    """A value and its place: `start` and `end` count letters of the file."""

    kind: Literal["text", "list", "block"]
    start: int
    end: int
    braces: bool = False
    style: str = ""
    names: list[tuple[str, int]] = []
    inner: list[_Node] = []

    def child(self, step: str | int) -> _Node | None:
        if self.kind == "list":
            return self.inner[step] if isinstance(step, int) and 0 <= step < len(self.inner) else None
        return next((node for (name, _), node in zip(self.names, self.inner, strict=True) if name == step), None)


class _Part(Struct, frozen=True):
    """An item or a name with all that belongs to it, from `start` to `end`, in letters of the file."""

    start: int
    end: int


# -- in and out -----------------------------------------------------------------------------------------------------


class _File:
    """The text of a file, what it says, and where."""

    def __init__(self, raw: bytes) -> None:
        self.mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
        found = read_yaml(raw, "")
        if found.yaml is None or any(problem.severity is Severity.ERROR for problem in found.problems):
            raise NotWrittenError("This file has a mistake that must be mended first.")
        self.data: Plain = found.yaml.data
        self.text = raw.removeprefix(codecs.BOM_UTF8).decode()
        self.root = _tree(self.text)
        self._lines = [0, *(end.end() for end in _ENDS.finditer(self.text))]
        ends = Counter(_ENDS.findall(self.text))
        self.line_end = ends.most_common(1)[0][0] if ends else "\n"

    def node(self, path: KeyPath) -> _Node | None:
        node: _Node | None = self.root
        for step in path:
            node = node.child(step) if node else None
        return node

    def line_start(self, at: int) -> int:
        return self._lines[bisect_right(self._lines, at) - 1]

    def next_line(self, at: int) -> int:
        """Where the line after the one of this letter begins."""
        after = bisect_right(self._lines, at)
        return self._lines[after] if after < len(self._lines) else len(self.text)

    def column(self, at: int) -> int:
        return at - self.line_start(at)

    def begins_line(self, at: int) -> bool:
        return not self.text[self.line_start(at) : at].strip(" ")

    def written(self, text: str, meant: Plain) -> bytes:
        """The bytes of the file with another text, if that says what is meant. Raises NotWrittenError."""
        raw = self.mark + _encoded(text)
        if _read(raw) != meant:
            raise NotWrittenError(_ELSEWHERE)
        return raw


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise NotWrittenError("A sign in this text is none that can be saved. Delete it and type that place again.") from None


def _read(raw: bytes) -> Plain:
    """What the project's own reader makes of it. Raises NotWrittenError where that finds an error."""
    found = read_yaml(raw, "")
    error = next((problem for problem in found.problems if problem.severity is Severity.ERROR), None)
    if error or found.yaml is None:
        raise NotWrittenError(f"{error.wrong} {error.instead}".strip() if error else _ELSEWHERE)
    return found.yaml.data


@lru_cache(maxsize=4)
def _file(raw: bytes) -> _File:
    """The file of these bytes; whoever types changes the same one with every key."""
    return _File(raw)


def _tree(text: str) -> _Node:
    events = yaml.parse(text, Loader=LOADER)
    first = next(event for event in events if isinstance(event, yaml.NodeEvent))
    return _grown(first, events)


def _index(mark: Any) -> int:
    """Which letter of the file this is."""
    return int(mark.index)


def _grown(event: yaml.Event, events: Iterator[yaml.Event]) -> _Node:
    start, end = _index(event.start_mark), _index(event.end_mark)
    if isinstance(event, yaml.ScalarEvent):
        return _Node("text", start, end, style=event.style or "")
    node = _Node("list" if isinstance(event, yaml.SequenceStartEvent) else "block", start, end, bool(getattr(event, "flow_style", False)))
    node.names, node.inner = [], []
    while not isinstance(event := next(events), (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
        if node.kind == "block":
            node.names.append((str(getattr(event, "value", "")), _index(event.start_mark)))
            event = next(events)
        node.inner.append(_grown(event, events))
    node.end = _index(event.end_mark) if node.braces or not node.inner else node.inner[-1].end
    return node


# -- how a value is written -----------------------------------------------------------------------------------------


def _text(words: str, style: str = "", *, braces: bool) -> str:
    """A text as it was quoted before, where it can be so."""
    plain = words and words.isprintable() and words == words.strip() and words[0] not in _NOT_PLAIN_FIRST and not _NOT_PLAIN.search(words)
    if style == "" and plain and not (braces and _NOT_PLAIN_IN_BRACES.intersection(words)):
        return words
    if style == "'" and words.isprintable() and words:
        return "'" + words.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, words)) + '"'


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isprintable() or letter == "\u00a0":
        return letter
    number = ord(letter)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _in_braces(value: Plain) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{name}: {_in_braces(inner)}" for name, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_in_braces, value)) + "]"
        case _:
            return _text(value or "", braces=True)


def _named(name: str, value: Plain, pad: str) -> Iterator[str]:
    """The lines of a name with its value."""
    items = isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value)
    if isinstance(value, str) or value is None:
        yield f"{pad}{name}: {_text(value or '', braces=False)}"
    elif not items and len(line := f"{pad}{name}: {_in_braces(value)}") <= WIDEST:
        yield line
    elif isinstance(value, list):
        yield f"{pad}{name}:"
        for each in value:
            yield from _item(each, f"{pad}  ")
    else:
        yield f"{pad}{name}:"
        yield from _names(value, f"{pad}  ")


def _names(value: dict[str, Plain], pad: str) -> Iterator[str]:
    for name, inner in value.items():
        yield from _named(name, inner, pad)


def _item(value: Plain, pad: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{pad}- {_in_braces(value)}"
        return
    first, *rest = _names(value, f"{pad}  ")
    yield f"{pad}- {first[len(pad) + 2 :]}"
    yield from rest


# -- what is meant --------------------------------------------------------------------------------------------------


def _with(data: Plain, path: KeyPath, change: Callable[[Plain], Plain]) -> Plain:
    """The data with what stands at the end of the path changed; a name that leads there need not be there yet."""
    if not path:
        return change(data)
    step, *rest = path
    if isinstance(data, list) and isinstance(step, int):
        return [_with(each, tuple(rest), change) if number == step else each for number, each in enumerate(data)]
    if isinstance(data, dict) and isinstance(step, str):
        return {**data, step: _with(data.get(step), tuple(rest), change)}
    raise NotWrittenError(_ELSEWHERE)


def _list_at(file: _File, path: KeyPath) -> _Node:
    node = file.node(path)
    if node is None or node.kind != "list":
        raise NotWrittenError(_ELSEWHERE)
    return node


def _as_read(value: Plain) -> Plain:
    """What the reader makes of a value that was written."""
    match value:
        case dict():
            return {name: _as_read(inner) for name, inner in value.items()}
        case list():
            return [_as_read(inner) for inner in value]
        case str():
            return unicodedata.normalize("NFC", value)
    return value


def value_at(raw: bytes, path: KeyPath) -> Any:
    """What a file says at the end of a path; None where nothing stands. Raises NotWrittenError where the file has a mistake."""
    value: Any = _file(raw).data
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


# -- texts and names ------------------------------------------------------------------------------------------------


def with_value(raw: bytes, path: KeyPath, value: Plain, after: Sequence[str] = ()) -> bytes:
    """The file with this value at the end of the path. A name that is new comes behind the last of the names in `after`, else to the end.

    Raises NotWrittenError.
    """
    file = _file(raw)
    node = file.node(path)
    if node is not None and node.kind == "text" and isinstance(value, str):
        return file.mark + _encoded(_retold(file, node, value))
    meant = _with(file.data, path, lambda _: _as_read(value))
    if node is None:
        parent = file.node(path[:-1])
        if parent is None or parent.kind != "block":
            raise NotWrittenError(_ELSEWHERE)
        return file.written(_put(file, parent, str(path[-1]), value, after), meant)
    if node.kind == "text" or node.braces:
        return file.written(_replaced(file, node, _in_braces(value)), meant)
    parent = file.node(path[:-1])
    if parent is None or parent.kind != "block" or parent.braces:
        raise NotWrittenError(_ELSEWHERE)
    lines = file.line_end.join(_named(str(path[-1]), value, " " * file.column(parent.names[0][1])))
    part = _parts(file, parent)[_number(parent, path[-1])]
    begins = next(at for name, at in parent.names if name == path[-1])
    return file.written(file.text[:begins] + lines.lstrip(" ") + file.line_end + file.text[part.end :], meant)


def _retold(file: _File, node: _Node, words: str) -> str:
    """The file with other words in the place of a text. One line in quotes says the same wherever it stands, so it alone is read again."""
    braces = _within_braces(file.root, node)
    fresh = _text(words, "" if node.style in ("|", ">") else node.style, braces=braces)
    line = f"{{it: {fresh}}}" if braces else f"it: {fresh}"
    if _read(_encoded(line)) != {"it": _as_read(words)}:
        raise NotWrittenError("The kiosk cannot show a text of these signs alone. Write it with letters.")
    return _replaced(file, node, fresh)


def _replaced(file: _File, node: _Node, fresh: str) -> str:
    before, after = file.text[: node.start], file.text[node.end :]
    if node.style in ("|", ">") and file.text[node.start : node.end].endswith(("\n", "\r")):
        fresh += file.line_end
    blank = "" if before.endswith((" ", "\n", "\r", "[", "{")) or not before else " "
    return before + blank + fresh + after


def _within_braces(root: _Node, node: _Node) -> bool:
    """Whether a value stands in braces or brackets."""
    at: _Node | None = root
    while at is not None and at is not node:
        if at.braces:
            return True
        at = next((inner for inner in at.inner if inner.start <= node.start and node.end <= inner.end), None)
    return False


def _put(file: _File, block: _Node, name: str, value: Plain, after: Sequence[str]) -> str:
    there = [number for number, (each, _) in enumerate(block.names) if each in after]
    behind = there[-1] if there else len(block.names) - 1
    if block.braces:
        at = block.inner[behind].end if block.names else block.start + 1
        return file.text[:at] + (", " if block.names else "") + f"{name}: {_in_braces(value)}" + file.text[at:]
    lines = list(_named(name, value, " " * file.column(block.names[0][1])))
    return _with_lines(file, _parts(file, block)[behind].end, lines)


def _with_lines(file: _File, at: int, lines: Sequence[str]) -> str:
    """Lines put in where a line begins, or behind the last one."""
    text = file.line_end.join(lines)
    if at and not file.text[:at].endswith(("\n", "\r")):
        return file.text[:at] + file.line_end + text + file.text[at:]
    return file.text[:at] + text + file.line_end + file.text[at:]


def without_name(raw: bytes, path: KeyPath) -> bytes:
    """The file without a name and what belongs to it; as it was where the name is not there. Raises NotWrittenError."""
    file, (*way, name) = _file(raw), path
    block = file.node(tuple(way))
    if block is None or block.kind != "block" or block.child(name) is None:
        return raw

    def less(data: Plain) -> Plain:
        return {each: value for each, value in data.items() if each != name} if isinstance(data, dict) else data

    meant = _with(file.data, tuple(way), less)
    number = _number(block, name)
    return file.written(_less_name(file, block, number), meant)


def _number(block: _Node, name: str | int) -> int:
    return next(number for number, (each, _) in enumerate(block.names) if each == name)


def _less_name(file: _File, block: _Node, number: int) -> str:
    begins = [at for _, at in block.names]
    last = number == len(begins) - 1
    if block.braces:
        start = block.inner[number - 1].end if number else begins[number]
        end = block.inner[number].end if number or last else begins[number + 1]
        return file.text[:start] + file.text[end:]
    part = _parts(file, block)[number]
    if file.begins_line(begins[number]):
        return file.text[: part.start] + file.text[part.end :]
    if last:
        raise NotWrittenError("This is all that stands here. Delete the whole item instead.")
    return file.text[: begins[number]] + file.text[begins[number + 1] :]


# -- the parts of a list or a block ---------------------------------------------------------------------------------


def _dash(file: _File, item: _Node) -> int:
    """Where the dash of an item stands."""
    at = item.start - 1
    while at >= 0 and file.text[at].isspace():
        at -= 1
    if at < 0 or file.text[at] != "-" or not file.begins_line(at):
        raise NotWrittenError(_ELSEWHERE)
    return at


def _parts(file: _File, node: _Node) -> list[_Part]:
    """The lines of each item or name, with notes that stand right above it (but above the first), and with those inside of it."""
    begins = [_dash(file, item) for item in node.inner] if node.kind == "list" else [at for _, at in node.names]
    column = file.column(begins[0])
    starts, ends = [file.line_start(at) for at in begins], list[int]()
    for item, following in zip(node.inner, [*starts[1:], len(file.text)], strict=True):
        end = file.next_line(max(item.start, item.end - 1) if item.end > item.start else item.start)
        if node.kind == "block" and item.end == item.start:
            end = file.next_line(item.start)
        ends.append(_with_notes(file, end, following, column))
    leads = [starts[0], *(_lead(file, end, start, column) for end, start in zip(ends, starts[1:], strict=False))]
    return [_Part(start, max(start, end)) for start, end in zip(leads, ends, strict=True)]


def _with_notes(file: _File, end: int, following: int, column: int) -> int:
    """The end of a part with notes after it that stand further to the right than it begins."""
    at = end
    while at < following:
        after = file.next_line(at)
        line = file.text[at:after]
        if line.strip():
            if not line.lstrip().startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
                break
            end = after
        if after == at:
            break
        at = after
    return end


def _lead(file: _File, end: int, start: int, column: int) -> int:
    """Where the notes right above a part begin."""
    while start > end:
        above = file.line_start(start - 1)
        line = file.text[above:start]
        if above < end or not line.lstrip().startswith("#") or len(line) - len(line.lstrip(" ")) != column:
            break
        start = above
    return start


class _Row(Struct):
    """A list in pieces: what stands before it, its items, what stands between them, what follows."""

    before: str
    items: list[str]
    between: list[str]
    after: str

    def joined(self) -> str:
        middle = "".join(item + gap for item, gap in zip(self.items, [*self.between, ""], strict=True)) if self.items else ""
        return self.before + middle + self.after


def _row(file: _File, node: _Node) -> _Row:
    parts = [_Part(item.start, item.end) for item in node.inner] if node.braces else _parts(file, node)
    text = file.text
    items = [text[part.start : part.end] for part in parts]
    between = [text[one.end : two.start] for one, two in pairwise(parts)]
    first, last = (parts[0].start, parts[-1].end) if parts else (node.start + 1, node.end - 1)
    return _Row(text[:first], items, between, text[last:])


def _settled(file: _File, node: _Node, row: _Row) -> str:
    """The text of the row, each item of which has lines of its own again, though the last line of the file has no end."""
    if node.braces:
        return row.joined()
    row.items = [item if item.endswith(("\n", "\r")) else item + file.line_end for item in row.items]
    text = row.joined()
    ended = file.text.endswith(("\n", "\r"))
    return text if ended or row.after else text.removesuffix(file.line_end)


def _usual(node: _Node, row: _Row) -> str:
    """What stands between most items: nothing, an empty line, a comma."""
    blank = [gap for gap in row.between if "#" not in gap]
    return Counter(blank).most_common(1)[0][0] if blank else (", " if node.braces else "")


def with_item(raw: bytes, path: KeyPath, number: int, value: Plain) -> bytes:
    """The file with a new item in the list at the end of the path, as the one of this number from 0. Raises NotWrittenError."""
    file = _file(raw)
    if not value_at(raw, path):
        return with_value(raw, path, [value])
    node = _list_at(file, path)
    return _inserted(file, path, number, _in_braces(value) if node.braces else _lines(file, node, value), value=_as_read(value))


def _lines(file: _File, node: _Node, value: Plain) -> str:
    return file.line_end.join(_item(value, " " * file.column(_dash(file, node.inner[0])))) + file.line_end


def with_copy(raw: bytes, path: KeyPath, number: int) -> bytes:
    """The file with a copy of an item of the list right behind it, letter for letter. Raises NotWrittenError."""
    file = _file(raw)
    node = _list_at(file, path)
    item = _row(file, node).items[number]
    lead = 0 if node.braces else file.line_start(_dash(file, node.inner[number])) - _parts(file, node)[number].start
    return _inserted(file, path, number + 1, item[lead:], copied=number)


def _inserted(file: _File, path: KeyPath, number: int, item: str, *, value: Plain = None, copied: int | None = None) -> bytes:
    node = _list_at(file, path)
    row = _row(file, node)
    row.between.insert(min(number, len(row.between)), _usual(node, row))
    row.items.insert(number, item)

    def fresh(data: Plain) -> Plain:
        if not isinstance(data, list):
            raise NotWrittenError(_ELSEWHERE)
        return [*data[:number], value if copied is None else data[copied], *data[number:]]

    return file.written(_settled(file, node, row), _with(file.data, path, fresh))


def with_move(raw: bytes, path: KeyPath, number: int, to: int) -> bytes:
    """The file with an item of a list at another place among the others; what stands between them stays. Raises NotWrittenError."""
    file = _file(raw)
    node = _list_at(file, path)
    row = _row(file, node)
    row.items.insert(to, row.items.pop(number))

    def fresh(data: Plain) -> Plain:
        if not isinstance(data, list):
            raise NotWrittenError(_ELSEWHERE)
        moved = list(data)
        moved.insert(to, moved.pop(number))
        return moved

    return file.written(_settled(file, node, row), _with(file.data, path, fresh))


def without_item(raw: bytes, path: KeyPath, number: int) -> bytes:
    """The file without an item of a list; the last one takes the name of the list with it. Notes between the items stay. Raises NotWrittenError."""
    file = _file(raw)
    node = _list_at(file, path)
    if len(node.inner) == 1:
        if not path or isinstance(path[-1], int):
            raise NotWrittenError("The last one cannot be deleted.")
        return without_name(raw, path)
    row = _row(file, node)
    del row.items[number]
    gap = row.between.pop(max(0, number - 1))
    if "#" in gap:
        row.items[max(0, number - 1)] = row.items[max(0, number - 1)] + gap if number else gap + row.items[0]

    def fresh(data: Plain) -> Plain:
        if not isinstance(data, list):
            raise NotWrittenError(_ELSEWHERE)
        return [*data[:number], *data[number + 1 :]]

    return file.written(_settled(file, node, row), _with(file.data, path, fresh))
