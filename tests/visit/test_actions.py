"""One grammar for all that a touch can ask for: what was made is read back, and what nobody made asks for nothing."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.visit import actions, moves
from kiosk.visit.actions import Action, action, event_of
from kiosk.visit.comfort import OPTIONS
from kiosk.visit.states import LAST_PAGE, Attract, Basket, Comparing, Home, Lookup, Panel, PanelKind, Reading, SigningUp, Staff, address, place_at

NAMES = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1, max_size=9)
PAGES = st.integers(0, 999_999)
PLACES = st.one_of(
    st.just(Attract()), st.builds(Home, PAGES), st.builds(Reading, NAMES, NAMES | st.just(""), PAGES | st.just(LAST_PAGE)),
    st.builds(Lookup, NAMES | st.just(""), PAGES), st.builds(Basket, PAGES), st.builds(SigningUp, NAMES, PAGES), st.builds(Staff, NAMES, PAGES),
    st.builds(Comparing, NAMES, NAMES, NAMES, NAMES | st.just(""), PAGES), st.builds(Comparing, NAMES, NAMES, page=PAGES),
)  # fmt: skip
OWN = {
    moves.Navigated: st.builds(moves.Navigated, PLACES),
    moves.PanelOpened: st.builds(moves.PanelOpened, st.builds(Panel, st.sampled_from(PanelKind), st.text(max_size=9), PAGES)),
    moves.ChoseOption: st.builds(moves.ChoseOption, st.sampled_from(sorted(OPTIONS))),
    moves.AskedForHelp: st.builds(moves.AskedForHelp, PAGES),
    moves.AskedForComfort: st.builds(moves.AskedForComfort, PAGES),
    moves.AskedForUrgent: st.builds(moves.AskedForUrgent, PAGES),
}


def some(kind: type) -> st.SearchStrategy[Action]:
    return OWN[kind] if kind in OWN else st.builds(kind, *(NAMES for _ in kind.__struct_fields__))


@given(st.one_of([some(kind) for kind in get_args(Action)]))
def test_every_action_is_read_back_as_it_was_made(event: Action) -> None:
    assert event_of(action(event)) == event


@given(PLACES)
def test_every_place_is_found_by_its_address(place: object) -> None:
    assert place_at(address(place)) == place


@given(st.text() | st.builds("{}:{}".format, st.sampled_from([*actions._BARE, *actions._NAMED, *actions._PAGED, "go", "open"]), st.text()))
def test_of_any_text_an_action_is_read_whole_or_not_at_all(written: str) -> None:
    event = event_of(written)
    assert event is None or action(event) == written


@pytest.mark.parametrize(
    "written",
    [
        "", ":", "go", "go:", "go:nowhere", "go:reading/t/s/--5", "go:reading/t/s/-2", "go:home/007", "go:home/" + "9" * 5000, "go:home/\u0663",
        "go:comparing/t/s//b/0", "go:comparing/t//a/b/0", "go:comparing/t/s/a/b/-1", "go:comparing/t/s/a/0",
        "open:window/x/0", "open:word", "open:word/x/-1", "help", "help:", "help:x", "comfort:-1", "comfort-choice:text:huge", "language:",
        "close:all", "stay ", "take:", "type:", "who:", "touched", "reading/infusion/first/0",
    ],
)  # fmt: skip
def test_what_nobody_made_asks_for_nothing(written: str) -> None:
    assert event_of(written) is None


@pytest.mark.parametrize(
    ("event", "written"),
    [
        (moves.Navigated(Reading("infusion", "first")), "go:reading/infusion/first/0"),
        (moves.PanelOpened(Panel(PanelKind.WORD, "ketamine")), "open:word/ketamine/0"),
        (moves.PanelOpened(Panel(PanelKind.CONSULTATION)), "open:consultation//0"),
        (moves.ChoseOption("text:large"), "comfort-choice:text:large"),
        (moves.Woke(), "wake"),
        (moves.Woke("es"), "wake:es"),
        (moves.AskedForHelp(), "help:0"),
        (actions.SetUp("size:-20"), "set-up:size:-20"),
    ],
)
def test_actions_look_like_this(event: Action, written: str) -> None:
    assert action(event) == written
