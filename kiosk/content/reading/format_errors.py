"""What the format refuses, in staff's words: where it is, what is wrong, and what to write instead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import cache, lru_cache
from heapq import nsmallest
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from msgspec import Struct
from pydantic import BaseModel, RootModel
from pydantic_core import ErrorDetails

from kiosk.accents import without_accents
from kiosk.content.model.icon_words import bare
from kiosk.content.model.languages import LANGUAGES, SHIPPED_LANGUAGES
from kiosk.content.reading import format as written
from kiosk.content.reading import signup_format
from kiosk.content.reading.format import KINDS
from kiosk.content.reading.slips import ALIKE
from kiosk.problems import Edits, Problem, Severity
from kiosk.settings.hours_grammar import HOURS_EXAMPLE
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import Yaml

MOST_GUESSES = 10
"""Suggestions in one file; after as many slips something else is wrong with it."""
MOST_KNOWN, LONGEST_GUESSED, MOST_COMPARED = 1000, 60, 10
"""Names and letters of a name among which a suggestion is looked for, and how many names are compared letter by letter, which is slow."""

LONGEST_LIST = 300
"""Letters of a text that may be a list whose brackets are missing: `days: mon, wed and fri`."""


class Beside(Struct, frozen=True):
    """The names that are missing in one block, and those that are not known there with what follows them: one is often meant by the other."""

    missing: tuple[str, ...] = ()
    unknown: Mapping[str, object] = MappingProxyType({})


def beside(errors: Iterable[ErrorDetails]) -> dict[KeyPath, Beside]:
    """What is missing or not known in each block, by the way to it; nothing of one that has too many unknown names to guess at."""
    missing, unknown = defaultdict[KeyPath, list[str]](list), defaultdict[KeyPath, dict[str, object]](dict)
    for error in errors:
        *block, name = _way(error) or ("",)
        if error["type"] == "missing":
            missing[tuple(block)].append(str(name))
        elif error["type"] == "extra_forbidden":
            unknown[tuple(block)][str(name)] = error["input"]
    return {way: Beside(tuple(missing[way]), unknown[way]) for way in {*missing, *unknown} if len(unknown[way]) <= MOST_GUESSES}


def explained(
    error: ErrorDetails, root: type[BaseModel], yaml: Yaml, file: str, others: Mapping[KeyPath, Beside], *, guess: bool = True
) -> Problem | None:
    """The refusal as a problem, with the name that was meant if we may `guess`; None where it only follows from another one that is told anyway.

    `others` are the names that are missing or not known in the same file (`beside`).
    """
    refusal = _Refusal(error, root, yaml, guess, others.get(_way(error)[:-1], Beside()))
    told = refusal.told()
    if told is None:
        return None
    place, (wrong, instead, *fresh) = refusal.place(), told
    return Problem(file, *place, Severity.ERROR, wrong, instead, yaml.rewritten(place, refusal.written, fresh[0]) if fresh else refusal.cure())


def did_you_mean(written: str, known: Collection[str], otherwise: str) -> str:
    """A question with the nearest of the known names; `otherwise` if none is near, or there is too much to compare."""
    return asked(written, nearest(written, known), otherwise)


def asked(written: str, near: str, otherwise: str) -> str:
    """The question whether this was meant; `otherwise` where `near` is empty."""
    return f"Did you mean `{near}`?{_why_not(written, near)}" if near else otherwise


def nearest(written: str, known: Collection[str]) -> str:
    """The one of the known names that was meant; empty if none or more are near, or there is too much to compare."""
    if len(written) > LONGEST_GUESSED or len(known) > MOST_KNOWN:
        return ""
    plain = written.strip().translate(ALIKE).casefold()
    same = [name for name in known if name.casefold() == plain]
    if same:
        return same[0]
    alike = nsmallest(MOST_COMPARED, known, key=lambda name: (_apart(plain, name), name))
    near = get_close_matches(plain, alike, n=2, cutoff=0.75)
    begun = [name for name in known if name.isalpha() and len(plain) > 2 and (name.startswith(plain) or plain.startswith(name)) and len(name) > 2]
    if len(begun) == 1 and not (near and near[0] != begun[0]):
        return begun[0]
    return near[0] if near and (len(near) == 1 or _ratio(plain, near[0]) > _ratio(plain, near[1])) else ""


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _why_not(written: str, meant: str) -> str:
    """Why it is not the same, where nobody could see that."""
    if written.translate(ALIKE) == meant:
        return " They look alike, but one of the letters is from another alphabet: type the word again."
    return " Capitals and small letters differ." if written != meant and written.casefold() == meant.casefold() else ""


def _apart(one: str, other: str) -> int:
    """How many letters two names do not share, roughly."""
    return len(_letters(one) ^ _letters(other)) + abs(len(one) - len(other))


@lru_cache(maxsize=4096)
def _letters(name: str) -> frozenset[str]:
    return frozenset(name)


def as_name(text: str) -> str:
    """The text as a name of small letters, digits and hyphens; empty if it has no letter to keep."""
    return re.sub(r"[^a-z0-9]+", "-", without_accents(text).casefold())[:60].strip("-")


def shown(value: object) -> str:
    """What somebody wrote, short enough to stand in a sentence."""
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39].rstrip() + "…"


class _Refusal(Struct, frozen=True):
    error: ErrorDetails
    root: type[BaseModel]
    yaml: Yaml
    guess: bool
    others: Beside

    # -- where --

    def place(self) -> tuple[int, int]:
        kind, path = self.error["type"], self._path
        if kind == "extra_forbidden" or (kind == "missing" and path in self.yaml.names):
            return self.yaml.name_place(path)
        if kind == "union_tag_invalid":
            return self.yaml.place((*path, "kind"))
        return self.yaml.place(path)

    @property
    def _path(self) -> KeyPath:
        return _way(self.error)

    @property
    def _name(self) -> str:
        """The nearest name around the value."""
        return next((step for step in reversed(self._path) if isinstance(step, str)), "")

    @property
    def _block(self) -> type[BaseModel] | None:
        """The block that the last name of the way stands in."""
        steps = list(self.error["loc"])
        while steps and isinstance(steps[-1], int):
            steps.pop()
        return _block_at(self.root, steps[:-1])

    @property
    def written(self) -> str:
        """What stands at the place: the value, or the name where that is wrong."""
        if self.error["type"] == "extra_forbidden":
            return self._name
        return str(self.error.get("ctx", {}).get("tag") if self.error["type"] == "union_tag_invalid" else self.error["input"])

    # -- what --

    @property
    def _is_former_urgent(self) -> bool:
        """Whether it is the `urgent: yes` by which a notice was urgent before those had a name of their own."""
        return self.error["type"] == "extra_forbidden" and self._name == "urgent" and self._block is written.Announcement

    @property
    def _becomes_urgent(self) -> bool:
        """Whether that notice is to be the urgent one."""
        return str(self.error["input"]).casefold() in _YES and ("urgent_notice",) not in self.yaml.names

    def cure(self) -> Edits:
        """What to write into which lines, where that is more than one word; empty where it is not known."""
        planned = self._becomes_urgent and any(("notice", name) in self.yaml.names for name in _TIMES)  # it would show before its day
        return _urgent_apart(self.yaml, renamed=self._becomes_urgent) if self._is_former_urgent and not planned else ()

    def _former_urgent(self) -> tuple[str, str]:
        wrong = "`urgent` is not known here: an urgent notice stands beside the notice, as `urgent_notice:`."
        if not self._becomes_urgent:
            return wrong, "Delete `urgent:` here, and what stands after it."
        times = "".join(f" and `{name}:`" for name in _TIMES if ("notice", name) in self.yaml.names)
        return wrong, f"Write `urgent_notice:` in place of `notice:`, and delete `urgent: yes`{times}; it shows at once, until its last day."

    def told(self) -> tuple[str, ...] | None:
        """What is wrong, what helps, and, where that is one word, what to write in the place of what stands there; None where it only follows."""
        name, value, context = self._name, self.error["input"], self.error.get("ctx", {})
        after = f"after `{name}:`" if name else "in this file"
        match self.error["type"]:
            case "missing" if any(name in (self._also_called(each), nearest(each, [name])) for each in self.others.unknown):
                return None
            case "missing" if self._path in self.yaml.names:
                return f"There is nothing after `{name}:`.", self._such_as("Write")
            case "missing":
                return f"`{name}` is missing here.", self._such_as("Add a line such as")
            case "extra_forbidden":
                return self._unknown_name()
            case "union_tag_invalid":
                kind = str(context.get("tag"))
                return f"There is no kind of slide called `{shown(kind)}`.", *self._meant(kind, KINDS, f"The kinds are {', '.join(KINDS)}.")
            case _ if value is None:
                return "There is nothing after this dash.", "Delete the dash, or write something after it."
            case "union_tag_not_found":
                instead = "A slide begins with `- title: ` and the headline; its other lines stand under `title`."
                return "This is not a slide.", instead
            case "string_type":
                return f"A text belongs {after}, but {_described(value)} stands there.", self._such_as("Write")
            case "model_type" | "model_attributes_type" | "dict_type":
                wrong = f"Lines with names of their own belong {after}, but {_described(value)} stands there."
                return wrong, self._such_as("Write")
            case "tuple_type":
                return f"A list belongs {after}, but {_described(value)} stands there.", *self._as_list(value)
            case "too_short":
                return self._too_few(value, int(context.get("min_length", 1)))
            case "too_long":
                wrong = f"There are too many {after}: {context.get('actual_length')}."
                return wrong, f"Keep at most {context.get('max_length')}."
            case "string_too_long":
                return f"This is too long: {len(str(value))} letters.", f"Keep it under {context.get('max_length')}."
            case "string_too_short":
                return f"There is nothing {after}.", self._such_as("Write")
            case "string_pattern_mismatch" if "svg" in str(context.get("pattern")):
                instead = "Write the name of a file in content/pictures, such as `room.svg`: svg, png or jpg, no blanks."
                return f"`{shown(value)}` cannot be the name of a picture.", _file_named(str(value), "pictures", instead)
            case "string_pattern_mismatch" if "mp3" in str(context.get("pattern")):
                instead = "Write the name of a file in content/sounds, such as `hour-en.mp3`: mp3, ogg, wav or m4a, no blanks."
                return f"`{shown(value)}` cannot be the name of a recording.", _file_named(str(value), "sounds", instead)
            case "string_pattern_mismatch" if "/" in str(context.get("pattern")):
                return f"`{shown(value)}` does not name a slide.", "Write topic and slide, such as `limits/not-a-cure`."
            case "string_pattern_mismatch":
                better = as_name((bare(str(value)) if self._path[-1] == "icon" else str(value)).translate(ALIKE))
                wrong = f"`{shown(value)}` cannot be a name: small letters, digits and hyphens only."
                if better and isinstance(self._path[-1], int) and re.search(r"[\s;]", str(value)):
                    return wrong, "If these are several names, put commas between them: `[one, two]`."
                return (wrong, f"Write `{better}`.", better) if better else (wrong, self._such_as("Write"))
            case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
                wrong, number = f"A whole number belongs {after}, not `{shown(value)}`.", _as_number(str(value))
                return (wrong, f"Write `{number}`.", number) if number else (wrong, self._such_as("Write"))
            case "bool_parsing" | "bool_type":
                return f"`{shown(value)}` cannot stand {after}.", "Write yes or no."
            case "greater_than_equal":
                return f"`{shown(value)}` is too small {after}.", f"Write at least {context.get('ge')}."
            case "less_than_equal":
                return f"`{shown(value)}` is too large {after}.", f"Write at most {context.get('le')}."
            case "enum" | "literal_error":
                known = re.findall(r"'([^']*)'", str(context.get("expected")))
                return f"`{shown(value)}` cannot stand {after}.", *self._meant(str(value), known, f"Write one of: {', '.join(known)}.")
            case "date":
                wrong, day = f"`{shown(value)}` is not a date.", _as_day(str(value))
                return (wrong, f"Write `{day}`.", day) if day else (wrong, "Write year, month and day, such as 2026-11-23.")
            case "hours":
                return f"`{shown(value)}` cannot be read as hours.", "Write from and to, by 24 hours, such as `hours: 8:00-17:30`."
            case "phone":
                instead = f"Write it as people dial it, such as `{self._name}: (706) 555-0123`; a number from another country begins with +."
                return f"`{shown(value)}` is not a phone number. {_no_number(str(value))}".strip(), instead
            case "opening":
                meant = str(context.get("instead"))
                begin = "Write days and times, such as" if meant == HOURS_EXAMPLE else "Write"
                days = " (with your own days, such as Mon-Fri)" if meant.startswith("Mon-Sun ") else ""
                cure = f"{begin} `hours: {meant}`{days}; or in words, in each language: `hours: {{en: ..., es: ...}}`."
                return str(context.get("wrong")), cure
            case why if why in _REFUSED:
                return _REFUSED[why]
            case _:
                return "What is written here is not understood.", self._such_as("Write")

    def _meant(self, written: str, known: Collection[str], otherwise: str) -> tuple[str, ...]:
        near = nearest(written, known) if self.guess else ""
        return (asked(written, near, otherwise), near) if near else (otherwise,)

    def _such_as(self, begin: str) -> str:
        field = self._block.model_fields.get(self._name) if self._block else None
        if field is None or not field.examples:
            return "Compare it with a file that works."
        example = str(field.examples[0])
        if example.startswith("a list"):
            return f"Write {example}, after `{self._name}:`."
        return f"{begin}{' something like' if begin == 'Write' else ''} `{self._name}: {example}`."

    def _as_list(self, value: object) -> tuple[str, ...]:
        field = self._block.model_fields.get(self._name) if self._block else None
        if field and field.examples and str(field.examples[0]).startswith("[") and isinstance(value, str):
            words = value.strip() if len(value) <= LONGEST_LIST else ""
            parts = [part.strip() for part in re.split(r"[,;]|\s(?:and|y|or|o)\s", words) if part.strip()]
            known = [word for each in get_args(field.annotation) if get_origin(each) is Literal for word in get_args(each)]
            meant = [nearest(part, known) if known else part for part in parts]
            if meant and all(re.fullmatch(r"[\w.-]+", each) for each in meant):
                return f"Write `{self._name}: [{', '.join(meant)}]`.", f"[{', '.join(meant)}]"
        return (self._such_as("Write") if self._name else "Begin each item with a dash, on a line of its own.",)

    def _too_few(self, value: Any, least: int) -> tuple[str, str] | None:
        """Too few items; None where enough are written and the faults of some are told already."""
        count = len(value) if isinstance(value, (list, tuple)) else 0
        if count >= least:
            return None
        return f"There are too few after `{self._name}:`: {count}.", f"Write at least {least}."

    def _unknown_name(self) -> tuple[str, ...]:
        name, block = self._name, self._block
        if self._is_former_urgent:
            return self._former_urgent()
        if block is written.UrgentAnnouncement and name in _TIMES:
            wrong = f"`{shown(name)}` does not belong here: an urgent notice shows at once, until its last day."
            return wrong, "Delete it. What is to show on some days or later stands under `notice:`."
        known = [field.alias or each for each, field in block.model_fields.items()] if block else []
        kinds = [kind for kind, slide in KINDS.items() if name in slide.model_fields] if block in KINDS.values() else []
        if kinds and block:
            own = next(kind for kind, slide in KINDS.items() if slide is block)
            return f"`{name}` does not go with a slide of kind {own}.", f"It goes with `kind: {kinds[0]}`, which shows a slide in another way."
        spelt, owner = nearest(name, known) if self.guess else "", _owner_at(block, name)
        near = self._also_called(name) or spelt
        if near and (near != spelt or not owner or _ratio(name, near) >= SURELY):
            return f"`{shown(name)}` is not known here.", asked(name, near, ""), near
        if owner:
            meant = f" If you meant `{near}`, write that." if near else ""
            return f"`{name}` does not belong here.", f"It belongs {owner}: move it there, or take it out.{meant}"
        usual = [each for each in known if each not in LANGUAGES or each in SHIPPED_LANGUAGES]
        return f"`{shown(name)}` is not known here.", f"What can stand here: {', '.join(usual)}."

    def _also_called(self, name: str) -> str:
        """The name of this block for which one that it does not know is another word, or the only one that is missing; empty where neither is."""
        known = [field.alias or each for each, field in self._block.model_fields.items()] if self._block else []
        other = next((each for each in _ALSO_CALLED.get(name.casefold().rstrip("s"), ()) if each in known), "")
        alone = self.others.missing[0] if len(self.others.missing) == len(self.others.unknown) == 1 and self._fits(name) else ""
        return (other or alone) if self.guess else ""


    def _fits(self, name: str) -> bool:
        """Whether what follows a name that is not known here is what the missing one wants: a text in languages, or a list."""
        value, field = self.others.unknown.get(name), self._block.model_fields.get(self.others.missing[0]) if self._block else None
        if field is None:
            return False
        if isinstance(value, dict):
            return written.Text in _blocks(field.annotation) and not LANGUAGES.keys().isdisjoint(value)
        return isinstance(value, list) and get_origin(field.annotation) is tuple


_REFUSED = {
    "language_twice": ("A language stands here twice.", "Write each language once: `languages: [en, es]`."),
    "more_than_all": ("More are filled than there are.", "`filled` must not be greater than `of`."),
    "unequal": ("These groups are not of one size, so that they cannot be compared by eye.", "Write the same number after `of:` in each of them."),
    "uneven": (
        "The rows of this table do not each say something of every choice, in the order of the choices.",
        "Give each row a point for each choice, such as `- {choice: talk, en: ..., es: ...}`, in the order of `choices:`. Each has its own name.",
    ),
    "ends_first": ("It ends before it begins.", "`until` must not lie before `from`."),
    "no_text": ("There is no text here.", "Write at least one language: `en: ...`."),
}
"""Of the refusals of the format itself those that are always told in the same words."""
SURELY = 0.85
"""How much alike names are of which one is surely meant by the other, though that is a name elsewhere: `source` and `sources`."""
_ALSO_CALLED = {
    "answer": ("points",),
    "bullet": ("points",),
    "text": ("points", "en"),
    "body": ("points",),
    "content": ("points",),
    "line": ("points",),
    "question": ("asks",),
    "headline": ("title",),
    "heading": ("title",),
    "header": ("title",),
    "name": ("title",),
    "image": ("picture", "file"),
    "photo": ("picture", "file"),
    "img": ("picture", "file"),
    "caption": ("says",),
    "alt": ("says",),
    "description": ("says", "means", "what"),
    "definition": ("means",),
    "meaning": ("means",),
    "link": ("see",),
    "more": ("see",),
    "more_info": ("see",),
    "goto": ("see",),
    "colour": ("tint",),
    "color": ("tint",),
    "type": ("kind", "makes"),
    "claim": ("makes",),
    "reference": ("sources",),
    "ref": ("sources",),
    "audio": ("clip",),
    "sound": ("clip",),
    "recording": ("clip",),
    "end": ("until",),
    "to": ("until",),
    "start": ("from",),
    "time": ("hours",),
    "when": ("show", "at"),
    "hide": ("withdraw",),
    "english": ("en",),
    "spanish": ("es",),
    "español": ("es",),
}
"""Words of staff for names of the format, without an s at their end."""


_YES = ("yes", "true", "on")
_TIMES = [field.alias or name for name, field in written.Show.model_fields.items() if name not in written.UrgentAnnouncement.model_fields]
_URGENT = re.compile(r"[\"']?urgent[\"']?\s*:\s*[\"']?\w+[\"']?")


def _urgent_apart(yaml: Yaml, *, renamed: bool) -> Edits:
    """The notice without its `urgent`, and where it is `renamed` as the urgent one; empty where they do not stand there as staff write them."""
    fresh: dict[int, str] = {}
    number, column = yaml.name_place(("notice", "urgent"))
    line = yaml.lines[number - 1]
    if not (there := _URGENT.match(line, column - 1)):
        return ()
    before, after = line[: there.start()], line[there.end() :]
    if after.lstrip().startswith(","):
        after = after.lstrip()[1:].lstrip()
    else:
        before = re.sub(r",\s*$", "", before)
    fresh[number] = f"{before}{after}".rstrip()
    if renamed:
        number, column = yaml.name_place(("notice",))
        line = fresh.get(number, yaml.lines[number - 1])
        if column != 1 or not line.startswith("notice:"):
            return ()
        fresh[number] = f"urgent_{line}"
    return tuple(sorted(fresh.items()))


@lru_cache(maxsize=64)
def _owner(name: str) -> str:
    """Where a name of the format belongs, in words; empty for one that is none, or that belongs to many things."""
    found = [where for block, where in _PLACES.items() if name in {field.alias or each for each, field in block.model_fields.items()}]
    return " or ".join(found[:2]) if found and name not in LANGUAGES else ""


def _owner_at(block: type[BaseModel] | None, name: str) -> str:
    """The same where something in this block is the likeliest: the days at the edge of clinic.yaml are those of its notices."""
    if block is written.Clinic and name in {field.alias or each for each, field in written.Announcement.model_fields.items()}:
        return f"under `notice:`{' or `urgent_notice:`' if name in written.UrgentAnnouncement.model_fields else ''}, with two spaces before it"
    return _owner(name)


_PLACES: dict[type[BaseModel], str] = {
    written.PointsSlide: "to a slide",
    written.Topic: "to the head of a topic's file",
    written.Point: "to a point",
    written.Step: "to a step",
    written.Column: "to a column of a slide of kind compare",
    written.Dots: "under `dots:` of a slide of kind dots",
    written.Group: "to a group of a slide of kind people",
    written.Picture: "under `picture:`, inside its braces",
    written.Show: "under `show:`, inside its braces",
    written.Question: "to a question in questions.yaml",
    written.QuestionGroup: "to a group of questions in questions.yaml",
    written.Word: "to a word in words.yaml",
    written.Source: "to a source in sources.yaml",
    written.HelpLine: "to a line of help.yaml",
    written.Help: "to help.yaml",
    written.Clinic: "to clinic.yaml",
    signup_format.Question: "to a question in signup.yaml",
    signup_format.Option: "to an option in signup.yaml",
    signup_format.SignUp: "to signup.yaml",
    **{slide: f"to a slide of kind {kind}" for kind, slide in KINDS.items() if kind != "points"},
}


def _way(error: ErrorDetails) -> KeyPath:
    """The way to the value in the file: pydantic's own, without the kind it puts after the number of a slide."""
    where = error["loc"]
    return (*where[:2], *where[3:]) if where[:1] == ("slides",) and len(where) > 2 else tuple(where)


