"""Whatever a slide of any kind says is read, signed, shown to the clinician, printed, said aloud, and can be changed at a desk.

Nothing here names a kind or a field: a new one is taken up by itself.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from content.every_text import SAYINGS, TOPIC
from layout.plain_letters import TALL, WIDE, pages_of
from msgspec.structs import replace

from content import sample
from kiosk.content.checks.reviews import Beside, fingerprint
from kiosk.content.edits.changes import item_of, said
from kiosk.content.edits.drafts import Drafts
from kiosk.content.edits.outline import CALLED, ONE_OF, Spot
from kiosk.content.edits.session import Session
from kiosk.content.model.deck import Slide, Text, Topic
from kiosk.content.model.signed_apart import FORM, HELP_PANEL
from kiosk.content.model.slide_kinds import ONE, slide_kind
from kiosk.content.model.walk import points, retold, texts
from kiosk.content.reading.folder import read_folder, read_topic
from kiosk.content.reading.format import LISTS
from kiosk.content.reading.result import ReadFile
from kiosk.content.store.current import open_library
from kiosk.layout.kinds.cards import Cards
from kiosk.layout.measures import Area
from kiosk.screens.for_qml import flat, plain
from kiosk.screens.script import Manner, script
from kiosk.staff.content.chosen_item import of_item
from kiosk.staff.content.clinician_text import to_read
from kiosk.staff.content.paper import Paper

TODAY = date(2026, 11, 23)
FILE = "topics/10-infusion.yaml"


def read(raw: bytes) -> Topic:
    topic = read_topic(raw, FILE).value
    assert topic
    return topic


EVERY = read(TOPIC.encode())


def of_pictures(slides: tuple[Slide, ...]) -> set[str]:
    """What they say to those who cannot see them."""
    return {slide.picture.says.in_("en") for slide in slides if slide.picture}


def test_every_text_is_read() -> None:
    spoken = {text.in_("en") for slide in EVERY.slides for text in slide.texts()}
    assert SAYINGS - spoken - of_pictures(EVERY.slides) == set()


def test_every_text_is_signed() -> None:
    signed, other = fingerprint(EVERY, "en", ()), Text((("en", "Another"),))
    assert [way for way, _ in texts(EVERY) if fingerprint(retold(EVERY, way, other), "en", ()) == signed] == []


@pytest.mark.parametrize(("name", "file"), [(HELP_PANEL, "help"), (HELP_PANEL, "clinic"), (FORM, "form")])
def test_every_text_of_the_help_panel_and_the_form_is_signed_and_shown(tmp_path: Path, name: str, file: str) -> None:
    reading = read_folder(sample.write(tmp_path / "content"))
    value, other = getattr(reading, file).value, Text((("en", "Another"),))

    def topic(fresh: object) -> Topic:
        (seen,) = (each for each in replace(reading, **{file: ReadFile(file, fresh)}).signed_apart if each.id == name)
        return seen

    signed, shown = fingerprint(topic(value), "en", ()), "\n".join(to_read(topic(value), "en", Beside((), (), str)))
    own = {way: text for way, text in texts(value) if file != "clinic" or way[0] in {"headline", "invitation", "consultation"}}
    assert own
    assert [way for way in own if fingerprint(topic(retold(value, way, other)), "en", ()) == signed] == []
    assert [text for text in own.values() if text.in_("en") not in shown] == []


def test_every_text_is_shown_to_the_clinician() -> None:
    shown = "\n".join(to_read(EVERY, "en", Beside((), (), str)))
    assert [each for each in sorted(SAYINGS) if each not in shown] == []


def test_every_text_is_on_paper(tmp_path: Path) -> None:
    library, _ = open_library(sample.write(tmp_path / "content", infusion=TOPIC), tmp_path / "data", TODAY)
    assert library
    whole = "".join(piece for chapter in Paper(library, "en", TODAY).chapter("every") for section in chapter.sections for piece in section)
    to_touch = {slide.intro.in_("en") for slide in EVERY.slides if slide_kind(slide.kind).answered}
    assert [each for each in sorted(SAYINGS - of_pictures(EVERY.slides) - to_touch) if each not in whole] == []


@pytest.mark.parametrize("area", [WIDE, TALL], ids=["wide", "tall"])
@pytest.mark.parametrize("slide", EVERY.slides, ids=lambda slide: slide.kind)
def test_every_text_of_a_page_is_said_aloud(slide: Slide, area: Area) -> None:
    pages = pages_of(slide, area, "normal", slide.picture.file if slide.picture else "")
    shown = [flat(plain(page)) for page in pages]
    spoken = "\n".join(each.words for page in shown for each in script(page, Manner()))
    spoken += "\n".join(node["spoken"] for page in shown for node in page.get("nodes", ()))  # told when a finger comes upon it
    elsewhere = {point.text for point in slide.points} if any(isinstance(page.body, Cards) for page in pages) else set()
    if slide_kind(slide.kind).answered:  # with what was touched
        elsewhere |= {slide.ask_us, *(point.text for point in slide.every_point())}
    expected = {text.in_("en") for text in slide.texts() if text not in elsewhere} | of_pictures((slide,))
    assert [each for each in sorted(expected) if each not in spoken] == []


def test_every_text_can_be_changed_at_a_desk() -> None:
    assert {text.in_("en") for _, text in texts(EVERY)} >= SAYINGS
    before = dict(texts(EVERY))
    for way in before:
        after = dict(texts(read(said(way, "en", "Another", ("en",))(TOPIC.encode()))))
        assert after[way].in_("en") == "Another"
        assert {each for each in before if before[each] != after[each]} == {way}


def test_whatever_can_be_changed_has_a_name_there() -> None:
    assert LISTS.keys() == ONE.keys()
    assert {step for way, _ in texts(EVERY) for step in way if isinstance(step, str)} <= {"slides", "picture", *ONE_OF, *CALLED}


def test_whatever_can_make_a_claim_can_be_told_what_it_makes_there(tmp_path: Path) -> None:
    session = Session(sample.write(tmp_path / "content", infusion=TOPIC), Drafts(tmp_path / "drafts"))
    ways = [way for number, slide in enumerate(EVERY.slides) for way, _ in points(slide, ("slides", number))]
    assert [way for way in ways if item_of(way) != way or not of_item(Spot(FILE, way), session, lambda _: {})["says"]] == []
