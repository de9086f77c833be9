"""Who may change keys and requests: whoever opens a key that is in use, now and not a minute ago; nobody else, and nothing is left half done."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from at_a_desk import ANA, BOB, OTHER, QUICK, TODAY, kiosk, machine, record
from msgspec import structs

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import holders, list_changes, moved_away, public_keys, rotation, trust
from kiosk.signup.session import Session
from kiosk.staff.requests import passphrases

ASK = "Ask a colleague"


def runs(data: Path, *arguments: str, who: str = "Ana", secrets: str = f"{ANA}\n") -> tuple[int, str]:
    done = kiosk(data, *arguments, "--name", who, secrets=secrets)
    return done.returncode, done.stdout + done.stderr


def does(data: Path, *arguments: str, who: str = "Ana", secrets: str = f"{ANA}\n") -> str:
    code, told = runs(data, *arguments, who=who, secrets=secrets)
    assert code == 0, told
    return told


def used(data: Path) -> list[str]:
    return [each.id for each in trust.in_use(data / "keys")]


def numbers(data: Path) -> list[str]:
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        return [entry.id for entry in drawer.entries()]


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Where Ana and Bob can read; and where Ana has put another key in the place of that which both opened since."""
    both = machine(tmp_path_factory.mktemp("both") / "data")
    does(both, "key", "add", "Bob", secrets=f"{ANA}\n{BOB}\n")
    does(both, "signups", "list", who="Bob", secrets=f"{BOB}\n")
    changed = shutil.copytree(both, tmp_path_factory.mktemp("changed") / "data")
    does(changed, "key", "rotate")
    return both, changed


@pytest.fixture
def two(houses: tuple[Path, Path], tmp_path: Path) -> Path:
    """Ana and Bob can read."""
    return shutil.copytree(houses[0], tmp_path / "data")


@pytest.fixture
def left_behind(houses: tuple[Path, Path], tmp_path: Path) -> Path:
    """Bob opens the key of before alone."""
    return shutil.copytree(houses[1], tmp_path / "data")


DEEDS = (
    ("key", "drop", "NEW", "--yes"), ("key", "confirm", "NEW"), ("key", "rotate", "--retire-others"), ("key", "remove", "Ana", "--yes"),
    ("key", "add", "Cat"), ("signups", "mark", "FIRST", "done"), ("signups", "note", "FIRST", "all fine"), ("signups", "delete", "FIRST", "--yes"),
)  # fmt: skip


def test_who_opens_only_a_key_that_was_given_up_changes_nothing_and_is_told_whom_to_ask(left_behind: Path) -> None:
    new, first = used(left_behind)[0], numbers(left_behind)[0]
    listed = public_keys.recipients(left_behind / "keys")
    for deed in DEEDS:
        named = [{"NEW": new, "FIRST": first}.get(each, each) for each in deed]
        code, told = runs(left_behind, *named, who="Bob", secrets=f"{BOB}\n{OTHER}\n")
        assert (code, ASK in told, "key drop" in told, "key confirm" in told) == (1, True, False, False), (deed, told)
    assert (public_keys.recipients(left_behind / "keys"), len(numbers(left_behind))) == (listed, 2)
    assert "Nothing was changed" in does(left_behind, "signups", "verify")


def test_who_opens_only_a_key_that_was_given_up_reads_older_requests_and_verifies_nothing(left_behind: Path) -> None:
    told = does(left_behind, "signups", "list", who="Bob", secrets=f"{BOB}\n")
    assert ("one" in told, ASK in told, "key drop" in told) == (True, True, False)
    code, told = runs(left_behind, "signups", "verify", who="Bob", secrets=f"{BOB}\n")
    assert (code, ASK in told, "behind the kiosk's back" in told) == (1, True, False)
    assert "Nothing was changed" in does(left_behind, "signups", "verify")


def test_no_key_is_dropped_whose_end_leaves_nothing_that_its_giver_could_read(two: Path, tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "safe", "safe", "Zoe", OTHER, TODAY, stretching=QUICK)
    (tmp_path / "safe.public").write_bytes(list_changes.exported(tmp_path / "safe")[1])
    does(two, "key", "recipient", str(tmp_path / "safe.public"), "safe", "--yes")
    own, safe = public_keys.recipients(two / "keys")
    public_keys.save_list(two / "keys", (structs.replace(safe, approvals=()), structs.replace(own, until=TODAY)))
    code, told = runs(two, "key", "drop", safe.id, "--yes")
    assert (code, "your passphrase would open no request" in told) == (1, True), told
    assert [each.id for each in public_keys.recipients(two / "keys")] == [safe.id, own.id]


