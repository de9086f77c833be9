"""What a kiosk's account may do in the database, each tried: its own requests, its beats, its pairing, and nothing else."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from office_here import Here

from kiosk.office import kiosks, requests
from kiosk.office.address import OfficeError, connected

RECORD = "INSERT INTO office.records (id, digest, kiosk, day, keys, seals) VALUES (%s, %s, %s, current_date, '{k}', ARRAY[%s::bytea])"
BEAT = "SELECT office.beat(%s, %s, %s, '0.1.0', 3, 'green', '', 1, 0, NULL)"


@pytest.fixture
def kiosk(office: Here) -> Iterator[Any]:
    """A connection of a kiosk that was added."""
    code = office.add("Lobby north")
    office.add("Lobby south")
    with connected(office.address, code.role, code.secret) as connection:
        yield connection


def other(office: Here) -> str:
    return str(office.asked("SELECT role FROM office.places WHERE place = 'Lobby south'")[0][0])


def name() -> str:
    return secrets.token_hex(16)


def refusal(connection: Any, query: str, values: tuple[object, ...] = ()) -> str:
    """The state with which PostgreSQL refused it; empty where it did it."""
    import psycopg

    try:
        connection.execute(query, values)
    except psycopg.Error as error:
        return error.sqlstate or type(error).__name__
    return ""


DENIED = "42501"
NEVER = {
    "read requests": "SELECT id FROM office.records",
    "count them": "SELECT count(*) FROM office.records",
    "read back what it puts in": RECORD.replace("%s", "'x'") + " RETURNING id",
    "learn what is there by a target": "INSERT INTO office.records (id, digest, kiosk, day, keys, seals) VALUES ('x', 'x', session_user,"
    " current_date, '{}', '{}') ON CONFLICT (id, digest) DO NOTHING",
    "change": "UPDATE office.records SET day = current_date",
    "delete": "DELETE FROM office.records",
    "empty": "TRUNCATE office.records",
    "lock": "DO $$ BEGIN LOCK office.records IN EXCLUSIVE MODE; END $$",
    "copy out": "COPY office.records TO STDOUT",
    "read what is gone": "SELECT * FROM office.gone",
    "undo what is gone": "DELETE FROM office.gone",
    "date what is gone": "INSERT INTO office.gone (kiosk, id, told) VALUES (session_user, 'x', '2020-01-01')",
    "read kiosks": "SELECT * FROM office.places",
    "change kiosks": "UPDATE office.places SET place = 'x'",
    "add a kiosk": "INSERT INTO office.places (role, place, desk) VALUES ('x', 'x', false)",
    "read the version": "SELECT version FROM office.about",
    "clear": "SELECT office.clear()",
    "publish": "INSERT INTO office.publications (desk, number, digest, size, signature) VALUES (session_user, 1, sha512('x'), 1, 'x')",
    "put a piece in": "INSERT INTO office.pieces (desk, digest, part, piece) VALUES (session_user, sha512('x'), 0, 'x')",
    "take a publication away": "DELETE FROM office.publications",
    "learn who published": "SELECT desk FROM office.publications",
    "make a table": "CREATE TABLE office.x (x int)",
    "make one elsewhere": "CREATE TABLE public.x (x int)",
    "make one for a moment": "CREATE TEMP TABLE x (x int)",
    "make a schema": "CREATE SCHEMA x",
    "make a function": "CREATE FUNCTION office.x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make a role": "CREATE ROLE x",
    "have more roles": "GRANT pg_read_all_data TO CURRENT_USER",
    "be the office": "SET ROLE {office}",
    "put out others": "ALTER ROLE {other} NOLOGIN",
    "take another's password": "ALTER ROLE {other} PASSWORD 'x'",
    "live longer than its code": "ALTER ROLE CURRENT_USER VALID UNTIL 'infinity'",
    "have more connections": "ALTER ROLE CURRENT_USER CONNECTION LIMIT 90",
    "leave row security": "ALTER TABLE office.records DISABLE ROW LEVEL SECURITY",
    "read files": "SELECT pg_read_file('PG_VERSION')",
    "run programs": "COPY (SELECT 1) TO PROGRAM 'true'",
    "change the server": "ALTER SYSTEM SET port = 1",
    "end others": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{office}'",
    "see what others do": "SELECT 1 / count(*) FILTER (WHERE query NOT LIKE '%%<insufficient privilege>%%' AND usename <>"
    " session_user AND usename IS NOT NULL) FROM pg_stat_activity",
}
"""What no kiosk may do, and how it would try. The last fails with a division by nothing, since it sees nothing."""


@pytest.mark.parametrize("what", NEVER)
def test_a_kiosk_can_never(office: Here, kiosk: Any, what: str) -> None:
    query = NEVER[what].replace("{office}", office.account).replace("{other}", other(office))
    assert refusal(kiosk, query) in (DENIED, "22012" if what == "see what others do" else DENIED)


def test_a_kiosk_puts_its_own_requests_in_once_and_is_told_nothing_of_others(office: Here, kiosk: Any) -> None:
    own, theirs = kiosk.info.user, other(office)
    one, digest = name(), hashlib.sha256(b"1").hexdigest()
    once = RECORD + " ON CONFLICT DO NOTHING"
    assert [kiosk.execute(once, (one, digest, own, b"sealed")).rowcount for _ in range(2)] == [1, 0]
    assert refusal(kiosk, RECORD, (name(), digest, theirs, b"sealed")) == DENIED
    assert refusal(kiosk, RECORD, (name(), digest, office.account, b"sealed")) == DENIED
    assert office.asked("SELECT id, kiosk, seals FROM office.records") == [(one, own, [b"sealed"])]


def test_of_another_kiosk_nothing_goes_and_its_own_only_of_today_at_once(office: Here, kiosk: Any) -> None:
    own, theirs, digest = kiosk.info.user, other(office), hashlib.sha256(b"1").hexdigest()
    ids = {"today": name(), "last week": name(), "theirs": name()}
    for which, each in ids.items():
        office.admin.execute(RECORD, (each, digest, theirs if which == "theirs" else own, b"x"))
    office.admin.execute("UPDATE office.records SET day = current_date - 7 WHERE id = %s", (ids["last week"],))
    for each in ids.values():
        kiosk.execute("INSERT INTO office.gone (kiosk, id) VALUES (session_user, %s)", (each,))
    assert refusal(kiosk, "INSERT INTO office.gone (kiosk, id) VALUES (%s, %s)", (theirs, ids["theirs"])) == DENIED
    assert {row[0] for row in office.asked("SELECT id FROM office.records")} == {ids["last week"], ids["theirs"]}
    assert kiosk.execute(RECORD + " ON CONFLICT DO NOTHING", (ids["today"], digest, own, b"x")).rowcount == 0, "it does not come back"
    office.admin.execute("UPDATE office.gone SET told = current_date - 8")
    kiosk.execute(BEAT, (1, None, b"1" * 16))
    assert {row[0] for row in office.asked("SELECT id FROM office.records")} == {ids["theirs"]}, "a week later it is gone, and nothing of others"


def test_requests_go_by_their_age_whoever_beats(office: Here, kiosk: Any) -> None:
    digest = hashlib.sha256(b"1").hexdigest()
    old, young = name(), name()
    for each, days in ((old, 91), (young, 90)):
        office.admin.execute(RECORD, (each, digest, other(office), b"x"))
        office.admin.execute("UPDATE office.records SET day = current_date - %s::int WHERE id = %s", (days, each))
    kiosk.execute(BEAT, (1, None, b"1" * 16))
    assert [row[0] for row in office.asked("SELECT id FROM office.records")] == [young]


WRONG = {
    "no id": ("x", "0" * 64, b"x"), "no digest": ("0" * 32, "x", b"x"), "far too much": ("0" * 32, "0" * 64, b"x" * 200_001),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_no_kiosk_sends_is_refused(kiosk: Any, what: str) -> None:
    one, digest, sealed = WRONG[what]
    assert refusal(kiosk, RECORD, (one, digest, kiosk.info.user, sealed)) == "23514"


@pytest.mark.parametrize(
    ("keys", "seals"), [("{}", "{}"), ("{a,b}", "{x}"), ("{{a}}", "{{x}}"), ("{" + ",".join("k" * 33) + "}", "{" + ",".join("x" * 33) + "}")]
)
def test_each_seal_has_its_key(kiosk: Any, keys: str, seals: str) -> None:
    query = "INSERT INTO office.records (id, digest, kiosk, day, keys, seals) VALUES (%s, %s, session_user, current_date, %s, %s)"
    assert refusal(kiosk, query, ("0" * 32, "0" * 64, keys, seals)) in ("23514", "22P02")


def test_no_kiosk_fills_the_database_with_requests(office: Here, kiosk: Any) -> None:
    office.admin.execute("ALTER TABLE office.records DISABLE TRIGGER admit")
    office.admin.execute(
        "INSERT INTO office.records (id, digest, kiosk, day, keys, seals) SELECT md5(n::text), repeat('0', 64), %s, current_date, '{k}', '{x}'"
        " FROM generate_series(1, 5000) n",
        (kiosk.info.user,),
    )
    office.admin.execute("ALTER TABLE office.records ENABLE TRIGGER admit")
    assert refusal(kiosk, RECORD, (name(), "0" * 64, kiosk.info.user, b"x")) == "54000"


def test_a_machine_that_speaks_as_another_one_does_is_found_out(office: Here, kiosk: Any) -> None:
    """By words that each beat leaves for the next: a copy knows only those up to when it was made."""

    def beat(number: int, before: bytes | None, after: bytes) -> str:
        return str(kiosk.execute(BEAT, (number, before, after)).fetchone()[0])

    assert beat(1, None, b"1" * 16) == "taken"
    assert beat(1, None, b"1" * 16) == "taken", "once more, since the answer was lost"
    assert beat(2, b"1" * 16, b"a" * 16) == "taken"
    assert not office.asked("SELECT 1 FROM office.places WHERE doubled IS NOT NULL")
    assert beat(2, b"1" * 16, b"b" * 16) == "another", "the copy"
    assert beat(3, b"x" * 16, b"b" * 16) == "another"
    assert office.asked("SELECT beat, token FROM office.places WHERE doubled IS NOT NULL") == [(2, b"a" * 16)]
    assert beat(3, b"a" * 16, b"c" * 16) == "taken", "the first one goes on"
    assert beat(9, b"h" * 16, b"i" * 16) == "behind", "this office was put back to an earlier state"
    assert beat(10, b"i" * 16, b"j" * 16) == "taken"


@pytest.mark.parametrize("verifier", ["x", "md5" + "0" * 32, "SCRAM-SHA-256$4096:x", "'; DROP SCHEMA office; --"])
def test_a_kiosk_is_paired_with_a_verifier_alone(kiosk: Any, verifier: str) -> None:
    assert refusal(kiosk, "SELECT office.pair(%s)", (verifier,)) == "22023"


def test_a_code_pairs_once_and_its_password_is_over_then(office: Here, kiosk: Any) -> None:
    role = kiosk.info.user
    verifier = kiosk.pgconn.encrypt_password(b"own", role.encode(), b"scram-sha-256").decode()
    kiosk.execute("SELECT office.pair(%s)", (verifier,))
    assert refusal(kiosk, "SELECT office.pair(%s)", (verifier,)) == "28000"
    connected(office.address, role, "own").close()
    with pytest.raises(OfficeError) as refused:
        connected(office.address, role, "of the code")
    assert refused.value.refused


def test_after_ten_minutes_a_code_is_nothing(office: Here) -> None:
    code = office.add("Lobby west")
    office.admin.execute(f"ALTER ROLE {code.role} VALID UNTIL '{office.asked('SELECT now()')[0][0]}'")
    with pytest.raises(OfficeError, match="does not take this account"):
        connected(office.address, code.role, code.secret)


def test_whoever_came_in_with_a_code_in_time_cannot_pair_with_it_later(office: Here, kiosk: Any) -> None:
    office.admin.execute("UPDATE office.places SET code_ends = now()")
    verifier = kiosk.pgconn.encrypt_password(b"own", kiosk.info.user.encode(), b"scram-sha-256").decode()
    assert refusal(kiosk, "SELECT office.pair(%s)", (verifier,)) == "28000"


def test_a_kiosk_of_one_office_comes_into_no_other(office: Here, kiosk: Any) -> None:
    from office_here import opened

    code = office.add("Lobby west")
    with opened(office.engine) as elsewhere, pytest.raises(OfficeError):
        connected(elsewhere.address, code.role, code.secret)


def test_a_kiosk_that_is_removed_is_out_at_once(office: Here, kiosk: Any) -> None:
    kiosk.execute(RECORD, (name(), "0" * 64, kiosk.info.user, b"x"))
    kiosks.remove(office.admin, "Lobby north")
    assert refusal(kiosk, RECORD, (name(), "1" * 64, kiosk.info.user, b"x")) in ("57P01", "08006", "OperationalError", "AdminShutdown")
    with pytest.raises(OfficeError) as refused:
        connected(office.address, kiosk.info.user, "x")
    assert refused.value.refused
    assert office.asked("SELECT count(*) FROM office.records") == [(1,)], "what it sent stays"


LOCKS = {
    "its place": BEAT.replace("%s, %s, %s", "1, NULL, '0123456789abcdef'"), "its own account": "ALTER ROLE CURRENT_USER PASSWORD 'mine'",
    "what it sends": RECORD.replace("%s, %s, %s,", f"'{'0' * 32}', '{'0' * 64}', session_user,").replace("%s", "'x'"),
}


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("what", LOCKS)
def test_whatever_a_kiosk_holds_it_is_out_at_once(office: Here, kiosk: Any, what: str, again: bool) -> None:
    """Who has a stolen one may turn off what ends an idle session, and leave a transaction open."""
    role = kiosk.info.user
    for each in ("idle_in_transaction_session_timeout", "idle_session_timeout"):
        kiosk.execute(f"SET {each} = 0")
    kiosk.execute("BEGIN")
    kiosk.execute(LOCKS[what])
    if again:
        office.add("Lobby north", again=True)
    else:
        kiosks.remove(office.admin, "Lobby north")
    assert refusal(kiosk, "SELECT 1")
    assert not office.asked("SELECT 1 FROM pg_roles WHERE rolname = %s", role)


def test_what_a_kiosk_leaves_lying_in_the_database_keeps_nobody_from_removing_any(office: Here, kiosk: Any) -> None:
    large, own, theirs = kiosk.execute("SELECT lo_create(0)").fetchone()[0], kiosk.info.user, other(office)
    kiosk.execute(f"GRANT SELECT ON LARGE OBJECT {large} TO {theirs}")
    for place in ("Lobby south", "Lobby north"):
        kiosks.remove(office.admin, place)
    assert office.asked("SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname IN (%s, %s)", theirs, own) == [(theirs, False)]
    with pytest.raises(OfficeError, match="Nothing is called Lobby south"):
        kiosks.remove(office.admin, "Lobby south")
    assert not office.asked("SELECT 1 FROM pg_largeobject_metadata")


def test_whoever_saw_the_code_is_out_when_its_owner_pairs(office: Here) -> None:
    code = office.add("Lobby west")
    thief, owner = (connected(office.address, code.role, code.secret) for _ in range(2))
    verifier = owner.pgconn.encrypt_password(b"own", code.role.encode(), b"scram-sha-256").decode()
    owner.execute("SELECT office.pair(%s)", (verifier,))
    assert refusal(thief, "SELECT 1")
    assert owner.execute("SELECT 1").fetchone() == (1,)
    assert not office.asked("SELECT pg_has_role(current_user, %s, 'USAGE')", code.role)[0][0]
    owner.close()


@pytest.mark.parametrize("day", ["infinity", "-infinity", "0044-03-15 BC", "20000-01-01"])
def test_a_day_that_no_calendar_of_ours_has_is_in_no_beat(kiosk: Any, day: str) -> None:
    assert refusal(kiosk, BEAT.replace("NULL)", f"'{day}')"), (1, None, b"1" * 16)) == DENIED


@pytest.mark.parametrize(
    ("day", "keys", "seals"),
    [
        ("current_date + 3", "'{k}'", "'{x}'"), ("current_date", "'{k,l}'", "ARRAY['x', NULL]::bytea[]"), ("current_date", "ARRAY[NULL]", "'{x}'"),
        ("current_date", "'{a,b}'", f"ARRAY[repeat('x', {100_001})::bytea, repeat('x', {100_001})::bytea]"),
    ],
)
def test_no_row_that_a_desk_could_not_read_comes_in(kiosk: Any, day: str, keys: str, seals: str) -> None:
    row = f"'{'0' * 32}', '{'0' * 64}', session_user, {day}, {keys}, {seals}"
    query = f"INSERT INTO office.records (id, digest, kiosk, day, keys, seals) VALUES ({row})"  # noqa: S608  ours
    assert refusal(kiosk, query) == "23514"


def test_a_request_goes_ninety_days_after_it_came_whatever_day_its_kiosk_gave_it(office: Here, kiosk: Any) -> None:
    office.admin.execute(RECORD, (name(), "0" * 64, other(office), b"x"))
    office.admin.execute("UPDATE office.records SET came = current_date - 91")
    kiosk.execute(BEAT, (1, None, b"1" * 16))
    assert not office.asked("SELECT id FROM office.records")


def test_what_was_sent_from_a_place_is_taken_back_by_whatever_machine_stands_there_now(office: Here, kiosk: Any) -> None:
    ids = name(), name()
    for each in ids:
        kiosk.execute(RECORD, (each, "0" * 64, kiosk.info.user, b"x"))
    office.add("Lobby west")
    for place, left in (("Lobby west", ids), ("Lobby north", ids[1:])):
        code = office.add(place, again=True)
        with connected(office.address, code.role, code.secret) as connection:
            connection.execute("INSERT INTO office.gone (kiosk, id) VALUES (session_user, %s)", (ids[0],))
        assert {row[0] for row in office.asked("SELECT id FROM office.records")} == {*left}
    assert kiosks.forget(office.admin, "Lobby north") == 1
    with pytest.raises(OfficeError, match="Nothing was ever called"):
        kiosks.forget(office.admin, "Lobby east")


def test_no_kiosk_says_without_end_that_something_is_gone(office: Here, kiosk: Any) -> None:
    office.admin.execute("ALTER TABLE office.gone DISABLE TRIGGER let_go")
    fill = "INSERT INTO office.gone (kiosk, id) SELECT %s, md5(n::text) FROM generate_series(1, 20000) n"
    office.admin.execute(fill, (kiosk.info.user,))
    office.admin.execute("ALTER TABLE office.gone ENABLE TRIGGER let_go")
    assert refusal(kiosk, "INSERT INTO office.gone (kiosk, id) VALUES (session_user, %s)", (name(),)) == "54000"


@pytest.fixture
def desk(office: Here) -> Iterator[Any]:
    """A connection of a desk of the staff, beside a kiosk that sent something."""
    kiosk, code = office.add("Lobby south"), office.add("Front desk", desk=True)
    office.admin.execute(RECORD, (name(), "0" * 64, kiosk.role, b"sealed"))
    with connected(office.address, code.role, code.secret) as connection:
        yield connection


NO_DESK = {
    "change requests": "UPDATE office.records SET day = current_date",
    "delete requests": "DELETE FROM office.records",
    "send requests": RECORD.replace("%s", "'x'"),
    "say that one is gone": "INSERT INTO office.gone (kiosk, id) VALUES (session_user, 'x')",
    "beat": BEAT.replace("%s", "NULL"),
    "read what a beat leaves for the next": "SELECT token FROM office.places",
    "change kiosks": "UPDATE office.places SET doubled = NULL",
    "undo that it looked": "DELETE FROM office.looks",
    "date a look": "INSERT INTO office.looks (desk, who, about, at) VALUES (session_user, 'x', 'x', '2020-01-01')",
    "look as another desk": "INSERT INTO office.looks (desk, who, about) VALUES ('{other}', 'x', 'x')",
    "make a role": "CREATE ROLE x",
    "make a table": "CREATE TABLE office.x (x int)",
    "be the office": "SET ROLE {office}",
    "publish as another desk": "INSERT INTO office.publications (desk, number, digest, size, signature) VALUES ('{other}', 1, sha512('x'), 1, 'x')",
    "take a publication away": "DELETE FROM office.publications",
    "change a publication": "UPDATE office.publications SET number = 1",
    "change what is in one": "UPDATE office.pieces SET piece = 'x'",
}


@pytest.mark.parametrize("what", NO_DESK)
def test_a_desk_can_never(office: Here, desk: Any, what: str) -> None:
    assert refusal(desk, NO_DESK[what].replace("{office}", office.account).replace("{other}", other(office))) == DENIED


def test_one_kiosk_that_fills_the_office_is_named_at_the_desk(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each.place for each in requests.lying(desk)] == ["Lobby south"]
    monkeypatch.setattr(requests, "MOST_BYTES", 5)
    with pytest.raises(OfficeError, match=r"most of them from Lobby south.*--requests"):
        requests.lying(desk)
    assert desk.execute("SELECT 1").fetchone() == (1,)


def test_a_desk_reads_what_is_sealed_and_notes_that_it_did(office: Here, desk: Any) -> None:
    assert desk.execute("SELECT seals FROM office.records").fetchall() == [([b"sealed"],)]
    desk.execute("INSERT INTO office.looks (desk, who, about) VALUES (session_user, 'Ana', '1 listed')")
    assert office.asked("SELECT desk, who, about FROM office.looks") == [(desk.info.user, "Ana", "1 listed")]
