"""What a window asks for before it publishes, and what it tells."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT
from publishing_desk import NOW, WORDS, typed

from content import sample
from kiosk.content.checks import reviews
from kiosk.content.model.deck import Review
from kiosk.content.reading.folder import read_folder
from kiosk.staff.content import review
from kiosk.staff.content.review import topics
from kiosk.staff.publications import publishing_key, sticks
from kiosk.staff.publications.at_a_desk import MOST_TOLD, Publishing
from kiosk.staff.publications.consent import READ_FIRST, consent_note
from kiosk.staff.publications.publish import MADE, last_place


class Asked:
    """A window that shows what it is told."""

    def __init__(self, folder: Path) -> None:
        self.told: dict[str, Any] = {}
        self.now = NOW
        self.content, self.data = sample.write(folder / "content"), folder / "data"
        self.publishing = Publishing(self.content, self.data, lambda: self.now, self._run, self._take)

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[], None]) -> None:
        assert self.told["busy"]
        try:
            result = work()
        except RuntimeError:
            failed()
        else:
            then(result)

    def _take(self, told: dict[str, Any]) -> None:
        self.told = told

    def with_key(self) -> Asked:
        self.data.mkdir(mode=0o700)
        publishing_key.make(self.data / publishing_key.KEY, "Ana", typed(WORDS))
        return self


def test_what_is_not_saved_is_not_published(tmp_path: Path) -> None:
    window = Asked(tmp_path).with_key()
    for why in ("Somebody else changed the same lines", "Write over “New text”, and it will be saved."):
        window.publishing.begin(why)
        assert window.told["refused"] == f"Not everything is saved yet, so nothing can be published. {why.rstrip('.')}."
    assert not window.told["by"]


def test_without_a_key_one_is_made_here(tmp_path: Path) -> None:
    window = Asked(tmp_path)
    window.publishing.begin("")
    assert window.told["keyless"]
    assert not window.told["refused"]
    for name, passphrase, again, refused in (
        ("", WORDS, WORDS, "A name has"),
        ("A\nB" * 40, WORDS, WORDS, "A name has"),
        ("Ana", "", "", "passphrase"),
        ("Ana", "kiosk1", "kiosk1", "passphrase"),
        ("Ana", WORDS, WORDS + "s", "not the same"),
    ):
        assert not window.publishing.make_key(name, passphrase, again)
        assert refused in window.told["refused"]
        assert window.told["keyless"]
        assert not (window.data / publishing_key.KEY).exists()
    assert window.publishing.make_key(" Ana ", WORDS, WORDS)
    key = publishing_key.read(window.data / publishing_key.KEY)
    assert publishing_key.opened(key, typed(WORDS))
    assert window.told["trust"] == window.publishing.trust == f"sudo python3 main.py trust Ana {key.public}"
    assert (window.told["keyless"], window.told["by"], window.told["refused"]) == (False, "Ana", "")
    window.publishing.publish(str(tmp_path), WORDS, "")
    assert window.told["said"].startswith("Publication 1 is in")


def test_no_key_is_written_over_and_what_is_no_key_is_told(tmp_path: Path) -> None:
    window = Asked(tmp_path)
    window.data.mkdir()
    window.publishing.begin("")
    (window.data / publishing_key.KEY).write_text("nothing")
    assert window.publishing.make_key("Ana", WORDS, WORDS)
    assert "is there already" in window.told["refused"]
    assert not window.told["busy"]
    for make in (lambda key: key.write_text("nothing"), lambda key: key.symlink_to("nowhere"), lambda key: key.mkdir()):
        path = window.data / publishing_key.KEY
        path.unlink()
        make(path)
        window.publishing.begin("")
        assert "key" in window.told["refused"]
        assert not window.told["keyless"]
    (window.data / publishing_key.KEY).rmdir()
    window.data.rmdir()
    window.data.write_text("a file where the folder is to be")
    window.publishing.begin("")
    window.publishing.make_key("Ana", WORDS, WORDS)
    assert window.told["refused"]
    assert not window.told["busy"]


def test_an_urgent_notice_is_told_before_it_is_published(tmp_path: Path) -> None:
    window = Asked(tmp_path).with_key()
    window.publishing.begin("")
    assert not window.told["urgent"]
    clinic = window.content / "clinic.yaml"
    clinic.write_text(f"{clinic.read_text()}urgent_notice: {{text: {{en: Closed today, es: Hoy cerrado}}, until: {NOW.date()}}}\n")
    window.publishing.begin("")
    assert "every visitor reads at once, until the end of 2026-11-23: “Closed today”" in window.told["urgent"]


def test_it_asks_tells_warnings_and_says_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = Asked(tmp_path).with_key()
    monkeypatch.chdir(tmp_path)
    window.publishing.begin("")
    assert window.told["by"] == "Ana"
    assert all(each["severity"] == "warning" for each in window.told["wrong"])
    assert window.told["places"][-1]["path"] == str(tmp_path)
    for to, passphrase, note, refused in (
        ("", WORDS, "", "There is no folder"),
        (str(tmp_path / "gone"), WORDS, "", "Plug the stick in"),
        (str(tmp_path), "other words", "", "not the passphrase"),
        (str(tmp_path), "", "", "not the passphrase"),
        (str(tmp_path), "x" * 100_000, "", "not the passphrase"),
        (str(tmp_path), WORDS, "x" * 501, "one line of at most"),
    ):
        window.publishing.publish(to, passphrase, note)
        assert refused in window.told["refused"]
        assert not window.told["busy"]
    window.publishing.publish(str(tmp_path), WORDS, "The new hours")
    assert window.told["said"].startswith("Publication 1 (The new hours) is in")
    assert not window.told["refused"]
    assert (tmp_path / "publication-1.kiosk.zip").is_file()


def test_an_error_is_told_and_nothing_is_asked(tmp_path: Path) -> None:
    window = Asked(tmp_path).with_key()
    sample.write(window.content, infusion=sample.INFUSION.replace("Una hora tranquila", "Una cura milagrosa"))
    window.publishing.begin("")
    assert "nothing can be published" in window.told["refused"]
    assert window.told["wrong"][0]["severity"] == "error"
    assert window.publishing.problems
    assert not window.told["by"]


def test_sticks_are_what_is_mounted_where_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ana/BLUE", "ana/only a folder", "GREEN"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setattr(Path, "is_mount", lambda place: place.name.isupper())
    assert sticks.mounted((tmp_path, tmp_path / "none")) == [tmp_path / "GREEN", tmp_path / "ana" / "BLUE"]
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert sticks.mounted((tmp_path,)) == []


def test_a_mistake_in_the_program_leaves_no_window_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError

    window = Asked(tmp_path).with_key()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("kiosk.staff.publications.at_a_desk.problems_of", fails)
        window.publishing.begin("")
    assert window.told["busy"] == ""
    assert "Try it again" in window.told["refused"]
    window.publishing.begin("")
    monkeypatch.setattr("kiosk.staff.publications.at_a_desk.publish", fails)
    window.publishing.publish(str(tmp_path), WORDS, "")
    assert window.told["busy"] == ""
    assert "Try it again" in window.told["refused"]


def test_a_folder_of_nobody_is_refused(tmp_path: Path) -> None:
    window = Asked(tmp_path).with_key()
    window.publishing.begin("")
    window.publishing.publish("~nobody-of-this-name", WORDS, "")
    assert window.told["refused"].startswith("There is no folder ~nobody-of-this-name.")


def test_advice_is_followed_at_the_desk(tmp_path: Path) -> None:
    window = Asked(tmp_path).with_key()
    topic = next((window.content / "topics").glob("*.yaml"))
    topic.write_text(topic.read_text().replace("owner: ", "# owner: "), encoding="utf-8")
    window.publishing.begin("")
    told = [each["instead"] for each in window.told["wrong"]]
    assert "Write under “This topic” who looks after it." in told
    assert not [each for each in told if "`owner: " in each]


def test_the_words_that_people_agree_to_are_pointed_out_until_they_were_published(tmp_path: Path) -> None:
    window = Asked(tmp_path).with_key()
    form = window.content / "signup.yaml"
    told = list[str]()
    for words in ("call me.", "call me.", "call me on weekdays.", "", "call me."):
        if words:
            form.write_text(sample.SIGNUP.replace("call me.", words), encoding="utf-8")
        else:
            form.unlink()
        window.publishing.begin("")
        told.append(window.told["consent"].removesuffix(f" {READ_FIRST}"))
        if not window.told["refused"]:
            window.publishing.publish(str(tmp_path), WORDS, "")
            assert not window.told["refused"]
    changed = "The words that people agree to in the form are others than in publication"
    others = "The words that people agree to in the form are others than those that came with the kiosk."
    assert told == [others, "", f"{changed} 2.", "", f"{changed} 3."]


def test_nobody_is_asked_about_the_words_of_consent_that_came_with_the_kiosk(tmp_path: Path) -> None:
    assert consent_note(PROJECT / "content", tmp_path) == ""


def test_a_folder_that_is_not_there_is_made_and_the_next_time_it_is_there_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    window, place = Asked(tmp_path).with_key(), tmp_path / "for the kiosk"
    window.publishing.begin("")
    assert not window.publishing.publish(str(place / "deeper"), WORDS, "")
    assert window.told["missing"] == ""
    assert not window.publishing.publish(str(place), WORDS, "")
    assert window.told["missing"] == str(place)
    window.publishing.make_folder(str(place))
    assert (window.told["refused"], window.told["missing"], window.told["to"]) == ("", "", str(place))
    assert window.publishing.publish(str(place), WORDS, "")
    window.publishing.begin("")
    assert window.told["to"] == str(place)
    assert [each["path"] for each in window.told["places"]] == [str(place), str(tmp_path)]
    shutil.rmtree(place)
    window.publishing.begin("")
    assert window.told["to"] == str(place)  # such as a stick that is not plugged in yet
    assert [each["path"] for each in window.told["places"]] == [str(tmp_path)]
    for folder in (str(place / "deeper"), "x" * 5000, "\0"):
        window.publishing.make_folder(folder)
        assert "cannot be made" in window.told["refused"]


@pytest.mark.parametrize("written", [b"", b"relative", b"/\x1b[31m", b"/" + b"x" * 9000, b"\xff"])
def test_whatever_stands_where_the_last_folder_is_noted_it_is_a_folder_or_none(tmp_path: Path, written: bytes) -> None:
    (tmp_path / MADE).mkdir()
    (tmp_path / MADE / "place").write_bytes(written)
    place = last_place(tmp_path)
    assert place is None or (place.is_absolute() and str(place).isprintable())


def _turned(content: Path) -> None:
    """A sentence that a clinician has signed says the contrary."""
    topic = content / "topics" / "10-infusion.yaml"
    topic.write_text(topic.read_text(encoding="utf-8").replace("A quiet hour", "A wild hour"), encoding="utf-8")


def _other_consent(content: Path) -> None:
    (content / "signup.yaml").write_text(sample.SIGNUP.replace("call me.", "call me and sell my number."), encoding="utf-8")


def _error(content: Path) -> None:
    sample.write(content, infusion=sample.INFUSION.replace("Una hora tranquila", "Una cura milagrosa"))


@pytest.mark.parametrize("saved", [_turned, _other_consent, _error])
def test_what_a_colleague_saves_after_the_look_is_shown_before_it_is_signed(tmp_path: Path, saved: Callable[[Path], None]) -> None:
    window = Asked(tmp_path).with_key()
    reading = read_folder(window.content)
    text = reviews.signature(topics(reading)["infusion"], "en", reviews.beside(reading, window.content))
    review.sign(window.content, Review("infusion", "en", "Dr. Ana", NOW.date(), date(2027, 5, 30), text))
    (window.content / "signup.yaml").write_text(sample.SIGNUP, encoding="utf-8")
    window.publishing.begin("")
    saved(window.content)
    window.publishing.publish(str(tmp_path), WORDS, "")
    assert not list(tmp_path.rglob("*.kiosk.zip"))
    assert not window.told["said"]
    if saved is _error:
        assert "errors in the content, so nothing can be published" in window.told["refused"]
        assert not window.told["by"]
        return
    assert window.told["refused"].startswith("A change was saved, or a new day began")
    assert (window.told["by"], window.told["to"], window.told["busy"]) == ("Ana", str(tmp_path), "")
    if saved is _turned:
        assert "changed after Dr. Ana signed it off" in " ".join(each["wrong"] for each in window.told["wrong"])
    window.publishing.publish(str(tmp_path), WORDS, "")
    assert window.told["said"].startswith("Publication 1 is in")


def test_on_another_day_the_content_is_looked_at_again(tmp_path: Path) -> None:
    window = Asked(tmp_path).with_key()
    window.publishing.begin("")
    window.now += timedelta(days=1)
    window.publishing.publish(str(tmp_path), WORDS, "")
    assert window.told["refused"].startswith("A change was saved, or a new day began")
    window.publishing.publish(str(tmp_path), WORDS, "")
    assert window.told["said"].startswith("Publication 1 is in")


def test_nothing_is_signed_of_which_nothing_was_shown(tmp_path: Path) -> None:
    window = Asked(tmp_path).with_key()
    _other_consent(window.content)
    window.publishing.begin("Somebody else changed the same lines")
    window.publishing.publish(str(tmp_path), WORDS, "")
    assert not list(tmp_path.rglob("*.kiosk.zip"))


def test_that_there_are_more_warnings_than_are_listed_is_said(tmp_path: Path) -> None:
    window = Asked(tmp_path).with_key()
    for number in range(MOST_TOLD + 2):
        (window.content / "topics" / f"stray-{number}.txt").write_text("", encoding="utf-8")
    window.publishing.begin("")
    assert len(window.told["wrong"]) == MOST_TOLD
    assert window.told["more"].startswith("One more warning is not listed here")
    window.publishing.publish(str(tmp_path), WORDS, "")
    assert window.told["said"].startswith("Publication 1 is in")
