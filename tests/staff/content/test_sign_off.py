"""Sign-off at the desk: a clinician finds what waits, reads the old beside the new, signs exactly that, or takes it along on paper."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editing_desk import Desk
from publishing_desk import WORDS, typed
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from content import sample
from kiosk.content.checks.reviews import files_of
from kiosk.content.model.walk import SIGNED
from kiosk.content.reading.folder import read_folder
from kiosk.content.store.library import Library
from kiosk.staff.content import desk_signoff, signoff_process, signoff_sheet
from kiosk.staff.content.review import topics
from kiosk.staff.content.sheet_process import Sheets
from kiosk.staff.content.signoff_reading import Artist, Opened, Shot, every

WORKS, ALONE = "topics/60-different.yaml", "topics/65-bring-up.yaml"
DRAWN_SECONDS = 120
"""In which the pictures of three slides are drawn on a machine with much other work."""


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    """The desk with the place for signing open, and nothing signed."""
    end = time.monotonic() + DRAWN_SECONDS
    while not whole.editor._pictures.tried.good:
        assert time.monotonic() < end
        QCoreApplication.processEvents()
    whole.editor._signoff._moment.setInterval(0)
    whole.does("signoff")
    rest(whole)
    yield whole
    rest(whole)
    if whole.editor.view.told("side")["panel"] == "signoff":
        whole.does("signoff")
    for path, raw in whole.before.items():
        path.write_bytes(raw)
    whole.editor._come(None)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """One picture stands for all of a text, so that nothing has to be drawn for what is no matter of pictures; which texts were drawn."""
    image, asked = QImage(16, 9, QImage.Format.Format_RGB32), list[str]()
    image.fill(Qt.GlobalColor.darkCyan)
    assert image.save(str(tmp_path / "screen.png"))

    def draw(_: Artist, folder: Path, text: Opened) -> tuple[Shot, ...]:
        asked.append(f"{text.topic}/{text.language}")
        assert (folder / "now" / "clinic.yaml").is_file()
        return tuple(Shot(change.name, "", str(tmp_path / "screen.png"), same=change.how == "same") for change in text.changes)

    monkeypatch.setattr(Artist, "draw", draw)
    return asked


def told(desk: Desk) -> dict[str, Any]:
    return desk.editor.view.told("signoff")


def rest(desk: Desk) -> None:
    """Until nothing is read, drawn or signed any more, and what is shown has stood there for a moment."""
    end = time.monotonic() + DRAWN_SECONDS
    while desk.editor._signoff.busy or desk.editor._aside.busy or desk.editor._signoff._moment.isActive():
        assert time.monotonic() < end
        QCoreApplication.processEvents()
    desk.hands.rest()


def opens(desk: Desk, text: str) -> None:
    """By the row at the left; those that do not fit there are reached by the keys."""
    row = next(number for number, each in enumerate(told(desk)["rows"]) if f"{each['note']} of “{each['title']}”" == text)
    listed = next(seen for seen in desk.hands.tree() if seen.name.startswith("Everything a clinician signs")).item
    listed.forceActiveFocus()
    listed.setProperty("currentIndex", row)
    QTest.keyClick(desk.editor.kiosk.window, Qt.Key.Key_Return)
    rest(desk)


def writes_name(desk: Desk, name: str) -> None:
    desk.field("Name of whoever signs").item.setProperty("text", "")
    desk.types("Name of whoever signs", name)


def signs(desk: Desk, text: str, name: str) -> None:
    writes_name(desk, name)
    desk.taps(f"Sign the {text}")
    rest(desk)


def offers(desk: Desk, button: str) -> bool:
    return any(seen.name == button and seen.item.isEnabled() for seen in desk.hands.buttons())


def signed(desk: Desk) -> list[tuple[str, str, str]]:
    return [(each.topic, each.language, each.by) for each in read_folder(desk.content).reviews.value or ()]


def test_a_clinician_reads_all_of_it_signs_it_and_later_what_has_changed(desk: Desk) -> None:
    text = "English of “How it works”"
    assert {row["says"] for row in told(desk)["rows"]} == {"Nobody has signed it yet."}
    assert {row["topic"] for row in told(desk)["rows"]} >= {"start", "questions"}
    opens(desk, text)
    here = told(desk)["open"]
    assert desk.hands.sees("This is all of it, as visitors see it once it is signed, and in words.")
    slides = read_folder(desk.content).topics
    titles = [slide.title.in_("en") for file in slides if file.name == WORKS and file.value for slide in file.value.slides]
    assert set(titles) <= {part["title"] for part in here["parts"]}
    drawn = {part["title"] for part in here["parts"] if part["pictures"]}
    assert set(titles) <= drawn
    assert all(Path(each["new"].removeprefix("file://")).is_file() for part in here["parts"] for each in part["pictures"])
    signs(desk, text, "Dr. Ana Flores")
    assert signed(desk) == [("different", "en", "Dr. Ana Flores")]
    assert desk.hands.sees("Signed. Dr. Ana Flores has read the English of “How it works”; it is due again by")
    assert desk.hands.finds_button("Go on with the Spanish of")
    desk.taps("Sign-off by a clinician").opens(WORKS, "slides", 0, "title")
    with pytest.raises(StopIteration):
        desk.item("Draft")
    desk.editor.look("language", "es")
    desk.hands.rest()
    assert desk.item("Borrador")
    desk.editor.look("language", "en")

    desk.types("English", " indeed").leaves()
    desk.hands.rest()
    assert desk.item("Draft")
    desk.taps("Sign-off by a clinician")
    rest(desk)
    opens(desk, text)
    assert desk.hands.sees("Dr. Ana Flores signed it on 2026-11-23. One text has changed since.")
    (part, *others) = told(desk)["open"]["parts"]
    assert part["how"] == "changed"
    assert [(line["was"], line["now"]) for line in part["lines"]] == [(titles[0], f"{titles[0]} indeed")]
    assert all(each["old"] and each["new"] for each in part["pictures"])
    assert all(not line["differs"] for each in others for line in each["lines"])
    assert desk.hands.sees(f"As it was signed: {titles[0]}")
    assert desk.hands.sees(f"Now: {titles[0]} indeed")
    desk.does("undo")
    rest(desk)
    assert told(desk)["open"]["parts"] == []
    assert desk.hands.sees("Nothing has changed since.")
    assert desk.hands.nameless() == []


@pytest.mark.parametrize("name", ["infusion", "questions", "consultation-form"])
def test_the_pictures_of_a_text_do_not_call_it_a_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """They are of what is signed, and of what was: the word says nothing of it."""
    sample.write(tmp_path / "now")
    shown = list[Library]()
    monkeypatch.setattr(signoff_process.all_screens, "draw", lambda library, *_: shown.append(library) or {})
    signoff_process.drawn(tmp_path, "now", name, "es", 1280)
    (library,) = shown
    languages = {"questions": library.reviewed_answers, "consultation-form": library.reviewed_form}
    assert languages.get(name, library.heads[0].reviewed) == ("es",)


def test_what_changed_under_ones_hands_is_shown_anew_and_not_signed(desk: Desk, undrawn: list[str]) -> None:
    text = "English of “How it works”"
    opens(desk, text)
    assert undrawn == ["different/en"]
    writes_name(desk, "Dr. Ana Flores")
    file = desk.content / WORKS
    before = told(desk)["open"]["code"]
    file.write_bytes(desk.before[file].replace(b"How it works", b"How it may work"))
    desk.editor.view.sign("Dr. Ana Flores", "")  # before anybody has noticed
    rest(desk)
    assert signed(desk) == []
    assert not (desk.content / SIGNED / "different-en.zip").exists() or told(desk)["refused"]
    assert desk.hands.sees("Here it is as it stands now: read it again before you sign.")
    assert told(desk)["open"]["title"] == "How it may work"
    assert told(desk)["open"]["code"] != before
    signs(desk, "English of “How it may work”", "Dr. Ana Flores")
    assert signed(desk) == [("different", "en", "Dr. Ana Flores")]


def test_no_way_from_one_text_to_another_is_told_as_a_change(desk: Desk, undrawn: list[str]) -> None:
    """Only the text that is open can change under somebody's hands: by others, or by Undo."""
    text, alarm = "English of “How it works”", "was changed just now"

    def goes(way: str) -> None:
        assert alarm not in told(desk)["refused"], way
        assert not desk.hands.sees(alarm), way

    desk.taps("Sign-off by a clinician").opens(WORKS, "slides", 0, "title").types("English", " indeed").leaves()
    desk.taps("Sign-off by a clinician")
    rest(desk)
    first, second = (f"{row['note']} of “{row['title']}”" for row in told(desk)["rows"][:2])
    opens(desk, first)
    goes("the first")
    desk.taps(f"{second}: Nobody has signed it yet.")
    rest(desk)
    assert undrawn[-1].endswith("/es")
    goes("a touch in the list")
    opens(desk, text)
    goes("the keys")
    signs(desk, text, "Dr. Ana Flores")
    goes("signed")
    desk.taps("Go on with the Spanish of “Cómo funciona”")
    rest(desk)
    goes("go on")
    desk.does("undo")
    rest(desk)
    goes("a change of another text")
    opens(desk, text)
    goes("to the one that was changed")
    desk.does("redo")
    rest(desk)
    assert desk.hands.sees(f"This text {alarm}.")
    opens(desk, second)
    goes("from the one that was changed")


