"""Whatever lies in the place of a file that the kiosk writes beside the screen: it starts, and what it writes takes place, or is told."""

from __future__ import annotations

import logging
import os
import resource  # noqa: F401  where an account of its own writes, it may not read this Python any more
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.content.model import deck
from kiosk.content.store import publications, snapshot
from kiosk.content.store.snapshot import KeptTopic, Snapshot
from kiosk.settings.settings import FILE as SETTINGS
from kiosk.settings.writer import write_settings
from kiosk.signup import desk_notifier
from kiosk.signup.journal import anchors
from kiosk.signup.journal.anchor import Anchor
from kiosk.signup.keys import public_keys, waiting
from kiosk.staff import rights
from kiosk.staff.care import backup, nightly
from kiosk.staff.care.restored_keys import LEFT_OUT
from kiosk.staff.errors import ExpectedError
from kiosk.staff.publications import refusals
from kiosk.unattended import crash, incidents
from kiosk.unattended.incidents import Incident
from kiosk.unattended.log import MOST_BYTES, Logbook

PROJECT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
BOOT = "monday"


def full(place: Path) -> None:
    place.mkdir()
    (place / "something").write_text("theirs")
    place.chmod(0)


def closed(place: Path) -> None:
    place.write_text("theirs")
    place.chmod(0)


def foreign(place: Path) -> None:
    (place.parent / "foreign").write_text("theirs")
    place.symlink_to("foreign")


KINDS: dict[str, Callable[[Path], object]] = {
    "a folder": full, "a pipe": os.mkfifo, "a link to nowhere": lambda place: place.symlink_to("nowhere/at all"), "a link": foreign, "closed": closed,
}  # fmt: skip


def words(said: str) -> deck.Text:
    return deck.Text((("en", said),))


TOPIC = deck.Topic("infusion", words("x"), (deck.Slide("a", "points", words("A")),))
INDEX = Snapshot(
    (("content", 0, 0),), deck.Clinic("C", ("en",), words("H"), words("I")), deck.Help(words("988"), (deck.HelpLine(words("a"), words("b")),)),
    (("next", words("Next")),), (), (), (), (KeptTopic(deck.TopicHead("infusion", words("x"), "x.svg", "sun", (), 1), "a", "a.yaml", "x-1.json"),),
)  # fmt: skip


def mark(data: Path) -> bool:
    with incidents.marked(data, BOOT, lambda: NOW):
        return (data / incidents.MARK).read_text().startswith(BOOT)


def mishap(data: Path) -> bool:
    incidents.note(data, Incident.CHANGED, NOW)
    return Incident.CHANGED in [each.what for each in incidents.mishaps(data)]


def log(data: Path) -> bool:
    book = Logbook(data / "kiosk.log", 100)
    for line in ("one", "two" * 40, "three"):
        book.emit(logging.LogRecord("kiosk", logging.ERROR, "", 0, line, (), None))
    book.close()
    return (data / "kiosk.log").read_text() == "three\n"


def crashes(data: Path) -> bool:
    written = crash.write_crash(data, ValueError("x"))
    return bool(written and "ValueError" in written.read_text()) and len([*data.glob("crash-*.log")]) == crash.MOST


def untold(data: Path) -> bool:
    told = []
    for error in ("TimeoutError", ""):
        desk_notifier.note(data, "web", error)
        told.append("web" in desk_notifier.untold(data))
    return told == [True, False]


def remembered(data: Path) -> bool:
    seen = Anchor("0" * 32, 3, "0" * 32)
    anchors.remember(data, data / "drawer", seen)
    return str(seen) in (data / anchors.FILE).read_text()


def waits(data: Path) -> bool:
    waiting.Waiting(data / "keys", lambda: 9.0).count("Ana", ["Ana"])
    return "ana" in (data / "keys" / waiting.FILE).read_text().casefold()


def newest(data: Path) -> bool:
    publications.note_newest(data, 7)
    return publications.newest_noted(data) == 7


def screen(data: Path) -> bool:
    publications.note_screen(data, publications.KnownScreen((1, 2), (3.0, 4.0)))
    return publications.known_screen(data) is not None


def refused(data: Path) -> bool:
    refusals.note(data, "a.kiosk.zip", ExpectedError("no"), NOW)
    return publications.refusal(data) is not None


def index(data: Path) -> bool:
    snapshot.save(data / "deck", INDEX)
    return snapshot.load(data / "deck") == INDEX


def topic(data: Path) -> bool:
    return snapshot.load_topic(data / "deck", snapshot.keep_topic(data / "deck", TOPIC)) == TOPIC


