"""The hours and the closed days of a clinic as staff write them, in English or Spanish. Pure.

What can be taken in two ways is not taken at all: a `Refused` says why, and what to write. Where it can be guessed what was meant, that is
what the cure says; every cure is one that these functions take.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from enum import Enum, auto
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from kiosk.accents import without_accents
from kiosk.settings.opening_hours import ANY_YEAR, DAY, Closed, Span, runs_of

HOURS_EXAMPLE = "Mon-Fri 8:00-18:00, Sat 9:00-13:00"
CLOSED_EXAMPLE = "2026-12-25, 2026-12-24 from 12:00, Jan 1"
MOST_LETTERS = 1000
MOST_HOURS = 16
"""Whoever is open for longer without a break is asked whether that is meant."""
_NOON = DAY // 2
_SPANISH_DAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS: dict[str, tuple[int, ...]] = {
    **{short: (number,) for names in (_ENGLISH_DAYS, _SPANISH_DAYS) for number, name in enumerate(names) for short in (name[:3], name)},
    **{f"{name}s": (number,) for number, name in enumerate(_ENGLISH_DAYS)},
    "tues": (1,), "weds": (2,), "thur": (3,), "thurs": (3,), "sabados": (5,), "domingos": (6,),
    "daily": tuple(range(7)), "weekdays": tuple(range(5)), "weekends": (5, 6),
}  # fmt: skip
_MONTHS = {
    short: number
    for names in (
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), 1)
    for short in (name[:3], name[:4], name)
}
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORDS = {"to": "-", "a": "-", "al": "-", "through": "-", "thru": "-", "until": "-", "hasta": "-", "and": ",", "y": ",", "&": ","}
_WORDS |= {"closed": "C", "cerrado": "C", "from": "", "de": "", "las": "", "los": "", "the": ""}
"""What these words are to the grammar: a range, another one, closed, or nothing."""


class Refused(Struct, frozen=True):
    """Why something is not taken, and what to write in its place, which is taken."""

    wrong: str
    instead: str


class _StrangeError(Exception):
    """What is wrong, where nobody can tell what was meant."""


# -- hours ------------------------------------------------------------------------------------------------------------


def read_hours(written: str) -> tuple[Span, ...] | Refused:
    """The hours that `Mon-Fri 8:00-12:00, 13:00-18:00, Sat 9:00-13:00` says: hours that follow hours are for the same days.

    Days may go round the week (`Fri-Mon`) or be listed (`Mon,Wed,Fri`), hours may go through midnight (`20:00-4:00`), and `Sun closed` takes
    days away. Hours without any days are for all of them. Noon and midnight may stand as words.
    """
    slips: list[str] = []
    try:
        spans = _without_doubles(_spans(_tokens(written, slips), slips), slips)
    except _StrangeError as error:
        return Refused(str(error), HOURS_EXAMPLE)
    return Refused(slips[0], write_hours(spans)) if slips else spans


def write_hours(spans: Sequence[Span]) -> str:
    """Hours in the form that `read_hours` takes."""
    parts = groupby(spans, lambda span: span.days)
    return ", ".join(f"{_days_written(days)} {', '.join(f'{_clock(each.begin)}-{_clock(each.end)}' for each in some)}" for days, some in parts)


def _days_written(days: Sequence[int]) -> str:
    ends = (run if len(run) == 1 else (run[0], run[-1]) for run in runs_of(days))
    return ",".join("-".join(_ENGLISH_DAYS[day][:3].capitalize() for day in run) for run in ends)


def _clock(minute: int) -> str:
    minute = minute if minute <= DAY else minute - DAY
    return f"{minute // 60}:{minute % 60:02}"


def in_doubt(written: str) -> Iterator[Refused]:
    """Of hours that `read_hours` takes, those that may be a slip all the same: through a midnight, or longer than MOST_HOURS.

    Who writes am or pm at both ends has meant it; so has who is open day and night. Each says how it is read, and what to write otherwise.
    """
    times = [token for token in _tokens(written, []) if token.kind == "T"]
    for first, second in zip(times[::2], times[1::2], strict=True):
        begin, end = first.minute, second.minute or DAY
        if first.exact and second.exact:
            continue
        if end < begin:
            day = [f"{_clock(begin)}-{_clock(end + _NOON)}"] if begin < end + _NOON else []
            wrong = f"`{_clock(begin)}-{_clock(end)}` is read as open through the night, from {_half(begin)} until {_half(end)} the next morning."
            meant = " or ".join([*day, f"{_clock(end)}-{_clock(begin)}"])
            yield Refused(wrong, f"If you mean the day, write {meant}; if the night is right, write {_half(begin)} - {_half(end)}.")
        elif MOST_HOURS * 60 < end - begin < DAY:
            wrong = f"`{_clock(begin)}-{_clock(end)}` is read as open for more than {MOST_HOURS} hours, from {_half(begin)} until {_half(end)}."
            yield Refused(wrong, f"If that is right, write {_half(begin)} - {_half(end)}; if not, correct it.")


def _half(minute: int) -> str:
    """By the halves of the day: 5:00 pm."""
    hour, half = (minute // 60 + 11) % 12 + 1, ("am", "pm")[minute % DAY >= _NOON]
    return f"{hour}:{minute % 60:02} {half}"


class _Token(Struct, frozen=True):
    """One word, by what it is to the grammar: D days, T a time, - a range, `,` or `;` another, C closed."""

    kind: str
    text: str
    days: tuple[int, ...] = ()
    minute: int = 0
    exact: bool = False


_TOKEN = re.compile(r"(\d{1,2}?)(?:[:.h]?(\d\d))?(?!\d) ?(h\b|[ap]\.? ?m\b\.?)?|([a-z]+)\.?|([-,;&])|:|\S")
"""Hour, minutes, half of the day; a word; a sign. A colon alone says nothing."""


_TWELVE = r"\b(?:12(?:[:.]00)? ?)?(?:del? |de la )?(?:el |la )?"
_HALVES = ((re.compile(rf"{_TWELVE}(?:noon|midday|mediodia)\b"), "12:00 pm"), (re.compile(rf"{_TWELVE}(?:midnight|medianoche)\b"), "12:00 am"))
"""Noon and midnight in words, and what they are to the grammar."""


def _plain(written: str) -> str:
    """Small letters without accents, one kind of dash and of blank, and no words for noon and midnight."""
    if len(written) > MOST_LETTERS:
        raise _StrangeError(f"This is longer than {MOST_LETTERS} letters.")
    plain = " ".join(re.sub(r"[\u2010-\u2015\u2212]", "-", without_accents(written.casefold())).split())
    for words, clock in _HALVES:
        plain = words.sub(clock, plain)
    return plain


def _tokens(written: str, slips: list[str]) -> tuple[_Token, ...]:
    return tuple(token for found in _TOKEN.finditer(_plain(written)) if (token := _token(found, slips)).kind)


def _token(found: re.Match[str], slips: list[str]) -> _Token:
    text, (hour, minutes, half, word, sign) = found[0], found.groups()
    if hour:
        return _Token("T", text, minute=_minute(hour, minutes, half, slips, text.strip()), exact=bool(half) and half != "h")
    if sign:
        return _Token(_WORDS.get(sign, sign), text)
    if text == ":":
        return _Token("", text)
    if word in _WORDS:
        return _Token(_WORDS[word], text)
    if word in _DAYS:
        return _Token("D", text, days=_DAYS[word])
    if word and (near := get_close_matches(word, [name for name in _DAYS if len(name) > 3], 1, 0.75)):
        slips.append(f"There is no day `{word}`.")
        return _Token("D", text, days=_DAYS[near[0]])
    raise _StrangeError(f"`{text}` is not understood among the hours.")


def _minute(hour: str, minutes: str | None, half: str | None, slips: list[str], text: str) -> int:
    """Minutes since midnight. A time without minutes is a slip, unless am or pm makes it one."""
    found = int(hour), int(minutes or 0)
    if half and half[0] in "ap":
        if not 1 <= found[0] <= 12:
            raise _StrangeError(f"There is no time `{text}`.")
        found = found[0] % 12 + 12 * (half[0] == "p"), found[1]
    elif not minutes or ":" not in text:
        slips.append(f"`{text}` is not a time as it is written here.")
    if found[1] > 59 or found[0] * 60 + found[1] > DAY:
        raise _StrangeError(f"There is no time `{text}`.")
    return found[0] * 60 + found[1]


_DAYS_OF_PART = "D(?:-D)?(?:,?D(?:-D)?)*"
_PART = re.compile(rf"(?P<days>{_DAYS_OF_PART})?,?(?P<spans>T-T(?:[,;]?T-T)*|C)(?:[,;](?=.)|$|(?=D))")


def _spans(tokens: Sequence[_Token], slips: list[str]) -> tuple[Span, ...]:
    """Part for part: days, and their hours. Raises _StrangeError."""
    kinds, at, found = "".join(token.kind for token in tokens), 0, list[Span]()
    if not kinds:
        raise _StrangeError("There is nothing here.")
    while at < len(kinds):
        part = _PART.match(kinds, at)
        if part is None:
            raise _StrangeError(f"At `{' '.join(token.text.strip() for token in tokens[at:])[:40]}` it is not clear which days or hours are meant.")
        days = _days(tokens[part.start("days") : part.end("days")]) if part["days"] else ()
        if part["spans"] == "C" and days:
            found = _taken_from(found, days)
        else:
            times = [token for token in tokens[part.start("spans") : part.end("spans")] if token.kind == "T"]
            found += [Span(days, *each) for each in _in_order(list(_pairs(times, slips)), slips)]
        at = part.end()
    if not found:
        raise _StrangeError("With these hours the clinic is never open.")
    return tuple(_with_days(found, slips))


def _days(tokens: Sequence[_Token]) -> tuple[int, ...]:
    """The days that `Mon-Wed, Fri` names, round the week where a range ends before it begins."""
    found, ranged = set[int](), False
    last = 0
    for token in tokens:
        if token.kind == "-":
            ranged = True
        elif token.kind == "D":
            end = token.days[-1]
            found |= {(last + step) % 7 for step in range((end - last) % 7 + 1)} if ranged else set(token.days)
            last, ranged = end, False
    return tuple(sorted(found))


def _pairs(times: Sequence[_Token], slips: list[str]) -> Iterator[tuple[int, int]]:
    """From and to of each. Hours that seem to end in the night are in truth an afternoon, where they begin in the morning."""
    for first, second in zip(times[::2], times[1::2], strict=True):
        begin, end = first.minute, second.minute or DAY
        if begin == DAY:
            raise _StrangeError("Hours that begin at midnight begin at 0:00, and belong to the day that begins then.")
        if begin == end:
            slips.append(f"`{_clock(begin)}-{_clock(end)}` ends when it begins. Day and night are 0:00-24:00.")
            begin, end = 0, DAY
        elif end < begin < _NOON and not (first.exact and second.exact):
            slips.append(f"`{_clock(begin)}-{_clock(end)}` would go on through the night. The afternoon is written by 24 hours.")
            end += _NOON
        yield begin, end if begin < end else end + DAY


def _in_order(pairs: list[tuple[int, int]], slips: list[str]) -> list[tuple[int, int]]:
    """One after the other; `1:00-5:00` behind the hours of a morning are those of an afternoon, and what overlaps is one."""
    ordered: list[tuple[int, int]] = []
    for begin, end in pairs:
        before = ordered[-1] if ordered else (0, 0)
        if begin >= before[1]:
            ordered.append((begin, end))
        elif end <= _NOON and before[1] <= begin + _NOON:
            slips.append(f"`{_clock(begin)}-{_clock(end)}` comes before the hours in front of it. The afternoon is written by 24 hours.")
            ordered.append((begin + _NOON, end + _NOON))
        else:
            slips.append(f"`{_clock(begin)}-{_clock(end)}` does not come after the hours in front of it.")
            ordered = _merged([*ordered, (begin, end)])
    return ordered


def _merged(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(pairs):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _with_days(spans: Sequence[Span], slips: list[str]) -> Iterator[Span]:
    """Hours without days are for every day; where others have days, for those that nobody named."""
    named = {day for span in spans for day in span.days}
    left = tuple(day for day in range(7) if day not in named)
    for span in spans:
        if not span.days and named:
            slips.append(f"It is not clear for which days `{_clock(span.begin)}-{_clock(span.end)}` is meant.")
        if span.days or left:
            yield replace(span, days=span.days or left)


def _taken_from(spans: Sequence[Span], days: tuple[int, ...]) -> list[Span]:
    """The spans without these days."""
    fewer = [replace(span, days=tuple(day for day in span.days or range(7) if day not in days)) for span in spans]
    return [span for span in fewer if span.days]


def _without_doubles(spans: Sequence[Span], slips: list[str]) -> tuple[Span, ...]:
    """Where the hours of a day stand twice and overlap, the later ones hold."""
    kept: list[Span] = []
    for span in spans:
        twice = {day for before in kept if before.begin < span.end and span.begin < before.end for day in before.days} & set(span.days)
        if twice:
            slips.append(f"The hours of {_days_written(sorted(twice))} stand twice, and overlap.")
            kept = _taken_from(kept, tuple(twice))
        kept.append(span)
    return tuple(kept)


# -- closed days ------------------------------------------------------------------------------------------------------


def read_closed(written: str) -> Iterator[Closed | Refused]:
    """The days that `2026-12-25, 2026-12-24 from 12:00, Dec 30 - Jan 1` says, one by one, and in the place of one that is not taken why.

    A day without a year is one of every year.
    """
    try:
        plain = re.sub(r"(?<=[a-z]{3})(\.? \d{1,2}), ?(\d{4})(?!-)", r"\1 \2", _plain(written))
    except _StrangeError as error:
        yield Refused(str(error), CLOSED_EXAMPLE)
        return
    items = [item for each in re.split("[,;]", plain) if (item := each.strip())]
    if not items:
        yield Refused("There is nothing here.", CLOSED_EXAMPLE)
    yield from map(_one_closed, items)


def _one_closed(item: str) -> Closed | Refused:
    slips: list[str] = []
    try:
        found = _closed(item, slips)
    except _StrangeError as error:
        return Refused(str(error), CLOSED_EXAMPLE)
    return Refused(slips[0], write_closed(found)) if slips else found


def write_closed(closed: Closed) -> str:
    """A closed day, or several in a row, in the form that `read_closed` takes."""
    first, last = (f"{_MONTH_NAMES[day.month - 1]} {day.day}" if closed.every_year else f"{day}" for day in (closed.first, closed.last))
    days = first if closed.first == closed.last else f"{first} to {last}"
    match closed.begin, closed.end:
        case 0, end if end > DAY:
            return days
        case begin, end if end > DAY:
            return f"{days} from {_clock(begin)}"
        case 0, end:
            return f"{days} until {_clock(end)}"
        case begin, end:
            return f"{days} {_clock(begin)}-{_clock(end)}"


class Meant(Enum):
    """Which day a date without a year is meant to be: the next one, the next or one of the last AROUND_DAYS, or the last one."""

    NEXT = auto()
    AROUND = auto()
    PASSED = auto()


AROUND_DAYS = 31


_DAYS_NAMED = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "hoy": 0, "esta noche": 0, "manana": 1, "ayer": -1}


def read_day(written: str, today: date, meant: Meant = Meant.AROUND) -> date | Refused:
    """One day: by its name, with a word or all in numbers. Of 12/3/2026 the month comes first, as is usual in the USA.

    A day of the week alone is the next such day, or today; a date without a year is the one that is `meant`.
    """
    try:
        if (named := _named(written, today)) is not None:
            return named
        # `Mar 1` is a day of March, though `mar` is Tuesday in Spanish.
        plain = " ".join(_plain(written).replace(",", " ").split())
        plain = re.sub(rf"^(?:{'|'.join(_DAYS)})\.? (?!\d{{1,2}}(?:st|nd|rd|th)?(?: \d{{4}})?$)", "", plain)
        plain = re.sub(r"^(\d{1,2})[-/](\d{1,2})[-/](?:20)?(\d\d)$", r"\1/\2/20\3", plain)
        day = _day(plain, []) if re.fullmatch(_A_DAY, plain) else None
        if day:
            return day if day.year != ANY_YEAR else _of_some_year(day, today, meant)
        wrong = f"`{written.strip()[:40]}` is not a day."
    except _StrangeError as error:
        wrong = str(error)
    return Refused(wrong, "Write it such as Dec 24, 12/24/2026 or 2026-12-24.")


def _named(written: str, today: date) -> date | None:
    """`today`, `Friday` and the like."""
    name = " ".join(_plain(written).split()).removeprefix("on ").removeprefix("el ").rstrip(".")
    if name in _DAYS_NAMED:
        return today + timedelta(_DAYS_NAMED[name])
    days = _DAYS.get(name, ())
    return today + timedelta((days[0] - today.weekday()) % 7) if len(days) == 1 and not name.endswith("days") else None


def _of_some_year(day: date, today: date, meant: Meant) -> date:
    """Raises _StrangeError where there is none near this year."""
    years = [year for year in range(today.year - 1, today.year + 2) if (day.month, day.day) != (2, 29) or isleap(year)]
    days = [_in_year(day, year) for year in years]
    since = today - timedelta(AROUND_DAYS if meant is Meant.AROUND else 0)
    found = [each for each in days if each <= today][-1:] if meant is Meant.PASSED else [each for each in days if each >= since]
    if not found:
        raise _StrangeError(f"There is no day `{day:%m-%d}` near this year.")
    return found[0]


def day_in_words(day: date) -> str:
    """`Thursday, Dec 3, 2026`, so that whoever wrote numbers sees how they were taken."""
    return f"{_ENGLISH_DAYS[day.weekday()].capitalize()}, {_MONTH_NAMES[day.month - 1]} {day.day}, {day.year}"


_A_DAY = (
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}(?:[./]\d{4})?"
    r"|[a-z]{3,}\.? \d{1,2}(?:st|nd|rd|th)?(?: \d{4})?|\d{1,2}\.? (?:de )?[a-z]{3,}\.?(?: (?:de )?\d{4})?"
)
_A_TIME = r"\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.? ?m\b\.?)?"
_RANGE = r" ?(?:-|\b(?:to|through|thru|until|till|hasta|al?)\b) ?(?:las )?"
_ITEM = re.compile(
    rf"(?P<first>{_A_DAY})(?:{_RANGE}(?P<last>{_A_DAY}))?"
    rf"(?:,? ?(?:from |desde |de )?(?:las )?(?P<begin>{_A_TIME}))?(?:{_RANGE}(?P<end>{_A_TIME}))?"
)


def _closed(item: str, slips: list[str]) -> Closed:
    found = _ITEM.fullmatch(item)
    if found is None:
        raise _StrangeError(f"`{item[:40]}` is not a day on which the clinic could be closed.")
    first = _day(found["first"], slips)
    if found["end"] and not found["begin"] and (short := re.fullmatch(r"([a-z]+\.?) \d{1,2}", found["first"])) and found["end"].isdecimal():
        last, begin, end = _day(f"{short[1]} {found['end']}", slips), 0, 2 * DAY  # `Dec 24-26`
    else:
        last = _day(found["last"], slips) if found["last"] else first
        begin, end = _time(found["begin"], slips, 0), _time(found["end"], slips, 2 * DAY) or DAY
    if (first.year == ANY_YEAR) != (last.year == ANY_YEAR):
        slips.append(f"`{item}` has a year at one end alone.")
        first, last = _same_year(first, last)
    if last < first and first.year != ANY_YEAR:
        slips.append(f"`{item}` ends before it begins.")
        first, last = last, first
    if end <= begin:
        raise _StrangeError(f"`{item}` ends before it begins.")
    return Closed(first, last, first.year == ANY_YEAR, begin, end)


def _same_year(first: date, last: date) -> tuple[date, date]:
    """Both in the year that one of them has, or the next."""
    if first.year == ANY_YEAR:
        return _in_year(first, last.year - ((first.month, first.day) > (last.month, last.day))), last
    return first, _in_year(last, first.year + ((last.month, last.day) < (first.month, first.day)))


def _in_year(day: date, year: int) -> date:
    return _made(year, day.month, day.day, f"{day:%m-%d}")


def _time(text: str | None, slips: list[str], otherwise: int) -> int:
    found = _TOKEN.fullmatch(text.strip()) if text else None
    if found is None:
        return otherwise
    return _minute(found[1], found[2], found[3], slips, found[0].strip())


def _day(text: str, slips: list[str]) -> date:
    """A day, of the year ANY_YEAR where none is written. Raises _StrangeError."""
    numbers, words = [int(each) for each in re.findall(r"\d+", text)], re.findall(r"[a-z]{3,}", text)
    if words:
        return _made(numbers[1] if len(numbers) > 1 else ANY_YEAR, _month(words[0], slips), numbers[0], text)
    if "/" not in text and "." not in text:
        return _made(numbers[0], numbers[1], numbers[2], text)
    slips.append(f"Whether `{text}` has the month or the day first cannot be told. A day is written year-month-day, or `Dec 25` for every year.")
    month, day = (numbers[1], numbers[0]) if "." in text or numbers[0] > 12 else (numbers[0], numbers[1])
    return _made(numbers[2] if len(numbers) > 2 else ANY_YEAR, month, day, text)


def _month(word: str, slips: list[str]) -> int:
    if word in _MONTHS:
        return _MONTHS[word]
    near = get_close_matches(word, _MONTHS, 1, 0.75)
    if not near:
        raise _StrangeError(f"There is no month `{word}`.")
    slips.append(f"There is no month `{word}`.")
    return _MONTHS[near[0]]


def _made(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _StrangeError(f"There is no day `{text}`.") from None