def test_what_was_signed_is_not_signed_again_and_the_next_person_finds_no_name(desk: Desk, undrawn: list[str]) -> None:
    text = "English of “How it works”"
    opens(desk, text)
    signs(desk, text, "Dr. Ana Flores")
    assert not desk.hands.finds_button(f"Sign the {text}")
    opens(desk, "Spanish of “Cómo funciona”")
    assert desk.field("Name of whoever signs").item.property("text") == "Dr. Ana Flores"
    assert desk.hands.finds_button("Sign the Spanish of “Cómo funciona”")
    desk.taps("Sign-off by a clinician").taps("Sign-off by a clinician")
    rest(desk)
    opens(desk, text)
    assert desk.field("Name of whoever signs").item.property("text") == ""
    assert not desk.hands.finds_button(f"Sign the {text}")
    writes_name(desk, "Dr. Hannah Weiss")
    assert desk.hands.finds_button(f"Sign the {text}")


@pytest.mark.parametrize("name_first", [True, False])
def test_who_did_not_sign_it_last_sees_all_of_it_before_they_sign(desk: Desk, undrawn: list[str], name_first: bool) -> None:
    """Somebody turns a sentence and signs that; then a word changes, and the clinician who signed before sees more than that word."""
    text, file = "English of “How it works”", desk.content / WORKS
    opens(desk, text)
    signs(desk, text, "Dr. Ana Flores")
    turned = desk.before[file].replace(b"How it works", b"How it may work")
    file.write_bytes(turned)
    desk.editor._come(None)
    rest(desk)
    signs(desk, "English of “How it may work”", "Eve")
    assert signed(desk) == [("different", "en", "Eve")]
    file.write_bytes(turned.replace(b"en: How it may work", b"en: How it might work"))
    desk.editor._come(None)
    rest(desk)
    name = "English of “How it might work”"
    if name_first:
        writes_name(desk, "dr. ana flores")
        opens(desk, name)
    else:
        opens(desk, name)
        assert told(desk)["open"]["known"]
        assert "only you know whether it was you. If you are not Eve, or did not sign this on 2026-11-23" in told(desk)["open"]["doubt"]
        field = desk.field("Name of whoever signs").item
        field.setProperty("text", "")
        desk.types("Name of whoever signs", "Ev")
        assert told(desk)["open"]["known"]
        field.setProperty("text", "")
        desk.types("Name of whoever signs", "Dr. Ana Flores")
        assert (field.property("text"), field.property("activeFocus")) == ("Dr. Ana Flores", True)
        rest(desk)
    assert desk.hands.sees("Eve signed it last. Under another name you sign all of it")
    here = told(desk)["open"]
    assert not here["left"]
    assert all(part["pictures"] for part in here["parts"] if not part["name"].startswith(" "))
    assert not here["doubt"]
    signs(desk, name, "Dr. Ana Flores")
    assert signed(desk) == [("different", "en", "Dr. Ana Flores")]