def _file_named(name: str, folder: str, otherwise: str) -> str:
    """What helps where only capitals or blanks keep a file's name from being one."""
    stem, dot, ending = name.rpartition(".")
    better = f"{re.sub(r'[^A-Za-z0-9_-]+', '-', stem).strip('-')}{dot}{ending.lower()}"
    if ending.lower() not in ("svg", "png", "jpg", "jpeg", "mp3", "ogg", "wav", "m4a") or not stem or "/" in name or better == name:
        return otherwise
    capitals = better.casefold() == name.casefold()
    why = "The ending must be in small letters" if capitals else "Such a name has plain letters, digits and hyphens, no spaces"
    renamed = f"{why}: rename the file in content/{folder} to {better}, and write that here."
    taken = " If it is not there yet, `python3 main.py picture PHOTO --as NAME` brings it in, and says what to write."
    return f"{renamed}{taken}" if folder == "pictures" else renamed


_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
LONGEST_DAY = 60
"""Letters of a text that may be a day: `Wednesday, 23rd of September 2026`."""
_MONTHS = [re.compile(rf"\b{name}", re.IGNORECASE) for name in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")]


def _as_number(text: str) -> str:
    """The number that surely was meant; empty where none was."""
    plain = text.strip().rstrip(".").casefold()
    return str(_NUMBERS.index(plain)) if plain in _NUMBERS else plain if plain.isascii() and plain.isdecimal() else ""


def _as_day(text: str) -> str:
    """The day as these files write it, where it can be read in one way alone; else empty: 03/04/2027 is in March or in April."""
    written = re.findall(r"\d+", text) if len(text) <= LONGEST_DAY else []
    numbers = [int(each) for each in written if len(each) <= len("2026")]
    if len(numbers) < len(written):
        return ""
    month = next((number for number, name in enumerate(_MONTHS, 1) if name.search(text)), 0)
    if month and len(numbers) == 2:
        ways = [(year, month, day) for day, year in (numbers, reversed(numbers)) if year > 31]
    elif len(numbers) == 3 and not re.search(r"[^\W\d_]", text):
        first, second, third = numbers
        ways = [(first, second, third)] if first > 31 else [(third, second, first), (third, first, second)] if third > 31 else []
    else:
        ways = []
    days = set()
    for way in ways:
        with suppress(ValueError):
            days.add(date(*way))
    return days.pop().isoformat() if len(days) == 1 else ""


def _described(value: object) -> str:
    match value:
        case dict():
            return "a block of lines"
        case list() | tuple():
            return "a list"
        case None:
            return "nothing"
        case _:
            return f"`{shown(value)}`"


def _block_at(root: type[BaseModel], steps: Iterable[str | int]) -> type[BaseModel] | None:
    """The block that these steps of pydantic lead to from the whole file."""
    here, by_name = _entered(root)
    for step in steps:
        if isinstance(step, int):
            continue
        if by_name:
            by_name = False
        elif len(here) > 1:
            here = tuple(block for block in here if block is KINDS.get(step))
        elif here and step in here[0].model_fields:
            here = _below(here[0], step)
        else:
            return None
    return here[0] if len(here) == 1 else None


@cache
def _entered(root: type[BaseModel]) -> tuple[tuple[type[BaseModel], ...], bool]:
    """The blocks a file is made of, and whether a name of staff's choosing stands before each."""
    if not issubclass(root, RootModel):
        return (root,), False
    inside = root.model_fields["root"].annotation
    return _blocks(inside), get_origin(inside) is dict


@cache
def _below(block: type[BaseModel], name: str) -> tuple[type[BaseModel], ...]:
    """The blocks that stand under a name of this one: a file may have thousands of mistakes, each of which asks."""
    return _blocks(block.model_fields[name].annotation)


def _blocks(annotation: Any) -> tuple[type[BaseModel], ...]:
    """Every block that a type speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    return tuple(block for part in get_args(annotation) for block in _blocks(part))


_DIGITS_HERE = 10
"""Of a number in North America, without the 1 before it."""


def _no_number(written: str) -> str:
    """What keeps it from being a number of North America, in a sentence; empty for one of another country."""
    digits = re.sub(r"[^0-9]", "", written)
    digits = digits[1:] if len(digits) > _DIGITS_HERE and digits.startswith("1") else digits
    if not digits:
        return "It has no digits."
    if written.lstrip().startswith("+") and not written.lstrip().startswith("+1"):
        return ""
    if len(digits) != _DIGITS_HERE:
        return f"It has {len(digits)} digit{'s' if len(digits) != 1 else ''}, and a number has {_DIGITS_HERE}."
    if digits[0] in "01":
        return f"It begins with {digits[:3]}, and no area code begins with {digits[0]}."
    return f"After the area code comes {digits[3:6]}, and no number goes on with {digits[3]} there." if digits[3] in "01" else ""
