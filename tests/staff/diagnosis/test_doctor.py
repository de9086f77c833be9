"""The self-test of a machine: broken in one part after the other, it names that part, says what to do, and looks at all the others."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from clinic_staff import let_in
from conftest import PROJECT, TODAY
from msgspec.structs import replace

from kiosk.content.reading.folder import read_folder
from kiosk.content.store import urgent_notice
from kiosk.content.store.content_reader import ContentReader
from kiosk.content.store.urgent_notice import Moment, UrgentNotice, set_notice
from kiosk.health import PARTS, Diagnosis, Level, as_json, from_json, worst
from kiosk.signup.drawer import expiry, taken_over
from kiosk.signup.drawer.boot import Boot
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.foreign import found_in
from kiosk.signup.keys import admission, moved_away, public_keys, rotation, slots, trust, try_out_key, unlock
from kiosk.signup.record import Answer as Said
from kiosk.signup.record import Consent, Record
from kiosk.staff.commands.doctor import secrets_in
from kiosk.staff.commands.run import content_source
from kiosk.staff.diagnosis import doctor, probes
from kiosk.staff.diagnosis.doctor import FACES, LOOKS, Patient, examine, lines, tell, verdict
from kiosk.staff.diagnosis.doors import LOGIND, MASKED
from kiosk.staff.diagnosis.probes import ProgramOutput
from kiosk.staff.main import main
from kiosk.terminal import plainly

GREEN, AMBER, RED = Level.GREEN, Level.AMBER, Level.RED
QUICK = slots.Stretching(64, 1)
ANA, BOB = "correct horse battery", "eight grey whales swim"
NOW = datetime.now(tz=UTC).astimezone()
"""The files of the kiosk itself were not written in the future."""
BOXED = {"voice": "pico", "name": "SVOX Pico", "why": "the voice in the box"}
WELL = {
    "timedatectl": ProgramOutput(0, "NTPSynchronized=yes\n"),
    "hibernate.target": ProgramOutput(0, "\n\n".join(["Id=kiosk.service\nLoadState=loaded", *(f"Id={each}\nLoadState=masked" for each in MASKED)])),
    "loginctl": ProgramOutput(0, "".join(f"{name}={value}\n" for name, value in LOGIND.items() if name != "ReserveVT")),
    "systemctl": ProgramOutput(0, "LoadState=loaded\nActiveState=active\nWatchdogUSec=10s\n"),
    "letters": ProgramOutput(0, json.dumps(dict.fromkeys(FACES, ""))),
    "screen": ProgramOutput(0, json.dumps({"pixels": [1920, 1080], "mm": [476, 268]})),
    "voice_proof": ProgramOutput(0, json.dumps({"en": BOXED, "es": BOXED})),
}
"""What the programs of a machine answer on which all is well."""


def asked(**others: ProgramOutput) -> Callable[[Sequence[str], str, float], ProgramOutput]:
    answers = WELL | others

    def ask(command: Sequence[str], reads: str, seconds: float) -> ProgramOutput:
        return next(answer for name, answer in answers.items() if any(name in word for word in command))

    return ask


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    """A machine on which all is well that can be on a machine without devices: two people hold its key, and it has content of its own."""
    data, root = tmp_path / "data", tmp_path / "root"
    rotation.new_key(data / "keys", "clinic", "Ana", ANA, TODAY, stretching=QUICK)
    let_in(data / "keys", "Ana", ANA, "Bob", BOB, stretching=QUICK)
    (data / "settings.yaml").write_text("headphones: never\n")
    devices = root / "proc/bus/input/devices"
    devices.parent.mkdir(parents=True)
    devices.write_text('N: Name="Glass"\nB: PROP=2\nB: KEY=400 0 0 0 0 0\nB: ABS=3\n')
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    return Patient(content, data, NOW, asked(), root, {"DISPLAY": ":0"})


def drawer(patient: Patient, *days: int) -> Drawer:
    """The drawer of this machine, with requests that came so many days ago."""
    made = Drawer(patient.data / "drawer", patient.data / "keys")
    for ago in days:
        made.keep(Record(NOW.date() - timedelta(ago), "en", (Said("name", "name", "Zoe", "Zoe"),), (Consent("call", "1"),)))
    made.close()
    return made


def part(patient: Patient, name: str) -> list[Diagnosis]:
    """What is told of one part, without looking at the others."""
    return list(doctor.looked(name, LOOKS[name], patient, lambda: read_folder(patient.content)))


def swap(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_screens_that_were_turned_off_are_known(patient: Patient) -> None:
    for name, state in (("card0-DP-1", "disconnected"), ("card0-HDMI-A-1", "connected"), ("card0-HDMI-A-2", "connected")):
        (patient.root / "sys/class/drm" / name).mkdir(parents=True)
        (patient.root / "sys/class/drm" / name / "status").write_text(f"{state}\n")
    assert probes.screens(patient.root) == ("card0-HDMI-A-1", "card0-HDMI-A-2")
    (patient.root / "run").mkdir()
    (patient.root / "run/kiosk-screens").write_text("card0-HDMI-A-2\ncard0-DP-1\n")
    assert probes.screens(patient.root) == ("card0-HDMI-A-2", "card0-DP-1", "card0-HDMI-A-1")
    assert "3 screens are connected" in part(patient, "screen")[-1].says


# -- all of it --------------------------------------------------------------------------------------------------------


def test_every_part_is_looked_at_in_one_order_and_told(patient: Patient) -> None:
    assert tuple(LOOKS) == PARTS
    found = list(examine(patient))
    assert list(dict.fromkeys(each.part for each in found)) == list(PARTS)
    assert {each.part for each in found if each.level is not GREEN} == {"backup", "reviews"}, [each for each in found if each.level is not GREEN]


@pytest.mark.parametrize(("opened", "level"), [(None, GREEN), ((), AMBER), (("reach the network, to tell somebody how many requests wait",), GREEN)])
def test_a_desk_that_the_walls_keep_the_kiosk_from_is_told(patient: Patient, opened: tuple[str, ...] | None, level: Level) -> None:
    (patient.data / "settings.yaml").write_text("desk_web: https://desk.clinic.org/x\n")
    told = part(replace(patient, opened=opened), "settings")
    assert worst(told) is level
    assert ("The desk is told" in told[-1].says) == (level is GREEN)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("desk_mail_to: a@@b\ndesk_mail_server: localhost:2526\n", ["Line 1 of settings.yaml cannot be used as it stands"]),
        ("desk_mail_to: a@b.example\n", ["`desk_mail_to: a@b.example` is an example", "`desk_mail_server` is not set"]),
        ("desk_mail_to: a@clinic.org\ndesk_mail_server: a b\n", ["Line 2 of settings.yaml cannot be used as it stands"]),
        ("desk_mail_server: mail.clinic.org\n", ["`desk_mail_to` is not set"]),
    ],
)
def test_where_nobody_can_be_told_each_line_that_is_wrong_is_named_and_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: str, words: list[str]
) -> None:
    (tmp_path / "settings.yaml").write_text(settings)
    assert main(["doctor", "--desk", "--data", str(tmp_path)]) == 1
    said = [line for line in capsys.readouterr().err.splitlines() if line.strip()]
    assert [word in line for word, line in zip(words, said, strict=True)] == [True] * len(words), said


def test_a_line_that_was_written_wrongly_is_not_called_missing(patient: Patient) -> None:
    (patient.data / "settings.yaml").write_text("desk_mail_to: a@@b\ndesk_mail_server: mail.clinic.org\n")
    told = part(patient, "settings")
    assert [each.level for each in told] == [AMBER, GREEN, GREEN]
    assert "is not set" not in " ".join(each.says for each in told)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("KIOSK_MAIL_PASSWORD=correct horse", "correct horse"), ("  KIOSK_MAIL_PASSWORD = 'a \\ b' ", "a \\ b"),
        ('KIOSK_MAIL_PASSWORD="a\\"b"', 'a"b'), ("KIOSK_MAIL_PASSWORD=a\\\\b", "a\\b"), ("# KIOSK_MAIL_PASSWORD=x", None), ("", None),
    ],
)  # fmt: skip
def test_the_secrets_are_read_as_systemd_reads_them(line: str, value: str | None) -> None:
    assert secrets_in(f"; a comment\n{line}\n").get("KIOSK_MAIL_PASSWORD") == value


def test_the_desk_is_tried_with_what_only_root_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    (tmp_path / "settings.yaml").write_text("desk_mail_to: a@clinic.org\ndesk_mail_server: mail.clinic.org\n")
    (tmp_path / "secrets").write_text("KIOSK_MAIL_PASSWORD=horse\nSSL_CERT_FILE=/etc/ours.pem\n")
    monkeypatch.setattr("kiosk.staff.install.plan.SECRETS", tmp_path / "secrets")
    monkeypatch.setattr("kiosk.signup.desk_notifier.told", lambda *words: asked.extend((words[-1], os.environ.get("SSL_CERT_FILE", ""))))
    monkeypatch.setenv("SSL_CERT_FILE", "")
    monkeypatch.delenv("KIOSK_MAIL_PASSWORD", raising=False)
    for opened in (None, ("reach the network, to tell them",)):
        monkeypatch.setattr("kiosk.staff.installed_kiosk.walls_opened", lambda _, opened=opened: opened)
        assert main(["doctor", "--desk", "--data", str(tmp_path)]) == 0
    assert asked == ["", "", "horse", "/etc/ours.pem"]


def test_of_a_data_folder_that_was_named_and_is_not_there_no_key_is_asked_for(
    patient: Patient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (told,) = part(replace(patient, data=tmp_path / "gone"), "keys")
    assert (told.level, "key protect" in told.do) == (RED, False)
    monkeypatch.setattr(doctor, "data_folder", lambda: tmp_path / "gone")
    (told,) = part(replace(patient, data=tmp_path / "gone"), "keys")
    assert (told.level, "key protect" in told.do) == (RED, True), "the usual one is made by it"


@pytest.mark.parametrize(("opened", "code"), [(None, 0), ((), 1)])
def test_a_message_that_the_walls_would_not_let_through_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], opened: tuple[str, ...] | None, code: int
) -> None:
    (tmp_path / "settings.yaml").write_text("desk_web: https://desk.clinic.org/x\n")
    monkeypatch.setattr("kiosk.signup.desk_notifier.told", lambda *_: None)
    monkeypatch.setattr("kiosk.staff.installed_kiosk.walls_opened", lambda _: opened)
    assert main(["doctor", "--desk", "--data", str(tmp_path)]) == code
    said = capsys.readouterr().out
    assert "was taken" in said
    assert ("the network is still closed" in said.lower()) == bool(code)


def test_it_says_nothing_of_visitors(patient: Patient) -> None:
    drawer(patient, 0, 14)
    told = as_json(list(examine(patient)))
    assert "1 request" in told
    assert "Zoe" not in told


def test_the_faces_are_those_that_ship() -> None:
    assert sorted(FACES) == sorted(path.name for path in (PROJECT / "assets" / "fonts").glob("*.ttf"))


def fails(*_: object) -> list[Diagnosis]:
    raise ZeroDivisionError("a bug")


@pytest.mark.parametrize("broken", [("keys",), ("content", "watchdog"), PARTS[:10]], ids=len)
def test_a_look_that_fails_is_a_red_part_with_its_log_and_the_others_go_on(
    patient: Patient, broken: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in broken:
        monkeypatch.setitem(LOOKS, name, fails)
    found = list(examine(patient))
    assert {each.part for each in found} == set(PARTS)
    for name in broken:
        (ill,) = (each for each in found if each.part == name)
        (log,) = patient.data.glob(f"crash-*-{name}.log")
        assert (ill.level, ill.says) == (RED, "This could not be looked at (ZeroDivisionError).")
        assert str(log) in ill.do
        assert "a bug" in log.read_text()


def test_content_that_cannot_even_be_read_fails_the_parts_that_need_it_alone(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.content.reading.folder.read_folder", fails)
    assert {each.part for each in examine(patient) if each.level is RED} == {"clock", "content", "notice", "reviews", "help", "fonts", "voices"}


def test_a_look_that_fails_where_nothing_can_be_written_is_told_all_the_same(patient: Patient, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = list(examine(replace(patient, data=tmp_path / "file" / "data")))
    assert {each.part for each in found} == set(PARTS)


# -- part after part --------------------------------------------------------------------------------------------------


HERE, AHEAD, OVER = 0.0, 3.0e9, -86_400.0
"""In seconds from now: when an urgent notice says that it was set, before the machine was started."""
TOLD = {
    "each language, whatever comes first in the file": (
        {"es": "Hoy todo va bien.", "en": "Text us."}, HERE, [(GREEN, "in English “Text us.” and in Spanish “Hoy todo va bien.”")],
    ),
    "not those that the clinic does not have": ({"fr": "Tout va bien.", "en": "Text us."}, HERE, [(GREEN, "“Text us.”")]),
    "in none of its languages": ({"fr": "Tout va bien."}, HERE, [(AMBER, "so visitors do not see it")]),
    "set at a time to come": ({"en": "Text us."}, AHEAD, [(AMBER, "“Text us.” (set, as it says, at a time that has not come yet).")]),
    "over": ({"en": "Text us."}, OVER, [(GREEN, "No urgent notice shows.")]),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "begun", "told"), TOLD.values(), ids=TOLD)
def test_an_urgent_notice_is_told_as_visitors_of_each_language_read_it(
    patient: Patient, texts: dict[str, str], begun: float, told: list[tuple[Level, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(urgent_notice, "since_boot", lambda: 60.0)
    set_notice(patient.data, UrgentNotice(texts, Moment(NOW.timestamp() + begun, "another start", 0.0), 3600.0))
    found = [(each.level, each.says) for each in part(patient, "notice")]
    assert [(level, words in says) for (level, says), (_, words) in zip(found, told, strict=True)] == [(level, True) for level, _ in told], found
    assert not any("Tout va bien" in says for _, says in found)


def test_keys(patient: Patient) -> None:
    folder = patient.data / "keys"
    assert part(patient, "keys")[0].says == "Ana and Bob can read the requests."
    admission.remove_holder(folder, "Bob")
    assert [(each.level, "Only Ana" in each.says) for each in part(patient, "keys")] == [(AMBER, True)]
    moved_away.move_away(folder, patient.data / "stick" / "kiosk.key")
    assert [(each.level, "kept elsewhere" in each.says) for each in part(patient, "keys")] == [(GREEN, True)]
    (folder / public_keys.RECIPIENTS).write_text("[{}]")
    assert [(each.level, "damaged" in each.says) for each in part(patient, "keys")] == [(RED, True)]
    shutil.rmtree(folder)
    assert [(each.level, "no key" in each.says) for each in part(patient, "keys")] == [(RED, True)]
    try_out_key.make_try_out(folder, TODAY)
    assert [(each.level, "no passphrase" in each.says) for each in part(patient, "keys")] == [(RED, True)]


def test_a_new_key_that_one_person_alone_opens_is_told_although_two_open_the_old_one(patient: Patient) -> None:
    folder = patient.data / "keys"
    opened = unlock.open_private(folder, "Ana", ANA)
    rotation.rotate(folder, "clinic", "Ana", ANA, TODAY, opened=opened, retired=tuple(opened), stretching=QUICK)
    assert "Only Ana" in part(patient, "keys")[0].says


def test_a_drawer_with_fresh_requests_is_well_and_old_ones_are_told(patient: Patient) -> None:
    drawer(patient, 0, 13)
    assert [(each.level, each.says[:10]) for each in part(patient, "drawer")] == [(GREEN, "2 requests")]
    drawer(patient, 14)
    assert [(each.level, each.says[:9]) for each in part(patient, "drawer")] == [(AMBER, "1 request")]


def test_a_drawer_that_was_not_begun_is_not_begun_by_looking(patient: Patient) -> None:
    assert part(patient, "drawer")[0].level is GREEN
    assert not (patient.data / "drawer").exists()


def test_a_damaged_drawer_is_told_and_left_as_it_lies(patient: Patient) -> None:
    drawer(patient, *range(14))
    path = patient.data / "drawer" / NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + os.urandom(8192) + whole[16384:])
    before = path.read_bytes()
    assert part(patient, "drawer")[0].level is RED
    assert "damaged" in part(patient, "drawer")[0].says
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*set-aside*"))


@pytest.mark.parametrize("place", ["drawer/drawer-set-aside-20261101-090000.sqlite", "before-restore-20261101-090000/drawer/drawer.sqlite"])
def test_what_lies_in_a_drawer_that_was_kept_aside_is_told_until_it_was_brought_back(patient: Patient, place: str) -> None:
    path = patient.data / place
    path.parent.mkdir(parents=True, exist_ok=True)
    drawer(patient, 0, 0)
    (patient.data / "drawer" / NAME).rename(path)
    made = drawer(patient, 0)
    (told,) = part(patient, "drawer")
    assert (told.level, told.says) == (RED, f"2 requests lie in {place}, which no list shows.")
    privates = unlock.open_private(patient.data / "keys", "Ana", ANA)
    taken_over.recover(made, found_in(path), "Ana", trust.signer_of(patient.data / "keys", privates))
    made.close()
    assert [each.level for each in part(patient, "drawer")] == [GREEN]


@pytest.mark.parametrize(("raw", "level"), [(b"", GREEN), (b"rubbish" * 1000, AMBER)])
def test_a_drawer_in_which_nothing_can_be_read_is_not_told_in_red_for_ever(patient: Patient, raw: bytes, level: Level) -> None:
    drawer(patient, 0)
    (patient.data / "drawer" / "drawer-set-aside-20261101-090000.sqlite").write_bytes(raw)
    assert [each.level for each in part(patient, "drawer")] == [level]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE seals SET sealed = substr(sealed, 1, 100)", "cannot be read"),
        ("UPDATE seals SET key = '0123456789abcdef'", "cannot be read"),
        ("DELETE FROM seals", "behind the kiosk's back"),
        ("UPDATE records SET day = date(day, '-1 day')", "was changed"),
    ],
)
def test_requests_that_no_key_opens_or_that_somebody_changed_are_told(patient: Patient, change: str, words: str) -> None:
    drawer(patient, 0)
    with sqlite3.connect(patient.data / "drawer" / NAME) as database:
        database.execute(change)
    database.close()
    found = part(patient, "drawer")
    assert {each.level for each in found} == {RED}
    assert words in found[0].says


def test_another_program_that_holds_the_drawer_is_waited_for(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.signup.drawer.database._BUSY_SECONDS", 0.0)
    drawer(patient, 0)
    holds = sqlite3.connect(patient.data / "drawer" / NAME)
    holds.execute("PRAGMA locking_mode=EXCLUSIVE")
    holds.execute("BEGIN EXCLUSIVE")
    assert [(each.level, "Another program" in each.says) for each in part(patient, "drawer")] == [(AMBER, True)]
    holds.close()


def test_a_data_folder_that_takes_nothing(patient: Patient) -> None:
    found = list(examine(replace(patient, data=Path("/proc/self/data"))))
    assert RED in {each.level for each in found if each.part == "disk"}
    assert {each.part for each in found} == set(PARTS)


@pytest.mark.parametrize("years", [1, 30])
def test_a_clock_before_the_kiosk_was_made(patient: Patient, years: int) -> None:
    early = replace(patient, now=NOW - timedelta(days=366 * years))
    (told,) = part(early, "clock")
    assert told.level is RED


@pytest.mark.parametrize(("hop", "says"), [
    (timedelta(days=4), "was set 4 days forward while it ran, to 2"), (timedelta(hours=-30), "was set 30 hours back while it ran, to 2"),
    (timedelta(minutes=61), "was set an hour forward while it ran, to 2"),
])  # fmt: skip
def test_a_clock_that_somebody_set_while_the_machine_ran(patient: Patient, hop: timedelta, says: str) -> None:
    now = datetime.combine(NOW.date(), time(12), UTC) - hop - timedelta(days=2)
    made = Drawer(patient.data / "drawer", patient.data / "keys", lambda: now, since_boot=lambda: Boot("3fa9c2d1", 7.0))
    with closing(made):
        for each in (timedelta(), timedelta(days=2), hop):
            now += each
            expiry.begin_day(made)
    told = part(patient, "clock")[-1]
    assert (told.level, says in told.says, "nothing is deleted" in told.says) == (AMBER, True, True)


def test_a_clock_far_ahead(patient: Patient) -> None:
    (told,) = part(replace(patient, now=NOW + timedelta(days=365 * 20)), "clock")
    assert told.level is RED


def test_a_kiosk_that_is_supervised_says_so(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_WATCHED", "yes")
    assert part(replace(patient, ask=asked()), "watchdog")[0].level is GREEN


def test_a_clock_before_what_staff_wrote_or_a_visitor_sent(patient: Patient) -> None:
    later = NOW.date() + timedelta(days=40)
    swap(patient.content / "topics" / "40-infusion.yaml", "owner: ", f"checked: {later}\nowner: ")
    assert "topics/40-infusion.yaml" in part(patient, "clock")[0].says
    drawer(patient, -50)
    assert "the newest entry in the drawer" in part(patient, "clock")[0].says


def test_a_clock_that_nothing_keeps_right(patient: Patient) -> None:
    for answer in (ProgramOutput(0, "NTPSynchronized=no\n"), ProgramOutput(127)):
        assert [each.level for each in part(replace(patient, ask=asked(timedatectl=answer)), "clock")] == [AMBER]


def test_settings(patient: Patient) -> None:
    written = "headphones: never\nlower_edge 700\nidle_seconds: soon\nclosed: [Dec 25, Easter]\nopen_hours: 9:00-12:00\n"
    (patient.data / "settings.yaml").write_text(written)
    told = part(patient, "settings")
    assert [each.level for each in told] == [AMBER, AMBER, AMBER, GREEN, GREEN]
    assert [each.says[:22] for each in told[:3]] == [f"settings.yaml, line {line}:" for line in (2, 3, 4)]
    assert "open Monday to Sunday, 9:00 am to 12:00 pm. It is closed on 25 December of every year." in told[3].says


def test_requests_that_only_a_key_elsewhere_opens_are_told(patient: Patient, tmp_path: Path) -> None:
    drawer(patient, 0)
    folder = patient.data / "keys"
    (old,) = folder.glob("*.private.json")
    rotation.new_key(folder, "safe", "Ana", ANA, TODAY, stretching=QUICK)
    old.unlink()
    assert [each.says for each in part(patient, "drawer") if "not on this machine" in each.says] == [
        "1 request can be read only with a key that is not on this machine."
    ]


def test_a_folder_for_backups_that_is_gone_is_told_and_not_that_one_failed(patient: Patient, tmp_path: Path) -> None:
    (patient.data / "settings.yaml").write_text(f"backup_folder: {tmp_path / 'gone'}\n")
    (told,) = part(patient, "backup")
    assert told.level is AMBER
    assert told.says.startswith(f"There is no folder {tmp_path / 'gone'}")


def test_a_folder_for_publications_that_is_gone_is_told(patient: Patient, tmp_path: Path) -> None:
    for name, told in (("gone", "There is no folder"), ("content", "nobody is trusted")):
        (patient.data / "settings.yaml").write_text(f"publications_folder: {tmp_path / name}\n")
        assert told in part(patient, "publications")[0].says


def test_content_with_an_error_is_red_with_a_warning_amber(patient: Patient) -> None:
    topic = patient.content / "topics" / "50-after.yaml"
    swap(topic, "tint: rose", "tint: rsoe")
    assert [(each.level, "topics/50-after.yaml, line" in each.says) for each in part(patient, "content")] == [(RED, True)]
    swap(topic, "tint: rsoe", "tint: rose")
    swap(patient.content / "clinic.yaml", "attract-noon.svg", "gone.svg")
    assert [(each.level, "clinic.yaml" in each.says) for each in part(patient, "content")] == [(AMBER, True)]


def test_no_content_at_all(patient: Patient) -> None:
    levels = {each.part: each.level for each in examine(replace(patient, content=patient.content / "nowhere"))}
    assert set(levels) == set(PARTS)
    assert levels["content"] is levels["help"] is RED


def test_a_review_that_is_due_is_told_beside_what_nobody_has_signed(patient: Patient) -> None:
    past = NOW.date() - timedelta(days=1)
    entry = f'- {{topic: infusion, language: en, by: Dr. X, on: {past}, next: {past}, text: "1"}}\n'
    (patient.content / "reviews.yaml").write_text(entry, encoding="utf-8")
    first, second = part(patient, "reviews")
    assert first.says.startswith("13 of 13 texts")
    assert "infusion (en)" in second.says


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("help.yaml", "988", "989"),
        ("help.yaml", "Llame al 988 y oprima 2", "Llame"),
        ("interface.yaml", "Ayuda: 988", "Ayuda"),
        ("help.yaml", "lines:", "liens:"),
    ],
)
def test_help_without_988_in_a_language_is_red(patient: Patient, file: str, old: str, new: str) -> None:
    swap(patient.content / file, old, new)
    assert {each.level for each in part(patient, "help")} == {RED}


def test_fonts(patient: Patient) -> None:
    gone = ProgramOutput(0, json.dumps(dict.fromkeys(FACES[1:], "")))
    assert [(each.level, FACES[0] in each.says) for each in part(replace(patient, ask=asked(letters=gone)), "fonts")] == [(RED, True)]
    lacks = ProgramOutput(0, json.dumps(dict.fromkeys(FACES[1:], "¿é") | {FACES[0]: "é"}))
    (told,) = part(replace(patient, ask=asked(letters=lacks)), "fonts")
    assert (told.level, "`é`, latin small" in told.says, "¿" in told.says) == (AMBER, True, False), "what one of the faces has is drawn"
    trouble = ProgramOutput(0, json.dumps({"trouble": "The system lacks libEGL."}))
    assert [(each.level, each.says) for each in part(replace(patient, ask=asked(letters=trouble)), "fonts")] == [(RED, "The system lacks libEGL.")]
    for died in (ProgramOutput(-6, "", "Aborted"), ProgramOutput(None), ProgramOutput(0, "[]")):
        assert [each.level for each in part(replace(patient, ask=asked(letters=died)), "fonts")] == [RED]


def test_the_real_typeface_loads_and_a_letter_that_it_lacks_is_found() -> None:
    files = [str(PROJECT / "assets" / "fonts" / face) for face in FACES]
    answers = []
    for letters in ("aéñ¿“—9", "aệ"):
        command = [sys.executable, "-m", "kiosk.staff.diagnosis.qt_probe", "letters"]
        asks = json.dumps({"faces": [*files, "/nowhere.ttf", __file__], "letters": letters})
        answers.append(json.loads(subprocess.run(command, input=asks, cwd=PROJECT, capture_output=True, text=True, check=True).stdout))
    ours, further = FACES[:4], FACES[4:]
    assert answers == [
        dict.fromkeys(ours, "") | dict.fromkeys(further, "aéñ¿“—9"),
        dict.fromkeys(ours, "ệ") | dict.fromkeys(further, "a"),
    ]


def test_screen(patient: Patient) -> None:
    assert part(patient, "screen")[0].says == "21.5 inches, 1920x1080 pixels."
    for variables in ({}, {"QT_QPA_PLATFORM": "eglfs"}, {"QT_QPA_PLATFORM": "linuxfb"}):
        alone = replace(patient, variables=variables, ask=asked(screen=ProgramOutput(1)))
        assert [(each.level, "not known" in each.says) for each in part(alone, "screen")] == [(AMBER, True)], "the kiosk alone may draw there"
    died = replace(patient, ask=asked(screen=ProgramOutput(-6, "", "qt.qpa.xcb: could not connect to display :0\nAvailable plugins are: xcb.\n")))
    assert [(each.level, "display :0" in each.says) for each in part(died, "screen")] == [(RED, True)]
    trouble = replace(patient, ask=asked(screen=ProgramOutput(0, json.dumps({"trouble": "The system lacks libxcb."}))))
    assert [(each.level, each.says) for each in part(trouble, "screen")] == [(RED, "The system lacks libxcb.")]


def test_a_real_screen_tells_its_pixels_and_size() -> None:
    command = [sys.executable, "-m", "kiosk.staff.diagnosis.qt_probe", "screen"]
    told = subprocess.run(command, cwd=PROJECT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout)["pixels"] == [800, 800]


def test_touch_and_swap_and_dumps_are_read_from_the_machine(patient: Patient) -> None:
    (patient.root / "proc/swaps").write_text("Filename\n/dev/sda9 partition 1 0 -2\n")
    (patient.root / "proc/sys/kernel").mkdir(parents=True)
    (patient.root / "proc/sys/kernel/core_pattern").write_text("|/usr/share/apport/apport %p\n")
    assert [each.level for each in part(patient, "memory")] == [AMBER, AMBER]
    (patient.root / "proc/bus/input/devices").write_text("")
    assert [each.level for each in part(patient, "touch")] == [AMBER]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (ProgramOutput(0, json.dumps({"en": BOXED, "es": {}})), "speaks Spanish"),
        (ProgramOutput(0, json.dumps({"": {"why": "no card"}, "en": {}, "es": {}})), "nothing to play sound with"),
        (ProgramOutput(None), "did not answer"),
        (ProgramOutput(1, "", "ImportError: libpulse.so.0: cannot open shared object file: No such file or directory\n"), "lacks libpulse.so.0"),
        (ProgramOutput(-9), "it says nothing"),
    ],
)
def test_voices(patient: Patient, answer: ProgramOutput, words: str) -> None:
    (told,) = part(replace(patient, ask=asked(voice_proof=answer)), "voices")
    assert told.level is AMBER
    assert words in told.says
    assert "sudo apt install" in told.do


def test_a_machine_for_which_nothing_is_made_that_plays_says_so_instead_of_what_to_install(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    late = replace(patient, ask=asked(voice_proof=ProgramOutput(None)))
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    assert "did not answer" in part(late, "voices")[0].says, "somebody made it for this machine"
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    assert "ARM" in part(late, "voices")[0].says


@pytest.mark.parametrize(
    ("units", "keys", "words"),
    [
        ("Id=kiosk.service\nLoadState=loaded\n\nId=hibernate.target\nLoadState=loaded\n", "HandlePowerKey=ignore\n", "login (hibernate.target)"),
        ("Id=kiosk.service\nLoadState=loaded\n", "HandlePowerKey=poweroff\nNAutoVTs=6\n", "login (HandlePowerKey and NAutoVTs)"),
        ("Id=kiosk.service\nLoadState=loaded\n\nId=acpid.service\nLoadState=loaded\nActiveState=active\n", "", "acpid.service may turn"),
        ("Id=kiosk.service\nLoadState=not-found\n", "HandlePowerKey=poweroff\n", "not installed"),
        ("", "", "not installed"),
    ],
)
def test_doors_for_keyboards(patient: Patient, units: str, keys: str, words: str) -> None:
    answers = {"hibernate.target": ProgramOutput(0 if units else 127, units), "loginctl": ProgramOutput(0, keys)}
    told = part(replace(patient, ask=asked(**answers)), "doors")
    assert [(each.level, words in each.says) for each in told] == [(GREEN if "not installed" in words else AMBER, True)]


def test_doors_of_an_installed_kiosk_are_not_well_where_nothing_answers(patient: Patient) -> None:
    (patient.root / "etc").mkdir()
    (patient.root / "etc/ketamine-kiosk.json").touch()
    silent = replace(patient, ask=asked(**{"hibernate.target": ProgramOutput(None)}))
    assert [(each.level, "does not answer" in each.says) for each in part(silent, "doors")] == [(AMBER, True)]


@pytest.mark.parametrize(("stands", "level"), [("inactive", RED), ("failed", RED), ("activating", GREEN), ("deactivating", GREEN)])
def test_doors_for_sticks(patient: Patient, stands: str, level: Level) -> None:
    (patient.root / "sys/bus/usb/drivers/usb-storage").mkdir(parents=True)
    units = f"Id=kiosk.service\nLoadState=loaded\n\nId=kiosk-stick.service\nLoadState=loaded\nActiveState={stands}\n"
    (told,) = part(replace(patient, ask=asked(**{"hibernate.target": ProgramOutput(0, units)})), "doors")
    assert told.level is level


def test_watchdog(patient: Patient) -> None:
    for answer, level in (
        (ProgramOutput(127), AMBER),
        (ProgramOutput(0, "LoadState=loaded\nActiveState=failed\nWatchdogUSec=10s\n"), RED),
        (ProgramOutput(0, "LoadState=loaded\nActiveState=active\nWatchdogUSec=0\n"), AMBER),
        (ProgramOutput(0, "LoadState=loaded\nActiveState=inactive\nUnitFileState=enabled\nWatchdogUSec=10s\n"), RED),
        (ProgramOutput(0, "LoadState=loaded\nActiveState=inactive\nUnitFileState=disabled\nWatchdogUSec=10s\n"), RED),
        (ProgramOutput(0, "LoadState=loaded\nActiveState=active\nUnitFileState=disabled\nWatchdogUSec=10s\n"), AMBER),
        (ProgramOutput(0, "LoadState=masked\nActiveState=inactive\nUnitFileState=masked\nWatchdogUSec=10s\n"), RED),
        (ProgramOutput(0, "LoadState=loaded\nActiveState=activating\nSubState=start\nUnitFileState=enabled\nNRestarts=0\nWatchdogUSec=10s\n"), AMBER),
        (ProgramOutput(0, "LoadState=loaded\nActiveState=activating\nSubState=start\nUnitFileState=enabled\nNRestarts=9\nWatchdogUSec=10s\n"), RED),
        (ProgramOutput(0, "LoadState=loaded\nActiveState=activating\nSubState=auto-restart\nUnitFileState=enabled\nWatchdogUSec=10s\n"), RED),
    ):
        assert [each.level for each in part(replace(patient, ask=asked(systemctl=answer)), "watchdog")] == [level]


# -- how it is told ---------------------------------------------------------------------------------------------------

FOUND = [
    Diagnosis("keys", RED, "There is no key.", "Make one."),
    Diagnosis("touch", AMBER, "None.", "Plug it in."),
    Diagnosis("disk", GREEN, "83 GB."),
]


def test_each_part_stands_on_a_line_with_its_colour_in_words_and_what_to_do_under_it() -> None:
    assert list(lines(FOUND[0])) == ["red    keys        There is no key.", "                   -> Make one."]
    assert list(lines(FOUND[2])) == ["green  disk        83 GB."]
    assert plainly("".join(lines(FOUND[2], colours=True))) == "\033[1;32mgreen \033[0m disk        83 GB."


def test_the_verdict_names_what_to_mend() -> None:
    assert verdict(FOUND) == "Red: keys. Fix this before you open."
    assert verdict(FOUND[1:]) == "You can open. Please see to this soon: touch."
    assert verdict(FOUND[2:]) == "All is well."


def test_only_red_is_a_failure(patient: Patient) -> None:
    out = io.StringIO()
    assert tell(patient, out) is AMBER
    assert out.getvalue().splitlines()[-1] == "You can open. Please see to this soon: backup and reviews."
    assert "\033" not in out.getvalue()
    assert [worst(FOUND), worst(FOUND[1:]), worst(FOUND[2:]), worst([])] == [RED, AMBER, GREEN, GREEN]


def test_whoever_waits_longer_than_a_second_is_told_for_what(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LATE_SECONDS", 0.0)
    waited: list[str] = []
    assert {each.part for each in examine(patient, waited.append)} == set(PARTS)
    assert {"clock", "content"} & set(waited), "both wait until the content was read"


# -- the command ------------------------------------------------------------------------------------------------------


def called(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A real process, on a machine without a voice."""
    silent = os.environ | {"PULSE_SERVER": "unix:/nowhere", "ALSA_CONFIG_PATH": "/nowhere", "QT_QPA_PLATFORM": "offscreen"}
    asks = [sys.executable, "-m", "kiosk.staff", "doctor", *arguments]
    return subprocess.run(asks, cwd=PROJECT, env=silent, capture_output=True, text=True, check=False, timeout=120)


