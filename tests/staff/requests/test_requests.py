"""`signups` and `key` at a terminal, as staff type them."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from at_a_desk import ANA, BOB, OTHER, PROJECT, TODAY, kiosk, machine, record
from msgspec.structs import replace

from kiosk.content.model.deck import Text
from kiosk.content.model.form import Form, FormQuestion, Kind, Notice
from kiosk.signup.drawer import expiry, introductions
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.entries import Entry, Shown
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import list_changes, public_keys, rotation, slots, trust, try_out_key, unlock
from kiosk.signup.keys.waiting import Waiting
from kiosk.signup.record import Answer, Consent, Record
from kiosk.signup.requests.export import as_csv, harmless
from kiosk.signup.requests.in_words import Saying, is_about
from kiosk.staff.requests.words import Telling, line

PROMPT = b"Passphrase of Ana (nothing shows while you type): "


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A machine with two requests, and Ana's passphrase."""
    return machine(tmp_path / "data", records=(record("=cmd|' /C calc'!A0"), record('Núñez; "María"', "+52 55 1234 5678", "+525512345678")))


def test_the_counts_need_no_passphrase(data: Path) -> None:
    told = "2 requests, 2 new, 0 not reached, 0 waiting for more than two weeks, 0 will be deleted within a week\n"
    assert kiosk(data, "signups", "waiting").stdout == told