def test_where_no_key_is_in_use_any_more_keys_are_begun_anew_by_whoever_still_opens_an_old_one(two: Path) -> None:
    (own,) = public_keys.recipients(two / "keys")
    public_keys.save_list(two / "keys", (structs.replace(own, until=TODAY),))
    assert used(two) == []
    does(two, "key", "rotate", "--begin-anew", "--yes")
    assert len(used(two)) == 1


def waits(data: Path, *arguments: str, who: str, secrets: tuple[str, str], meanwhile: tuple[str, ...]) -> tuple[int, str]:
    """A command that waits for its second passphrase while Ana gives another order."""

    def second(prompt: str, _: int | None) -> str:
        if prompt.startswith("New"):
            does(data, *meanwhile)
            return secrets[1]
        return secrets[0]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passphrases, "ask", second)
        from kiosk.staff.main import main

        reading = os.open(os.devnull, os.O_RDONLY)
        try:
            return main(["key", *arguments, "--name", who, "--passphrase-fd", str(reading), "--data", str(data)]), ""
        finally:
            os.close(reading)


def test_who_is_removed_while_their_own_order_waits_is_not_let_in_by_it(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = waits(two, "add", "Bob", "--yes", who="Bob", secrets=(BOB, OTHER), meanwhile=("key", "remove", "Bob", "--yes"))
    assert (code, "Somebody took your passphrase away" in capsys.readouterr().err) == (1, True)
    assert holders.holders(two / "keys") == ("Ana",)
    assert "Nothing was changed" in does(two, "signups", "verify")


@pytest.mark.parametrize("meanwhile", ["move-away", "rotate"])
def test_nobody_is_told_to_be_let_in_where_the_key_went_meanwhile(
    two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], meanwhile: str
) -> None:
    away = tmp_path / "away.key"
    if meanwhile == "move-away":
        def order() -> None:
            moved_away.move_away(two / "keys", away)
    else:
        def order() -> None:
            does(two, "key", "rotate")

    def second(prompt: str, _: int | None) -> str:
        if prompt.startswith("New"):
            order()
            return OTHER
        return BOB

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passphrases, "ask", second)
        from kiosk.staff.main import main

        code = main(["key", "add", "Cat", "--name", "Bob", "--passphrase-fd", "0", "--data", str(two)])
    told = capsys.readouterr()
    assert (code, "can read requests now" in told.out) == (1, False), told
    assert "Cat" not in holders.holders(two / "keys")
    if meanwhile == "move-away":
        moved_away.bring_back(two / "keys", away)
    assert "Nothing was changed" in does(two, "signups", "verify")


@pytest.mark.parametrize("order", [("key", "rotate"), ("key", "add", "Bob", "--yes")])
def test_who_is_signed_in_at_the_kiosk_while_keys_change_marks_nothing_that_would_count_nowhere(two: Path, order: tuple[str, ...]) -> None:
    who, secrets = ("Ana", f"{ANA}\n") if order[1] == "rotate" else ("Bob", f"{BOB}\n{OTHER}\n")
    with closing(Drawer(two / "drawer", two / "keys")) as drawer:
        session = Session(drawer, two / "keys", lambda: date(2026, 11, 23))
        assert session.sign_in("Bob", BOB)
        name = session.entries()[0].id
        session.open(name)
        does(two, *order, who=who, secrets=secrets)
        admit = partial(session.admit, "Cat", "seven old boats sail")
        for deed in (partial(session.mark, name, Status.DONE), partial(session.note, name, "talked"), admit):
            with pytest.raises((KeepError, public_keys.KeyFileError)):
                deed()
        session.sign_out()
    assert "Nothing was changed" in does(two, "signups", "verify")
    assert holders.holders(two / "keys") == ("Ana", "Bob")


def test_who_opens_only_a_key_that_was_given_up_is_told_so_at_the_kiosk(left_behind: Path) -> None:
    with closing(Drawer(left_behind / "drawer", left_behind / "keys")) as drawer:
        session = Session(drawer, left_behind / "keys", lambda: date(2026, 11, 23))
        for who, passphrase, given_up in (("Bob", BOB, True), ("Ana", ANA, False)):
            assert session.sign_in(who, passphrase)
            assert (session.given_up, session.strange, session.other_keys, session.news) == (given_up, (), False, ())
            session.sign_out()


def test_who_has_the_new_key_too_signs_with_that_one(left_behind: Path) -> None:
    does(left_behind, "key", "add", "Bob", secrets=f"{ANA}\n{OTHER}\n")
    does(left_behind, "signups", "mark", numbers(left_behind)[0], "done", who="Bob", secrets=f"{OTHER}\n")
    with closing(Drawer(left_behind / "drawer", left_behind / "keys")) as drawer:
        drawer.keep(record("later"))
    assert "Nothing was changed" in does(left_behind, "signups", "verify", who="Bob", secrets=f"{OTHER}\n")
