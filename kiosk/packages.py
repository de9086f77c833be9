"""What of the installed packages stays. Qt's have 240 MB, of which the kiosk loads less than half; main.py gives back the rest.

It needs only the standard library: main.py asks it before all packages are there.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from zlib import crc32

QT = "6.11.3"
"""The version of Qt whose files `KEPT` knows. Of any other everything stays, and so it does on other systems than Linux."""
LIST = "kiosk-qt"
"""The file in an environment that tells what `choice` was, and which files were kept, a line each."""
_OF_QT = ("pyside6_essentials",)
KEPT = {
    "PySide6 itself": (
        "__init__.py", "_config.py", "_git_pyside_version.py", "support/*.py", "support/__pycache__/*", "__pycache__/__init__.*",
        "__pycache__/_*", "libpyside6.*", "libpyside6qml.*",
    ),
    "what the kiosk imports": tuple(f"{name}.abi3.so" for name in ("QtCore", "QtGui", "QtQml", "QtQuick")),
    "what those import": ("QtNetwork.abi3.so", "QtOpenGL.abi3.so"),
    "libraries behind all of it, and ICU": tuple(f"Qt/lib/libQt6{name}.so.6" for name in ("Core", "DBus", "Gui", "Network", "OpenGL"))
    + tuple(f"Qt/lib/libicu{name}.so.*" for name in ("data", "i18n", "uc")),
    "QML, with the modules that ours import (QtQuick, QtQuick.Templates)": (
        *(f"Qt/lib/libQt6{name}.so.6" for name in ("Qml", "QmlMeta", "QmlModels", "QmlWorkerScript", "Quick", "QuickTemplates2")),
        *(f"Qt/qml/{name}/{what}" for name in ("QtQml", "QtQml/Models", "QtQml/WorkerScript", "QtQuick", "QtQuick/Templates", "QtQuick/Window")
          for what in ("qmldir", "lib?*.so")),
    ),
    "the screens that it can stand on: X, Wayland, none but the card, and none at all": (
        *(f"Qt/plugins/platforms/libq{name}.so" for name in ("eglfs", "linuxfb", "minimal", "offscreen", "wayland", "xcb")),
        *(f"Qt/plugins/{folder}/*" for folder in (
            "egldeviceintegrations", "generic", "platformthemes", "wayland-decoration-client", "wayland-graphics-integration-client",
            "wayland-shell-integration", "xcbglintegrations")),
        *(f"Qt/lib/libQt6{name}.so.6" for name in (
            "EglFSDeviceIntegration", "EglFsKmsSupport", "WaylandClient", "WlShellIntegration", "XcbQpa")),
    ),
    "accents by dead keys": ("Qt/plugins/platforminputcontexts/libcompose*", "Qt/plugins/platforminputcontexts/libibus*"),
    "pictures; those of PDF come from nobody, and need 6 MB": (
        *(f"Qt/plugins/imageformats/libq{name}.so" for name in ("gif", "icns", "ico", "jpeg", "svg", "tga", "tiff", "wbmp", "webp")),
        "Qt/plugins/iconengines/*", "Qt/lib/libQt6Svg.so.6",
    ),
}  # fmt: skip
"""Files below the folder PySide6, each kind with what it is for. What these load is among them; tests/house/test_packages.py holds that."""


def is_kept(name: str) -> bool:
    """Whether a file of Qt's packages stays, by its name below the folder PySide6."""
    return any(fnmatchcase(name, pattern) for patterns in KEPT.values() for pattern in patterns)


def choice() -> str:
    """Names what is kept now: an environment that kept something else, as for another version of the kiosk, may lack what this one needs."""
    return f"qt {QT} {crc32(repr(KEPT).encode()):08x}"


def chosen(environment: Path) -> str:
    """What `choice` was when Qt was given back there; empty where all of it is there."""
    return next(iter(_list(environment)), "")


def trouble(environment: Path) -> str:
    """What to do where files of Qt that were kept there are gone, as a sentence for staff; empty where all are there, or none was given back."""
    gone = [name.rpartition("/")[2] for name in _list(environment)[1:] if not (environment / name).exists()]
    if not gone:
        return ""
    more = f" and {len(gone) - 1} more" if gone[1:] else ""
    return (
        f"A part of Qt is missing here ({gone[0]}{more}): delete the folder {environment} and, while this machine has a network or the folder"
        " `.wheels`, start again; all packages are then put in place anew."
    )


def forget(environment: Path) -> None:
    """All of Qt is there again. Raises OSError."""
    (environment / LIST).unlink(missing_ok=True)


def _list(environment: Path) -> list[str]:
    try:
        return (environment / LIST).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def give_back_qt(environment: Path) -> None:
    """Deletes what the kiosk never loads of the Qt that pip has installed. Raises OSError."""
    libraries = _libraries(environment)
    infos = [libraries / f"{package}-{QT}.dist-info" for package in _OF_QT]
    if sys.platform != "linux" or not all(info.is_dir() for info in infos):
        return
    files = {name: _stays(name) for info in infos for name in files_of(info)}
    kept = sorted(str(Path(libraries, name).relative_to(environment)) for name, stays in files.items() if stays)
    (environment / LIST).write_text("\n".join([choice(), *kept]), encoding="utf-8")  # first: where less is deleted than it says, nothing is lacking
    _delete(libraries, (name for name, stays in files.items() if not stays))


def _stays(name: str) -> bool:
    top, _, below = name.partition("/")
    return top.endswith(".dist-info") or (top == "PySide6" and is_kept(below))


def remove(environment: Path, packages: Iterable[str]) -> None:
    """Deletes installed packages, such as `pytest==9.2.0`, but for files that another one has, too. Raises OSError."""
    libraries, wanted = _libraries(environment), set(packages)
    infos = list(libraries.glob("*.dist-info"))
    leaving = [info for info in infos if "==".join(name_and_version(info)) in wanted]
    shared = {name for info in infos if info not in leaving for name in files_of(info)} if leaving else set()
    _delete(libraries, (name for info in leaving for name in files_of(info) if name not in shared))


def _libraries(environment: Path) -> Path:
    return next(environment.glob("lib/python*/site-packages"))


def name_and_version(info: Path) -> tuple[str, str]:
    """Of which package a `.dist-info` tells, in the one spelling of its name."""
    name, _, version = info.stem.rpartition("-")
    return name.lower().replace("_", "-").replace(".", "-"), version


def files_of(info: Path) -> Iterator[str]:
    """The files that pip has installed for a package, by names below its site-packages; none where it did not come to its end."""
    with suppress(FileNotFoundError), (info / "RECORD").open(encoding="utf-8", newline="") as record:
        yield from [row[0] for row in csv.reader(record) if row]


def _delete(libraries: Path, names: Iterable[str]) -> None:
    """Files of packages, with the folders that nothing is left in; none outside of the environment."""
    environment, emptied = libraries.parents[2].resolve(), set[Path]()
    for name in names:
        path = Path(os.path.normpath(libraries / name))
        if environment in path.parent.resolve().parents:
            path.unlink(missing_ok=True)
            emptied.update(folder for folder in path.parents if libraries in folder.parents)
    for folder in sorted(emptied, reverse=True):
        with suppress(OSError):  # something is left in it
            folder.rmdir()
