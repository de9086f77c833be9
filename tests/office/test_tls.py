"""Nothing is said to a server over a network before it has shown a certificate for its name by somebody who is trusted."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from front import certificate, front
from msgspec.structs import replace
from office_here import Here

from kiosk.office import address as addresses
from kiosk.office.address import Address, OfficeError, connected


@pytest.fixture(autouse=True)
def _nothing_is_here(office: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this machine were another one."""
    monkeypatch.setattr(addresses.Address, "is_here", False)


def over(office: Here, tmp_path: Path, *, name: str, trusted: str | None) -> None:
    context, authority = certificate(tmp_path, name)
    if trusted is not None:
        _, authority = (None, authority) if trusted == name else certificate(tmp_path, trusted)
    with front(office.address.port, context) as server:
        where = Address("127.0.0.1", server.port, office.address.database, str(authority) if trusted else "")
        connected(where, office.account, office.engine.password).close()


def test_a_server_that_proves_its_name_is_spoken_to(office: Here, tmp_path: Path) -> None:
    over(office, tmp_path, name="127.0.0.1", trusted="127.0.0.1")


@pytest.mark.parametrize(
    ("name", "trusted", "words"),
    [
        ("127.0.0.1", None, "a certificate that this machine does not trust"),
        ("127.0.0.1", "10.0.0.1", "a certificate that this machine does not trust"),
        ("db.example.org", "db.example.org", "a certificate for another name"),
    ],
)  # fmt: skip
def test_any_other_is_told_nothing(office: Here, tmp_path: Path, name: str, trusted: str | None, words: str) -> None:
    with pytest.raises(OfficeError, match=words) as told:
        over(office, tmp_path, name=name, trusted=trusted)
    assert not told.value.refused


def test_a_server_without_tls_is_told_nothing(office: Here) -> None:
    with front(office.address.port) as server, pytest.raises(OfficeError, match="does not offer TLS"):
        connected(replace(office.address, port=server.port), office.account, office.engine.password)


def test_an_authority_whose_file_is_gone_is_told(office: Here, tmp_path: Path) -> None:
    context, _ = certificate(tmp_path, "127.0.0.1")
    with front(office.address.port, context) as server, pytest.raises(OfficeError, match="--authority cannot be read"):
        connected(replace(office.address, port=server.port, authority=str(tmp_path / "none.pem")), office.account, "x")


def test_what_signs_for_the_whole_machine_counts(office: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, authority = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with front(office.address.port, context) as server:
        connected(replace(office.address, port=server.port), office.account, office.engine.password).close()


def test_a_server_that_is_not_there_or_silent_is_told(office: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setattr(addresses, "SECONDS", 1)
        with pytest.raises(OfficeError, match="did not answer in time"):
            connected(replace(office.address, port=port), office.account, "x")
    with pytest.raises(OfficeError, match="does not answer at this port"):
        connected(replace(office.address, port=port), office.account, "x")
    with pytest.raises(OfficeError, match="was not found by its name"):
        connected(replace(office.address, host="no-such-host.invalid"), office.account, "x")
