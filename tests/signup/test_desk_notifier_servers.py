"""Real servers on this machine, with certificates of every kind: the password and the count go to nobody but the one whose name was verified."""

from __future__ import annotations

import base64
import itertools
import json
import socket
import ssl
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kiosk.settings.settings import read_settings
from kiosk.signup import desk_notifier
from kiosk.signup.desk_notifier import Address, caller, mail, told, web

NAME, PASSWORD, PATIENCE = "localhost", "correct horse", 20
NOW = datetime.now(tz=UTC)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certificate(name: str, days: int, key: ec.EllipticCurvePrivateKey, issuer: str, issuer_key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """For a name, good until so many days from now; one that is its own issuer may issue others."""
    own = name == issuer
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=own, crl_sign=own, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(named(name)).issuer_name(named(issuer)).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30)).not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=own, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )  # fmt: skip


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What a server may show: a file with its key and certificate, by what is wrong with it; `ca` is what the machine trusts."""
    folder = tmp_path_factory.mktemp("certificates")
    authority = ec.generate_private_key(ec.SECP256R1())
    kinds = {
        "right": (NAME, 30, "The clinic"), "self-signed": (NAME, 30, NAME), "for another name": ("mail.example.com", 30, "The clinic"),
        "expired": (NAME, -1, "The clinic"),
    }  # fmt: skip
    files = {"ca": folder / "ca.pem"}
    files["ca"].write_bytes(certificate("The clinic", 30, authority, "The clinic", authority).public_bytes(Encoding.PEM))
    for kind, (name, days, issuer) in kinds.items():
        key = ec.generate_private_key(ec.SECP256R1())
        made = certificate(name, days, key, issuer, key if issuer == name else authority)
        files[kind] = folder / f"{kind}.pem"
        files[kind].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM))
    return files


@pytest.fixture(autouse=True)
def trusted(shown: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """As a clinic does that has an authority of its own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(shown["ca"]))
    monkeypatch.setenv("no_proxy", "*")


class Server:
    """Listens on this machine. `answer` has each line that comes; `heard` is every byte that came, in the clear or out of TLS."""

    def __init__(self, answer: Callable[[Server, socket.socket], None], file: Path) -> None:
        self.heard = b""
        self.trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.trust.load_cert_chain(file)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._answer, self._open = answer, True
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            line, _ = self._listening.accept()
            with line:
                if not self._open:
                    return
                line.settimeout(PATIENCE)
                with suppress(OSError):
                    self._answer(self, line)

    def lines(self, line: socket.socket) -> Iterator[bytes]:
        rest = b""
        while came := line.recv(4096):
            self.heard += came
            *whole, rest = (rest + came).split(b"\r\n")
            yield from whole

    def in_tls(self, line: socket.socket) -> ssl.SSLSocket:
        return self.trust.wrap_socket(line, server_side=True)

    def close(self) -> None:
        self._open = False
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._listening.close()


Serve = Callable[..., Server]


@pytest.fixture
def serve(shown: dict[str, Path]) -> Iterator[Serve]:
    made: list[Server] = []

    def start(answer: Callable[[Server, socket.socket], None], kind: str = "right") -> Server:
        made.append(Server(answer, shown[kind]))
        return made[-1]

    yield start
    for each in made:
        each.close()


# -- mail -------------------------------------------------------------------------------------------------------------


def post(server: Server, line: socket.socket, *, offers: bool = True, begins: bytes = b"220 go ahead") -> None:
    """A mail server: what it says before TLS is its own business, after that it takes everything."""
    line.sendall(b"220 here\r\n")
    for order in server.lines(line):
        if order.startswith(b"STARTTLS"):
            line.sendall(begins + b"\r\n")
            if begins.startswith(b"220"):
                with server.in_tls(line) as safe:
                    take(server, safe)
                return
        else:
            line.sendall(b"250-here\r\n250 STARTTLS\r\n" if offers else b"250-here\r\n250 AUTH PLAIN LOGIN\r\n")


def take(server: Server, line: socket.socket) -> None:
    says = {b"EHLO": b"250-here\r\n250 AUTH PLAIN", b"AUTH": b"235 yes", b"DATA": b"354 go on", b"QUIT": b"221 bye"}
    writing = False
    for order in server.lines(line):
        if writing:
            writing = order != b"."
            if not writing:
                line.sendall(b"250 taken\r\n")
            continue
        writing = order.upper() == b"DATA"
        line.sendall(says.get(order[:4].upper(), b"250 yes") + b"\r\n")


def at_once(server: Server, line: socket.socket) -> None:
    with server.in_tls(line) as safe:
        safe.sendall(b"220 here\r\n")
        take(server, safe)


def address(server: Server) -> Address:
    return Address(mail_to="desk@example.com", mail_server=f"{NAME}:{server.port}", mail_user="kiosk")


def has_password(heard: bytes) -> bool:
    secret = base64.b64encode(f"\0kiosk\0{PASSWORD}".encode())
    return any(each in heard for each in (secret, PASSWORD.encode(), base64.b64encode(PASSWORD.encode())))