def test_the_list_needs_one_and_is_noted(data: Path) -> None:
    listed = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n")
    assert "(706) 555-0123" in listed.stdout
    refused = kiosk(data, "signups", "list", "--name", "Ana", secrets="wrong\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "No key opens with this name and this passphrase.\n"
    drawer = Drawer(data / "drawer", data / "keys")
    assert [(line.what, line.who, line.about) for line in drawer.trail()][-1] == ("opened", "Ana", "2 listed")
    drawer.close()


def test_the_table_opens_in_a_spreadsheet_without_a_formula(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "out" / "requests.csv"
    file.parent.mkdir()
    done = kiosk(data, "signups", "export", str(file), "--name", "Ana", secrets=f"{ANA}\n")
    assert done.returncode == 0, done.stderr
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [(row["name"], row["phone"], row["Best time"], row["agreed"]) for row in rows] == [
        ('Núñez; "María"', "(+52) 55 1234 5678", "Mornings", "call"),
        ("'=cmd|' /C calc'!A0", "(706) 555-0123", "Mornings", "call"),
    ]
    assert file.stat().st_mode & 0o777 == 0o600
    assert "ketamine" not in raw.decode().casefold()


def marks(data: Path, number: int, *statuses: str) -> None:
    """Ana marks the request that came after so many others."""
    opened = unlock.open_private(data / "keys", "Ana", ANA)
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        introductions.introduce(drawer, opened)
        for status in statuses:
            drawer.mark(drawer.entries()[-1 - number].id, Status(status), "Ana", trust.signer_of(data / "keys", opened))


def in_spanish(name: str) -> Record:
    chosen = (("when", "some", "En la mañana, Después de las 5 de la tarde", "morning,evening"), ("language", "one", "Español", "spanish"))
    colour = Answer("colour", "one", "Azul", "blue")
    return Record(TODAY, "es", (Answer("name", "name", name, name), *(Answer(*each) for each in chosen), colour), (Consent("call", "1"),))


def test_tables_have_one_language_and_say_how_often_people_were_tried(tmp_path: Path) -> None:
    """So that staff can filter by what visitors chose in any language."""
    english = replace(in_spanish("Bob"), answers=(Answer("name", "name", "Bob", "Bob"), Answer("when", "some", "Mornings", "morning")), language="en")
    data = machine(tmp_path / "data", records=(in_spanish("Ana"), english))
    marks(data, 0, "not reached", "called", "not reached", "done")
    for file in ("a.csv", "a.json"):
        assert kiosk(data, "signups", "export", str(tmp_path / file), "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    new, done = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"), newline=""))
    chosen = ("Best time", "Language", "colour", "asked in", "tries", "by", "status")
    assert [done[head] for head in chosen] == ["Mornings, After 5 p.m.", "Spanish (Español)", "Azul", "es", "2", "Ana", "done"]
    assert [new[head] for head in chosen] == ["Mornings", "", "", "en", "0", "", "new"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", done["last try"])
    (_, told) = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    said = [(each["label"], each["says"], each["value"]) for each in told["answers"]]
    assert said[1] == ("Best time", "Mornings, After 5 p.m.", "morning,evening")
    assert (told["tries"], [each["status"] for each in told["done"]]) == (2, ["not reached", "called", "not reached", "done"])


def test_without_the_form_a_table_keeps_the_words_of_visitors_and_says_so(tmp_path: Path) -> None:
    data, file = machine(tmp_path / "data", records=(in_spanish("Ana"),)), tmp_path / "a.csv"
    told = kiosk(data, "signups", "export", str(file), "--content", str(tmp_path), "--name", "Ana", secrets=f"{ANA}\n")
    assert (told.returncode, "cannot be read" in told.stdout) == (0, True)
    assert "En la mañana" in file.read_text(encoding="utf-8")


def test_two_columns_never_have_one_head() -> None:
    asked = (FormQuestion("a", Kind.ONE, Text(), Text((("en", "Tries"),))), FormQuestion("b", Kind.ONE, Text(), Text((("en", "Tries"),))))
    saying = Saying(Form(Notice(Text(), ()), (*asked, FormQuestion("c", Kind.ONE, Text(), Text((("en", "id"),)))), Notice(Text(), ())))
    told = Record(TODAY, "en", tuple(Answer(name, "one", "x", "x") for name in "abc"), ())
    heads = as_csv([(Entry("1", TODAY), told)], saying, {}).decode("utf-8-sig").splitlines()[0].split(",")
    assert len(heads) == len(set(heads))
    assert {"Tries", "Tries (b)", "id (c)"} <= set(heads)


def test_an_answer_of_a_kind_that_nobody_here_knows_is_told_all_the_same() -> None:
    """A newer kiosk may ask for more, and a new kind of question is forgotten in some list."""
    told = Record(TODAY, "en", (Answer("name", "name", "Bob", "Bob"), Answer("zip", "zip", "30601", "30601")), (Consent("call", "1"),))
    entry, saying = Entry("1", TODAY), Saying()
    assert "zip: 30601" in line(entry, Shown(told, b""), Telling(saying, {}, TODAY))
    (row,) = csv.DictReader(io.StringIO(as_csv([(entry, told)], saying, {}).decode("utf-8-sig"), newline=""))
    assert row["zip"] == "30601"


def test_the_whole_sentence_that_was_agreed_to_is_told_and_none_that_somebody_put_in_its_place(tmp_path: Path) -> None:
    data, words = machine(tmp_path / "data"), "You may **call me** on weekdays."
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        name = drawer.keep(replace(record("Zoe"), consents=(Consent("call", drawer.keep_wording(words)),)))
    asked = ("signups", "show", name, "--name", "Ana")
    assert "agreed to: You may call me on weekdays.\n" in kiosk(data, *asked, secrets=f"{ANA}\n").stdout
    with closing(sqlite3.connect(data / "drawer" / NAME)) as database, database:
        database.execute("UPDATE wordings SET text = 'You may call me at night.'")
    assert "agreed to: call (in words that are not kept here)\n" in kiosk(data, *asked, secrets=f"{ANA}\n").stdout


def test_the_list_says_whom_to_call_first_since_when_they_wait_and_how_often_that_was_tried(tmp_path: Path) -> None:
    data = machine(tmp_path / "data", records=tuple(map(record, ("Done", "Called", "Tried", "New"))))
    for number, statuses in enumerate((("called", "done"), ("called",), ("not reached", "not reached"))):
        marks(data, number, *statuses)
    told = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stdout
    assert re.findall(r"^ {10}(\w+)  \(706\)", told, re.MULTILINE) == ["Tried", "New", "Called", "Done"]
    assert re.search(r"not reached, 2 tries, last \w{3} \d\d:\d\d by Ana\n", told)
    assert re.search(r"  called, \w{3} \d\d:\d\d by Ana\n", told)
    assert "Best time: Mornings; may: call\n" in told


def test_one_request_is_shown_with_all_that_was_done(tmp_path: Path) -> None:
    data = machine(tmp_path / "data", records=(in_spanish("Zoe"),))
    name = kiosk(data, "signups", "list", "--search", "zoe", "--name", "Ana", secrets=f"{ANA}\n").stdout.split()[0]
    assert "Nothing has been done with it yet." in kiosk(data, "signups", "show", name, "--name", "Ana", secrets=f"{ANA}\n").stdout
    marks(data, 0, "not reached", "called")
    told = kiosk(data, "signups", "show", name, "--name", "Ana", secrets=f"{ANA}\n").stdout.splitlines()
    assert told[1:5] == ["Name: Zoe", "Best time: Mornings, After 5 p.m.", "Language: Spanish (Español)", "colour: Azul"]
    assert told[5] == "agreed to: call (in words that are not kept here)"
    assert [line.partition("  ")[2] for line in told[-2:]] == ["not reached by Ana", "called by Ana"]
    assert trail(data)[-1] == ("opened", next(about for what, about in trail(data) if what == "kept"))


@pytest.mark.parametrize(
    ("sought", "found"),
    [("nunez", 1), ("NÚÑ maria", 1), ("55 1234", 1), ("(706)", 1), ("12", 0), ("ana@exam", 1), ("zzz", 0), ("", 3), ("@", 1), ("00", 0)],
)
def test_a_request_is_found_by_name_number_or_address_whatever_the_accents(tmp_path: Path, sought: str, found: int) -> None:
    mail = Record(TODAY, "en", (Answer("name", "name", "Bob", "Bob"), Answer("email", "email", "ana@example.com", "ana@example.com")), ())
    held = (record("Zoe"), record('Núñez; "María"', "+52 55 1234 5678", "+525512345678"), mail)
    assert sum(is_about(each, sought) for each in held) == found


def test_nothing_is_written_over_silently(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "requests.json"
    file.write_text("mine")
    refused = kiosk(data, "signups", "export", str(file), "--name", "Ana", secrets=f"{ANA}\n")
    assert (refused.returncode, file.read_text()) == (1, "mine")
    assert "--replace" in refused.stderr
    kiosk(data, "signups", "export", str(file), "--replace", "--name", "Ana", secrets=f"{ANA}\n")
    assert [each["answers"][1]["value"] for each in json.loads(file.read_text(encoding="utf-8"))] == ["+525512345678", "+17065550123"]


@pytest.mark.parametrize(("cell", "safe"), [("Ann;=1", "Ann;'=1"), ("a|@x", "a|'@x"), ('A;"=1"', "A;'\"=1\""), ("A; B", "A; B")])
def test_no_part_of_a_cell_is_a_formula_for_those_who_divide_otherwise(cell: str, safe: str) -> None:
    assert harmless(cell) == safe


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "  =1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_requests_whose_numbers_begin_alike_are_told_apart(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alike = iter(["ab" * 16, "ab" * 5 + "cd" * 11])
    monkeypatch.setattr("kiosk.signup.drawer.drawer.secrets.token_hex", lambda _: next(alike))
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        for each in ("three", "four"):
            drawer.keep(record(each))
    listed = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stdout
    asked = kiosk(data, "signups", "mark", "abababab", "called", "--name", "Ana", secrets=f"{ANA}\n").stderr
    for number in ("abababababa", "abababababc"):
        assert (f"{number}  " in listed, f"{number} of 2026" in asked) == (True, True), (listed, asked)
        assert kiosk(data, "signups", "mark", number, "called", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0


def test_marking_and_deleting(data: Path) -> None:
    listed = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stdout.splitlines()
    names = [line.split()[0] for line in listed if "new" in line][::-1]
    assert "marked as not reached" in kiosk(data, "signups", "mark", names[0].upper(), "not-reached", "--name", "Ana", secrets=f"{ANA}\n").stdout
    assert kiosk(data, "signups", "waiting").stdout.startswith("2 requests, 1 new, 1 not reached,")
    kiosk(data, "signups", "mark", names[1], "done", "--name", "Ana", secrets=f"{ANA}\n")
    asked = kiosk(data, "signups", "delete", "--done", "--name", "Ana", secrets=f"{ANA}\n")
    assert (asked.returncode, "deletes 1 request from this machine for good" in asked.stderr, "=cmd" in asked.stdout) == (1, True, True)
    done = kiosk(data, "signups", "delete", "--done", "--yes", "--name", "Ana", secrets=f"{ANA}\n")
    assert done.stdout.splitlines()[-1] == f"1 request deleted, also from what was kept aside here: {names[1]}."
    unclear = kiosk(data, "signups", "mark", "X", "done", "--name", "Ana", secrets=f"{ANA}\n")
    assert (unclear.returncode, "No request has a number that begins with 'X'" in unclear.stderr) == (1, True)
    for nothing in ((), ("--done",)):
        refused = kiosk(data, "signups", "delete", *nothing, "--yes", "--name", "Ana", secrets=f"{ANA}\n")
        assert (refused.returncode, refused.stdout) == (1, "")
    assert "No request has a number that begins with 'zz'" in kiosk(data, "signups", "delete", "zz", "--name", "Ana", secrets=f"{ANA}\n").stderr
    assert kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0


def test_a_copied_drawer_is_read_at_a_desk_with_the_key_that_was_moved_away(data: Path, tmp_path: Path) -> None:
    away = tmp_path / "stick" / "kiosk.key"
    assert "no folder" in kiosk(data, "key", "move-away", str(away)).stderr
    away.parent.mkdir()
    assert kiosk(data, "key", "move-away", str(away)).returncode == 0
    assert "kept elsewhere, not on this machine" in kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stderr
    desk = tmp_path / "desk"
    keys_only = desk / "keys"
    keys_only.mkdir(parents=True)
    (keys_only / public_keys.RECIPIENTS).write_bytes((data / "keys" / public_keys.RECIPIENTS).read_bytes())
    told = kiosk(desk, "signups", "list", "--name", "Ana", "--key", str(away), "--drawer", str(data / "drawer"), secrets=f"{ANA}\n")
    assert "Núñez" in told.stdout, told.stderr


@pytest.mark.parametrize("deed", [("delete", "--done", "--yes"), ("recover", "--yes")])
def test_on_a_copy_nothing_is_deleted_or_brought_back(data: Path, tmp_path: Path, deed: tuple[str, ...]) -> None:
    """Signed there it would hold here, for whoever puts the copy in the place of the drawer."""
    copy = tmp_path / "copy"
    shutil.copytree(data, copy)
    ids = re.findall(r"^[0-9a-f]{8}", kiosk(copy, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stdout, re.MULTILINE)
    (copy / "before-restore-20261101-000000").mkdir()
    kiosk(copy, "signups", "mark", ids[0], "done", "--name", "Ana", secrets=f"{ANA}\n")
    before = (copy / "drawer" / NAME).read_bytes()
    refused = kiosk(data, "signups", *deed, "--name", "Ana", "--drawer", str(copy / "drawer"), secrets=f"{ANA}\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "`signups merge`" in refused.stderr
    assert (copy / "drawer" / NAME).read_bytes() == before


@pytest.mark.parametrize("wrong", [False, True])
def test_verify_looks_at_a_copy_and_signs_nothing_there(data: Path, tmp_path: Path, wrong: bool) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(data, copy)
    if wrong:
        with closing(sqlite3.connect(copy / "drawer" / NAME, isolation_level=None)) as database:
            database.execute("DELETE FROM seals")
    count = "SELECT count(*) FROM journal"
    before = rows(copy / "drawer" / NAME, count)
    done = kiosk(data, "signups", "verify", "--name", "Ana", "--drawer", str(copy / "drawer"), secrets=f"{ANA}\n")
    assert done.returncode == wrong, done.stderr
    assert rows(copy / "drawer" / NAME, count) == before


def test_a_second_person_a_rotation_and_a_list_of_keys(data: Path) -> None:
    assert kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{BOB}\n").returncode == 0
    assert "Ana, Bob" in kiosk(data, "key", "list").stdout
    assert "Ana cannot open it yet" in kiosk(data, "key", "rotate", "--name", "Bob", secrets=f"{BOB}\n").stdout
    told = kiosk(data, "signups", "list", "--name", "Bob", secrets=f"{BOB}\n")
    assert "2 requests" in told.stdout
    assert "Núñez" in told.stdout
    assert "Nobody called Eve" in kiosk(data, "key", "remove", "Eve", "--yes", "--name", "Bob", secrets=f"{BOB}\n").stderr
    assert "add --yes" in kiosk(data, "key", "remove", "Ana", "--name", "Bob", secrets=f"{BOB}\n").stderr
    assert kiosk(data, "key", "remove", "Bob", "--yes", "--name", "Ana", secrets="wrong\n").returncode == 1


def test_a_colleague_gets_the_new_key_too_by_a_passphrase_for_both(data: Path) -> None:
    kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{BOB}\n")
    assert "Bob cannot open it yet" in kiosk(data, "key", "rotate", "--name", "Ana", secrets=f"{ANA}\n").stdout
    again = kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{OTHER}\n")
    assert "Bob can read requests now (2 keys)" in again.stdout, again.stderr
    assert "nobody else can change it" in kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{OTHER}\n").stderr
    assert "Ana registered another signing key for Bob" in kiosk(data, "signups", "list", "--name", "Bob", secrets=f"{OTHER}\n").stderr
    assert "Bob" not in kiosk(data, "signups", "list", "--name", "Bob", secrets=f"{OTHER}\n").stderr, "he has been told"
    assert kiosk(data, "signups", "verify", "--name", "Bob", secrets=f"{OTHER}\n").returncode == 0


def test_each_signs_with_a_key_of_their_own_and_everybody_sees_which(data: Path) -> None:
    added = kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{BOB}\n").stdout
    (fingerprint,) = re.findall(r"signs with ([0-9a-f]{4}(?: [0-9a-f]{4}){3})\.", added)
    listed = kiosk(data, "key", "list").stdout
    assert re.search(rf"^Bob signs with {fingerprint} since \d{{4}}-\d\d-\d\d, given by Ana\.$", listed, re.MULTILINE)
    assert re.search(r"^Ana signs with [0-9a-f ]{19} since \d{4}-\d\d-\d\d\.$", listed, re.MULTILINE)
    assert kiosk(data, "key", "remove", "Bob", "--yes", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    assert "Bob signs with" not in kiosk(data, "key", "list").stdout
    kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{OTHER}\n")
    changed = ("Ana ended the signing key of Bob", "Ana registered another signing key for Bob")
    told = (kiosk(data, "key", "list").stdout, kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{ANA}\n").stdout)
    assert all(each in text for each in changed for text in told), told


def test_who_changes_their_own_passphrase_goes_on_signing(data: Path) -> None:
    assert kiosk(data, "key", "add", "Ana", "--yes", "--name", "Ana", secrets=f"{ANA}\n{OTHER}\n").returncode == 0
    listed = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{OTHER}\n")
    assert (listed.returncode, "signing key" in listed.stderr) == (0, False)
    told = kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{OTHER}\n")
    assert "is signed by the people named" in told.stdout
    assert "somebody else gave" not in told.stdout


def test_a_mark_that_nobody_signed_deletes_nothing(data: Path) -> None:
    with closing(sqlite3.connect(data / "drawer" / NAME)) as database:
        database.execute("INSERT INTO marks SELECT id, 'done', 'Ana', '2026-11-23T12:00:00Z' FROM records")
        database.commit()
    refused = kiosk(data, "signups", "delete", "--done", "--yes", "--name", "Ana", secrets=f"{ANA}\n")
    assert (refused.returncode, "so they count as new" in refused.stderr) == (1, True), refused.stderr
    assert "it counts as new" in kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stdout


def test_what_was_changed_is_told_beside_it_and_goes_only_by_that_word(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / "drawer" / NAME)) as database:
        (name,) = database.execute("SELECT min(id) FROM seals").fetchone()
        database.execute("UPDATE seals SET sealed = zeroblob(4178) WHERE id = ?", (name,))
        database.commit()
    by = ("--name", "Ana")
    listed = kiosk(data, "signups", "list", *by, secrets=f"{ANA}\n")
    assert (listed.returncode, listed.stdout.count("somebody changed it")) == (0, 1)
    exported = kiosk(data, "signups", "export", str(tmp_path / "a.csv"), *by, secrets=f"{ANA}\n")
    assert (exported.returncode, f"changed them behind the kiosk's back: {name[:8]}" in exported.stderr) == (1, True), exported.stderr
    for deed in (("mark", name, "done"), ("delete", name, "--yes")):
        refused = kiosk(data, "signups", *deed, *by, secrets=f"{ANA}\n")
        assert (refused.returncode, "not what came" in refused.stderr) == (1, True), refused.stderr
    deleted = kiosk(data, "signups", "delete", name, "--changed", "--yes", *by, secrets=f"{ANA}\n")
    assert "nothing was deleted that lies aside" in deleted.stdout, deleted.stderr
    assert "who was told that it had been changed" in kiosk(data, "signups", "verify", *by, secrets=f"{ANA}\n").stderr


def test_a_deed_in_another_ones_name_is_told_by_verify(data: Path) -> None:
    kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{BOB}\n")
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        drawer.mark(drawer.entries()[0].id, Status.DONE, "Bob", trust.signer_of(data / "keys", unlock.open_private(data / "keys", "Ana", ANA)))
    told = kiosk(data, "signups", "verify", "--name", "Bob", secrets=f"{BOB}\n")
    assert (told.returncode, "bears the name of Bob, but was not signed by Bob: it was signed by Ana." in told.stderr) == (1, True)


def test_marks_of_a_copy_come_back_from_whoever_is_known_here(data: Path, tmp_path: Path) -> None:
    kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{BOB}\n")
    copy = Path(shutil.copytree(data / "drawer", tmp_path / "copy"))
    name = kiosk(data, "signups", "list", "--drawer", str(copy), "--name", "Bob", secrets=f"{BOB}\n").stdout.split()[0]
    assert kiosk(data, "signups", "mark", name, "called", "--drawer", str(copy), "--name", "Bob", secrets=f"{BOB}\n").returncode == 0
    assert "1 mark taken over." in kiosk(data, "signups", "merge", str(copy), "--name", "Ana", secrets=f"{ANA}\n").stdout
    assert kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0


def test_a_name_that_looks_like_a_colleagues_is_refused(data: Path) -> None:
    refused = kiosk(data, "key", "add", "\u0391\u039d\u0391", "--name", "Ana", secrets=f"{ANA}\n{BOB}\n")
    assert (refused.returncode, "looks like that of Ana" in refused.stderr) == (1, True)
    assert "signs no more" not in {line.what for line in Drawer(data / "drawer", data / "keys").trail()}


def test_the_own_key_goes_with_the_private_one(data: Path, tmp_path: Path) -> None:
    """Moved away and brought back, and in a backup with the key, it is the same."""
    before = kiosk(data, "key", "list").stdout
    away = tmp_path / "kiosk.key"
    kiosk(data, "key", "move-away", str(away))
    listed = kiosk(data, "signups", "list", "--name", "Ana", "--key", str(away), secrets=f"{ANA}\n")
    assert (listed.returncode, "signing key" in listed.stderr) == (0, False)
    assert kiosk(data, "key", "bring-back", str(away)).returncode == 0
    assert kiosk(data, "key", "list").stdout == before
    assert kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0


def run(data: Path, *arguments: str, fd: int | None = None, stdin: int = subprocess.DEVNULL) -> tuple[int, str, str]:
    """Runs a command away from any terminal; tells how it ended and what it said."""
    command = [sys.executable, "-m", "kiosk.staff", *arguments, "--data", str(data), *(["--passphrase-fd", str(fd)] if fd is not None else [])]
    done = subprocess.run(command, cwd=PROJECT, stdin=stdin, capture_output=True, text=True, check=False, start_new_session=True)
    return done.returncode, done.stdout, done.stderr


def trail(data: Path) -> list[tuple[str, str]]:
    drawer = Drawer(data / "drawer", data / "keys")
    told = [(line.what, line.about) for line in drawer.trail()]
    drawer.close()
    return told


@pytest.mark.parametrize("line", [f"{ANA}\r\n", f"{ANA}\n", ANA, f"\ufeff{ANA}\r\n", f"{ANA}\r"])
@pytest.mark.parametrize("name", ["Ana", "ana ", " \uff21na"])
def test_a_passphrase_in_a_file_of_another_system_and_a_name_with_blanks_open(data: Path, name: str, line: str) -> None:
    assert "2 requests" in kiosk(data, "signups", "list", "--name", name, secrets=line).stdout


def test_a_passphrase_is_asked_for_at_a_terminal_and_does_not_show(data: Path) -> None:
    keyboard, terminal = pty.openpty()
    command = [sys.executable, "-m", "kiosk.staff", "signups", "list", "--name", "Ana", "--data", str(data)]
    pipes = {"stdin": terminal, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=PROJECT, start_new_session=True, **pipes) as asking:
        assert asking.stderr is not None
        assert asking.stderr.read(len(PROMPT)) == PROMPT
        os.write(keyboard, f"{ANA}\n".encode())
        out, err = asking.communicate()
    os.close(terminal)
    os.close(keyboard)
    assert (asking.returncode, err, b"2 requests" in out) == (0, b"\n", True)


NO_TERMINAL = "There is no terminal to type a passphrase at. Run this at one, or hand it over: `--passphrase-fd 0 <FILE`.\n"
NO_LINE = "There is no line left to read a passphrase from at file descriptor 0. Write each on a line of its own.\n"
NO_DESCRIPTOR = "No passphrase can be read from file descriptor {}. Open it on the same line: `--passphrase-fd 3 3<FILE`.\n"
NO_NAME = "Say whose passphrase it is: add `--name NAME`. Here these people have one: Ana.\n"


@pytest.mark.parametrize(
    ("arguments", "fd", "says"),
    [
        (("signups", "list", "--name", "Ana"), None, NO_TERMINAL),
        (("key", "add", "Bob", "--name", "Ana"), None, NO_TERMINAL),
        (("signups", "list", "--name", "Ana"), 0, NO_LINE),
        (("signups", "list"), None, NO_NAME),
        (("signups", "list", "--name", "  "), 0, NO_NAME),
        *((("signups", "list", "--name", "Ana"), fd, NO_DESCRIPTOR.format(fd)) for fd in (9, -1, 10**12)),
    ],
)
def test_where_no_passphrase_can_be_had_one_sentence_says_what_to_do(data: Path, arguments: tuple[str, ...], fd: int | None, says: str) -> None:
    assert run(data, *arguments, fd=fd) == (1, "", says)


@pytest.mark.parametrize(("raw", "says"), [(b"\xff\xfe\n", "not written in UTF-8"), (b"x" * 5000, "No key opens")])
def test_a_passphrase_that_is_no_text_or_has_no_end_is_refused_in_a_sentence(data: Path, tmp_path: Path, raw: bytes, says: str) -> None:
    (tmp_path / "secret").write_bytes(raw)
    with (tmp_path / "secret").open("rb") as file:
        code, out, err = run(data, "signups", "list", "--name", "Ana", fd=0, stdin=file.fileno())
    assert (code, out) == (1, "")
    assert says in err
    assert err.count("\n") == 1


def test_a_right_passphrase_at_the_console_ends_the_waiting_at_the_kiosk(data: Path) -> None:
    for arguments, secrets in ((("signups", "list"), f"{ANA}\n"), (("key", "add", "Bob"), f"{ANA}\n{BOB}\n")):
        waiting = Waiting(data / "keys", lambda: 1e9)
        while not waiting.seconds("Ana", ["Ana"]):
            waiting.count("Ana", ["Ana"])
        assert kiosk(data, *arguments, "--name", "Ana", secrets="wrong\nwrong\n").returncode == 1
        assert waiting.seconds("Ana", ["Ana"]) > 0
        assert kiosk(data, *arguments, "--name", "Ana", secrets=secrets).returncode == 0
        assert waiting.seconds("Ana", ["Ana"]) == 0


def test_an_export_that_cannot_be_written_is_not_noted_as_one(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    before = trail(data)
    for file in (tmp_path / "file" / "requests.csv", tmp_path, Path("/proc/requests.csv")):
        refused = kiosk(data, "signups", "export", str(file), "--replace", "--name", "Ana", secrets=f"{ANA}\n")
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1), refused.stderr
    assert trail(data) == before


def test_what_cannot_be_noted_is_neither_exported_nor_listed(data: Path, tmp_path: Path) -> None:
    """Another program holds the drawer: nothing can be written into the journal."""
    file = tmp_path / "out" / "requests.csv"
    file.parent.mkdir()
    with closing(sqlite3.connect(data / "drawer" / "drawer.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for arguments in (("list",), ("export", str(file))):
            refused = kiosk(data, "signups", *arguments, "--name", "Ana", secrets=f"{ANA}\n")
            assert (refused.returncode, refused.stdout) == (1, "")
            assert "another program" in refused.stderr
    assert list(file.parent.iterdir()) == []
    assert kiosk(data, "signups", "export", str(file), "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    assert [path.name for path in file.parent.iterdir()] == ["requests.csv"]
    assert trail(data)[-1] == ("exported", "2 exported to requests.csv")


def test_an_export_leaves_a_folder_for_everybody_as_it_is(data: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    assert kiosk(data, "signups", "export", str(shared / "requests.csv"), "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    assert shared.stat().st_mode & 0o7777 == 0o1777


def test_a_short_passphrase_is_refused_in_a_sentence(tmp_path: Path) -> None:
    try_out_key.make_try_out(tmp_path / "keys", TODAY)
    refused = kiosk(tmp_path, "key", "protect", "--name", "Ana", secrets="short\n")
    said = "A passphrase needs at least 12 letters: three or four words are easy to remember. Nothing was changed.\n"
    assert (refused.returncode, refused.stderr) == (1, said)
    assert "no passphrase" in kiosk(tmp_path, "key", "list").stdout


# -- orders that were meant otherwise ---------------------------------------------------------------------------------------


def sqlite_of_another_program(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE journal (seq, text)")
    database.commit()
    database.close()


FOREIGN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a table": (lambda path: path.write_text("day,status\n2026-11-23,new\n"), "another kind of file"),
    "an empty file": (lambda path: path.write_bytes(b""), "is empty"),
    "a folder": (lambda path: path.mkdir(), "There is no file"),
    "nothing": (lambda path: None, "There is no file"),
    "a pipe": (os.mkfifo, "is not a file"),
    "a link to nowhere": (lambda path: path.symlink_to("nowhere"), "There is no file"),
    "a backup": (lambda path: path.write_bytes(b"PK\3\4" + bytes(100)), "another kind of file"),
    "another program's": (sqlite_of_another_program, "another program"),
    "a torn one": (lambda path: path.write_bytes(b"SQLite format 3\0" + os.urandom(5000)), "damaged"),
}


@pytest.mark.parametrize("what", list(FOREIGN))
def test_a_wrong_file_is_refused_for_what_it_is_and_the_drawer_stays_whole(data: Path, tmp_path: Path, what: str) -> None:
    make, told = FOREIGN[what]
    make(tmp_path / "wrong")
    before = {path.name: path.read_bytes() for path in (data / "drawer").iterdir() if path.suffix == ".sqlite"}
    refused = kiosk(data, "signups", "merge", str(tmp_path / "wrong"), "--name", "Ana", secrets=f"{ANA}\n")
    assert (refused.returncode, told in refused.stderr, "damaged" in refused.stderr) == (1, True, told == "damaged"), refused.stderr
    assert {path.name: path.read_bytes() for path in (data / "drawer").iterdir() if path.suffix == ".sqlite"} == before
    assert kiosk(data, "signups", "waiting").stdout.startswith("2 requests, 2 new")


def test_marks_without_a_signature_stay_out(data: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(data / "drawer", tmp_path / "copy"))
    database = sqlite3.connect(copy / NAME)
    database.execute("INSERT INTO marks SELECT id, 'done', 'Ana', '28.11.2026' FROM records")
    database.commit()
    database.close()
    told = kiosk(data, "signups", "merge", str(copy), "--name", "Ana", secrets=f"{ANA}\n")
    assert told.stdout.splitlines()[-1].startswith("0 marks taken over. 2 others left out")
    assert "2 new" in kiosk(data, "signups", "waiting").stdout


@pytest.mark.parametrize("damage", ["whole", "torn"])
def test_a_drawer_that_was_set_aside_is_brought_back_as_far_as_it_can_be_read(data: Path, damage: str) -> None:
    drawer = Drawer(data / "drawer", data / "keys", clock=iter(range(0, 10**9, 3600)).__next__)
    for number in range(40):
        drawer.keep(record(f"asked {number}"))
    drawer.close()
    aside = data / "drawer" / "drawer-set-aside-20261101-090000.sqlite"
    (data / "drawer" / NAME).rename(aside)
    if damage == "torn":
        raw = bytearray(aside.read_bytes())
        raw[len(raw) // 2 : len(raw) // 2 + 8192] = os.urandom(8192)
        aside.write_bytes(raw)
    expiry.begin_day(Drawer(data / "drawer", data / "keys"))
    asked = kiosk(data, "signups", "recover", aside.name, "--name", "Ana", secrets=f"{ANA}\n")
    assert (asked.returncode, f"In drawer/{aside.name}: " in asked.stdout, "--yes" in asked.stderr) == (1, True, True)
    back = kiosk(data, "signups", "recover", aside.name, "--yes", "--name", "Ana", secrets=f"{ANA}\n").stdout
    count = int(re.findall(r"(\d+) requests? brought back", back)[0])
    assert count == 42 if damage == "whole" else 20 < count < 42
    assert f"{count} requests" in kiosk(data, "signups", "waiting").stdout
    assert kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    again = kiosk(data, "signups", "recover", "--yes", "--name", "Ana", secrets=f"{ANA}\n")
    assert ("nothing to bring back" if damage == "whole" else "no request can be read any more") in again.stdout + again.stderr


def test_what_is_deleted_goes_from_what_was_kept_aside_and_does_not_come_back(data: Path) -> None:
    name = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stdout.split()[0]
    aside = data / "before-restore-20261120-120000"
    shutil.copytree(data / "drawer", aside / "drawer")
    shutil.copy2(data / "drawer" / NAME, data / "drawer" / "drawer-set-aside-20261101-090000.sqlite")
    (sealed,) = rows(data / "drawer" / NAME, "SELECT sealed FROM seals WHERE id LIKE ? || '%'", name)
    done = kiosk(data, "signups", "delete", name, "--yes", "--name", "Ana", secrets=f"{ANA}\n")
    assert done.returncode == 0, done.stderr
    assert not [path for path in data.rglob("*") if path.is_file() and sealed[100:200] in path.read_bytes()]
    kiosk(data, "signups", "recover", "drawer-set-aside-20261101-090000.sqlite", "--yes", "--name", "Ana", secrets=f"{ANA}\n")
    assert "1 request," in kiosk(data, "signups", "waiting").stdout


def test_who_is_shown_before_it_is_deleted_has_been_looked_at(data: Path) -> None:
    name = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stdout.split()[0]
    done = kiosk(data, "signups", "delete", name, "--name", "Ana", secrets=f"{ANA}\n")
    assert done.returncode == 1
    assert name in done.stdout
    last = rows(data / "drawer" / NAME, "SELECT what || ', ' || who || ', ' || about FROM journal ORDER BY seq DESC LIMIT 1")
    assert last == ["opened, Ana, 1 shown to be deleted"]


def rows(file: Path, query: str, *values: str) -> list[Any]:
    database = sqlite3.connect(file)
    found = [row[0] for row in database.execute(query, values)]
    database.close()
    return found


def test_an_older_drawer_is_told_at_the_desk_that_saw_the_newer_one_and_beside_its_anchor(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data / "drawer", tmp_path / "older")
    kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n")
    told = kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{ANA}\n").stdout
    anchor = told.split()[-1]
    assert "What this cannot show" in told
    assert "\\n" not in told
    backup = tmp_path / "kiosk.zip"
    assert kiosk(data, "backup", str(backup), "--content", str(PROJECT / "content")).returncode == 0
    shutil.rmtree(data / "drawer")
    shutil.copytree(tmp_path / "older", data / "drawer")
    for seen in (anchor, str(backup)):
        older = kiosk(data, "signups", "verify", "--seen", seen, "--name", "Ana", secrets=f"{ANA}\n")
        assert older.returncode == 1
        assert "is older than what" in older.stderr
    assert "put back an earlier state" in kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stderr


def test_the_first_passphrase_can_be_given_before_the_first_start(tmp_path: Path) -> None:
    assert kiosk(tmp_path, "key", "protect", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    assert "Ana" in kiosk(tmp_path, "key", "list").stdout
    assert not (tmp_path / "drawer").exists()


def test_keys_that_are_gone_are_not_replaced(data: Path) -> None:
    shutil.rmtree(data / "keys")
    assert "Bring the keys back" in kiosk(data, "key", "protect", "--name", "Ana", secrets=f"{ANA}\n").stderr
    assert not (data / "keys").exists()


def test_a_foreign_key_in_the_list_is_told_and_can_be_dropped(data: Path, tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "eve", "clinic", "Eve", ANA, TODAY, stretching=slots.Stretching(64, 1))
    (eves,) = public_keys.recipients(tmp_path / "eve")
    public_keys.save_list(data / "keys", (*public_keys.recipients(data / "keys"), eves))
    assert "NOT CONFIRMED" in kiosk(data, "key", "list").stdout
    assert eves.fingerprint in kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stderr
    assert kiosk(data, "key", "drop", eves.id, "--yes", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    assert "NOT CONFIRMED" not in kiosk(data, "key", "list").stdout


@pytest.mark.parametrize("label", ["\xad", "\xa0", "sa\u200bfe"])
def test_a_key_is_called_something_that_can_be_read(data: Path, tmp_path: Path, label: str) -> None:
    for command in (("rotate", "--label", label), ("recipient", str(tmp_path / "any.public"), label)):
        refused = kiosk(data, "key", *command, "--name", "Ana", secrets=f"{ANA}\n")
        assert (refused.returncode, "cannot be read: give it a word" in refused.stderr) == (1, True), refused.stderr
    assert len(trust.in_use(data / "keys")) == 1


def test_rotation_asks_about_every_other_key(data: Path, tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "safe", "safe", "Bob", BOB, TODAY, stretching=slots.Stretching(64, 1))
    exported = tmp_path / "safe.public"
    exported.write_bytes(list_changes.exported(tmp_path / "safe")[1])
    assert kiosk(data, "key", "recipient", str(exported), "safe", "--yes", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    asked = kiosk(data, "key", "rotate", "--name", "Ana", secrets=f"{ANA}\n")
    assert (asked.returncode, "--keep ID or --retire-others" in asked.stderr) == (1, True)
    safe = public_keys.recipients(tmp_path / "safe")[0].id
    assert "sealed for safe, too" in kiosk(data, "key", "rotate", "--keep", safe, "--name", "Ana", secrets=f"{ANA}\n").stdout
    assert len(trust.in_use(data / "keys")) == 2
    assert kiosk(data, "key", "rotate", "--retire-others", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    assert len(trust.in_use(data / "keys")) == 1
    assert kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0


def test_what_is_meant_must_be_clear(data: Path) -> None:
    first = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stdout.split()[0]
    both = kiosk(data, "signups", "delete", "--done", first, "--name", "Ana", "--yes", secrets=f"{ANA}\n")
    assert (both.returncode, "not clear what you mean" in both.stderr) == (1, True)
    for name in ("requests.xlsx", "requests"):
        written = kiosk(data, "signups", "export", str(data.parent / name), "--name", "Ana", secrets=f"{ANA}\n")
        assert (written.returncode, "requests.csv" in written.stderr) == (1, True)
        assert not (data.parent / name).exists()


def test_with_the_key_away_holders_change_only_after_it_is_back(data: Path) -> None:
    kiosk(data, "key", "move-away", str(data.parent / "kiosk.key"))
    for command in (("add", "Bob"), ("remove", "Ana")):
        refused = kiosk(data, "key", *command, "--name", "Ana", secrets=f"{ANA}\n")
        assert (refused.returncode, "Bring it back first" in refused.stderr) == (1, True)


def test_a_link_in_place_of_a_copied_drawer_is_called_a_link(data: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "drawer.sqlite").symlink_to(data / "drawer" / "drawer.sqlite")
    code, _, told = run(data, "signups", "waiting", "--drawer", str(tmp_path / "copy"))
    assert code == 1
    assert "is a link to another place" in told
    assert f"it leads to: {data / 'drawer'}." in told


def test_a_note_stands_in_the_list_the_table_and_on_the_request_and_goes_with_it(data: Path, tmp_path: Path) -> None:
    listed = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stdout
    name = listed.split()[0]
    by = ("--name", "Ana")
    done = kiosk(data, "signups", "note", name, "  =Works\nuntil five ", *by, secrets=f"{ANA}\n")
    assert (done.returncode, f"The note was added to the request {name}" in done.stdout) == (0, True), done.stderr
    for wrong, told in ((" ", "The note is empty"), ("x" * 301, "has 301 letters, and may have 300")):
        refused = kiosk(data, "signups", "note", name, wrong, *by, secrets=f"{ANA}\n")
        assert (refused.returncode, told in refused.stderr) == (1, True), refused.stderr
    assert re.search(r"\n {10}Ana, \w{3} \d\d:\d\d: =Works until five\n", kiosk(data, "signups", "list", *by, secrets=f"{ANA}\n").stdout)
    assert re.search(r":\d\d  note by Ana: =Works until five$", kiosk(data, "signups", "show", name, *by, secrets=f"{ANA}\n").stdout, re.MULTILINE)
    assert not [path for path in data.rglob("*") if path.is_file() and b"Works until" in path.read_bytes()]
    for file in ("a.csv", "a.json"):
        assert kiosk(data, "signups", "export", str(tmp_path / file), *by, secrets=f"{ANA}\n").returncode == 0
    table = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"), newline=""))
    assert [row["notes"].partition(" Ana: ")[2] for row in table][-1] == "=Works until five"
    assert [[note["text"] for note in each["notes"]] for each in json.loads((tmp_path / "a.json").read_text())] == [[], ["=Works until five"]]
    assert kiosk(data, "signups", "delete", name, "--yes", *by, secrets=f"{ANA}\n").returncode == 0
    assert rows(data / "drawer" / NAME, "SELECT count(*) FROM sqlite_schema WHERE name = 'notes'") == [0]
    assert kiosk(data, "signups", "verify", *by, secrets=f"{ANA}\n").returncode == 0


def test_who_will_call_stands_in_the_list_the_table_and_on_the_request(data: Path, tmp_path: Path) -> None:
    by = ("--name", "Ana")

    def does(*words: str) -> str:
        done = kiosk(data, "signups", *words, *by, secrets=f"{ANA}\n")
        return done.stdout if done.returncode == 0 else f"{done.returncode} {done.stderr}"

    name = does("list").split()[0]
    assert does("assign", name, " ana ").startswith(f"Ana will call about the request {name}")
    assert does("assign", name, "Bob").endswith("Bob has no passphrase here, so somebody must read it out: Ana can.\n")
    assert re.search(rf"^{name}  .*  new; Bob will call$", does("list"), re.MULTILINE)
    assert does("list").count("will call") == 1
    assert [does("list", "--for", who).splitlines()[-1] for who in ("BOB", "Ana")] == ["1 of 2 requests", "0 of 2 requests"]
    assert re.search(r"note by Ana: Ana will call\.\n.*note by Ana: Bob will call\.$", does("show", name).rstrip())
    for file in ("a.csv", "a.json"):
        assert str(tmp_path / file) in does("export", str(tmp_path / file))
    table = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert sorted((row["will call"], row["notes"]) for row in table) == [("", ""), ("Bob", "")]
    assert sorted(each["will_call"] for each in json.loads((tmp_path / "a.json").read_text())) == ["", "Bob"]
    assert not [path for path in data.rglob("*") if path.is_file() and b"Bob" in path.read_bytes()]
    assert "Nobody in particular will call" in does("assign", name, "--nobody")
    assert "; Bob will call" not in does("list")
    for wrong in ([], ["Bob", "--nobody"]):
        assert "Say who will call" in does("assign", name, *wrong)
    assert "cannot be seen" in does("assign", name, "\u202eBob")
    assert "61 letters" in does("assign", name, "x" * 61)
    assert does("verify").startswith("Nothing was changed")


def test_one_request_on_paper(data: Path, tmp_path: Path) -> None:
    file, by = tmp_path / "request.pdf", ("--name", "Ana")
    name = kiosk(data, "signups", "list", *by, secrets=f"{ANA}\n").stdout.split()[0]

    def prints(*words: str) -> str:
        done = kiosk(data, "signups", "print", *words, *by, secrets=f"{ANA}\n")
        return done.stdout if done.returncode == 0 else f"{done.returncode} {done.stderr}"

    assert prints(name, str(file)).endswith("shred the paper when you are done: whoever has either can read it.\n")
    raw = file.read_bytes()
    assert (raw[:5], raw.rstrip()[-5:], file.stat().st_mode & 0o777) == (b"%PDF-", b"%%EOF", 0o600)
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        assert [(line.what, line.who, line.about) for line in drawer.trail()][-1] == ("exported", "Ana", "1 exported to request.pdf")
    assert prints(name, str(file)).startswith("1 ")
    assert file.read_bytes() == raw
    assert "name the file" in prints(name, str(tmp_path / "request.txt"))
    assert "No request has a number" in prints("zzz", str(tmp_path / "other.pdf"))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["request.pdf"]


def test_notes_of_a_copy_and_of_a_drawer_that_lay_aside_come_along(data: Path, tmp_path: Path) -> None:
    copy, by = Path(shutil.copytree(data / "drawer", tmp_path / "copy")), ("--name", "Ana")
    name = kiosk(data, "signups", "list", *by, secrets=f"{ANA}\n").stdout.split()[0]
    kiosk(data, "signups", "note", name, "Rings at noon", "--drawer", str(copy), *by, secrets=f"{ANA}\n")
    assert "0 marks and 1 note taken over." in kiosk(data, "signups", "merge", str(copy), *by, secrets=f"{ANA}\n").stdout
    assert kiosk(data, "signups", "verify", *by, secrets=f"{ANA}\n").returncode == 0
    (data / "drawer" / NAME).rename(data / "drawer" / "drawer-set-aside-20261101-090000.sqlite")
    expiry.begin_day(Drawer(data / "drawer", data / "keys"))
    assert "2 requests brought back, with 1 note" in kiosk(data, "signups", "recover", "--yes", *by, secrets=f"{ANA}\n").stdout
    assert "Rings at noon" in kiosk(data, "signups", "list", *by, secrets=f"{ANA}\n").stdout
