"""The idle engine and every move of a visit: (visit, what happened, when) to the next visit. Pure; time is handed in.

Attract --touch--> Home, Reading, panels --quiet--> asking --quiet--> Attract
the help panel opens over each of them, the attract screen included, and the comfort panel over all, help included
"""

from __future__ import annotations

import math

from msgspec import Struct
from msgspec.structs import replace

from kiosk.visit.comfort import Comfort, choosing
from kiosk.visit.states import Basket, Comparing, Home, Lookup, Panel, PanelKind, Place, Reading, SigningUp, Staff, Timing, Visit

STAFF_SECONDS, LEAST_STAFF_SECONDS = 120.0, 20.0
"""Whoever of the staff walks away is signed out after two minutes, the warning included (standards P9)."""
STAFF_MOST_SECONDS = 1800.0
"""Whatever is pressed, staff sign in again after half an hour: a key that a machine presses is no person."""
FORM_QUIET_SECONDS, FORM_ANSWERS = 180.0, 10
"""Who presses at the form and fills in nothing new is asked now and then, and may answer ten times (WCAG 2.2.1); after that the form is erased.

What counts is how far somebody got and not how long it took: who writes slowly is never cut off, and no key that is pressed without end keeps
a form open, since there are only so many pages, letters and options.
"""
SLOW_WORDS_PER_SECOND, TO_DECIDE_SECONDS = 1.0, 30.0
"""A quarter of the pace at which adults read silently (238 words a minute): few words never shorten the wait, many lengthen it."""


DOUBLE_TOUCH_SECONDS = 0.8
"""Whoever touches twice in a hurry means what stood there first, as help: what comes to stand in its place is not pressed so soon."""


class Touched(Struct, frozen=True):
    """A finger came down on the glass, or a key was pressed; what it presses comes as an event of its own.

    A finger is a sign of life, a key only by what comes of it. A finger does not answer "Are you still there?", which would take the buttons
    away from under it. Whoever uses the keys may not see: the first of them turns the voice on, where one `speaks`.
    """

    by_key: bool = False
    speaks: bool = False


class Plugged(Struct, frozen=True):
    """A headphone was plugged in, which asks for the voice, or pulled out, which ends it: nothing goes on through the speaker.

    At the form and on the pages for staff it asks for nothing: what stands there is somebody's own, and read only to who listened already.
    """

    into: bool


class Woke(Struct, frozen=True):
    """The attract screen was touched; with a language if one of its two start buttons was."""

    language: str = ""


class Navigated(Struct, frozen=True):
    """To a place: a card, Next, Back, Topics, the next topic."""

    place: Place


class LookedUp(Struct, frozen=True):
    """Away from the form to look something up; it stays as it is."""


class PanelOpened(Struct, frozen=True):
    """A panel, or another page of it."""

    panel: Panel


class PanelClosed(Struct, frozen=True):
    """The uppermost panel."""


class AskedForHelp(Struct, frozen=True):
    """The help panel, or another page of it."""

    page: int = 0


class AskedToBreathe(Struct, frozen=True):
    """The calm minute of the help panel."""


class AskedForComfort(Struct, frozen=True):
    """The panel for reading comfort, or another page of it."""

    page: int = 0


class UrgentTold(Struct, frozen=True):
    """Everybody is to know something at once: `notice` says what, in any of its languages. Empty: there is nothing to be told any more.

    Nobody touched anything, so it answers no question and prolongs no visit; its words have their own time to be read, by `Shown`.
    """

    notice: str


class AskedForUrgent(Struct, frozen=True):
    """To read once more what everybody is to know, or another page of it."""

    page: int = 0


class ChoseLanguage(Struct, frozen=True):
    """Another language, everything else stays as it is."""

    language: str


class ChoseComfort(Struct, frozen=True):
    """Another look, sound or pace."""

    comfort: Comfort


class ChoseOption(Struct, frozen=True):
    """One option of the panel for reading comfort, named as in `choosing`."""

    option: str


class ResetComfort(Struct, frozen=True):
    """Looks as at the start of a visit; nothing else is lost. Whoever is read to goes on being read to."""


class Chose(Struct, frozen=True):
    """A question to take along, or a thing to raise, by its topic, slide and name; if it was chosen already, one to leave here."""

    question: str


class Raised(Struct, frozen=True):
    """As `Chose`, of a thing that is answered at once: where it is marked now, a panel about it opens."""

    thing: str


class Weighed(Struct, frozen=True):
    """How much something matters, as topic/slide/statement:weight; in the place of what was said of it before, or taken back if it was just this."""

    choice: str


class Lived(Struct, frozen=True):
    """Something on the screen changed that is not part of a visit, as a letter, a choice, or where the keys stand: a sign of life."""


class GotOn(Struct, frozen=True):
    """The form came to a page that it had not come to before, or an answer is longer than it ever was, or something was chosen for the first time."""


class Stayed(Struct, frozen=True):
    """The answer to "Are you still there?"."""


class Finished(Struct, frozen=True):
    """The visitor is done, or an error ends the visit: forget everything now."""


class ClockHeld(Struct, frozen=True):
    """A video began or ended; while it plays the clock stands still."""

    playing: bool