@pytest.mark.parametrize("way", [post, at_once])
def test_a_server_whose_name_is_verified_gets_the_mail(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, way: Callable[[Server, socket.socket], None]
) -> None:
    server = serve(way)
    if way is at_once:
        monkeypatch.setattr(desk_notifier, "TLS_AT_ONCE", server.port)
    mail(address(server), 2, PASSWORD)
    assert has_password(server.heard)
    assert b"Subject: Requests waiting: 2" in server.heard
    assert b"ketamine" not in server.heard.lower()


@pytest.mark.parametrize("kind", ["self-signed", "for another name", "expired"])
@pytest.mark.parametrize("way", [post, at_once])
def test_no_other_server_hears_a_word(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, way: Callable[[Server, socket.socket], None], kind: str
) -> None:
    server = serve(way, kind)
    if way is at_once:
        monkeypatch.setattr(desk_notifier, "TLS_AT_ONCE", server.port)
    with pytest.raises(ssl.SSLCertVerificationError):
        mail(address(server), 2, PASSWORD)
    assert not has_password(server.heard)
    assert b"desk@" not in server.heard


CHEATS: dict[str, Callable[[Server, socket.socket], None]] = {
    "TLS is not offered, but a login is": lambda server, line: post(server, line, offers=False),
    "TLS is offered and refused": lambda server, line: post(server, line, begins=b"454 not now"),
    "TLS is offered and promised as something else": lambda server, line: post(server, line, begins=b"250 no need"),
    "it says nothing": lambda server, line: [None for _ in server.lines(line)] and None,
    "it never ends": lambda _, line: [line.sendall(b"220-" + b"x" * 4000 + b"\r\n") for _ in itertools.count()] and None,
    "it is no mail server": lambda _, line: line.sendall(b"HTTP/1.0 200 OK\r\n\r\n"),
    "it hangs up": lambda _, line: None,
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_without_tls_nothing_is_said(serve: Serve, monkeypatch: pytest.MonkeyPatch, cheat: str) -> None:
    monkeypatch.setattr(desk_notifier, "TIMEOUT_SECONDS", 0.5)
    server = serve(CHEATS[cheat])
    with pytest.raises(OSError, match=r".+"):
        mail(address(server), 2, PASSWORD)
    assert not has_password(server.heard)
    assert b"desk@" not in server.heard


def drip(line: socket.socket, begins: bytes, drop: bytes) -> None:
    """Never silent, and never at an end."""
    pause = threading.Event()
    line.sendall(begins)
    while not pause.wait(0.05):
        line.sendall(drop)


def drip_in_tls(server: Server, line: socket.socket, begins: bytes, drop: bytes) -> None:
    with server.in_tls(line) as safe:
        drip(safe, begins, drop)


def slow_after_tls(server: Server, line: socket.socket) -> None:
    line.sendall(b"220 here\r\n")
    for order in server.lines(line):
        if order.startswith(b"STARTTLS"):
            line.sendall(b"220 go ahead\r\n")
            drip_in_tls(server, line, b"250-here\r\n", b"x")
            return
        line.sendall(b"250-here\r\n250 STARTTLS\r\n")


@pytest.mark.parametrize("slow", [lambda _, line: drip(line, b"220-", b"x"), slow_after_tls], ids=["before TLS", "in TLS"])
def test_a_server_that_feeds_bytes_for_ever_is_left(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, slow: Callable[[Server, socket.socket], None]
) -> None:
    monkeypatch.setattr(desk_notifier, "WHOLE_SECONDS", 0.5)
    server = serve(slow)
    with pytest.raises(TimeoutError):
        told("mail", address(server), 2, PASSWORD)
    assert not has_password(server.heard)


SILENT = {
    "its name is looked up for ever": "socket.getaddrinfo = lambda *_: threading.Event().wait()",
    "it has many addresses and each is silent": """
        class Silent(socket.socket):
            def connect(self, _):
                threading.Event().wait(self.gettimeout())
                raise TimeoutError
        socket.getaddrinfo = lambda *_, found=socket.getaddrinfo("127.0.0.1", 9): found * 1000
        socket.socket = Silent
    """,
}
"""What the network does to a call, said to the Python that makes it."""


@pytest.mark.parametrize("network", SILENT)
@pytest.mark.parametrize("way", ["mail", "web"])
def test_a_call_ends_whatever_it_waits_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Literal["mail", "web"], network: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"import socket, threading\n{textwrap.dedent(SILENT[network])}\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(desk_notifier, "WHOLE_SECONDS", 0.5)
    before = threading.active_count()
    with pytest.raises(TimeoutError):
        told(way, Address(web="https://a.example", mail_to="a@example.com", mail_server="a.example"), 2, PASSWORD)
    assert threading.active_count() == before


@pytest.mark.parametrize(("kind", "why"), [("right", ""), ("self-signed", "SSLCertVerificationError")])
def test_a_call_tells_how_it_went(serve: Serve, kind: str, why: str) -> None:
    server = serve(post, kind)
    with pytest.raises(OSError, match=f"^{why}$") if why else nullcontext():
        told("mail", address(server), 2, PASSWORD)
    assert has_password(server.heard) is not bool(why)


def test_what_was_refused_is_tried_again(serve: Serve) -> None:
    seconds = [0.0]
    wrong = serve(post, "self-signed")
    calls = caller(address(wrong), PASSWORD, lambda: seconds[0])
    assert calls
    for minute in (0, 1, 2, 3):
        seconds[0] = minute * 60.0
        calls.look(1)
    assert wrong.heard.upper().count(b"STARTTLS") == 3, "at once, after one minute and after two more"


@pytest.mark.parametrize("password", ["Ümlaut", "new\nline"])
def test_a_password_that_cannot_be_said_is_a_failure_like_others(serve: Serve, password: str) -> None:
    server = serve(post)
    with suppress(OSError):
        mail(address(server), 2, password)
    assert b"new\n" not in server.heard


# -- the web ----------------------------------------------------------------------------------------------------------


def desk(server: Server, line: socket.socket, answer: bytes = b"HTTP/1.1 204 No Content\r\n\r\n") -> None:
    with server.in_tls(line) as safe:
        while not server.heard.endswith(b"}") and (came := safe.recv(4096)):
            server.heard += came
        safe.sendall(answer)


def at(server: Server) -> Address:
    return Address(web=f"https://{NAME}:{server.port}/requests")


def test_a_web_address_gets_the_count_alone(serve: Serve) -> None:
    server = serve(desk)
    web(at(server), 3)
    head, _, body = server.heard.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /requests HTTP/1.1")
    assert json.loads(body) == {"waiting": 3}


@pytest.mark.parametrize("kind", ["self-signed", "for another name", "expired"])
def test_no_other_web_server_hears_a_word(serve: Serve, kind: str) -> None:
    server = serve(desk, kind)
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        web(at(server), 3)
    assert server.heard == b""


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(serve: Serve, code: int) -> None:
    other = serve(desk)
    for scheme in ("http", "https"):
        target = f"{scheme}://{NAME}:{other.port}/"
        says = f"HTTP/1.1 {code} Elsewhere\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()
        server = serve(lambda here, line, says=says: desk(here, line, says))
        with pytest.raises(OSError, match=str(code)):
            web(at(server), 3)
    assert other.heard == b""


ANSWERS = {
    "it does not take it": b"HTTP/1.1 500 No\r\n\r\n", "it is no web server": b"220 here\r\n", "it hangs up": b"",
    "its headers never end": b"HTTP/1.1 204 Yes\r\n" + b"X: y\r\n" * 2000,
}  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_a_web_address_does_not_take_is_told(serve: Serve, answer: str) -> None:
    server = serve(lambda here, line: desk(here, line, ANSWERS[answer]))
    with pytest.raises(OSError, match=r".+"):
        web(at(server), 3)


def test_a_web_address_that_feeds_bytes_for_ever_is_left(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_notifier, "WHOLE_SECONDS", 0.5)
    server = serve(lambda here, line: drip_in_tls(here, line, b"", b"HTTP/1.1 100 Continue\r\n\r\n"))
    with pytest.raises(TimeoutError):
        told("web", at(server), 3, "")


def test_a_web_address_without_tls_is_never_called(serve: Serve) -> None:
    server = serve(lambda here, line: [None for _ in here.lines(line)] and None)
    with pytest.raises(OSError, match="https"):
        web(Address(web=f"http://{NAME}:{server.port}/"), 3)
    assert server.heard == b""


# -- settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [
    'desk_mail_to: "a@b.de\\nBcc: c@d.de"', 'desk_mail_to: "a@b.de, c@d.de"', 'desk_mail_from: "x <a@b.de>"', 'desk_mail_to: "a@b.de\\0"',
    'desk_mail_server: "mail.example.com\\r\\nX"', "desk_mail_server: mail.example.com:smtp", 'desk_mail_user: "a\\nb"',
    'desk_web: "https://a.de/x\\r\\nHost: b"', "desk_web: https://user:word@a.de/", "desk_web: https://a.de@b.de/", 'desk_web: "https://a.de/\\0"',
])  # fmt: skip
def test_no_setting_begins_another_line_or_names_another_server(tmp_path: Path, written: str) -> None:
    (tmp_path / "settings.yaml").write_text(f"{written}\n")
    settings, problems = read_settings(tmp_path)
    assert not any((settings.desk_mail_to, settings.desk_mail_from, settings.desk_mail_server, settings.desk_mail_user, settings.desk_web))
    assert problems


def test_a_server_with_a_port_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("desk_mail_server: mail.example.com:465\ndesk_web: https://a.example.com:8443/x?y=1\n")
    settings, problems = read_settings(tmp_path)
    assert (settings.desk_mail_server, settings.desk_web, problems) == ("mail.example.com:465", "https://a.example.com:8443/x?y=1", ())
