"""Letters that stand in a text by mistake: spoilt by a wrong encoding, left over from quotes, or written for a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from kiosk.content.checks.findings import Finding, Findings, notice, warning
from kiosk.content.checks.letters import shown_words
from kiosk.yaml.key_path import KeyPath

_LEAD, _REST = "".join(map(chr, range(0xC2, 0xF5))), bytes(range(0x80, 0xC0)).decode("cp1252", "ignore")
_SPOILT = re.compile(f"[{_LEAD[:30]}][{_REST}]|[{_LEAD[30:46]}][{_REST}]{{2}}|[{_LEAD[46:]}][{_REST}]{{3}}")
"""Letters of Windows-1252 whose bytes are one letter of UTF-8."""
_MEANT = re.compile("[\u00a0-\u017f\u2010-\u2044\u20ac\u2122\u2190-\u2193\u2212\u2260-\u2265\u2713\U0001f300-\U0001faff]")
"""What such bytes stand for in the languages here; `É»` at the end of a quotation is none of it."""
_OPENING, _CLOSING = "“‘«„", "”’»"
_WORD = re.compile(r"\S+")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_ESCAPED = re.compile(r"\\[ntr](?=\s|[A-ZÁÉÍÓÚÑ¿¡]|$)|\\u[0-9a-fA-F]{4}|\\[\"']")
MOST_TOLD = 3
"""Words of one text; all others come from the same slip."""


def miswritten(value: object) -> Findings:
    """Letters that nobody meant to show."""
    for way, _, words in shown_words(value):
        for severe, wrong, instead in slips(words):
            yield _finding(way, wrong, instead, severe=severe)


def _finding(way: KeyPath, wrong: str, instead: str, *, severe: bool) -> Finding:
    return warning(way, wrong, instead) if severe else notice(way, wrong, instead)


@lru_cache(maxsize=8192)
def slips(text: str) -> tuple[tuple[bool, str, str], ...]:
    """What stands in a text by mistake: whether it surely does, what is wrong, and what to write instead."""
    return (*_spoilt(text), *_for_web_pages(text), *_left_over_quote(text))


def unspoilt(text: str) -> str:
    """The text with each letter that was read in a wrong encoding as it was meant."""
    if text.isascii():
        return text
    sound = _SPOILT.sub(lambda found: " " * len(found[0]), text)
    opened = min((at for sign in _OPENING if (at := sound.find(sign)) >= 0), default=len(text))
    return _SPOILT.sub(lambda found: _letter(found[0], quoted=opened < found.start()), text)


def _letter(spoilt: str, *, quoted: bool) -> str:
    """The letter that these letters are in UTF-8, or these letters where they can be meant: a closing quote where one is open."""
    raw = b"".join(each.encode("cp1252", "ignore") for each in spoilt)
    try:
        letter = raw.decode()
    except UnicodeDecodeError:
        return spoilt
    return letter if _MEANT.fullmatch(letter) and not (quoted and spoilt[-1] in _CLOSING) else spoilt


def _spoilt(text: str) -> Iterator[tuple[bool, str, str]]:
    mended = unspoilt(text)
    if mended == text:
        return
    pairs = [(word, better) for word, better in zip(_WORD.findall(text), _WORD.findall(mended), strict=False) if word != better][:MOST_TOLD]
    told = "; ".join(f"`{better}` instead of `{word}`" for word, better in pairs)
    yield True, "This text was once opened with the wrong encoding, which spoiled its accents or quotes.", f"Write {told}."


def _for_web_pages(text: str) -> Iterator[tuple[bool, str, str]]:
    if found := _ENTITY.search(text):
        meant = unescape(found[0])
        if meant != found[0]:
            yield True, f"`{found[0]}` will show on the screen just as it is written.", f"Write `{meant}` instead."
    if found := _ESCAPED.search(text):
        yield True, f"`{found[0]}` will show on the screen just as it is written.", f"Take `{found[0]}` out."


def _left_over_quote(text: str) -> Iterator[tuple[bool, str, str]]:
    """A closing quote that nothing opened; after a digit it may be inches. Straight ones may be signs of the file (`forbidden_words.sign_left`)."""
    last, rest = text[-1:], text[:-1]
    if last and last in "”»" and not any(sign in rest for sign in _OPENING) and not rest[-1:].isdigit():
        kept = rest.rstrip()
        shown = kept if len(kept) <= 40 else f"…{kept[-40:]}"
        yield False, f"The quote {last} at the end has no partner, and will show on the screen.", f"Write `{shown}` without it."
