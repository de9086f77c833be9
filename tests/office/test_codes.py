"""A code is read as it was shown, however it was typed; and an address says where an office is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.office.address import Address, OfficeError, account_at, address_of
from kiosk.office.codes import code_for, fresh_ending, read_code

ADDRESSES = st.builds(
    Address,
    st.sampled_from(["db.example.org", "10.0.0.7", "127.0.0.1", "::1", "office", "2001:db8::7"]),
    st.integers(1, 65535), st.from_regex(r"[a-z_][a-z0-9_]{0,39}", fullmatch=True),
)  # fmt: skip


@given(ADDRESSES, st.sampled_from([str, str.lower, lambda text: text.replace("-", ""), lambda text: f"  {text.replace('-', ' - ')}\n"]))
def test_a_code_is_read_as_it_was_shown(address: Address, typed: object) -> None:
    code = code_for(address, fresh_ending())
    where, _, letters = str(code).rpartition("/")
    assert read_code(f"{where}/{typed(letters)}".replace("/  ", "/ ")) == code  # type: ignore[operator]
    assert len(code.role) <= 63
    assert code.role.startswith(f"{address.database}_kiosk_")


@pytest.mark.parametrize("around", ["`{}`", "'{}'", "{}.", " {}` ", '"{}"'])
def test_what_is_copied_along_with_it_is_no_part_of_the_code(around: str) -> None:
    code = code_for(Address("db.example.org", 5432, "kiosks"), fresh_ending())
    assert read_code(around.format(code)) == code


@given(st.text(max_size=80))
def test_whatever_else_is_typed_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(OfficeError):
        read_code(text)


@given(ADDRESSES)
def test_an_address_reads_as_it_is_written(address: Address) -> None:
    assert address_of(str(address)) == address


@pytest.mark.parametrize(
    ("uri", "found"),
    [
        ("postgresql://kiosk_office@db.example.org/kiosks", ("kiosk_office", Address("db.example.org", 5432, "kiosks"))),
        ("postgres://a@[::1]:6432/b_2", ("a", Address("::1", 6432, "b_2"))),
    ],
)
def test_an_account_at_an_office(uri: str, found: tuple[str, Address]) -> None:
    assert account_at(uri) == found


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("postgresql://a:secret@db.example.org/kiosks", "Leave the password out"), ("db.example.org/kiosks", "looks like"),
        ("postgresql://db.example.org/kiosks", "looks like"), ("postgresql://a@db.example.org", "looks like"), ("", "looks like"),
        ("postgresql://a@db.example.org/kiosks?sslmode=disable", "looks like"), ("mysql://a@db.example.org/kiosks", "looks like"),
        ("postgresql://a@db.example.org:99999/kiosks", "looks like"), ("postgresql://A;B@db/kiosks", "looks like"),
        ("postgresql://a@db.example.org/Kiosks", "looks like"), ("postgresql://a@db,evil/kiosks", "looks like"),
        ("postgresql://[::1/x", "looks like"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_told(uri: str, words: str) -> None:
    with pytest.raises(OfficeError, match=words) as told:
        account_at(uri)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), ("127.example.org", False)]
)
def test_only_this_machine_needs_no_tls(host: str, here: bool) -> None:
    assert Address(host, 1, "x").is_here is here
