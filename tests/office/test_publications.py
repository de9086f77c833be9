"""A publication that a desk puts into the office comes to each kiosk that trusts it, whole or not at all, by the door that all others take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import Clock
from front import front
from office_here import Here
from publishing_desk import NOW, WORDS, Desk, typed

from kiosk.files import minisign
from kiosk.office import publications
from kiosk.office.address import OfficeError, connected
from kiosk.office.carrier import BEAT_SECONDS, LONGEST_WAIT, Carrier, Signs
from kiosk.office.pairing import OF_DESK, pair, paired
from kiosk.office.publications import came_to, fetch, put
from kiosk.office.report import reported
from kiosk.staff.errors import ExpectedError
from kiosk.staff.main import main
from kiosk.staff.publications import take
from kiosk.staff.publications.archive import MOST_PACKED
from kiosk.staff.publications.publishers import trusted

Trusts = Callable[[bytes, bytes], bool]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def at_the_desk(office: Here) -> Iterator[Any]:
    code = office.add("Front desk", desk=True)
    with connected(office.address, code.role, code.secret) as connection:
        yield connection


@pytest.fixture
def at_the_kiosk(office: Here) -> Iterator[Any]:
    code = office.add("Lobby north")
    with connected(office.address, code.role, code.secret) as connection:
        yield connection


def trusts(desk: Desk) -> Trusts:
    def is_trusted(digest: bytes, signature: bytes) -> bool:
        with suppress(ValueError):
            return any(minisign.is_signed(each.key, digest, signature) for each in trusted(desk.kiosk.publishers))
        return False

    return is_trusted


def sent(connection: Any, file: Path, number: int = 0) -> bool:
    signature = file.with_name(f"{file.name}{minisign.ENDING}").read_bytes()
    with file.open("rb") as raw:
        return put(connection, number or int(file.name.split("-")[1].split(".")[0]), raw, signature)


def brought(connection: Any, desk: Desk, clock: Callable[[], float] = lambda: 0.0) -> bool:
    return fetch(connection, desk.kiosk.data, trusts(desk), MOST_PACKED, clock)


def here(desk: Desk) -> set[str]:
    return {path.name for path in came_to(desk.kiosk.data).glob("*")}


def test_it_comes_and_is_taken_as_from_a_stick(desk: Desk, at_the_desk: Any, at_the_kiosk: Any) -> None:
    desk.says("A quiet morning")
    file = desk.publish()
    assert sent(at_the_desk, file)
    assert not sent(at_the_desk, file), "once is enough"
    assert brought(at_the_kiosk, desk) is False, "there is nothing more to come"
    assert here(desk) == {file.name, f"{file.name}{minisign.ENDING}"}
    assert (came_to(desk.kiosk.data) / file.name).read_bytes() == file.read_bytes()
    taken = take.incoming(desk.kiosk, came_to(desk.kiosk.data), NOW)
    assert taken is not None
    assert (taken.publication.number, taken.by, taken.already) == (1, "Ana", False)
    assert any(b"A quiet morning" in raw for raw in desk.showing().values())


def test_what_nobody_signed_whom_the_kiosk_trusts_is_not_even_fetched(desk: Desk, at_the_desk: Any, at_the_kiosk: Any) -> None:
    desk.says("Eve was here")
    stranger = desk.publish("Eve")
    sent(at_the_desk, stranger, number=900)
    junk = desk.folder / "publication-901.kiosk.zip"
    junk.write_bytes(b"x" * 100)
    junk.with_name(f"{junk.name}{minisign.ENDING}").write_bytes(b"nothing")
    sent(at_the_desk, junk)
    desk.says("Ana was here")
    good = desk.publish(number=2)
    sent(at_the_desk, good)
    brought(at_the_kiosk, desk)
    assert here(desk) == {good.name, f"{good.name}{minisign.ENDING}"}


def test_an_old_one_under_a_higher_number_does_not_show_again(desk: Desk, at_the_desk: Any, at_the_kiosk: Any) -> None:
    """What it is called in the office is nobody's word; its own number is signed."""
    first = desk.publish()
    desk.says("Newer")
    second = desk.publish()
    sent(at_the_desk, second)
    brought(at_the_kiosk, desk)
    assert take.incoming(desk.kiosk, came_to(desk.kiosk.data), NOW) is not None
    showing = desk.showing()
    sent(at_the_desk, first, number=50)
    brought(at_the_kiosk, desk)
    assert "publication-50.kiosk.zip" in here(desk)
    with pytest.raises(ExpectedError, match="number 2 shows here already"):
        take.incoming(desk.kiosk, came_to(desk.kiosk.data), NOW)
    assert desk.showing() == showing


