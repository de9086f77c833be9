"""Where the program lies: in its own folder, beside its content, its assets and main.py, or among the packages of pip, with a copy of these in it."""

from pathlib import Path

DATA = Path(".local/share/ketamine-kiosk")
"""Where the data lie in a home, on Linux."""

PROJECT = Path(__file__).resolve().parent.parent
"""The folder that the code lies in."""
_COPY = PROJECT / "kiosk" / "shipped"
BY_PIP = _COPY.is_dir()
"""Whether pip has put it there (`pip install .`)."""
SHIPPED = _COPY if BY_PIP else PROJECT
"""The folder with what came along: content, assets, pyproject.toml."""
ASSETS, CONTENT = SHIPPED / "assets", SHIPPED / "content"

RECORD = Path("/etc/ketamine-kiosk.json")
"""What `install` has made of this machine; only root writes it."""


def icons() -> frozenset[str]:
    """The names of the icons that content can use."""
    return frozenset(path.stem for path in icon_files())


def icon_files() -> tuple[Path, ...]:
    """Their drawings."""
    return tuple((ASSETS / "icons").glob("*.svg"))
