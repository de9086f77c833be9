"""An office is made once, goes forward only, and knows each place once."""

from __future__ import annotations

from typing import Any

import pytest
from office_here import Here

from kiosk.office import kiosks, schema
from kiosk.office.address import OfficeError, connected


def test_made_again_it_is_as_it_was(office: Here) -> None:
    office.add()
    assert kiosks.make(office.admin) == kiosks.Made(len(schema.VERSIONS), len(schema.VERSIONS))
    assert [each.place for each in kiosks.known(office.admin)] == ["Lobby north"]


def test_a_new_version_goes_on_from_the_one_before_as_a_whole(office: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    office.add()
    there = len(schema.VERSIONS)
    monkeypatch.setattr(schema, "VERSIONS", (*schema.VERSIONS, "CREATE TABLE office.more (x int); SELECT 1 / 0;"))
    with pytest.raises(psycopg.Error):
        kiosks.make(office.admin)
    assert office.asked("SELECT to_regclass('office.more'), version FROM office.about") == [(None, there)]
    with pytest.raises(OfficeError, match="older version"):
        kiosks.refuse_older(office.admin)
    monkeypatch.setattr(schema, "VERSIONS", (*schema.VERSIONS[:-1], "CREATE TABLE office.more (x int);"))
    assert kiosks.make(office.admin) == kiosks.Made(there + 1, there)
    kiosks.refuse_older(office.admin)
    monkeypatch.setattr(schema, "VERSIONS", schema.VERSIONS[:-1])
    for refuse in (kiosks.make, kiosks.refuse_older):
        with pytest.raises(OfficeError, match="newer version"):
            refuse(office.admin)
    assert [each.place for each in kiosks.known(office.admin)] == ["Lobby north"]


def test_an_account_with_too_little_or_too_much_makes_no_office(postgres: object, office: Here) -> None:
    office.admin.execute(f"CREATE ROLE {office.account}_few LOGIN PASSWORD 'x'")
    office.admin.execute(f"GRANT CONNECT ON DATABASE {office.address.database} TO {office.account}_few")
    with connected(office.address, f"{office.account}_few", "x") as few:
        assert "may not make roles" in kiosks.lacks(few)
        office.admin.execute(f"ALTER ROLE {office.account}_few CREATEROLE")
        assert "belongs to another account" in kiosks.lacks(few)
        with pytest.raises(OfficeError, match="belongs to another account"):
            kiosks.make(few)
    with connected(office.address, "postgres", office.engine.boss) as boss:
        assert "everything" in kiosks.lacks(boss)
    assert kiosks.lacks(office.admin) == ""


def test_a_place_is_there_once_and_may_be_set_up_anew(office: Here) -> None:
    first = office.add("Lobby north")
    with pytest.raises(OfficeError, match="--again"):
        office.add("Lobby north")
    with pytest.raises(OfficeError, match="is not there"):
        office.add("Lobby south", again=True)
    inside = connected(office.address, first.role, first.secret)
    second = office.add("Lobby north", again=True)
    assert second.role != first.role, "whoever has something of the one before has nothing of this one"
    with pytest.raises(Exception, match="terminating"):
        inside.execute("SELECT 1")
    with pytest.raises(OfficeError):
        connected(office.address, first.role, first.secret)
    connected(office.address, second.role, second.secret).close()
    kiosks.remove(office.admin, "Lobby north")
    with pytest.raises(OfficeError, match="Nothing is called Lobby north"):
        kiosks.remove(office.admin, "Lobby north")
    assert office.add("Lobby north").role != first.role, "another machine, with a name of its own"
    told = [(each.place, each.removed is None) for each in kiosks.known(office.admin)]
    assert told == [("Lobby north", True), *[("Lobby north", False)] * 2]


@pytest.mark.parametrize("place", ["", "x" * 61, "a\nb", "\x1b[2J"])
def test_a_place_is_a_name_that_can_be_read(office: Here, place: str) -> None:
    with pytest.raises(OfficeError, match="1 to 60 letters"):
        office.add(place)


@pytest.mark.parametrize("place", ["Sala 2 – «norte»", "O'Hara", "a; DROP SCHEMA office", "%s {} \\"])
def test_any_other_name_is_one(office: Here, place: str) -> None:
    code = office.add(place)
    connected(office.address, code.role, code.secret).close()
    assert place not in code.role
    kiosks.remove(office.admin, place)


def test_no_log_of_the_server_tells_a_password(office: Here) -> None:
    """What is sent is a verifier, from which nobody gets the password back."""
    sent: list[str] = []
    true = office.admin.execute

    def heard(query: Any, *more: Any) -> Any:
        sent.append(query if isinstance(query, str) else query.as_string(office.admin))
        return true(query, *more)

    office.admin.execute = heard
    code = office.add()
    del office.admin.execute
    assert any("SCRAM-SHA-256$" in each for each in sent)
    assert not any(code.secret in each for each in sent)