def copied(data: Path) -> bool:
    backup.note_key_copied(data, frozenset("0"))
    return (data / backup.KEY_COPIED).read_text() == '["0"]'


def settings(data: Path) -> bool:
    """Told: staff wrote them, or whoever looks after the machine, who may want them elsewhere."""
    try:
        write_settings(data, {"idle_seconds": "90"})
    except OSError:
        return True
    return "idle_seconds: 90" in (data / SETTINGS).read_text()


def listed(data: Path) -> bool:
    """Told, as whatever is wrong with the keys."""
    try:
        public_keys.save_list(data / "keys", ())
    except OSError:
        return True
    return (data / "keys" / public_keys.RECIPIENTS).read_text() == "[]"


with tempfile.TemporaryDirectory() as _elsewhere:
    TOPIC_FILE = f"deck/{snapshot.keep_topic(Path(_elsewhere), TOPIC)}"
WRITES: dict[str, Callable[[Path], bool]] = {
    incidents.MARK: mark, incidents.FILE: mishap, "kiosk.log": log, "kiosk.log.1": log, desk_notifier.UNTOLD["web"]: untold,
    anchors.FILE: remembered, f"keys/{waiting.FILE}": waits, publications.NEWEST: newest, f"publications/{publications.SCREEN}": screen,
    f"publications/{publications.REFUSED}": refused, f"deck/{snapshot.INDEX}": index, TOPIC_FILE: topic, SETTINGS: settings,
    f"keys/{public_keys.RECIPIENTS}": listed, backup.KEY_COPIED: copied, **{f"crash-20200101-00000{number}.log": crashes for number in range(10)},
}  # fmt: skip
BY_COMMANDS = {nightly.FAILED: None, nightly.NOTES: None, LEFT_OUT: None}
"""As `backup.KEY_COPIED`."""


def data_folder(place: Path) -> Path:
    for name in ("deck", "keys", "publications"):
        (place / name).mkdir(parents=True)
    return place


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_in_the_way_what_the_kiosk_writes_takes_place_or_is_told(kind: str, tmp_path: Path) -> None:
    assert all(write(data_folder(tmp_path / name)) for name, write in WRITES.items() if "crash" not in name)
    with tempfile.TemporaryDirectory() as place:
        data, theirs = data_folder(Path(place)), "theirs"
        for name in WRITES:
            KINDS[kind](data / name)
        if os.geteuid() == 0:
            for path in (data, *data.rglob("*")):
                os.chown(path, 64_998, 64_998, follow_symlinks=False)

        def failed() -> list[str]:
            wrong = [name for name, write in WRITES.items() if not write(data)]
            return wrong + [str(each) for each in data.rglob("foreign") if each.read_text() != theirs]

        assert rights.as_owner(data, lambda _: failed()) == []
        subprocess.run(["chmod", "-R", "u+rwX", place], check=True)


def test_whatever_is_in_the_way_the_kiosk_starts(tmp_path: Path) -> None:
    data, kinds = data_folder(tmp_path), [*KINDS.values()]
    for number, name in enumerate({**WRITES, **BY_COMMANDS}):
        kinds[number % len(kinds)](data / name)
    command = [sys.executable, "-m", "kiosk.staff", "run", "--window", "640x360", "--data", str(data)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("The kiosk is running")
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 0
    assert (data / incidents.MARK).is_file()


def test_where_there_can_be_no_mark_the_last_run_counts_as_ended_early(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with incidents.marked(tmp_path / "file" / "data", BOOT, lambda: NOW) as mark:
        assert mark.early


def test_a_file_that_cannot_turn_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", fails)
    book = Logbook(tmp_path / "kiosk.log")
    for _ in range(3):
        book.emit(logging.LogRecord("kiosk", logging.ERROR, "", 0, "x" * (MOST_BYTES // 2 + 1), (), None))
    book.close()
    assert (tmp_path / "kiosk.log").stat().st_size <= MOST_BYTES


def test_a_fresh_crash_log_stays_whatever_names_others_have(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"crash-99991231-00000{number}.log").touch()
    written = crash.write_crash(tmp_path, ValueError("x"))
    assert written
    assert written.is_file()
    assert len([*tmp_path.glob("crash-*.log")]) == crash.MOST


def test_an_index_that_no_kiosk_can_be_made_of_counts_as_none(tmp_path: Path) -> None:
    clinic, panel = replace(INDEX.clinic, languages=()), replace(INDEX.help, lines=())
    for spoilt in (replace(INDEX, clinic=clinic), replace(INDEX, help=panel), replace(INDEX, interface=())):
        snapshot.save(tmp_path, spoilt)
        assert snapshot.load(tmp_path) is None
