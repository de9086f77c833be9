"""What the settings have the walls of the installed kiosk opened for. Only `install` opens and closes them, so both are compared by `doctor`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from kiosk.settings.settings import Settings

OUTWARD = ("desk_web", "desk_mail_to", "desk_mail_server", "backup_folder", "publications_folder")
"""The settings that name what lies outside of the walls."""
FOR_DATA = (Path("/srv"), Path("/mnt"), Path("/media"), Path("/var/backups"))
"""Where data of a machine lie, and nothing that it runs by."""
WHERE = f"below {', '.join(map(str, FOR_DATA[:-1]))} or {FOR_DATA[-1]}"
_CALLS, _WRITES = "reach the network", "write into "


class Openings(Struct, frozen=True):
    """Whom the kiosk may call, in words, and the folder besides its own that it may write into; nothing where these are empty."""

    desk: str = ""
    backups: str = ""

    def words(self) -> tuple[str, ...]:
        """What it may, for whoever is asked to agree to that, and for the record of what was agreed to."""
        tells = f"{_CALLS}, to tell {self.desk} how many requests wait" if self.desk else ""
        return tuple(filter(None, (tells, f"{_WRITES}{self.backups}" if self.backups else "")))


def openings(own: Settings) -> Openings:
    """What these settings need."""
    mail = f"{own.desk_mail_to} over {own.desk_mail_server}" if own.desk_mail_to and own.desk_mail_server else ""
    return Openings(" and ".join(filter(None, (own.desk_web, mail))), own.backup_folder)


def calls(opened: Sequence[str]) -> bool:
    """Whether walls that were opened for this (`words`) let anybody be called."""
    return any(each.startswith(_CALLS) for each in opened)


def written(opened: Sequence[str]) -> Iterator[str]:
    """The folders that walls which were opened for this let it write into."""
    yield from (each.removeprefix(_WRITES) for each in opened if each.startswith(_WRITES))


def is_for_data(folder: Path) -> bool:
    """Whether the kiosk may be let out of its walls there."""
    return ".." not in folder.parts and any(folder != place and folder.is_relative_to(place) for place in FOR_DATA)
