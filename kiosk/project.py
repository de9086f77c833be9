"""Where the program lies: beside its content, its assets and main.py."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def icons() -> frozenset[str]:
    """The names of the icons that content can use."""
    return frozenset(path.stem for path in icon_files())


def icon_files() -> tuple[Path, ...]:
    """Their drawings."""
    return tuple((PROJECT / "assets" / "icons").glob("*.svg"))