class Shown(Struct, frozen=True):
    """What the screen shows now has so many words to read; nobody touched anything."""

    words: int


class TimePassed(Struct, frozen=True):
    """Nothing happened; the clock that `due` asked for went off."""


VisitorAction = (
    Woke | Navigated | PanelOpened | PanelClosed | AskedForHelp | AskedToBreathe | AskedForComfort | AskedForUrgent | ChoseLanguage | ChoseOption
    | ResetComfort | Chose | Raised | Weighed | Stayed | Finished
)  # fmt: skip
"""What a visitor can ask for by a touch (`kiosk.visit.actions`)."""
Event = VisitorAction | UrgentTold | LookedUp | Touched | Lived | GotOn | Plugged | ChoseComfort | ClockHeld | Shown | TimePassed


def due(visit: Visit, timing: Timing) -> float | None:
    """When time alone will change this visit, on the clock of `move`; None if it will not."""
    if visit.idle or visit.playing:
        return None
    if visit.asked is not None:
        return min(visit.asked + timing.warning, ends(visit, timing))
    return min(visit.touched + idle_timeout(visit, timing), _asks_anyway(visit, timing))


def ends(visit: Visit, timing: Timing) -> float:
    """When this visit ends whatever is pressed; infinite where nothing stands that is somebody's own."""
    match visit.letter or visit.place:
        case SigningUp():
            return visit.since + form_seconds(timing, idle_timeout(visit, timing))
        case Staff():
            return visit.since + STAFF_MOST_SECONDS
    return math.inf


def form_seconds(timing: Timing, idle: float) -> float:
    """How long the form stays open while nothing new is filled in, whatever is pressed; `idle` is how long it waits for a touch."""
    return (FORM_ANSWERS + 1) * max(FORM_QUIET_SECONDS, idle) + timing.warning


def is_last_question(visit: Visit, timing: Timing) -> bool:
    """Whether no answer to "Are you still there?" keeps the visit any longer."""
    return visit.asked is not None and visit.asked >= ends(visit, timing) - timing.warning


def _asks_anyway(visit: Visit, timing: Timing) -> float:
    """When the screen asks although something is pressed, and once more before a visit ends anyway."""
    end = ends(visit, timing)
    if visit.questioned >= end - timing.warning:
        return end
    again = max(FORM_QUIET_SECONDS, idle_timeout(visit, timing)) if isinstance(visit.place, SigningUp) else math.inf
    return min(visit.questioned + again, end - timing.warning)


def is_over(visit: Visit, now: float, timing: Timing) -> bool:
    """Whether a visit should have ended before `now`, and nobody looked: the machine was asleep."""
    if visit.idle or visit.playing:
        return False
    asked = visit.touched + idle_timeout(visit, timing) if visit.asked is None else visit.asked
    return now >= min(asked + timing.warning, ends(visit, timing))


def idle_timeout(visit: Visit, timing: Timing) -> float:
    """Seconds without a touch until the screen asks whether somebody is there."""
    if isinstance(visit.place, Staff):
        return max(LEAST_STAFF_SECONDS, STAFF_SECONDS - timing.warning)
    quiet = max(timing.idle, visit.words / SLOW_WORDS_PER_SECOND + TO_DECIDE_SECONDS)
    quiet *= timing.slower if visit.comfort.reads_slowly or visit.by_keys else 1.0
    return max(quiet, timing.help_open) if visit.help_page is not None else quiet


def move(visit: Visit, event: Event, now: float, timing: Timing, home_language: str) -> Visit:
    """The visit after `event` at time `now` (seconds, monotonic). Whatever leads back to the attract screen forgets everything.

    After a sleep of the machine nothing that is done takes up the visit from before. A key that changes nothing is no sign of life.
    """
    if is_over(visit, now, timing):
        return Visit(touched=now, language=home_language)
    if isinstance(event, TimePassed):
        return _after_quiet(visit, now, timing, home_language)
    if isinstance(event, Shown):
        return visit if visit.idle else replace(visit, words=event.words)
    if isinstance(event, UrgentTold):
        return _told(visit, event.notice)
    if isinstance(event, AskedToBreathe) and now - visit.helped < DOUBLE_TOUCH_SECONDS:
        return visit
    asked = now if isinstance(event, Touched) and visit.asked is not None else None
    following = _after(replace(visit, asked=asked), event)
    if following == visit and not _is_life(event):
        return visit
    if following.idle:
        return Visit(touched=now, language=home_language, playing=following.playing)
    elsewhere = type(following.place) is not type(visit.place) and not (visit.letter or following.letter)
    if isinstance(event, GotOn) or elsewhere:
        following = replace(following, since=now, questioned=now)
    opened = following.help_page is not None and visit.help_page is None
    return replace(following, touched=now, helped=now if opened else following.helped)


def _is_life(event: Event) -> bool:
    return isinstance(event, Lived | GotOn) or (isinstance(event, Touched) and not event.by_key)


