"""What is acknowledged at the kiosk arrives at the office, once, sealed as it lies in the drawer; whatever happens on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, TODAY, Clock
from front import Front, front
from msgspec.structs import replace
from office_here import Here

from kiosk.files.private import FILE_MODE
from kiosk.office import carrier as carriers
from kiosk.office import pairing
from kiosk.office.address import OfficeError
from kiosk.office.carrier import ANOTHER, BARE, BEAT_SECONDS, LONGEST_WAIT, Carrier, Signs
from kiosk.office.codes import Code
from kiosk.office.ledger import NAME as LEDGER
from kiosk.office.ledger import Ledger
from kiosk.office.pairing import FOLDER, pair, paired
from kiosk.office.report import reported
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import rotation, slots
from kiosk.signup.keys.seal import unseal
from kiosk.signup.keys.unlock import open_private
from kiosk.signup.record import Answer, Record, unpacked

ANA = "correct horse battery"


class Lobby:
    """A kiosk with its drawer, and a carrier whose time is moved by hand."""

    def __init__(self, data: Path, clock: Clock) -> None:
        self.data, self.clock = data, clock
        rotation.new_key(data / "keys", "clinic", "Ana", ANA, TODAY, stretching=slots.Stretching(64, 1))
        self.drawer = Drawer(data / "drawer", data / "keys")
        self.carrier = self.fresh()

    def fresh(self) -> Carrier:
        """One that has just been started."""
        return Carrier(self.data, lambda: Signs("0.1.0", 7, "amber", "clock"), self.clock, lambda: 0.0)

    def keep(self, name: str = "Vera") -> str:
        return self.drawer.keep(Record(date.today(), "en", (Answer("name", "name", name, name),), ()))  # noqa: DTZ011  the office has the day of the server

    def steps(self, times: int = 3) -> None:
        for _ in range(times):
            self.carrier.step()

    def signer(self) -> Any:
        return open_private(self.data / "keys", "Ana", ANA).signer


@pytest.fixture
def lobby(tmp_path: Path, clock: Clock) -> Iterator[Lobby]:
    made = Lobby(tmp_path / "data", clock)
    yield made
    made.drawer.close()


@pytest.fixture
def code(office: Here) -> Code:
    return office.add("Lobby north")


def there(office: Here) -> dict[str, list[Any]]:
    """The requests in the office, each with the rows that it has there."""
    found: dict[str, list[Any]] = {}
    for name, *row in office.asked("SELECT id, kiosk, day, keys, seals FROM office.records"):
        found.setdefault(name, []).append(row)
    return found


def beat(office: Here, *columns: str) -> Any:
    return office.asked(f"SELECT {', '.join(columns)} FROM office.places WHERE place = 'Lobby north'")[0]  # noqa: S608


def test_a_request_goes_up_sealed_and_once(office: Here, lobby: Lobby, code: Code) -> None:
    pair(lobby.data, code)
    name = lobby.keep("Vera Cruz")
    lobby.steps()
    ((kiosk, day, keys, seals),) = there(office)[name]
    assert (kiosk, day) == (code.role, date.today())  # noqa: DTZ011
    privates = open_private(lobby.data / "keys", "Ana", ANA)
    assert unpacked(unseal(seals[0], privates[keys[0]], name)).value("name") == "Vera Cruz"
    assert b"Vera" not in b"".join(seals)
    assert beat(office, "waiting", "untransmitted", "version", "content", "level", "parts") == (1, 0, "0.1.0", 7, "amber", "clock")
    lobby.steps(5)
    lobby.carrier = lobby.fresh()
    lobby.steps(5)
    assert len(there(office)[name]) == 1


def test_nothing_is_sent_between_two_beats_unless_there_is_something(office: Here, lobby: Lobby, code: Code) -> None:
    pair(lobby.data, code)
    lobby.steps(9)
    assert beat(office, "beat") == (1,)
    lobby.clock.wind(BEAT_SECONDS)
    lobby.steps(9)
    assert beat(office, "beat") == (2,)
    name = lobby.keep()
    lobby.steps(2)
    assert name in there(office), "within two looks, without waiting for the next beat"


def test_what_a_visitor_takes_back_goes_there_too_and_does_not_come_back(office: Here, lobby: Lobby, code: Code) -> None:
    pair(lobby.data, code)
    names = [lobby.keep() for _ in range(2)]
    lobby.steps()
    assert there(office).keys() == set(names)
    lobby.drawer.take_back(names[0])
    lobby.steps()
    assert there(office).keys() == {names[1]}
    Ledger(lobby.data).forget()
    lobby.carrier = lobby.fresh()
    lobby.steps()
    assert there(office).keys() == {names[1]}


def test_what_is_not_there_any_more_without_a_word_in_the_journal_stays_in_the_office(office: Here, lobby: Lobby, code: Code) -> None:
    """Such as after damage, or a restore: nobody deleted it."""
    pair(lobby.data, code)
    name = lobby.keep()
    lobby.steps()
    lobby.drawer.close()
    shutil.rmtree(lobby.data / "drawer")
    lobby.drawer = Drawer(lobby.data / "drawer", lobby.data / "keys")
    other = lobby.keep()
    lobby.steps()
    assert there(office).keys() == {name, other}
    assert not office.asked("SELECT 1 FROM office.gone")


def test_requests_sealed_for_other_keys_since_go_up_once_more(office: Here, lobby: Lobby, code: Code) -> None:
    pair(lobby.data, code)
    name = lobby.keep()
    lobby.steps()
    with lobby.drawer.file.writing() as database:
        database.execute("UPDATE seals SET key = 'fedcba9876543210'")
    lobby.steps()
    assert len(there(office)[name]) == 2


def test_as_long_as_the_key_has_no_passphrase_nothing_is_sent(office: Here, tmp_path: Path, clock: Clock, code: Code, keys: Path) -> None:
    data = keys.parent
    with closing(Drawer(data / "drawer", keys)) as drawer:
        drawer.keep(Record(TODAY, "en", (Answer("name", "name", "Vera", "Vera"),), ()))
        pair(data, code)
        carrier = Carrier(data, lambda: Signs("0.1.0", 0, "", ""), clock)
        for _ in range(4):
            carrier.step()
    assert there(office) == {}
    assert beat(office, "untransmitted") == (1,), "but it says that it waits"
    assert reported(data).hindered == BARE  # type: ignore[union-attr]


def test_a_copy_of_the_machine_is_found_out_and_sends_nothing(office: Here, lobby: Lobby, code: Code, tmp_path: Path) -> None:
    pair(lobby.data, code)
    lobby.steps()
    lobby.drawer.close()
    shutil.copytree(lobby.data, tmp_path / "copy")
    copy = Carrier(tmp_path / "copy", lambda: Signs("0.1.0", 0, "", ""), lobby.clock)
    lobby.clock.wind(BEAT_SECONDS)
    lobby.steps()
    with closing(Drawer(tmp_path / "copy" / "drawer", tmp_path / "copy" / "keys")) as drawer:
        held = drawer.keep(Record(TODAY, "en", (Answer("name", "name", "Vera", "Vera"),), ()))
        for _ in range(4):
            copy.step()
        assert there(office) == {}
        assert beat(office, "doubled IS NOT NULL") == (True,)
        assert reported(tmp_path / "copy").hindered == ANOTHER  # type: ignore[union-attr]
        pair(tmp_path / "copy", office.add("Lobby south"))
        Ledger(tmp_path / "copy").forget()
        lobby.clock.wind(LONGEST_WAIT)
        copy.step()
        assert there(office).keys() == {held}, "nothing is lost: it has a place of its own now"
    lobby.clock.wind(BEAT_SECONDS)
    lobby.steps()
    assert reported(lobby.data).hindered == "", "the first one goes on"  # type: ignore[union-attr]


def test_an_office_put_back_to_an_earlier_state_gets_all_that_is_still_there(office: Here, lobby: Lobby, code: Code) -> None:
    pair(lobby.data, code)
    first = lobby.keep()
    lobby.steps()
    kept = beat(office, "beat", "token")
    more = [lobby.keep() for _ in range(3)]
    lobby.steps()
    lobby.clock.wind(BEAT_SECONDS)
    lobby.steps()
    office.admin.execute("DELETE FROM office.records WHERE id <> %s", (first,))
    office.admin.execute("UPDATE office.places SET beat = %s, token = %s", kept)
    lobby.clock.wind(BEAT_SECONDS)
    lobby.steps()
    assert there(office).keys() == {first, *more}
    assert all(len(rows) == 1 for rows in there(office).values())
    assert beat(office, "restored IS NOT NULL", "doubled IS NULL") == (True, True)


def test_a_kiosk_put_back_to_an_earlier_state_says_so_and_comes_back_by_a_code(office: Here, lobby: Lobby, code: Code, tmp_path: Path) -> None:
    pair(lobby.data, code)
    lobby.steps()
    shutil.copytree(lobby.data / FOLDER, tmp_path / "before")
    name = lobby.keep()
    lobby.steps()
    shutil.rmtree(lobby.data / FOLDER)
    shutil.copytree(tmp_path / "before", lobby.data / FOLDER)
    lobby.carrier = lobby.fresh()
    lobby.steps()
    assert reported(lobby.data).hindered == ANOTHER  # type: ignore[union-attr]
    pair(lobby.data, office.add("Lobby north", again=True))
    lobby.clock.wind(LONGEST_WAIT)
    lobby.steps()
    assert reported(lobby.data).hindered == ""  # type: ignore[union-attr]
    assert len(there(office)[name]) == 1


def test_whoever_is_removed_is_told(office: Here, lobby: Lobby, code: Code) -> None:
    from kiosk.office import kiosks

    pair(lobby.data, code)
    lobby.steps()
    kiosks.remove(office.admin, "Lobby north")
    lobby.keep()
    lobby.steps()
    assert "does not take this account and password" in reported(lobby.data).hindered  # type: ignore[union-attr]
    assert there(office) == {}


def test_waits_grow_and_are_not_the_same_for_all(office: Here, lobby: Lobby, code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    pair(lobby.data, code)
    ours = paired(lobby.data)
    assert ours is not None
    pairing.write(lobby.data, replace(ours, address=replace(ours.address, port=1)))
    tries: list[float] = []
    monkeypatch.setattr(carriers, "connected", lambda *_: (tries.append(lobby.clock.now), (_ for _ in ()).throw(OfficeError("no")))[1])
    chances = iter([0.0] * 9 + [0.5] * 9)
    lobby.carrier = Carrier(lobby.data, lambda: Signs("", 0, "", ""), lobby.clock, lambda: next(chances))
    for _ in range(3000):
        lobby.carrier.step()
        lobby.clock.wind(0.5)
    waits = [later - before for before, later in pairwise(tries)]
    assert waits[:9] == [2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert waits[9:] == [225] * len(waits[9:])


def cut_at(server: Front, monkeypatch: pytest.MonkeyPatch, where: str) -> Callable[[], None]:
    """The network goes at this moment of a visit, once."""
    true = getattr(Carrier, where)

    def cut(self: Carrier, *arguments: Any) -> Any:
        monkeypatch.setattr(Carrier, where, true)
        server.cut()
        return true(self, *arguments)

    monkeypatch.setattr(Carrier, where, cut)
    return lambda: monkeypatch.setattr(Carrier, where, true)


@pytest.mark.parametrize("where", ["_beat", "_send", "_tell_gone"])
def test_a_network_that_goes_in_the_middle_costs_nothing(
    office: Here, lobby: Lobby, code: Code, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    with front(office.address.port) as server:
        pair(lobby.data, replace(code, address=replace(code.address, port=server.port)))
        gone = lobby.keep()
        lobby.steps()
        names = [lobby.keep() for _ in range(3)]
        lobby.drawer.take_back(gone)
        cut_at(server, monkeypatch, where)
        lobby.steps()
        assert reported(lobby.data).hindered  # type: ignore[union-attr]
        lobby.clock.wind(LONGEST_WAIT)
        lobby.steps()
    assert there(office).keys() == set(names)
    assert all(len(rows) == 1 for rows in there(office).values())
    assert beat(office, "doubled IS NULL") == (True,)


def test_what_went_after_the_ledger_was_lost_goes_from_the_office_all_the_same(office: Here, lobby: Lobby, code: Code) -> None:
    pair(lobby.data, code)
    name = lobby.keep()
    lobby.steps()
    (lobby.data / FOLDER / LEDGER).unlink()
    lobby.drawer.take_back(name)
    lobby.carrier = lobby.fresh()
    lobby.steps()
    assert there(office) == {}
    assert Ledger(lobby.data).gone() == {name}
    lobby.clock.wind(BEAT_SECONDS)
    lobby.steps()
    assert Ledger(lobby.data).gone() == {name}, "told once"


def test_a_server_that_takes_everything_and_answers_nothing_is_not_waited_for(
    office: Here, lobby: Lobby, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carriers, "VISIT_SECONDS", 0.5)
    with front(office.address.port) as server:
        pair(lobby.data, replace(code, address=replace(code.address, port=server.port)))
        lobby.steps()
        name = lobby.keep()
        true = Carrier._send

        def silent(self: Carrier, *arguments: Any) -> Any:
            server.silent = True
            return true(self, *arguments)

        monkeypatch.setattr(Carrier, "_send", silent)
        lobby.steps()
        assert reported(lobby.data).hindered  # type: ignore[union-attr]
        monkeypatch.setattr(Carrier, "_send", true)
        server.silent = False
        lobby.clock.wind(LONGEST_WAIT)
        lobby.steps()
    assert len(there(office)[name]) == 1


def test_very_many_go_up_in_several_visits(office: Here, lobby: Lobby, code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carriers, "AT_ONCE", 2)
    pair(lobby.data, code)
    names = {lobby.keep() for _ in range(5)}
    lobby.steps(5)
    assert there(office).keys() == names


def test_the_ledger_may_be_lost_or_damaged(office: Here, lobby: Lobby, code: Code) -> None:
    pair(lobby.data, code)
    names = [lobby.keep() for _ in range(2)]
    lobby.steps()
    whole = (lobby.data / FOLDER / LEDGER).read_bytes()
    for written in (b"", b"garbage" * 1000, whole[:4096] + b"garbage" * 2000, whole[:100]):
        (lobby.data / FOLDER / LEDGER).write_bytes(written)
        lobby.carrier = lobby.fresh()
        for _ in range(2):
            lobby.clock.wind(LONGEST_WAIT)
            lobby.steps()
        assert not reported(lobby.data).hindered  # type: ignore[union-attr]
    assert there(office).keys() == set(names)
    assert all(len(rows) == 1 for rows in there(office).values())


def test_what_the_office_does_not_take_keeps_nothing_else_back(office: Here, lobby: Lobby, code: Code) -> None:
    """Somebody who writes the drawer's file may put in what is no request."""
    pair(lobby.data, code)
    with lobby.drawer.file.writing() as database:
        database.execute("INSERT INTO records VALUES ('nonsense', '2026-11-23', 1)")
        database.execute("INSERT INTO seals VALUES ('nonsense', 'k', x'00')")
    name = lobby.keep()
    lobby.steps()
    assert there(office).keys() == {name}
    assert "does not take some" in reported(lobby.data).hindered  # type: ignore[union-attr]


