"""Edits of a line or two that would undo a slip in a YAML file, the likeliest first; which of them is right is found by trying (`cures`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from kiosk.content.model.languages import LANGUAGES
from kiosk.content.reading import format as written
from kiosk.content.reading.interface_words import SCREEN_WORDS
from kiosk.problems import Edits

ALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтвн" "АВЕКМНОРСТУХІЈЅԌ" "οανικτρυχ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" "：，；｛｝［］",
    "aeopcyxijshdqwkmtbh" "ABEKMHOPCTYXIJSG" "oaviktpux" "ABEZHIKMNOPTYX" ":,;{}[]",
)
"""Cyrillic, Greek and wide signs that nobody can tell from ours."""
_STRAIGHT = str.maketrans("“”„‟«»‘’‚", "\"\"\"\"\"\"'''")
_CURLY = "“”„‟«»‘’‚"
_ANY_QUOTE = f"\"'{_CURLY}"
_INDENT = re.compile(r"[ \t\u00a0\u3000]*")
_LISTED = re.compile(r"\s*-\s")
_HEAD = re.compile(r"(?P<head>\s*(?:-\s+)*(?:[\w-]+:\s+)?)(?P<value>\S.*)")
_OF_A_LANGUAGE = re.compile(rf"[{{,]\s*(?:{'|'.join(LANGUAGES)}):\s+")
_DASH = re.compile(r"(\s*)[-–—−‐‑•·*]\s*(?=\S)")
_SIGNS = "\"'{}[],:"
_NEAR, _FAR = 3, 20
"""Lines above the place of a problem that are tried too: what is not closed there, or has lost its dash, is noticed later."""


@lru_cache(maxsize=1)
def _name() -> re.Pattern[str]:
    """A name that may stand before a colon in some content file."""
    blocks = [written.Block]
    for block in blocks:
        blocks += block.__subclasses__()
    fields = {field.alias or name for block in blocks for name, field in block.model_fields.items()}
    names = sorted({*fields, *LANGUAGES, *SCREEN_WORDS}, key=len, reverse=True)
    return re.compile(rf"(?<![\w*-])(?:{'|'.join(names)})(?![\w*-])")


def undoing(lines: Sequence[str], line: int) -> Iterator[tuple[int, Iterator[Edits]]]:
    """Edits of the line of this number, counted from 1, then of those around, each with the number of the line that they begin in.

    Further above only indents and dashes are edited.
    """
    says = [number for number in range(max(1, line - _FAR), len(lines) + 1) if _says(lines[number - 1])]
    above = [number for number in reversed(says) if number < line]
    below = [number for number in says if number > line][:1]
    for number in dict.fromkeys((line, *above[:_NEAR], *below)):
        yield number, _edits(lines, number)
    for number in above[_NEAR:]:
        yield number, (((number, other),) for other in dict.fromkeys(_indented(lines, number)))


def _edits(lines: Sequence[str], line: int) -> Iterator[Edits]:
    text = lines[line - 1]
    yield from _moved_together(lines, line)
    yield from (((line, other),) for other in dict.fromkeys(_others(lines, line)) if other != text)


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _others(lines: Sequence[str], line: int) -> Iterator[str]:
    text = lines[line - 1]
    yield from (_straight(text), _plain_names(text))
    yield from _with_colons(text)
    yield from _with_commas(text)
    yield from _quoted(text)
    yield from _with_signs(text)
    yield from _without_signs(text)
    yield from _indented(lines, line)


def _straight(text: str) -> str:
    """With straight quotes for the curly ones, and without any around a name before a colon."""
    bare = re.sub(rf"(?<![^\s{{,])[{_CURLY}]({_name().pattern})[{_CURLY}](?=:)", r"\1", text)
    return bare.translate(_STRAIGHT)


def _plain_names(text: str) -> str:
    """With our own letters in all words that are names then, or that have some of ours already."""

    def ours(word: re.Match[str]) -> str:
        plain = word[0].translate(ALIKE)
        mixed = any(letter.isascii() and letter.isalpha() for letter in word[0])
        return plain if plain.isascii() and (mixed or _name().fullmatch(plain)) else word[0]

    signs = "".join(sign.translate(ALIKE) if not sign.isalpha() else sign for sign in text)
    return re.sub(r"[^\W\d_]+", ours, signs)


# -- colons, commas, quotes -----------------------------------------------------------------------------------------


def _with_colons(text: str) -> Iterator[str]:
    """A colon, and the blank behind it, after each name where one could begin."""
    for name in _name().finditer(text):
        if re.search(r"(?:^[\s-]*|[{,]\s*)$", text[: name.start()]):
            rest = text[name.end() :]
            for sign in (":", ";", "=", ".", "："):
                if rest.startswith(sign):
                    yield f"{text[: name.end()]}: {rest[1:].lstrip()}".rstrip()
            yield f"{text[: name.end()]}: {rest.lstrip()}".rstrip()
            if rest.lstrip().startswith(":"):
                yield f"{text[: name.end()]}: {rest.lstrip()[1:].lstrip()}".rstrip()


def _with_commas(text: str) -> Iterator[str]:
    """A comma before each name with a colon, and between the words of a list."""
    for name in _name().finditer(text):
        before = text[: name.start()].rstrip()
        if text[name.end() : name.end() + 1] == ":" and before and before[-1] not in ",{-":
            yield f"{before}, {text[name.start() :]}"
            yield f"{before[:-1].rstrip()}, {text[name.start() :]}"  # for another sign in its place
    for found in re.finditer(r"\[[^\[\]{}:]*\]", text):
        inside = found[0][1:-1]
        for number, gap in enumerate(re.finditer(r"\s+", inside)):
            if number < 10 and not inside[: gap.start()].endswith(","):
                yield f"{text[: found.start() + 1]}{inside[: gap.start()].rstrip('.;')}, {inside[gap.end() :]}{text[found.end() - 1 :]}"


def in_quotes(value: str) -> str:
    """A text in quotes that hold together whatever is in it."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _quoted(text: str) -> Iterator[str]:
    """Quotes around each text behind a name, and around all of them."""
    whole = _HEAD.fullmatch(text.rstrip())
    if whole and (whole["value"][0] not in "\"'{[|>" or whole["value"][-1] in _CURLY):
        yield whole["head"] + in_quotes(whole["value"])
        yield whole["head"] + in_quotes(_bare(whole["value"]))
    if whole and whole["value"][0] in _CURLY and whole["value"][-1] in _CURLY:
        yield whole["head"] + whole["value"][1:-1]  # they are around braces
    if whole and whole["value"][0] in "[{*&!%@`|>,?-":
        yield whole["head"] + in_quotes(whole["value"])
    parts = _texts(text)
    for start, end in parts:
        yield text[:start] + in_quotes(_bare(text[start:end])) + text[end:]
    if len(parts) > 1:
        fresh = text
        for start, end in reversed(parts):
            fresh = fresh[:start] + in_quotes(_bare(fresh[start:end])) + fresh[end:]
        yield fresh


