"""Whether the words that people agree to in the form are others than in the publication that was made here last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec import json

from kiosk.content.model.deck import Text
from kiosk.content.model.form import Kind
from kiosk.content.model.languages import SHIPPED_LANGUAGES
from kiosk.content.reading.folder import SIGNUP, read_any
from kiosk.files.archives import NO_ARCHIVE, archive, read_member
from kiosk.files.regular import open_regular, read_regular
from kiosk.staff.publications import archive as packed
from kiosk.staff.publications.publish import MADE, made_here
from kiosk.staff.publications.take import name_of
from kiosk.yaml.reading import MOST_BYTES

READ_FIRST = "Let whoever is responsible for privacy at the clinic read them before you publish."
"""What the clinic is bound by."""


_OTHERS = "The words that people agree to in the form are others than"
SHIPPED = "b7ad853dce4fb097636325d81f9830fb368af5b5ab242cc97f08527aed1e027f"
"""Of the words that come with the kiosk, which show at a kiosk to which nobody has published yet."""


def digest_of(agreed: Iterable[Text]) -> str:
    """What tells these words from others."""
    return sha256(json.encode([each.versions for each in agreed])).hexdigest()


def consent_note(content: Path, data: Path) -> str:
    """What to know of these words before they are published, in two sentences; empty where they are those of the last publication, or there are none.

    Before the first one they are held against those that came with the kiosk.

    May raise OSError.
    """
    now = tuple(_agreed(read_regular(content / SIGNUP, MOST_BYTES, content))) if (content / SIGNUP).exists() else ()
    if not now:
        return ""
    made = made_here(data)
    if not made:
        return "" if digest_of(now) == SHIPPED else f"{_OTHERS} those that came with the kiosk. {READ_FIRST}"
    before = tuple(_agreed(_in_publication(data / MADE / name_of(made[0]))))
    return "" if before == now else f"{_OTHERS} in publication {made[0]}. {READ_FIRST}"


def _agreed(raw: bytes) -> Iterator[Text]:
    form = read_any(raw, SIGNUP, SHIPPED_LANGUAGES).value if raw else None
    yield from (option.says for question in (form.questions if form else ()) if question.kind is Kind.CONSENT for option in question.options)


def _in_publication(file: Path) -> bytes:
    with suppress(OSError, KeyError, *NO_ARCHIVE), open_regular(file) as raw, archive(raw) as members:
        return read_member(members, f"{packed.CONTENT}/{SIGNUP}", MOST_BYTES)
    return b""