@pytest.mark.parametrize("name", ["Dr. Ana Flores", "Ev"], ids=["another name", "the beginning of the name"])
@pytest.mark.parametrize("hurries", ["clicks", "presses Enter"])
def test_a_double_click_signs_nothing_that_was_not_shown_before_it(desk: Desk, undrawn: list[str], name: str, hurries: str) -> None:
    """Nor does Enter that repeats, nor a click that comes as the text turns into another one."""
    text, file, moment = "English of “How it might work”", desk.content / WORKS, desk.editor._signoff._moment
    opens(desk, "English of “How it works”")
    signs(desk, "English of “How it works”", "Eve")
    file.write_bytes(desk.before[file].replace(b"en: How it works", b"en: How it might work"))
    desk.editor._come(None)
    rest(desk)
    assert told(desk)["open"]["known"]
    before = signed(desk)
    place = desk.hands.button(f"Sign the {text}").box.center()
    moment.setInterval(3_600_000)
    writes_name(desk, name)
    desk.hands.rest()
    for _ in range(3):
        if hurries == "clicks":
            desk.hands.taps_at(place)
        else:
            desk.field("Name of whoever signs").item.forceActiveFocus()
            desk.hands.presses(Qt.Key.Key_Return)
        while desk.editor._signoff.busy:
            QCoreApplication.processEvents()
    assert not desk.hands.finds_button(f"Sign the {text}")
    assert signed(desk) == before
    assert not told(desk)["open"]["left"]
    assert desk.hands.sees("Eve signed it last. Under another name you sign all of it")
    moment.setInterval(0)
    rest(desk)
    desk.taps(f"Sign the {text}")
    rest(desk)
    assert signed(desk) == [("different", "en", name)]


