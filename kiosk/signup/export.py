"""Sign-ups as a table for a spreadsheet, and as JSON for other programs. Nothing in them names a treatment (standards P21)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from msgspec import json
from msgspec.structs import asdict

from kiosk.signup.drawer import Entry
from kiosk.signup.record import Answer, Record

FIRST = ("name", "phone", "email")
"""Kinds that stand first, each in a column of its own; the other answers follow by the names of their questions."""
_DANGEROUS = "=+-@\t\r\n\0＝＋－＠"
"""A cell that begins so may be run as a formula (OWASP, CSV injection)."""

_ENDS = re.compile(r"([;|])")
"""What other spreadsheets divide cells by."""

Opened = tuple[Entry, Record]


def as_csv(opened: Iterable[Opened]) -> bytes:
    """RFC 4180 with a byte-order mark, so that spreadsheets read it as UTF-8; no cell can be taken for a formula."""
    rows = list(opened)
    others = list(dict.fromkeys(answer.question for _, record in rows for answer in record.answers if answer.kind not in FIRST))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["day", "status", *FIRST, *others, "agreed", "asked in", "id"])
    writer.writerows([harmless(cell) for cell in _cells(entry, record, others)] for entry, record in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cells(entry: Entry, record: Record, others: Sequence[str]) -> list[str]:
    by_kind = {answer.kind: answer for answer in record.answers}
    by_name = {answer.question: answer.says for answer in record.answers}
    first = [_as_dialled(by_kind[kind]) if kind in by_kind else "" for kind in FIRST]
    agreed = ", ".join(consent.option for consent in record.consents)
    return [record.day.isoformat(), entry.status.value, *first, *(by_name.get(name, "") for name in others), agreed, record.language, entry.id]


def _as_dialled(answer: Answer) -> str:
    """A number from abroad begins with a bracket: a spreadsheet would take its plus for a sum, and drop it."""
    if answer.kind == "phone" and answer.says.startswith("+"):
        country, _, rest = answer.says.partition(" ")
        return f"({country}) {rest}"
    return answer.says


def harmless(cell: str) -> str:
    """The cell, behind an apostrophe if a spreadsheet could run it: also one that takes `;` or bars for the ends of cells."""
    parts = _ENDS.split(cell)
    return "".join(f"'{part}" if part.lstrip(' "').startswith(tuple(_DANGEROUS)) else part for part in parts)


def as_json(opened: Iterable[Opened]) -> bytes:
    """A list with everything in it: phone numbers in E.164, options by their names too."""
    told = [asdict(record) | {"id": entry.id, "status": entry.status} for entry, record in opened]
    return json.format(json.encode(told), indent=1) + b"\n"
