"""The bill of materials, held against the schema of CycloneDX (`cyclonedx/`, as its makers publish it, Apache License 2.0)."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft7Validator
from referencing import Registry, Resource

from kiosk.project import PROJECT
from kiosk.staff.care.bill import bill_of_materials
from main import locked

SCHEMAS = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (Path(__file__).parent / "cyclonedx").glob("*.json")}
LOCK = PROJECT / "requirements.lock"


def test_it_is_what_cyclonedx_says() -> None:
    registry = Registry().with_resources((f"http://cyclonedx.org/schema/{name}", Resource.from_contents(each)) for name, each in SCHEMAS.items())
    schema = Draft7Validator(SCHEMAS["bom-1.6.SNAPSHOT.schema.json"], registry=registry)
    bill = json.loads(bill_of_materials("0.1.0", LOCK.read_text(encoding="utf-8")))
    schema.validate(bill)
    assert not schema.is_valid(bill | {"components": [{"name": "of no type"}]})


def test_every_locked_package_is_in_it_with_all_its_hashes() -> None:
    lock = LOCK.read_text(encoding="utf-8")
    packages = json.loads(bill_of_materials("0.1.0", lock))["components"]
    assert [f"{each['name']}=={each['version']}" for each in packages] == locked(LOCK)
    hashes = [each["content"] for package in packages for each in package["hashes"]]
    assert hashes == [line.strip().removesuffix(" \\").removeprefix("--hash=sha256:") for line in lock.splitlines() if "--hash=" in line]