def test_the_command_speaks_json_and_fails_for_red(patient: Patient) -> None:
    folders = ("--content", str(patient.content), "--data", str(patient.data))
    done = called("--json", *folders)
    assert done.returncode == 0, done.stdout
    assert [set(each) for each in json.loads(done.stdout)] == [{"part", "level", "message", "hint"}] * len(json.loads(done.stdout))
    assert {each.part for each in from_json(done.stdout.encode())} == set(PARTS)
    (patient.data / "keys" / public_keys.RECIPIENTS).write_text("[")
    done = called("--json", *folders)
    assert done.returncode == 1
    assert [each.part for each in from_json(done.stdout.encode()) if each.level is RED] == ["keys"]
    assert "Traceback" not in done.stderr


def test_the_command_speaks_to_staff(patient: Patient) -> None:
    done = called("--content", str(patient.content), "--data", str(patient.data))
    assert done.returncode == 0
    assert "green  keys        Ana and Bob can read the requests." in done.stdout
    assert "sudo apt install pipewire-pulse wireplumber libpulse0" in done.stdout
    assert "You can open." in done.stdout.splitlines()[-1]


def test_the_kiosk_asks_for_the_test_of_its_own_folders(patient: Patient) -> None:
    reader = ContentReader(patient.content, patient.data, lambda: TODAY)
    source = content_source(argparse.Namespace(content=patient.content, data=patient.data), reader, (), was_aside=False)
    assert list(source.doctor) == ["-m", "kiosk.staff", "doctor", "--json", "--content", str(patient.content), "--data", str(patient.data)]


BLUE = b'[{"part": "keys", "level": "blue", "message": "", "hint": ""}]'


@pytest.mark.parametrize("raw", [b"", b"Traceback", b"1", b'[{"part": "keys"}]', b"[1]", BLUE])
def test_what_is_no_answer_of_a_self_test_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="no diagnoses"):
        from_json(raw)


def test_what_qt_says_in_the_child_that_asks_for_letters_goes_to_the_log() -> None:
    asks = "import logging; logging.basicConfig(format='log: %(message)s'); from kiosk.staff.diagnosis import qt_probe; qt_probe.letters([], '')"
    said = subprocess.run(
        [sys.executable, "-c", f"{asks}; from PySide6.QtCore import qWarning; qWarning('odd')"],
        cwd=PROJECT, capture_output=True, text=True, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert said.stderr.startswith("log: odd")