def _after(alive: Visit, event: Event) -> Visit:
    match event:
        case Finished() | TimePassed() | Shown() | UrgentTold():
            return Visit(playing=alive.playing)
        case Touched(by_key, speaks):
            heard = _heard(alive, on=True) if by_key and speaks and not alive.by_keys else alive
            return replace(heard, by_keys=alive.by_keys or by_key)
        case Plugged(into=True) if isinstance(alive.place, (SigningUp, Staff)):
            return alive
        case Plugged(into):
            return _heard(replace(alive, place=Home()) if alive.idle and into else alive, on=into)
        case Stayed() | Lived() | GotOn():
            return alive
        case Woke(language):
            return replace(alive, place=Home(), language=language or alive.language) if alive.idle else alive
        case Navigated(place):
            letter = None if isinstance(place, SigningUp | Staff) else alive.letter
            there = replace(alive, place=place, letter=letter, panel=None, help_page=None, breathing=False, comfort_page=None, urgent_page=None)
            return replace(there, came=_came(alive, place), listed=_listed(alive) if isinstance(place, Basket) else ())
        case LookedUp():
            letter = alive.place if isinstance(alive.place, SigningUp) else alive.letter
            home = replace(alive, place=Home(), letter=letter, panel=None, help_page=None, breathing=False, comfort_page=None, urgent_page=None)
            return replace(home, came=(), listed=())
        case PanelOpened(panel):
            return replace(alive, panel=panel, urgent_page=None)
        case PanelClosed():
            return _without_the_uppermost(alive)
        case AskedForHelp(page):
            return replace(alive, help_page=page, breathing=False, comfort_page=None)
        case AskedToBreathe():
            return replace(alive, help_page=alive.help_page or 0, breathing=True, comfort_page=None)
        case AskedForComfort(page):
            return replace(alive, comfort_page=page, place=Home() if alive.idle else alive.place, urgent_page=None)
        case AskedForUrgent(page):
            return replace(alive, urgent_page=page if alive.told else None, help_page=None, breathing=False, comfort_page=None)
        case ChoseLanguage(language):
            return replace(alive, language=language)
        case ChoseComfort(comfort):
            return replace(alive, comfort=comfort)
        case ChoseOption(option):
            return replace(alive, comfort=choosing(alive.comfort, option))
        case ResetComfort():
            return replace(alive, comfort=Comfort(aloud=alive.comfort.aloud, curtain=alive.comfort.curtain))
        case Chose(question):
            basket = _toggled(alive.basket, question)
            in_turn = [name for name in alive.listed if name in basket]  # what comes back stands where it stood
            return replace(alive, basket=(*in_turn, *(name for name in basket if name not in in_turn)))
        case Raised(thing):
            basket = _toggled(alive.basket, thing)
            return replace(alive, basket=basket, panel=Panel(PanelKind.AT_ONCE, thing) if thing in basket else None)
        case Weighed(choice):
            return replace(alive, weighed=_weighed(alive.weighed, choice))
        case ClockHeld(playing):
            return replace(alive, playing=playing)


def _told(visit: Visit, notice: str) -> Visit:
    """Opens over whatever the visitor does, once for each notice. The start screen says it itself, and staff are not held up."""
    if visit.idle or notice == visit.told:
        return visit
    return replace(visit, told=notice, urgent_page=0 if notice and not isinstance(visit.place, Staff) else None)


def _heard(visit: Visit, *, on: bool) -> Visit:
    return replace(visit, comfort=choosing(visit.comfort, "aloud:yes" if on else "aloud:no"))


def _without_the_uppermost(visit: Visit) -> Visit:
    if visit.told_now:
        return replace(visit, urgent_page=None)
    if visit.comfort_page is not None:
        return replace(visit, comfort_page=None)
    if visit.breathing:
        return replace(visit, breathing=False)
    return replace(visit, help_page=None) if visit.help_page is not None else replace(visit, panel=None)


def _listed(visit: Visit) -> tuple[str, ...]:
    return visit.listed if isinstance(visit.place, Basket) else visit.basket


def _came(visit: Visit, place: Place) -> tuple[Place, ...]:
    """The places that lists and comparisons were opened from.

    One more where one is opened, those before it where the visitor goes back to one of them.
    """
    if place in visit.came:
        return visit.came[: visit.came.index(place)]
    if not isinstance(place, Lookup | Basket | Comparing):
        return ()
    opened = type(place) is not type(visit.place) and isinstance(visit.place, Home | Reading | Lookup | Basket | Comparing)
    return (*visit.came, visit.place) if opened else visit.came


def _toggled(basket: tuple[str, ...], question: str) -> tuple[str, ...]:
    return tuple(each for each in basket if each != question) if question in basket else (*basket, question)


def _weighed(weighed: tuple[str, ...], choice: str) -> tuple[str, ...]:
    about = choice.rpartition(":")[0]
    others = tuple(each for each in weighed if each.rpartition(":")[0] != about)
    return others if choice in weighed else (*others, choice)


def _after_quiet(visit: Visit, now: float, timing: Timing, home_language: str) -> Visit:
    moment = due(visit, timing)
    if moment is None or now < moment:
        return visit
    if visit.asked is None:
        return replace(visit, asked=now, questioned=now)
    return Visit(touched=now, language=home_language)
