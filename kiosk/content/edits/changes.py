"""The changes that staff make, each as new bytes of one file: a text in one language, and all that can be done with slides, points and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain, count
from typing import Any

from kiosk.content.model.languages import LANGUAGES
from kiosk.content.reading.folder import says_nothing
from kiosk.content.reading.format_errors import as_name
from kiosk.content.reading.result import TOPICS
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import Plain
from kiosk.yaml.writing import NotWrittenError, value_at, with_copy, with_item, with_move, with_value, without_item, without_name

Change = Callable[[bytes], bytes]

NAMED = ("slide", "thing", "statement", "question", "group", "word", "source", "option")
"""What the own name of an item is called, by the kind of item."""
_BEFORE_TEXTS: tuple[str, ...] = ("topic", *NAMED, "kind", "title", "at", "icon", *LANGUAGES)
NEW = {"en": "New text", "es": "Texto nuevo"}
"""What stands in a new item until somebody writes over it. No visitor sees it: a file that has it is not saved (`Session.save`)."""
_STILL_NEW = re.compile(rb"(?:: |- |[\"'])(" + b"|".join(words.encode() for words in NEW.values()) + rb")[\"']?\s*(?:[,}#]|\r?\n|$)")


def still_new(raw: bytes) -> tuple[str, ...]:
    """What stands in new items of this file and was not written over yet, each once, in the order of the languages."""
    there = {each.decode() for each in _STILL_NEW.findall(raw)}
    return tuple(words for words in NEW.values() if words in there)


def _fresh(languages: Sequence[str]) -> dict[str, Plain]:
    return {code: NEW.get(code, NEW["en"]) for code in languages}


def _item(name: str, languages: Sequence[str]) -> dict[str, Plain] | None:
    """A new item of the list of this name. Of others a copy is made: much of them must be right from the start."""
    text: Plain = _fresh(languages)
    titled: dict[str, Plain] = {"title": text, **_fresh(languages)}
    kinds: dict[str, dict[str, Plain]] = {
        "points": _fresh(languages),
        "steps": titled,
        "cards": titled,
        "lines": {"icon": "phone", "title": text, "text": text},
        "consultation": _fresh(languages),
    }
    return kinds.get(name)


def item_of(way: KeyPath) -> KeyPath:
    """The way to the smallest item of a list around this place; empty where it stands in none."""
    last = next((number for number in range(len(way) - 1, -1, -1) if isinstance(way[number], int)), None)
    return () if last is None else way[: last + 1]


# -- texts ----------------------------------------------------------------------------------------------------------


def said(way: KeyPath, language: str, words: str, languages: Sequence[str]) -> Change:
    """A text in one language. A plain line, which is in the first language, becomes a text in several when it gets a second."""

    def change(raw: bytes) -> bytes:
        there = value_at(raw, way)
        if isinstance(there, dict):
            return with_value(raw, (*way, language), words, after=_before(language, languages))
        if isinstance(there, str) and language != languages[0]:
            return with_value(raw, way, {languages[0]: there, language: words})
        if isinstance(there, str):
            return with_value(raw, way, words)
        if isinstance(value_at(raw, way[:-1]), str):  # a notice of the day that is a plain line
            return with_value(raw, way[:-1], {str(way[-1]): {languages[0]: value_at(raw, way[:-1]), language: words}})
        return with_value(raw, way, {language: words}, after=_BEFORE_TEXTS)

    return change


def _before(language: str, languages: Sequence[str]) -> tuple[str, ...]:
    """What a text in this language comes behind: those before it, or where it is the first what stands before texts."""
    earlier = languages[: languages.index(language)] if language in languages else languages
    return (*_BEFORE_TEXTS[: -len(LANGUAGES)], *earlier)


def line_said(way: KeyPath, words: str) -> Change:
    """A plain line, such as a phone number; nothing takes its name out."""
    return lambda raw: with_value(raw, way, words) if words.strip() else without_name(raw, way)


def notice_said(language: str, words: str, languages: Sequence[str]) -> Change:
    """The notice of the day in one language; it begins with its first words."""
    text = said(("notice", "text"), language, words, languages)
    first: Plain = {"text": {language: words}}
    return lambda raw: with_value(raw, ("notice",), first) if value_at(raw, ("notice",)) is None else text(raw)


def urgent_said(language: str, words: str, languages: Sequence[str], today: date) -> Change:
    """The urgent notice in one language: with its first words it begins, until the end of today; so does one that was over and is written anew."""
    text = said(("urgent_notice", "text"), language, words, languages)
    first: Plain = {"text": {language: words}, "until": today.isoformat()}

    def change(raw: bytes) -> bytes:
        there = value_at(raw, ("urgent_notice",))
        if there is None:
            return with_value(raw, ("urgent_notice",), first)
        until = there.get("until") if isinstance(there, dict) else None
        fresh = text(raw)
        return with_value(fresh, ("urgent_notice", "until"), today.isoformat()) if _is_over(until, today) else fresh

    return change


def _is_over(until: object, today: date) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(str(until)) < today
    return False


def noticed(name: str, end: str, day: date | None, languages: Sequence[str]) -> Change:
    """The first or the last day (`from`, `until`) of the notice of this name. Raises NotWrittenError where there is none."""

    def change(raw: bytes) -> bytes:
        there = value_at(raw, (name,))
        if there is None:
            raise NotWrittenError("First write what the notice says.")
        if isinstance(there, str):
            raw = with_value(raw, (name,), {"text": {languages[0]: there}})
        place = (name, end)
        return with_value(raw, place, day.isoformat()) if day else without_name(raw, place)

    return change


def closed(texts: Mapping[str, str], begin: date | None, until: date) -> Change:
    """A notice that tells a closed day until the last one, in place of the notice that was there."""
    days = {"from": begin.isoformat()} if begin else {}
    return lambda raw: with_value(raw, ("notice",), {"text": dict(texts), **days, "until": until.isoformat()})


def own_word(name: str, word: str) -> Change:
    """A word comes into a list of dictionary.yaml (`names`, or that of a language), where the alphabet has it; as it was where it stands there."""

    def change(raw: bytes) -> bytes:
        if says_nothing(raw):
            return raw + (b"" if raw[-1:] in (b"\n", b"") else b"\n") + f'{name}:\n  - "{word}"\n'.encode()
        there = value_at(raw, (name,))
        if not isinstance(there, list):
            return with_value(raw, (name,), [word])
        behind = sum(1 for each in there if isinstance(each, str) and each.casefold() < word.casefold())
        return raw if word in there else with_item(raw, (name,), behind, word)

    return change


# -- names of an item -----------------------------------------------------------------------------------------------


def marked(way: KeyPath, name: str, value: Plain) -> Change:
    """A name of an item with its value (`makes: claim`, `sources: [clinic]`, `icon: pill`); without a value it is taken out."""
    place = (*way, name)
    behind = {"icon": NAMED, "makes": _BEFORE_TEXTS, "sources": (*_BEFORE_TEXTS, "makes")}.get(name, ("topic", *NAMED, "kind", "title"))
    return lambda raw: with_value(raw, place, value, after=behind) if value else without_name(raw, place)


def hidden(way: KeyPath, *, hide: bool) -> Change:
    """Takes a slide or a topic off the screen at once, or brings it back."""
    return marked(way, "withdraw", "yes" if hide else None)


def scheduled(way: KeyPath, begin: date | None, until: date | None) -> Change:
    """From which day until which day a slide, a topic or the notice of the day shows; on which days of the week stays as it is."""

    def change(raw: bytes) -> bytes:
        show = value_at(raw, (*way, "show"))
        rest = {name: value for name, value in show.items() if name not in {"from", "until"}} if isinstance(show, dict) else {}
        days = {"from": begin.isoformat() if begin else None, "until": until.isoformat() if until else None}
        return marked(way, "show", {**{name: day for name, day in days.items() if day}, **rest})(raw)

    return change


def pictured(way: KeyPath, file: str, languages: Sequence[str]) -> Change:
    """Another picture for a slide; what it shows is said anew, since it shows something else."""

    def change(raw: bytes) -> bytes:
        if not isinstance(value_at(raw, (*way, "picture")), dict):
            return marked(way, "picture", {"file": file, "says": _fresh(languages)})(raw)
        fresh = with_value(raw, (*way, "picture", "file"), file)
        for code in languages:
            fresh = said((*way, "picture", "says"), code, NEW.get(code, NEW["en"]), languages)(fresh)
        return fresh

    return change


# -- items ----------------------------------------------------------------------------------------------------------


def moved(item: KeyPath, by: int) -> Change:
    """An item some places further down or up, as far as its list goes."""
    *way, number = item

    def change(raw: bytes) -> bytes:
        items = value_at(raw, tuple(way))
        to = max(0, min(len(items) - 1, int(number) + by))
        return with_move(raw, tuple(way), int(number), to) if to != number else raw

    return change


def deleted(item: KeyPath) -> Change:
    """Without an item; the only slide of a topic stays. Raises NotWrittenError."""
    *way, number = item

    def change(raw: bytes) -> bytes:
        if is_slide(item) and len(value_at(raw, tuple(way))) == 1:
            raise NotWrittenError("A topic needs a slide, and this is its only one. Choose the topic in the list, to withdraw or delete all of it.")
        return without_item(raw, tuple(way), int(number))

    return change


def copied(item: KeyPath) -> Change:
    """A copy of an item right behind it, under a name of its own; of a slide it begins hidden, so that visitors do not read the same twice."""
    *way, number = item

    def change(raw: bytes) -> bytes:
        items = value_at(raw, tuple(way))
        fresh = with_copy(raw, tuple(way), int(number))
        copy = (*way, int(number) + 1)
        for name in NAMED:
            was = items[int(number)].get(name) if isinstance(items[int(number)], dict) else None
            if isinstance(was, str):
                fresh = with_value(fresh, (*copy, name), another_name(was, _names(items, name)))
        return hidden(copy, hide=True)(fresh) if is_slide(item) else fresh

    return change


def added(item: KeyPath, languages: Sequence[str]) -> Change:
    """A new item right behind this one; a slide begins hidden."""
    *way, number = item

    def change(raw: bytes) -> bytes:
        items = value_at(raw, tuple(way))
        fresh = _item(str(way[-1]) if way else "", languages)
        if is_slide(item):
            name = another_name("new", _names(items, "slide"))
            fresh = {"slide": name, "withdraw": "yes", "title": _fresh(languages), "points": [_fresh(languages)]}
        elif way and way[-1] == "questions" and isinstance(items[0], dict) and "asks" in items[0]:
            fresh = {"question": another_name("new", _names(items, "question")), "asks": _fresh(languages), "points": [_fresh(languages)]}
        elif not way and isinstance(items[0], dict) and "word" in items[0]:
            forms: Plain = {code: [words] for code, words in _fresh(languages).items()}
            fresh = {"word": another_name("new", _names(items, "word")), "forms": forms, "says": _fresh(languages), "means": _fresh(languages)}
        if fresh is None:
            return copied(item)(raw)
        return with_item(raw, tuple(way), int(number) + 1, fresh)

    return change


def new_topic(beside: str, files: Collection[str], topics: Collection[str], languages: Sequence[str]) -> tuple[str, str]:
    """The file of a new topic that comes behind another, and its text; it begins hidden."""
    number = re.match(rf"{TOPICS}/(\d+)", beside)
    begins = int(number[1]) if number else 99
    numbered = (f"{TOPICS}/{each:02d}-new.yaml" for each in range(begins, begins + 1000))
    behind = (f"{beside.rpartition('.')[0]}_new{each or ''}.yaml" for each in count())  # as no number comes behind `zz.yaml`
    file = next(name for name in chain(numbered, behind) if name > beside and name not in files)
    words = ", ".join(f"{code}: {text}" for code, text in _fresh(languages).items())
    slide = f"  - slide: new\n    title: {{{words}}}\n    points:\n      - {{{words}}}\n"
    head = f"# yaml-language-server: $schema=../schema/topic.json\ntopic: {another_name('new', topics)}\nwithdraw: yes\ntitle: {{{words}}}\n"
    return file, f"{head}slides:\n{slide}"


def begun(way: KeyPath, languages: Sequence[str]) -> Change:
    """The first point of a slide or an answer that has none."""
    return lambda raw: with_item(raw, (*way, "points"), 0, _fresh(languages))


def is_slide(item: KeyPath) -> bool:
    return len(item) == 2 and item[0] == "slides"


def _names(items: Sequence[Any], name: str) -> frozenset[str]:
    return frozenset(str(each[name]) for each in items if isinstance(each, dict) and name in each)


def another_name(wish: str, taken: Collection[str]) -> str:
    """The wish as a name that nothing else has."""
    base = as_name(wish) or "new"
    numbered: Iterator[str] = (f"{base}-{number}" for number in count(2))
    return base if base not in taken else next(name for name in numbered if name not in taken)


