"""What an administrator of a PostgreSQL must run before an office can be made there, and why."""

from __future__ import annotations

from collections.abc import Iterator

ACCOUNT, DATABASE = "kiosk_office", "kiosks"
AGAIN = "Then run `python3 main.py office --at ADDRESS` here, such as postgresql://kiosk_office@db.example.org/kiosks for ADDRESS."


def steps(account: str = ACCOUNT, database: str = DATABASE) -> Iterator[str]:
    """The lines to print, in the order in which they are done."""
    yield "An office is a database in a PostgreSQL, 15 or newer, with TLS. Its administrator does this once:"
    yield ""
    yield "1. In psql, as an administrator:"
    yield f"   CREATE ROLE {account} LOGIN CREATEROLE;"
    yield f"   \\password {account}"
    yield f"   CREATE DATABASE {database} OWNER {account};"
    yield "   Why: each kiosk is a role of its own, which this account makes and ends. It is no superuser and sees no other database. Before"
    yield "   PostgreSQL 16 an account with CREATEROLE can give itself nearly every other role: there use a PostgreSQL for this alone."
    yield ""
    yield "2. In pg_hba.conf, above lines that say otherwise, with the networks of your kiosks and desks for 0.0.0.0/0; then SELECT pg_reload_conf();"
    yield f"   hostssl  {database}  all  0.0.0.0/0  scram-sha-256"
    yield "   Why: nothing goes over the network without TLS, and no password is sent that could be read on the way."
    yield ""
    yield "3. In postgresql.conf: ssl = on, with a certificate for the server's name (ssl_cert_file, ssl_key_file);"
    yield "   password_encryption = scram-sha-256."
    yield "   Why: a kiosk speaks only with the server that it was paired with. If an authority of your own has signed the certificate, give its file"
    yield "   to `office` and to each `carrier` by --authority FILE."
    yield ""
    yield "4. Back the database up as you do others. What is in it is sealed: neither you nor a thief of the backup can read a request."
    yield ""
