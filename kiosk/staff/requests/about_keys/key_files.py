"""A public key in a file: a line that says what it is and whose, and below it the key in letters that any terminal shows."""

from __future__ import annotations

import codecs
from base64 import b64decode, b64encode
from textwrap import wrap

from kiosk.signup.keys.public_keys import Recipient
from kiosk.signup.keys.seal import key_id
from kiosk.staff.confirmation import NOTHING
from kiosk.staff.errors import ExpectedError
from kiosk.staff.known_files import PUBLIC_KEY

_POINT_BYTES = 65
_WIDTH = 64


def as_text(key: Recipient, exported: bytes) -> bytes:
    """What `list_changes.exported` tells of this key, as a file of text (ASCII)."""
    heading = f"{PUBLIC_KEY}, which is no secret. Fingerprint: {key.fingerprint}"
    return "\n".join([heading, *wrap(b64encode(exported).decode(), _WIDTH), ""]).encode()


def from_text(raw: bytes) -> bytes:
    """What `list_changes.read_recipient` takes, of such a file or one of before, which is that alone; empty where there is a heading, but no key.

    Raises ExpectedError where the heading has the fingerprint of another key: people compare that.
    """
    text = raw.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text.startswith(PUBLIC_KEY.encode()):
        return raw
    heading, _, letters = text.partition(b"\n")
    try:
        exported = b64decode(b"".join(letters.split()), validate=True)
    except ValueError:
        return b""
    if len(exported) < _POINT_BYTES:
        return b""
    if b"".join(heading.rpartition(b":")[2].split()) != key_id(exported[:_POINT_BYTES]).encode():
        again = "Where the key was made, write it again with `python3 main.py key public FILE`."
        raise ExpectedError(f"The fingerprint in the first line of this file is not that of the key below it: somebody changed it. {again} {NOTHING}")
    return exported
