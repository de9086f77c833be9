"""What a version is made of, for machines: a bill of materials in CycloneDX 1.6, which the scanners of a hospital read.

It says what requirements.lock says, so the same lock gives the same bytes: no time and no number of its own stands in it.
"""

from __future__ import annotations

import re

from msgspec import json

NAME = "kiosk.cdx.json"
_PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)(?:[^\n]*\\\n +--hash=sha256:[0-9a-f]{64})+", re.MULTILINE)


def bill_of_materials(version: str, lock: str) -> bytes:
    """The packages of a lock file, each with the hashes of all its files that may be installed, one for each kind of machine."""
    packages = [_package(found[1], found[2], re.findall("sha256:([0-9a-f]{64})", found[0])) for found in _PINNED.finditer(lock)]
    kiosk = {"type": "application", "bom-ref": "ketamine-kiosk", "name": "ketamine-kiosk", "version": version}
    whole = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": kiosk}, "components": packages,
    }  # fmt: skip
    return json.format(json.encode(whole), indent=2) + b"\n"


def _package(name: str, version: str, hashes: list[str]) -> dict[str, object]:
    address = f"pkg:pypi/{name}@{version}"
    known = [{"alg": "SHA-256", "content": each} for each in hashes]
    return {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address, "hashes": known}
