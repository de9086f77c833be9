"""The desk underlines what is in no dictionary, a moment after it was typed; it is mended with one touch, or becomes a word of the clinic."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest
from editing_desk import INFUSION, Desk, walked

from kiosk.staff.content.desk_spelling import MOST_TOLD, added
from kiosk.yaml.writing import NotWrittenError, value_at

PLACE = (INFUSION, "slides", 0, "title")


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    yield whole
    whole.undoes_all()
    assert {path: path.read_bytes() for path in whole.content.rglob("*.yaml")} == whole.before


def told(desk: Desk, language: str = "en") -> dict[str, list[str]]:
    return {each["word"]: each["instead"] for each in desk.editor.view.told("spelling").get(language, ()) if each["advised"]}


def taps(desk: Desk, name: str) -> None:
    """Once the buttons are in their places, which they are with the next picture."""
    desk.editor.kiosk.window.grabWindow()
    desk.taps(name)


def lined(desk: Desk) -> list[str]:
    """The words that are underlined, the text that has them, and where their lines begin and end, in letters."""
    fields = (item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("slips") is not None)
    found = []
    for field in fields:
        lines = [item for item in field.childItems() if item.property("from") is not None]
        words = next(item for item in field.childItems() if item.property("cursorPosition") is not None)
        for line in lines:
            ends = [words.positionAt(x, line.y() - words.y()) for x in (line.x() - words.x() + 1, line.x() + line.width() - words.x() - 2)]
            found.append(words.property("text")[slice(*ends)])
    return found


def test_a_slip_is_underlined_and_mended_with_one_touch(desk: Desk) -> None:
    desk.opens(*PLACE).types("English", " with a medcine, you knwo")
    desk.until(lambda: told(desk).get("medcine") and told(desk).get("knwo"))
    assert "know" in told(desk)["knwo"]
    assert lined(desk) == ["medcine", "knwo"]
    taps(desk, "Write “medicine” in place of “medcine”")
    desk.until(lambda: list(told(desk)) == ["knwo"])
    assert desk.chosen["texts"][0]["words"].endswith("with a medicine, you knwo")
    assert lined(desk) == ["knwo"]
    desk.leaves().does("undo")
    desk.until(lambda: "medcine" in told(desk))
    assert desk.chosen["texts"][0]["words"].endswith("with a medcine, you knwo")


def test_each_language_has_its_own_dictionary_and_a_word_is_not_looked_up_before_it_is_written(desk: Desk) -> None:
    desk.opens(*PLACE).types("Spanish", " chequeo checkup").types("English", " checkup chequeo infusi")
    assert not told(desk)
    desk.types("English", "on")
    desk.until(lambda: told(desk) and told(desk, "es"))
    assert (list(told(desk)), list(told(desk, "es"))) == (["chequeo"], ["checkup"])


def test_a_word_becomes_one_of_the_clinics_own(desk: Desk) -> None:
    desk.opens(*PLACE).types("English", " ketamist of Sandhilla")
    desk.until(lambda: set(told(desk)) == {"ketamist", "Sandhilla"})
    for word in ("ketamist", "Sandhilla"):
        taps(desk, f"Add “{word}” to the dictionary")
        desk.until(lambda word=word: word not in told(desk))
    raw = (desk.content / "dictionary.yaml").read_bytes()
    assert "ketamist" in value_at(raw, ("en",))
    assert "Sandhilla" in value_at(raw, ("names",))
    assert desk.editor.session.chosen
    assert desk.editor.session.chosen.way == PLACE[1:]
    desk.types("Spanish", " Sandhilla ketamist")
    desk.until(lambda: told(desk, "es"))
    assert list(told(desk, "es")) == ["ketamist"]
    desk.leaves().does("undo").does("undo")
    desk.until(lambda: list(told(desk)) == ["Sandhilla"])


def test_the_notice_and_the_facts_are_looked_through_as_well(desk: Desk) -> None:
    desk.does("notices").types("Notice of the day – English", "Clozed on Thursday")
    desk.until(lambda: list(told(desk)) == ["Clozed"])
    assert lined(desk) == ["Clozed"]
    desk.undoes_all().does("facts").types("Parking – English", "Behnid the house")
    desk.until(lambda: list(told(desk)) == ["Behnid"])
    desk.undoes_all().does("facts")


def test_a_key_waits_for_no_dictionary(desk: Desk) -> None:
    desk.opens(*PLACE).types("English", " qqx")
    desk.until(lambda: "qqx" in told(desk))
    child = desk.editor._spelling._speller._child._child
    assert child
    os.kill(child.pid, signal.SIGSTOP)  # a machine that is very busy
    try:
        desk.types("English", " many wrods")
        desk.until(lambda: desk.editor._spelling._aside.busy)
        desk.types("English", " more")
        assert desk.field("English").item.property("text").endswith("qqx many wrods more")
        assert "wrods" not in told(desk)
    finally:
        os.kill(child.pid, signal.SIGCONT)
    desk.until(lambda: "words" in told(desk).get("wrods", ()))
    before = time.thread_time()
    desk.editor._spelling.look()
    assert time.thread_time() - before < 0.01  # seconds, of the 0.05 that a key may take; usually 0.0003


def test_of_many_slips_the_first_are_told(desk: Desk) -> None:
    slips = [f"zzq{letter}zz" for letter in "abcdefghijk"]
    desk.opens(*PLACE)
    desk.editor.type_over("en", " ".join((*slips, "x" * 1000)))
    desk.until(lambda: len(told(desk)) == MOST_TOLD)
    assert list(told(desk)) == slips[:MOST_TOLD]


def test_a_child_that_ends_is_begun_again(desk: Desk) -> None:
    desk.opens(*PLACE).types("English", " oen")
    desk.until(lambda: told(desk).get("oen"))
    child = desk.editor._spelling._speller._child._child
    assert child
    os.kill(child.pid, signal.SIGKILL)
    desk.types("English", " threee")
    desk.until(lambda: told(desk).get("threee"))


@pytest.mark.parametrize(
    ("language", "word"), [("en", "two words"), ("en", ""), ("en", 'a"\n  - b'), ("fr", "mot"), ("en", "x" * 41), ("en", "{name}")]
)
def test_only_a_word_becomes_one_of_the_clinics_own(language: str, word: str) -> None:
    with pytest.raises(NotWrittenError):
        added(language, word)