def _bare(value: str) -> str:
    """A text without the quotes around it, or the one that is left of them."""
    inside = value
    if len(value) > 1 and (value[0] == value[-1] if value[0] + value[-1] in {'""', "''"} else {value[0], value[-1]} <= set(_ANY_QUOTE)):
        inside = value[1:-1]
    return inside.strip('"') if inside.count('"') == 1 else inside


def _texts(text: str) -> list[tuple[int, int]]:
    """Where the texts of each language in braces begin and end, going by the names alone."""
    found = []
    starts = [each.end() for each in _OF_A_LANGUAGE.finditer(text)]
    for start in starts:
        following = _following(text, start)
        value = text[start:following]
        end = start + len(value.rstrip())
        if end > start:
            found.append((start, end))
    return found


def _following(text: str, start: int) -> int:
    """Where the text that begins here must end: before the next name, less the braces that close what began before it."""
    name = re.compile(rf",\s*(?:{_name().pattern}):").search(text, start)
    value = text[start : name.start() if name else len(text)].rstrip()
    while value and value[-1] in "}]" and value.count(value[-1]) > value.count("{" if value[-1] == "}" else "["):
        value = value[:-1].rstrip()
    return start + len(value)


# -- single signs ---------------------------------------------------------------------------------------------------


def _with_signs(text: str) -> Iterator[str]:
    """One sign more, where such signs stand."""
    for at in _joints(text):
        for sign in "\"}]{['":
            yield text[:at] + sign + text[at:]
    yield from (f"{text.rstrip()}{signs}" for signs in ("}}", "]}", '"}', '"}}'))


