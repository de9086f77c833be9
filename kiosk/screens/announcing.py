"""The pages for staff on which the urgent notice is written, given its end, and ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from kiosk.content.model.deck import MOST_NOTICE_LETTERS
from kiosk.content.store.urgent_notice import to_the_minute
from kiosk.layout.form_question import QuestionText, ask_page, list_pages
from kiosk.layout.keys import rows_for
from kiosk.layout.lists import RowText
from kiosk.layout.measures import Measures
from kiosk.screens.context import Stage
from kiosk.screens.pages import StepShown, shown_page
from kiosk.visit.actions import Announced, action, go
from kiosk.visit.states import Staff

URGENT, END, DAY = "urgent", "urgent-end", "urgent-day"
SAY = "urgent-say-"
"""Before the code of a language: the screen on which the notice is typed in it."""
ENDED = "ended"
"""What is asked for besides the ends below: that the notice is over now."""
HOUR, EVENING, MORNING = "hour", "evening", "morning"
EVENING_AT, MORNING_AT = time(20), time(8)
"""Each row says at which time it ends, so nobody has to guess what an evening is here."""
MOST_DAYS = 14


class NoticeFacts(Struct, frozen=True):
    """What these pages know.

    `stands`: what was set here, by languages, and shows until `ends`; `written` what is typed for the next one; `content` what the content tells
    urgently by itself, to the end of the day `content_until` if it has one; `wrong` why something was not done, by the name of its sentence; `keys`
    the set of letters.
    """

    now: datetime
    stands: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ends: datetime | None = None
    written: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    content: str = ""
    content_until: date | None = None
    wrong: str = ""
    keys: str = "plain"


def offered(stage: Stage) -> bool:
    """Whether the clinic has words for these pages."""
    return stage.library.has_words("urgent_staff")


def end_of(what: str, now: datetime) -> datetime | None:
    """When a notice is over that is set now until then: `hour`, `evening`, `morning`, or a day from today on (`day-3`), with that day's end.

    None for anything else, and for what is less than an hour away.
    """
    if what == HOUR:
        return now + timedelta(hours=1)
    if what == EVENING:
        evening = datetime.combine(now.date(), EVENING_AT)
        return evening if evening - now > timedelta(hours=1) else None
    if what == MORNING:
        return datetime.combine(now.date() + timedelta(days=1), MORNING_AT)
    kind, _, days = what.partition("-")
    if kind == "day" and days.isascii() and days.isdecimal() and len(days) <= len(str(MOST_DAYS)) and int(days) < MOST_DAYS:
        return datetime.combine(now.date() + timedelta(days=int(days) + 1), time())
    return None


def language_of(stage: Stage, screen: str) -> str:
    """In which language is typed on this screen; empty on the others."""
    code = screen.removeprefix(SAY) if screen.startswith(SAY) else ""
    return code if code in stage.library.clinic.languages else ""


def after(stage: Stage, screen: str) -> str:
    """The screen behind one on which something is typed: the next language, or the end."""
    languages = stage.library.clinic.languages
    at = languages.index(language_of(stage, screen)) + 1
    return f"{SAY}{languages[at]}" if at < len(languages) else END


def announcing(stage: Stage, place: Staff, facts: NoticeFacts) -> StepShown:
    """What StaffPane.qml draws of them, and what leads to the pages before and after."""
    stage = replace(stage, measures=Measures(stage.measures.screen))
    if code := language_of(stage, place.screen):
        return _typed(stage, code, facts)
    make, before = _PAGES.get(place.screen, _PAGES[URGENT])
    words, rows = make(stage, facts)
    pages = list_pages(words, list(rows), stage.measures, stage.area, stage.typesetter)
    at = min(place.page, len(pages) - 1)
    screen = place.screen if place.screen in _PAGES else URGENT
    ahead = go(Staff(screen, at + 1)) if at + 1 < len(pages) else ""
    return StepShown(shown_page(stage, pages[at]), go(Staff(screen, at - 1)) if at else go(Staff(before(stage))), ahead)


def told(stage: Stage, facts: NoticeFacts) -> str:
    """How it stands, in a few words, for the row that leads here."""
    if facts.ends:
        return stage.word("urgent_until", when=_when(stage, facts.ends, facts.now))
    return facts.content or stage.word("urgent_none")


Made = tuple[QuestionText, Sequence[RowText]]


def _standing(stage: Stage, facts: NoticeFacts) -> Made:
    """What shows now, with the way to end it and to another one."""
    rows = [RowText("", words, _name(stage, code) if len(facts.stands) > 1 else "") for code, words in facts.stands.items()]
    rows += [RowText(action(Announced(ENDED)), stage.word("urgent_end_now"))] if facts.ends else []
    rows += [RowText("", facts.content, stage.word("urgent_content"))] if facts.content else []
    rows.append(RowText(go(Staff(SAY + stage.library.clinic.languages[0])), stage.word("urgent_write")))
    below = stage.word(facts.wrong) if facts.wrong else stage.word("urgent_help")
    return QuestionText(stage.word("urgent_staff"), _shows_until(stage, facts), below, bool(facts.wrong)), rows


def _shows_until(stage: Stage, facts: NoticeFacts) -> str:
    """Whether visitors see one, and until when: the one that was set here, which goes before that of the content."""
    end = facts.ends
    if facts.content and not end:
        if facts.content_until in {None, date.max}:
            return stage.word("urgent_shows") if stage.library.has_words("urgent_shows") else facts.content
        end = datetime.combine(facts.content_until + timedelta(days=1), time())
    return stage.word("urgent_until", when=_when(stage, end, facts.now)) if end else stage.word("urgent_none")


def _typed(stage: Stage, code: str, facts: NoticeFacts) -> StepShown:
    languages = stage.library.clinic.languages
    several = len(languages) > 1
    heading = stage.word("urgent_say_in", language=_name(stage, code)) if several else stage.word("urgent_say")
    helps = [stage.word("urgent_say_help", letters=MOST_NOTICE_LETTERS), *([stage.word("urgent_say_other")] if several else [])]
    below = stage.word(facts.wrong) if facts.wrong else " ".join(helps)
    words = QuestionText(stage.word("urgent_staff"), heading, below, bool(facts.wrong))
    page = ask_page(words, rows_for("passphrase", code, facts.keys), stage.measures, stage.area, stage.typesetter)
    at = languages.index(code)
    return StepShown(page, before=go(Staff(f"{SAY}{languages[at - 1]}" if at else URGENT)))


def _ends(stage: Stage, facts: NoticeFacts) -> Made:
    """What was typed, to be read once more, and the ends there are."""
    rows = [RowText(go(Staff(SAY + code)), words, _name(stage, code)) for code, words in facts.written.items() if words]
    ends = {what: end for what in (HOUR, EVENING, MORNING) if (end := end_of(what, facts.now))}
    rows += [RowText(action(Announced(what)), stage.word(f"urgent_{what}"), _when(stage, end, facts.now)) for what, end in ends.items()]
    rows.append(RowText(go(Staff(DAY)), stage.word("urgent_day")))
    return QuestionText(stage.word("urgent_staff"), stage.word("urgent_end"), stage.word(facts.wrong) if facts.wrong else "", bool(facts.wrong)), rows


def _days(stage: Stage, facts: NoticeFacts) -> Made:
    days = [(number, facts.now.date() + timedelta(days=number)) for number in range(MOST_DAYS)]
    named = {number: f"{stage.word(f'weekday_{day.isoweekday()}')}, {stage.day_of_month(day)}" for number, day in days}
    rows = [RowText(action(Announced(f"day-{number}")), name) for number, name in named.items()]
    return QuestionText(stage.word("urgent_staff"), stage.word("urgent_day")), rows


def _name(stage: Stage, code: str) -> str:
    return stage.library.interface_text("language_name").in_(code)


def _when(stage: Stage, end: datetime, now: datetime) -> str:
    """20:00 today, else with its day; what ends at midnight ends with the day before."""
    end = to_the_minute(end)
    last = end - timedelta(days=1) if end.time() == time() else end
    clock = "24:00" if end.time() == time() else f"{end:%H:%M}"
    day = "" if last.date() == now.date() else f"{stage.word(f'weekday_{last.isoweekday()}')}, {stage.day_of_month(last.date())}, "
    return f"{day}{clock}"


_PAGES: dict[str, tuple[Callable[[Stage, NoticeFacts], Made], Callable[[Stage], str]]] = {
    URGENT: (_standing, lambda _: "list"),
    END: (_ends, lambda stage: SAY + stage.library.clinic.languages[-1]),
    DAY: (_days, lambda _: END),
}
"""Each with the screen before it."""