def test_a_name_with_a_passphrase_is_signed_with_by_nobody_else(desk: Desk, undrawn: list[str]) -> None:
    signers = desk.editor._signoff._signers
    signers.make("Dr. Eve Ruiz", typed(WORDS))  # type: ignore[attr-defined]
    opens(desk, "Spanish of “Cómo funciona”")
    writes_name(desk, "Dr. Eve Ruiz")
    for words in ("not these words", WORDS):
        desk.types("Passphrase of Dr. Eve Ruiz", words).taps("Sign the Spanish of “Cómo funciona”")
        rest(desk)
        assert not desk.field("Passphrase of Dr. Eve Ruiz").item.property("text")
        assert desk.hands.sees("That is not the passphrase of this key.") == (words != WORDS)
        assert bool(signed(desk)) == (words == WORDS)
    assert signed(desk) == [("different", "es", "Dr. Eve Ruiz")]


def test_a_signature_is_taken_back_by_whoever_gave_it_and_by_nobody_else(desk: Desk, undrawn: list[str]) -> None:
    text, back = "English of “How it works”", "Take back the signature of the English of “How it works”"
    opens(desk, text)
    writes_name(desk, "Dr. Ana Flores")
    assert not offers(desk, back)
    signs(desk, text, "Dr. Ana Flores")
    writes_name(desk, "Dr. Tom Reed")
    assert not offers(desk, back)
    writes_name(desk, "dr. ana flores")
    desk.taps(back)
    rest(desk)
    assert signed(desk) == []
    assert desk.hands.sees("Taken back. The English of “How it works” counts as not signed from now on.")
    assert not offers(desk, back)
    row = next(each for each in told(desk)["rows"] if (each["topic"], each["language"]) == ("different", "en"))
    assert row["waits"]
    assert row["says"] == "Nobody has signed it yet."
    signs(desk, text, "Dr. Tom Reed")
    assert signed(desk) == [("different", "en", "Dr. Tom Reed")]


def test_a_signature_with_a_passphrase_is_taken_back_with_it_alone(desk: Desk, undrawn: list[str]) -> None:
    text = "Spanish of “Cómo funciona”"
    opens(desk, text)
    signs(desk, text, "Dr. Luz Vega")
    desk.editor._signoff._signers.make("Dr. Luz Vega", typed(WORDS))  # type: ignore[attr-defined]
    writes_name(desk, "Dr. Luz Vega")
    for words in ("not these words", WORDS):
        desk.types("Passphrase of Dr. Luz Vega", words).taps(f"Take back the signature of the {text}")
        rest(desk)
        assert desk.hands.sees("That is not the passphrase of this key.") == (words != WORDS)
        assert bool(signed(desk)) == (words != WORDS)


def test_nothing_is_signed_before_its_pictures_have_come_or_failed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    text, come = "English of “How it works”", threading.Event()

    def draw(*_: object) -> tuple[Shot, ...]:
        assert come.wait(DRAWN_SECONDS)
        raise RuntimeError

    monkeypatch.setattr(Artist, "draw", draw)
    signoff = desk.editor._signoff
    signoff.act("signoff-open", "different/en")
    end = time.monotonic() + DRAWN_SECONDS
    try:
        while not told(desk)["open"]:
            assert time.monotonic() < end
            QCoreApplication.processEvents()
        writes_name(desk, "Dr. Ana Flores")
        assert desk.hands.sees("The pictures are being drawn.")
        assert not desk.hands.finds_button(f"Sign the {text}")
        signoff.sign("Dr. Ana Flores", "")
        assert not signoff._signing.busy
    finally:
        come.set()
    rest(desk)
    assert told(desk)["refused"].startswith("This did not work because of a mistake")
    signs(desk, text, "Dr. Ana Flores")
    assert signed(desk) == [("different", "en", "Dr. Ana Flores")]


