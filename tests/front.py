"""What stands before a real PostgreSQL on its way to a client: TLS with any certificate, and a network that can be cut, slow or half open.

As a pooler does, it answers the request for TLS itself and hands on what comes; everything else is between the client and the server.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ASKS_FOR_TLS = b"\0\0\0\x08\x04\xd2\x16\x2f"
"""The first message of a client that wants TLS (PostgreSQL, "Message Formats", SSLRequest)."""


class Front:
    """Hands on what comes to `port`. Without `tls` it refuses TLS, as a server without a certificate does."""

    def __init__(self, to: int, tls: ssl.SSLContext | None = None) -> None:
        self._to, self._tls = to, tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._open: list[socket.socket] = []
        self.silent = False
        """What comes is taken, and nothing of it handed on."""
        self.refuses = False
        """Nobody gets through."""
        self.seconds = 0.0
        """How long each piece is on its way."""
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self.cut()
        for each in self._threads:
            each.join()
        self._listening.close()

    def cut(self) -> None:
        """Every connection that is open now ends."""
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                self._threads.append(threading.Thread(target=self._serve, args=(client,)))
                self._threads[-1].start()

    def _serve(self, client: socket.socket) -> None:
        with ExitStack() as ends, suppress(OSError, ssl.SSLError):
            ends.callback(client.close)
            if self.refuses:
                return
            self._open.append(client)
            if client.recv(8, socket.MSG_PEEK) == ASKS_FOR_TLS:
                client.recv(8)
                client.sendall(b"S" if self._tls else b"N")
                if self._tls:
                    client = self._tls.wrap_socket(client, server_side=True)
                    ends.callback(client.close)
                    self._open.append(client)
            server = ends.enter_context(socket.create_connection(("127.0.0.1", self._to)))
            self._open.append(server)
            back = threading.Thread(target=self._carry, args=(server, client))
            back.start()
            self._carry(client, server)
            back.join()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError, ssl.SSLError, ValueError):
            while said := source.recv(1 << 16):
                time.sleep(self.seconds)
                if not self.silent:
                    target.sendall(said)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def front(to: int, tls: ssl.SSLContext | None = None) -> Iterator[Front]:
    made = Front(to, tls)
    try:
        yield made
    finally:
        made.close()


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """What a server with a certificate for this name or number shows, and the file of whoever signed it: itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    try:
        called: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        called = x509.DNSName(name)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([called]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    of_server, of_authority = folder / f"{name}.server.pem".replace(":", "-"), folder / f"{name}.pem".replace(":", "-")
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    of_authority.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    of_server.write_bytes(secret + of_authority.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(of_server)
    return context, of_authority
