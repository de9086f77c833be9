"""A desk with two keys, and a kiosk that trusts one of them: for tests of publications."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from content import sample
from kiosk.content.store.publications import Publication, publications_in
from kiosk.files import minisign
from kiosk.staff.publications import publishing_key, take
from kiosk.staff.publications.publish import Order, publish
from kiosk.staff.publications.publishers import trust
from kiosk.staff.publications.standing import Kiosk
from kiosk.staff.publications.take import Taken

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WORDS = "seven purple kites sing"


def typed(*lines: str) -> int:
    """A descriptor from which these lines are read, as from `--passphrase-fd`."""
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{line}\n" for line in lines).encode())
    os.close(writing)
    return reading


class Desk:
    """Where content is changed and published, and what comes of it at a kiosk in the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.content = folder, sample.write(folder / "content")
        self.data, self.out = folder / "desk", folder / "stick"
        self.out.mkdir()
        self.keys = {name: publishing_key.make(folder / f"{name}.key", name, typed(WORDS)) for name in ("Ana", "Eve")}
        self.kiosk = Kiosk(sample.write(folder / "its content"), folder / "kiosk", folder / ".publishers")
        trust("Ana", self.keys["Ana"].public, self.kiosk.publishers)

    def publish(self, by: str = "Ana", **more: object) -> Path:
        key = self.folder / f"{by}.key"
        told = {"content": self.content, "data": self.data, "key": key, "to": self.out, "secrets": typed(WORDS)}
        words = publish(Order(**{**told, "agreed": True, **more}), NOW)  # type: ignore[arg-type]
        return Path(words[-1].split(" is in ")[1].split(" and ")[0])

    def take(self, file: Path, *, only_look: bool = False, anew: bool = False) -> Taken:
        with take.source_at(file) as source:
            return take.take(self.kiosk, source, NOW + timedelta(hours=1), only_look=only_look, anew=anew)

    def says(self, title: str) -> None:
        """One slide gets another title, in both languages."""
        sample.write(self.content, infusion=sample.INFUSION.replace("{en: A quiet hour, es: Una hora tranquila}", f"{{en: {title}, es: {title}}}"))

    def showing(self) -> dict[str, bytes]:
        """Every file that visitors are shown, and what stays of publications, by its name."""
        place = publications_in(self.kiosk.data)
        files = [path for path in sorted(place.rglob("*")) if path.is_file() and path.name != "refused.json"]
        return {str(path.relative_to(place)): path.read_bytes() for path in files}

    def signed(self, file: Path, by: str = "Ana") -> Path:
        """The file as it is now, with a signature that fits."""
        private = publishing_key.opened(self.keys[by], typed(WORDS))
        with file.open("rb") as raw:
            text = minisign.signature(private, self.keys[by].verifies, minisign.digest(raw), "made for a test")
        file.with_name(f"{file.name}.minisig").write_text(text, encoding="utf-8")
        return file

    def packed(self, name: str, members: Mapping[str, bytes], number: int = 90, kind: int = stat.S_IFREG) -> Path:
        """A signed file with these members, all of one kind, besides what makes it a publication."""
        file = self.out / name
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("publication.json", msgspec.json.encode(Publication(number, "Ana", NOW.isoformat())))
            for each, data in members.items():
                member = zipfile.ZipInfo(each)
                member.external_attr, member.compress_type = (kind | 0o777) << 16, zipfile.ZIP_DEFLATED
                packed.writestr(member, data)
        return self.signed(file)