def test_a_picture_that_cannot_be_drawn_is_named(desk: Desk, undrawn: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.editor._signoff, "_picture", lambda _: None)
    opens(desk, "English of “How it works”")
    missing = sorted(each for each in files_of(topics(read_folder(desk.content))["different"], "en") if each.startswith("pictures/"))
    assert missing
    assert all(name in told(desk)["open"]["missing"] for name in missing)
    assert desk.hands.sees("not shown here, for")
    assert undrawn


def test_a_sign_off_whose_text_was_not_kept_says_so_and_shows_all(desk: Desk, undrawn: list[str]) -> None:
    text = "English of “How it works”"
    opens(desk, text)
    signs(desk, text, "Dr. Ana Flores")
    (desk.content / SIGNED / "different-en.zip").unlink()
    file = desk.content / WORKS
    file.write_bytes(desk.before[file].replace(b"How it works", b"How it may work"))
    desk.editor._come(None)
    rest(desk)
    assert desk.hands.sees("Dr. Ana Flores signed it on 2026-11-23. It has changed since.")
    assert desk.hands.sees("What was signed then was not kept")
    assert len(told(desk)["open"]["parts"]) > 3


def test_what_has_an_error_is_not_signed_and_says_where(desk: Desk, undrawn: list[str]) -> None:
    file = desk.content / WORKS
    file.write_bytes(desk.before[file].replace(b"en: How it works", b"en: It is a cure"))
    desk.editor._come(None)
    rest(desk)
    opens(desk, "English of “It is a cure”")
    assert desk.hands.sees("This text has an error in topics/60-different.yaml, line 4:")
    assert not desk.hands.finds_button("Sign the")
    assert undrawn == []
    desk.editor._signoff.begin("Somebody else changed the same lines")
    desk.hands.rest()
    assert desk.hands.sees("Not everything is saved yet, so nothing can be signed. Somebody else changed the same lines.")
    assert told(desk)["rows"] == []


def test_the_same_goes_on_paper_one_text_or_all_that_wait(
    desk: Desk, undrawn: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = list[str]()
    real = signoff_sheet.printed

    def watched(sheets: Sheets) -> bytes:
        printed.extend("".join("".join(section) for section in chapter) for chapter in sheets.chapters)
        return real(sheets)

    monkeypatch.setattr(signoff_sheet, "printed", watched)
    monkeypatch.setattr(desk_signoff, "every", lambda *those: [row for row in every(*those) if row.topic == "different"])
    opens(desk, "English of “How it works”")
    for deed, name, count in (("signoff-paper", "sign-off-different-en.pdf", 1), ("signoff-papers", "sign-off-2026-11-23.pdf", 2)):
        printed.clear()
        desk.does(deed, str(tmp_path))
        rest(desk)
        assert f"The paper is in {tmp_path / name}." in told(desk)["printing"]
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")
        assert len(printed) == count
        assert all("Day and signature" in chapter and "<img " in chapter for chapter in printed)
        assert any(told(desk)["open"]["code"] in chapter for chapter in printed)
    desk.does("signoff-paper", str(tmp_path / "screen.png"))
    rest(desk)
    assert "could not be written" in told(desk)["printing"]


def test_the_keyboard_walks_through_it_and_reaches_everything(desk: Desk, undrawn: list[str]) -> None:
    opens(desk, "English of “How it works”")
    window = desk.editor.kiosk.window
    read = window.activeFocusItem()
    assert read.property("contentY") == 0
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    assert read.property("contentY") > 100
    QTest.keyClick(window, Qt.Key.Key_End)
    assert read.property("contentY") + read.property("height") == pytest.approx(read.property("contentHeight"))
    met = set[str]()
    for _ in range(60):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        item = window.activeFocusItem()
        met.add(str(item.property("spoken") or item.property("text") or "") if item else "")
    assert {"Sign-off by a clinician", "Publish what is saved to the kiosks"} <= met
    assert any(each.startswith("This text on paper, to: The folder") for each in met)
    assert "Withdraw it" not in met