def test_what_it_keeps_is_nobody_elses(office: Here, lobby: Lobby, code: Code) -> None:
    pair(lobby.data, code)
    lobby.steps()
    folder = lobby.data / FOLDER
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {FILE_MODE}


def test_whoever_was_killed_while_pairing_gets_in_with_the_same_code(office: Here, lobby: Lobby, code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the office knew it, and after."""
    made = pair(lobby.data, code)
    assert pair(lobby.data, code) == made
    assert paired(lobby.data) == made
    with pytest.raises(OfficeError):
        pair(lobby.data.with_name("elsewhere"), code)


KEEPS = """
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.record import Answer, Record
data = Path(sys.argv[1])
drawer = Drawer(data / "drawer", data / "keys")
for number in range(int(sys.argv[2])):
    print(drawer.keep(Record(date.today(), "en", (Answer("name", "name", str(number), str(number)),), ())), flush=True)
"""


def test_a_carrier_that_is_killed_again_and_again_brings_each_once(office: Here, lobby: Lobby, code: Code) -> None:
    """The real process, killed at moments that fall anywhere in its work, while a kiosk keeps requests."""
    pair(lobby.data, code)
    lobby.drawer.close()
    command = [sys.executable, "-m", "kiosk.staff", "carrier", "--data", str(lobby.data)]
    kept: list[str] = []
    for round_ in range(2):
        done = subprocess.run([sys.executable, "-c", KEEPS, str(lobby.data), "5"], cwd=PROJECT, capture_output=True, text=True, check=True)
        kept += done.stdout.split()
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL) as carrier:
            ends = time.monotonic() + 30
            while len(there(office)) < 5 * round_ + 1 + round_ and time.monotonic() < ends:
                pass  # until some of them are there, and others not; each look waits for the server
            carrier.kill()
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as carrier:
        assert carrier.stdout is not None
        assert carrier.stdout.readline()
        ends = time.monotonic() + 30
        while there(office).keys() != set(kept) and time.monotonic() < ends:
            pass
        carrier.send_signal(signal.SIGTERM)
        assert carrier.wait(20) == 0
    assert there(office).keys() == set(kept)
    assert all(len(rows) == 1 for rows in there(office).values())


def test_how_the_machine_is_comes_from_the_last_self_test(tmp_path: Path) -> None:
    from kiosk.health import KEPT, Diagnosis, Level, as_json
    from kiosk.staff.commands.carrier import _tested

    assert _tested(tmp_path) == ("", "")
    parts = (("disk", Level.AMBER), ("keys", Level.RED), ("help", Level.GREEN), ("disk", Level.AMBER))
    found = [Diagnosis(part, level, "x") for part, level in parts]
    (tmp_path / KEPT).write_text(as_json(found))
    assert _tested(tmp_path) == ("red", "keys, disk")
    os.utime(tmp_path / KEPT, (1, 1))
    assert _tested(tmp_path) == ("", ""), "a kiosk that does not run tells nothing"
    (tmp_path / KEPT).write_text(json.dumps({"a": 1}))
    assert _tested(tmp_path) == ("", "")