def _joints(text: str) -> list[int]:
    """Where a text, a list or a block may begin or end."""
    places = {len(text.rstrip()), len(text) - len(text.lstrip())}
    for name in _name().finditer(text):
        before = text[: name.start()].rstrip()
        places |= {name.start(), len(before), len(before) - before.endswith(",")}
        if behind := re.match(r":\s+", text[name.end() :]):
            places.add(name.end() + behind.end())
    for sign in re.finditer(r"[\[\]{},\"']|(?<=\s)-\s+", text):
        places |= {sign.start(), sign.end()}
    return sorted(place for place in places if place >= 0)


def _without_signs(text: str) -> Iterator[str]:
    """One sign less."""
    for at, sign in enumerate(text):
        if sign in _SIGNS:
            yield text[:at] + text[at + 1 :]
            if text[at + 1 : at + 2] == " " and not text[at - 1 : at].isalnum():
                yield text[:at] + text[at + 2 :]
    if dash := re.match(r"(\s*)-\s+(?=-)", text):
        yield dash[1] + text[dash.end() :]
    if text.rstrip() in ("---", "...", "-") or not re.search(r"\w", text):
        yield ""


# -- dashes and indents ---------------------------------------------------------------------------------------------


def _indented(lines: Sequence[str], line: int) -> Iterator[str]:
    """With the indent of the lines around it, with a dash and without one."""
    text = lines[line - 1]
    bare = text[_indent(text) :]
    dash = _DASH.match(text)
    rest = text[dash.end() :] if dash else bare
    for indent in _indents(lines, line):
        yield " " * indent + bare
        if dash:
            yield f"{' ' * indent}- {rest}"
            yield f"{' ' * indent}{rest}"
        else:
            yield f"{' ' * indent}- {bare}"


def _indents(lines: Sequence[str], line: int) -> list[int]:
    """Those of the lines around, the nearest first; an item's names stand two further in than its dash."""
    around = [number for distance in range(1, len(lines)) for number in (line - distance, line + distance) if 0 < number <= len(lines)]
    found: dict[int, None] = {}
    for number in around:
        other = lines[number - 1]
        if _says(other) and "\t" not in other[: _indent(other)]:
            own = len(other) - len(other.lstrip(" "))
            found[own] = None
            if other.lstrip().startswith("- "):
                found[own + 2] = None
    return list(found)


def _moved_together(lines: Sequence[str], line: int) -> Iterator[Edits]:
    """The line and what lies in it, moved together; and the line with all that was pasted with it, to the next item of the list that it goes into."""
    own = _indent(lines[line - 1])
    for indent in _indents(lines, line):
        if indent != own:
            for last in dict.fromkeys((_last_within(lines, line), _last_of_pasted(lines, line, indent))):
                if last > line:
                    yield tuple((number, _shifted(lines[number - 1], indent - own)) for number in range(line, last + 1))


def _last_within(lines: Sequence[str], line: int) -> int:
    """The last line of those below that stand further in."""
    own = _indent(lines[line - 1])
    return _last_before(lines, line, lambda each: _indent(each) <= own)


def _last_of_pasted(lines: Sequence[str], line: int, indent: int) -> int:
    """The last line of what begins here and belongs at this indent: before what goes on in the list that it belongs to, or around it."""
    own, dashed = _indent(lines[line - 1]), bool(_LISTED.match(lines[line - 1]))
    beside = indent if dashed else indent - 2

    def ends(other: str) -> bool:
        at, is_item = _indent(other), bool(_LISTED.match(other))
        return at < own or (at == own and is_item is not dashed) or (is_item and at == beside)

    return _last_before(lines, line, ends)


def _last_before(lines: Sequence[str], line: int, ends: Callable[[str], bool]) -> int:
    last = line
    for number in range(line + 1, len(lines) + 1):
        if lines[number - 1].strip():
            if ends(lines[number - 1]):
                break
            last = number
    return last


def _indent(line: str) -> int:
    return _INDENT.match(line).end()  # type: ignore[union-attr]


def _shifted(line: str, by: int) -> str:
    return line if not line.strip() else " " * by + line if by > 0 else line[-by:]
