"""The idle engine and the moves of a visit, as tables and properties. No Qt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.visit import moves
from kiosk.visit.comfort import Comfort, Palette, TextSize
from kiosk.visit.moves import due, idle_timeout, move
from kiosk.visit.states import (
    LAST_PAGE,
    Attract,
    Basket,
    Comparing,
    Home,
    Lookup,
    Panel,
    PanelKind,
    Place,
    Reading,
    SigningUp,
    Staff,
    Timing,
    Visit,
    address,
    place_at,
)

TIMING = Timing()
READING = Visit(place=Reading("infusion", "room", 1), language="es", touched=100.0)


def after(visit: Visit, *events: moves.Event, now: float = 100.0) -> Visit:
    for event in events:
        visit = move(visit, event, now, TIMING, "en")
    return visit


def quiet(visit: Visit, now: float) -> Visit:
    return move(visit, moves.TimePassed(), now, TIMING, "en")


def test_nothing_is_due_while_nobody_is_here() -> None:
    assert due(Visit(), TIMING) is None


def test_the_screen_asks_after_two_minutes_and_forgets_thirty_seconds_later() -> None:
    assert quiet(READING, 219.9) == READING
    asking = quiet(READING, 220.0)
    assert asking.asked == 220.0
    assert quiet(asking, 249.9) == asking
    assert quiet(asking, 250.0) == Visit(touched=250.0, language="en")


@pytest.mark.parametrize("extensions", [1, 11, 100])
def test_staying_works_without_limit_and_comes_back_to_the_very_same_state(extensions: int) -> None:
    visit, now = READING, 100.0
    for _ in range(extensions):
        now += 125
        visit = quiet(visit, now)
        assert visit.asked == now
        now += 20
        visit = move(visit, moves.Stayed(), now, TIMING, "en")
    assert replace(visit, touched=100.0, questioned=0.0) == READING


@pytest.mark.parametrize(
    "slow",
    [
        replace(READING, comfort=Comfort(TextSize.LARGE)),
        replace(READING, comfort=Comfort(TextSize.LARGEST, Palette.BLACK)),
        replace(READING, by_keys=True),
        replace(READING, comfort=Comfort(aloud=True)),
    ],
)
def test_large_text_and_keys_give_three_times_as_long(slow: Visit) -> None:
    assert idle_timeout(slow, TIMING) == 360.0


@pytest.mark.parametrize(("words", "seconds"), [(0, 120.0), (60, 120.0), (90, 120.0), (100, 130.0), (300, 330.0)])
def test_a_page_of_many_words_gives_a_slow_reader_the_time_it_takes(words: int, seconds: float) -> None:
    """At 60 words a minute, a quarter of what adults read, and half a minute to decide."""
    assert idle_timeout(after(READING, moves.Shown(words)), TIMING) == seconds
    slow = replace(READING, comfort=Comfort(TextSize.LARGE))
    assert idle_timeout(after(slow, moves.Shown(words)), TIMING) == 3 * seconds


def test_counting_the_words_of_a_new_page_is_no_sign_of_life() -> None:
    asking = quiet(READING, 220.0)
    assert move(asking, moves.Shown(80), 230.0, TIMING, "en") == replace(asking, words=80)
    assert after(Visit(), moves.Shown(80)) == Visit()


@pytest.mark.parametrize("visit", [READING, quiet(READING, 220.0), Visit(place=SigningUp("name"), touched=100.0, since=100.0)])
def test_an_urgent_notice_is_no_sign_of_life(visit: Visit) -> None:
    """Set, changed and taken back, each a second before the visit would be asked, or end: it is, at the same time as without any of them."""
    told = visit
    for seconds, notice in enumerate(("Closed today", "Closed until noon", "")):
        told = move(told, moves.UrgentTold(notice), 217.0 + seconds, TIMING, "en")
        assert (told.told, told.told_now, told.asked, due(told, TIMING)) == (notice, bool(notice), visit.asked, due(visit, TIMING))
    ends = due(visit, TIMING)
    assert ends
    assert quiet(told, ends) == quiet(visit, ends)
    assert after(Visit(), moves.UrgentTold("Closed today")) == Visit()


def test_whoever_is_there_closes_an_urgent_notice_and_goes_on() -> None:
    told = after(READING, moves.UrgentTold("Closed today"), now=160.0)
    assert after(told, moves.PanelClosed(), now=170.0) == replace(READING, told="Closed today", touched=170.0)


def test_comfort_opens_over_everything_and_closing_it_uncovers_what_was_there() -> None:
    visit = after(READING, moves.PanelOpened(Panel(PanelKind.WORD, "iv")), moves.AskedForHelp(), moves.AskedForComfort(1))
    assert (visit.comfort_page, visit.help_page, visit.panel) == (1, 0, Panel(PanelKind.WORD, "iv"))
    closed = after(visit, moves.PanelClosed())
    assert (closed.comfort_page, closed.help_page) == (None, 0)


def test_comfort_from_the_attract_screen_begins_a_visit() -> None:
    begun = after(Visit(), moves.AskedForComfort())
    assert (begun.place, begun.comfort_page) == (Home(), 0)
    assert after(begun, moves.PanelClosed()).place == Home()


def test_help_and_a_new_place_close_the_comfort_panel() -> None:
    opened = after(READING, moves.AskedForComfort())
    assert after(opened, moves.AskedForHelp()).comfort_page is None
    assert after(opened, moves.Navigated(Home())).comfort_page is None


def test_help_stays_at_least_five_minutes_on_every_screen() -> None:
    for visit in (READING, Visit(touched=100.0)):
        helped = after(visit, moves.AskedForHelp())
        assert due(helped, TIMING) == 400.0


def test_help_opened_from_the_attract_screen_ends_there_again() -> None:
    helped = after(Visit(), moves.AskedForHelp())
    assert not helped.idle
    assert after(helped, moves.PanelClosed()).idle


def test_the_calm_minute_lies_over_help_and_ends_in_it() -> None:
    helped = after(READING, moves.AskedForHelp())
    calm = move(helped, moves.AskedToBreathe(), 110.0, TIMING, "en")
    assert (calm.help_page, calm.breathing) == (0, True)
    for event, left in ((moves.PanelClosed(), (0, False)), (moves.AskedForHelp(), (0, False)), (moves.Navigated(Home()), (None, False))):
        ended = move(calm, event, 120.0, TIMING, "en")
        assert (ended.help_page, ended.breathing) == left


def test_two_touches_in_a_hurry_open_help_and_not_what_stands_in_its_place() -> None:
    helped = after(READING, moves.AskedForHelp())
    assert move(helped, moves.AskedToBreathe(), helped.touched + 0.5, TIMING, "en") == helped


@pytest.mark.parametrize("visit", [READING, Visit()], ids=["reading", "waiting"])
def test_a_clock_that_is_held_for_staff_stays_so_past_the_waiting_screen(visit: Visit) -> None:
    held = after(after(visit, moves.ClockHeld(playing=True)), moves.Finished())
    waiting = move(held, moves.Navigated(Attract()), 50.0, TIMING, "en")
    assert waiting.idle
    again = move(waiting, moves.Woke(), 60.0, TIMING, "en")
    assert due(again, TIMING) is None
    assert again == move(again, moves.TimePassed(), 9999.0, TIMING, "en")


def test_a_playing_video_holds_the_clock_and_lets_it_go_at_its_end() -> None:
    playing = after(READING, moves.ClockHeld(playing=True))
    assert due(playing, TIMING) is None
    assert due(move(playing, moves.ClockHeld(playing=False), 500.0, TIMING, "en"), TIMING) == 620.0


@pytest.mark.parametrize(("language", "shown"), [("", "en"), ("es", "es")])
def test_the_wake_up_touch_leads_home_and_presses_nothing_else(language: str, shown: str) -> None:
    woken = after(Visit(), moves.Woke(language))
    assert (woken.place, woken.language, woken.panel, woken.help_page) == (Home(), shown, None, None)


def test_waking_again_changes_nothing() -> None:
    assert after(READING, moves.Woke("en")) == READING


def test_language_keeps_the_place_the_panel_and_the_page() -> None:
    visit = after(READING, moves.PanelOpened(Panel(PanelKind.SOURCES, page=1)), moves.ChoseLanguage("en"))
    assert (visit.place, visit.panel, visit.language) == (READING.place, Panel(PanelKind.SOURCES, page=1), "en")


def test_a_language_chosen_in_help_does_not_outlive_it_on_the_attract_screen() -> None:
    assert after(Visit(), moves.AskedForHelp(), moves.ChoseLanguage("es"), moves.PanelClosed()) == Visit(touched=100.0)


def test_closing_help_uncovers_the_panel_that_was_under_it() -> None:
    visit = after(READING, moves.PanelOpened(Panel(PanelKind.WORD, "iv")), moves.AskedForHelp(), moves.PanelClosed())
    assert visit.panel == Panel(PanelKind.WORD, "iv")
    assert after(visit, moves.PanelClosed()).panel is None


def test_going_somewhere_closes_what_lay_over_the_place() -> None:
    visit = after(READING, moves.PanelOpened(Panel(PanelKind.WORD, "iv")), moves.Navigated(Home()))
    assert (visit.place, visit.panel) == (Home(), None)


def test_finishing_forgets_language_comfort_panel_and_place() -> None:
    visit = after(READING, moves.ChoseComfort(Comfort(TextSize.LARGEST, Palette.NIGHT)), moves.AskedForHelp(), moves.Finished())
    assert visit == Visit(touched=100.0, language="en")


@pytest.mark.parametrize(
    "place",
    [
        Attract(),
        Home(),
        Home(3),
        Reading("infusion", "room"),
        Reading("infusion", "room", 7),
        Reading("infusion", ""),
        Reading("infusion", "room", LAST_PAGE),
    ],
)
def test_an_address_leads_back_to_its_place(place: Attract | Home | Reading) -> None:
    assert place_at(address(place)) == place


@pytest.mark.parametrize("nonsense", ["", "home", "home/x", "reading//a/0", "reading/a/b/c", "home/-1", "attract/1", "\x00"])
def test_an_address_that_is_none_leads_home(nonsense: str) -> None:
    assert place_at(nonsense) == Home()


EVENTS = st.one_of(
    st.builds(moves.Touched, st.booleans()),
    st.builds(moves.Woke, st.sampled_from(["", "en", "es"])),
    st.builds(moves.Navigated, st.sampled_from([Home(), Reading("a", "b"), Reading("a", "")])),
    st.builds(moves.PanelOpened, st.builds(Panel, st.sampled_from(PanelKind))),
    st.just(moves.PanelClosed()),
    st.builds(moves.AskedForHelp, st.integers(0, 3)),
    st.builds(moves.AskedForComfort, st.integers(0, 3)),
    st.builds(moves.Shown, st.integers(0, 500)),
    st.builds(moves.UrgentTold, st.sampled_from(["Closed today", "Closed until noon", ""])),
    st.builds(moves.ChoseLanguage, st.sampled_from(["en", "es"])),
    st.builds(moves.ChoseComfort, st.builds(Comfort, st.sampled_from(TextSize), st.sampled_from(Palette))),
    st.just(moves.Stayed()),
    st.just(moves.Finished()),
    st.just(moves.TimePassed()),
)


@given(st.lists(st.tuples(EVENTS, st.floats(0, 400)), max_size=60))
def test_left_alone_every_visit_ends_at_the_attract_screen_as_if_it_had_never_been(story: list[tuple[moves.Event, float]]) -> None:
    visit, now = Visit(), 0.0
    for event, later in story:
        now += later
        visit = move(visit, event, now, TIMING, "en")
    for _ in range(4):
        moment = due(visit, TIMING)
        if moment is None:
            break
        now = max(now, moment)
        visit = quiet(visit, now)
    assert visit.idle
    assert replace(visit, touched=0.0) == Visit()


@given(st.lists(st.tuples(EVENTS, st.floats(0, 100)), max_size=60))
def test_help_is_never_wiped_within_five_minutes_of_opening_it(story: list[tuple[moves.Event, float]]) -> None:
    visit, now, opened = Visit(), 0.0, -1e9
    for event, later in story:
        now += later
        before = visit
        visit = move(visit, event, now, TIMING, "en")
        if visit.help_page is not None and before.help_page is None:
            opened = now
        if (
            isinstance(event, moves.TimePassed)
            and before.help_page is not None
            and visit.asked is not None
            and before.asked is None
        ):
            assert now - opened >= 300.0


def test_the_first_key_of_a_visit_turns_the_voice_on_where_there_is_one() -> None:
    assert after(READING, moves.Touched(by_key=True, speaks=True)).comfort.aloud
    assert not after(READING, moves.Touched(by_key=True)).comfort.aloud
    assert not after(READING, moves.Touched()).comfort.aloud


def test_whoever_turned_the_voice_off_is_not_read_to_by_the_next_key() -> None:
    heard = after(READING, moves.Touched(by_key=True, speaks=True), moves.ChoseComfort(Comfort()))
    assert not after(heard, moves.Touched(by_key=True, speaks=True)).comfort.aloud


FORM = after(Visit(place=Home(), touched=100.0), moves.Navigated(SigningUp("name")))
STAFF = after(Visit(place=Home(), touched=100.0), moves.Navigated(Staff("list")))


def pressed(visit: Visit, every: float, press: moves.Event) -> tuple[float, int]:
    """After how long a visit ends in which something presses without end, and how often the screen has asked until then; a week at most."""
    now, asked = 100.0, 0
    while not visit.idle and now < 7 * 86400:
        pressing = now + every
        while (moment := due(visit, TIMING)) is not None and moment <= pressing:
            visit = quiet(visit, moment)
            now, asked = moment, asked + (visit.asked == moment)
        if not visit.idle:
            now = pressing
            visit = after(visit, moves.Stayed() if visit.asked is not None else press, now=now)
    return now - 100, asked


@pytest.mark.parametrize("every", [1.0, 20.0, 60.0, 119.0])
@pytest.mark.parametrize("press", [moves.Lived(), moves.Touched()])
def test_whatever_is_pressed_neither_staff_nor_the_form_stay_without_end(every: float, press: moves.Event) -> None:
    staff, asked = pressed(STAFF, every, press)
    assert (staff <= moves.STAFF_MOST_SECONDS, asked >= 1) == (True, True)
    form, asked = pressed(FORM, every, press)
    assert form <= moves.form_seconds(TIMING, TIMING.idle)


def test_who_answers_each_time_is_asked_ten_times_before_the_form_ends() -> None:
    form, asked = pressed(FORM, 1.0, moves.Lived())
    assert (form, asked) == (moves.form_seconds(TIMING, TIMING.idle), moves.FORM_ANSWERS + 1), "WCAG 2.2.1"
    assert pressed(STAFF, 1.0, moves.Lived()) == (moves.STAFF_MOST_SECONDS, 1)


def test_the_last_question_is_known_for_what_it_is() -> None:
    ending = quiet(replace(STAFF, touched=1860.0), 1870.0)
    assert (ending.asked, moves.is_last_question(ending, TIMING)) == (1870.0, True)
    assert not moves.is_last_question(quiet(READING, 220.0), TIMING)
    assert not moves.is_last_question(quiet(FORM, 220.0), TIMING)


@pytest.mark.parametrize("press", [moves.Lived(), moves.Touched(), moves.Navigated(Home()), moves.Navigated(Reading("a", "b"))])
def test_a_form_that_was_left_to_look_something_up_does_not_stay_without_end(press: moves.Event) -> None:
    away = after(FORM, moves.LookedUp())
    assert (away.place, away.letter) == (Home(), FORM.place)
    assert pressed(away, 20.0, press)[0] <= moves.form_seconds(TIMING, TIMING.idle)


def test_a_form_that_was_left_is_kept_until_it_is_taken_up_or_staff_come() -> None:
    away = after(FORM, moves.LookedUp(), moves.Navigated(Reading("a", "b")), moves.PanelOpened(Panel(PanelKind.WORD, "w")))
    assert away.letter == FORM.place
    assert after(away, moves.Navigated(SigningUp("name"))).letter is None
    assert after(away, moves.Navigated(Staff("names"))).letter is None
    assert after(away, moves.Finished()).letter is None
    assert after(FORM, moves.Navigated(Home())).letter is None


def test_who_writes_slowly_is_never_cut_off() -> None:
    visit, now = FORM, 100.0
    for letter in range(100):
        for _ in range(10):  # where the keys stand, on the way to the next letter
            now += 100
            visit = quiet(after(visit, moves.Stayed() if visit.asked is not None else moves.Lived(), now=now), now + 85)
        visit = after(visit, moves.GotOn(), now=now + 90)
        assert visit.place == SigningUp("name"), letter


@pytest.mark.parametrize("place", [READING, FORM, STAFF])
@pytest.mark.parametrize("key", [moves.Touched(by_key=True), moves.PanelClosed(), moves.ChoseOption("volume:3")])
def test_a_key_that_does_nothing_is_no_sign_of_life(place: Visit, key: moves.Event) -> None:
    by_keys = replace(place, by_keys=True)
    assert after(by_keys, key, now=160.0) == by_keys
    assert after(by_keys, moves.AskedForHelp(), now=160.0).touched == 160.0


@pytest.mark.parametrize("visit", [READING, FORM, STAFF, quiet(READING, 220.0)])
@pytest.mark.parametrize("event", [moves.Touched(), moves.Stayed(), moves.TimePassed(), moves.GotOn()])
def test_nothing_takes_up_a_visit_from_before_the_machine_slept(visit: Visit, event: moves.Event) -> None:
    assert after(visit, event, now=30_000.0) == Visit(touched=30_000.0, language="en")


def test_headphones_begin_a_visit_that_is_heard_and_end_the_hearing_of_it() -> None:
    heard = after(Visit(), moves.Plugged(into=True))
    assert heard.place == Home()
    assert heard.comfort.aloud
    assert not after(heard, moves.Plugged(into=False)).comfort.aloud
    assert after(Visit(), moves.Plugged(into=False)).idle


@pytest.mark.parametrize("place", [SigningUp("review"), Staff("list")])
def test_headphones_never_begin_the_hearing_of_what_is_somebodys_own(place: Place) -> None:
    here = Visit(place=place)
    assert not after(here, moves.Plugged(into=True)).comfort.aloud
    heard = after(here, moves.ChoseComfort(Comfort(aloud=True)))
    assert after(heard, moves.Plugged(into=True)).comfort.aloud
    assert not after(heard, moves.Plugged(into=False)).comfort.aloud


END, LISTS = Reading("infusion", ""), (Lookup(), Lookup("groups"), Lookup("cost"))
CHOOSING, PAIR = Comparing("limits", "table", "a"), Comparing("limits", "table", "a", "b")
BACK: dict[str, tuple[tuple[Place, ...], tuple[Place, ...]]] = {
    "a list from the cards": ((Home(1), Lookup()), (Home(1),)),
    "shelves and pages of it": ((Home(), *LISTS, Lookup("cost", 1)), (Home(),)),
    "a list from the end of a topic": ((END, Lookup()), (END,)),
    "the basket from a slide": ((READING.place, Basket()), (READING.place,)),
    "another page of the basket": ((READING.place, Basket(), Basket(1)), (READING.place,)),
    "the basket from a list": ((Home(), *LISTS, Basket()), (Home(), LISTS[-1])),
    "back out of the basket": ((Home(), *LISTS, Basket(), LISTS[-1]), (Home(),)),
    "a list from the basket, and back to it": ((Home(), Basket(), Lookup(), Basket()), (Home(),)),
    "a slide from a list": ((Home(), Lookup(), READING.place), ()),
    "home from a list": ((END, Lookup(), Home()), ()),
    "home after the end of a topic": ((READING.place, END, Home()), ()),
    "two choices from a slide": ((READING.place, CHOOSING, PAIR, replace(PAIR, page=1)), (READING.place,)),
    "back from two choices to the slide": ((READING.place, CHOOSING, PAIR, READING.place), ()),
    "home from two choices": ((READING.place, CHOOSING, PAIR, Home()), ()),
    "a list that nothing led to": ((Attract(), Lookup()), ()),
}


@pytest.mark.parametrize(("way", "came"), BACK.values(), ids=BACK)
def test_back_from_a_list_leads_to_where_it_was_opened(way: tuple[Place, ...], came: tuple[Place, ...]) -> None:
    here = after(Visit(place=way[0]), *map(moves.Navigated, way[1:]))
    assert here.came == came


def test_what_loses_its_mark_on_the_list_stays_there_until_it_is_left() -> None:
    here = after(Visit(place=Home(), basket=("a", "b", "c")), moves.Navigated(Basket()), moves.Chose("b"), moves.Navigated(Basket(1)))
    assert (here.basket, here.listed) == (("a", "c"), ("a", "b", "c"))
    assert after(here, moves.Chose("b")).basket == ("a", "b", "c")
    assert after(here, moves.Navigated(Home())).listed == ()
    assert after(here, moves.Navigated(Home()), moves.Navigated(Basket())).listed == ("a", "c")


def test_a_dark_screen_is_for_those_who_listen() -> None:
    from kiosk.visit.comfort import choosing

    assert not choosing(Comfort(), "curtain:yes").curtain
    dark = choosing(Comfort(aloud=True), "curtain:yes")
    assert dark.curtain
    assert not choosing(dark, "aloud:no").curtain