def test_only_the_newest_stay_here_and_in_the_office(office: Here, desk: Desk, at_the_desk: Any, at_the_kiosk: Any) -> None:
    names = []
    for number in range(1, 8):
        desk.says(f"Number {number}")
        names.append(desk.publish().name)
        sent(at_the_desk, desk.out / names[-1])
        brought(at_the_kiosk, desk)
    assert {each for each in here(desk) if each.endswith(".zip")} == set(names[-3:])
    assert office.asked("SELECT count(*), (SELECT count(DISTINCT digest) FROM office.pieces) FROM office.publications") == [(5, 5)]


def test_what_was_changed_in_the_office_is_not_taken_for_it(office: Here, desk: Desk, at_the_desk: Any, at_the_kiosk: Any) -> None:
    sent(at_the_desk, desk.publish())
    office.admin.execute("UPDATE office.pieces SET piece = overlay(piece PLACING 'x'::bytea FROM 50)")
    with pytest.raises(OfficeError, match="something else than the publication that was signed"):
        brought(at_the_kiosk, desk)
    assert here(desk) == set()


def test_a_large_one_comes_by_and_by_and_goes_on_where_it_was(
    desk: Desk, at_the_desk: Any, at_the_kiosk: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publications, "PIECE", 500)
    file = desk.publish()
    sent(at_the_desk, file)
    visits = 0

    def ticking() -> float:
        clock.wind(publications.SECONDS / 10)
        return clock()

    while brought(at_the_kiosk, desk, ticking):
        visits += 1
        assert here(desk) == {f"{file.name}.coming"}, "until it is whole it has no name of a publication"
        with (came_to(desk.kiosk.data) / f"{file.name}.coming").open("ab") as coming:
            coming.write(b"torn")
    assert visits > 1
    assert (came_to(desk.kiosk.data) / file.name).read_bytes() == file.read_bytes()


def test_requests_do_not_wait_for_it_and_a_network_that_goes_costs_nothing(
    office: Here, desk: Desk, at_the_desk: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msgspec.structs import replace

    file = desk.publish()
    sent(at_the_desk, file)
    with front(office.address.port) as server:
        code = office.add("Lobby north")
        pair(desk.kiosk.data, replace(code, address=replace(code.address, port=server.port)))
        asked: list[str] = []

        def news(connection: Any) -> bool:
            asked.append("asked")
            if len(asked) == 1:
                server.cut()
            return fetch(connection, desk.kiosk.data, trusts(desk), MOST_PACKED, lambda: 0.0)

        carrier = Carrier(desk.kiosk.data, lambda: Signs("0.1.0", 0, "", ""), clock, lambda: 0.0, news)
        carrier.step()
        assert reported(desk.kiosk.data).hindered  # type: ignore[union-attr]
        assert office.asked("SELECT beat FROM office.places WHERE NOT desk") == [(1,)], "the beat was there first"
        clock.wind(max(BEAT_SECONDS, LONGEST_WAIT))
        carrier.step()
        assert reported(desk.kiosk.data).hindered == ""  # type: ignore[union-attr]
    assert file.name in here(desk)


def test_a_full_disk_keeps_it_away_and_is_told(desk: Desk, at_the_desk: Any, at_the_kiosk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(at_the_desk, desk.publish())
    monkeypatch.setattr(publications, "_LEAST_FREE", 1 << 60)
    with pytest.raises(OfficeError, match="cannot be kept on the disk"):
        brought(at_the_kiosk, desk)


def test_by_the_commands(
    request: pytest.FixtureRequest, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kiosk.staff.publications import publishers

    office, at_the_kiosk = request.getfixturevalue("office"), request.getfixturevalue("at_the_kiosk")

    monkeypatch.setattr(publishers, "file_of", lambda *_: desk.kiosk.publishers)
    content, key = str(desk.content), str(desk.folder / "Ana.key")
    desk.data.mkdir(exist_ok=True)
    publish = ["publish", "--office", "--content", content, "--key", key, "--data", str(desk.data), "--yes"]
    assert main([*publish, "--passphrase-fd", str(typed(WORDS))]) == 1
    assert "No office is known here" in capsys.readouterr().err
    pair(desk.data, office.add("Front desk", desk=True), folder=OF_DESK)
    assert paired(desk.data, OF_DESK) is not None
    assert main([*publish, "--to", str(tmp_path), "--passphrase-fd", str(typed(WORDS))]) == 1
    assert "not both" in capsys.readouterr().err
    assert main([*publish, "--passphrase-fd", str(typed(WORDS))]) == 0
    assert "Publication 1 is in the office. Each of its kiosks that trusts you" in capsys.readouterr().out
    kiosk = ["--content", str(desk.kiosk.content), "--data", str(desk.kiosk.data)]
    brought(at_the_kiosk, desk)
    assert main(["take", "--office", *kiosk]) == 0
    assert "Publication 1, made by Ana" in capsys.readouterr().out
    assert main(["take", "--office", *kiosk]) == 0
    assert "Nothing newer than what shows is in that folder" in capsys.readouterr().out
    assert main(["take", "--office", "--incoming", *kiosk]) == 1
    assert "or --office" in capsys.readouterr().err
