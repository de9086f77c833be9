"""What Qt needs of the machine that pip cannot install: a screen, and libraries of the system."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from kiosk import packages

SOUND = ("pipewire-pulse", "wireplumber", "libpulse0")
"""The packages of Debian and Ubuntu by which a machine without a desktop sounds."""
SPEECH = ("speech-dispatcher", "speech-dispatcher-espeak-ng", "espeak-ng")
"""Those that give it a voice for languages that the voice in the box does not speak."""

_ALWAYS = {
    "libEGL.so.1": ("libegl1", "mesa-libEGL"),
    "libGL.so.1": ("libgl1", "mesa-libGL"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libbrotlidec.so.1": ("libbrotli1", "libbrotli"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2", "krb5-libs"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libzstd.so.1": ("libzstd1", "libzstd"),
}
"""The libraries behind QtQuick, with the packages that hold them on Debian and Ubuntu, and on Fedora."""

_OF_PLATFORM = {
    "xcb": {
        "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
        "libxcb.so.1": ("libxcb1", "libxcb"),
        "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
        "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
        "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
        "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
        "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
        "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
        "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
        "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
        "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
        "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
        "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
        "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
        "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
        "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    },
    "wayland": {
        "libwayland-client.so.0": ("libwayland-client0", "libwayland-client"),
        "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
        "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl"),
    },
    "linuxfb": {"libdrm.so.2": ("libdrm2", "libdrm")},
    "eglfs": {"libdrm.so.2": ("libdrm2", "libdrm"), "libgbm.so.1": ("libgbm1", "mesa-libgbm")},
}
"""The libraries behind the part of Qt that talks to one kind of screen."""
KNOWN_PACKAGES = frozenset({*SOUND, *SPEECH, *(name for each in (_ALWAYS, *_OF_PLATFORM.values()) for names in each.values() for name in names)})
"""Of Debian, Ubuntu and Fedora: all that a sentence here or of `doctor` names, but for libraries that are in no table."""
_found_missing: set[str] = set()
"""Packages that are in no table, and that a sentence of this process has named after a library which the loader did not find."""


_SECONDS_TO_ANSWER = 10.0
"""How long a screen is given to let a program in."""

NO_SCREEN = (
    "Qt finds no screen that it can draw on here: start the kiosk from the desktop of this machine, without variables such as QT_QPA_PLATFORM and"
    " QT_QUICK_BACKEND."
)
"""What is told where Qt itself gives up."""


def is_named_here(package: str) -> bool:
    """Whether a sentence of ours names this package: any may, or one has after a look at this machine."""
    return package in KNOWN_PACKAGES or package in _found_missing


def debian_packages(platform: str) -> tuple[str, ...]:
    """What Debian and Ubuntu need installed for this kind of screen."""
    return tuple(sorted({debian for debian, _ in (_ALWAYS | _OF_PLATFORM[platform]).values()}))


def lacks_libraries(platform: str) -> bool:
    """Whether anything is missing that Qt needs for this kind of screen."""
    return not all(map(_is_there, _ALWAYS | _OF_PLATFORM[platform]))


def screen_trouble() -> str:
    """That this terminal has no screen, in one sentence for staff; nothing if it may have one."""
    if sys.platform != "linux" or _platforms(os.environ):
        return ""
    return "There is no screen here: start the kiosk from the desktop of the machine, or set QT_QPA_PLATFORM=eglfs where there is no desktop."


def qt_trouble() -> str:
    """Why Qt cannot start here, in one sentence for staff; nothing if that is not known. Costs little: Qt loads the same next."""
    if sys.platform != "linux":
        return ""
    if trouble := screen_trouble():
        return trouble
    platforms = _platforms(os.environ)
    try:
        from PySide6 import QtQuick  # noqa: F401
    except ImportError as error:
        if incomplete := packages.trouble(Path(sys.prefix)):
            return incomplete
        missing = missing_library(str(error))
        if not missing:
            raise
        return _sentence(missing, platforms)
    troubles = [_trouble_with(platform, os.environ) for platform in platforms]
    return packages.trouble(Path(sys.prefix)) or troubles[0] if all(troubles) else ""  # Qt takes the first kind that works


def _platforms(variables: Mapping[str, str]) -> list[str]:
    """The kinds of screen that Qt will try, in its order."""
    if asked := variables.get("QT_QPA_PLATFORM"):
        return [platform.partition(":")[0] for platform in asked.split(";")]
    wayland = "WAYLAND_DISPLAY" in variables or variables.get("XDG_SESSION_TYPE") == "wayland"
    return ["wayland"] * wayland + ["xcb"] * bool(variables.get("DISPLAY"))


def shares_screen(variables: Mapping[str, str]) -> bool:
    """Whether a second program may ask the screen while the kiosk is on it: without a desktop it would take it away."""
    return bool({"xcb", "wayland"} & set(_platforms(variables)))


def _trouble_with(platform: str, variables: Mapping[str, str]) -> str:
    """Why Qt cannot draw on this kind of screen here; nothing if nothing is known that stands against it. Qt itself would only abort the program."""
    import ctypes

    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")
    plugin = folder / f"libq{platform.partition('-')[0]}.so"  # Wayland has some names more
    if not plugin.exists():
        known = ", ".join(sorted(path.stem.removeprefix("libq") for path in folder.glob("libq*.so")))
        return f"QT_QPA_PLATFORM says {platform!r}, and Qt knows no such screen: take it away (`unset QT_QPA_PLATFORM`), or write one of {known}."
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        if missing := missing_library(str(error)):
            return _sentence(missing, [platform])
    match platform:
        case "xcb":
            return "" if _answers_x() else _unreachable("DISPLAY", variables.get("DISPLAY", ""), ":0")
        case "wayland" | "wayland-egl" | "wayland-brcm":
            return "" if _answers_wayland(variables) else _unreachable("WAYLAND_DISPLAY", variables.get("WAYLAND_DISPLAY", ""), "wayland-0")
        case "eglfs" | "linuxfb":
            return _without_device(platform, "/dev/dri/card" if platform == "eglfs" else "/dev/fb")
    return ""


def _unreachable(variable: str, value: str, usual: str) -> str:
    says = f"No desktop lets us in at {variable}={value}" if value else f"{variable} names no desktop"
    return f"{says}: start the kiosk from the desktop of this machine, or, as the user who is logged in there, write `{variable}={usual}` before it."


def _answers_x() -> bool:
    """Whether an X server is where DISPLAY says, and lets us in before long: one that is silent would be waited for without an end."""
    import ctypes
    from threading import Thread

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # what is missing was told, or Qt brings its own
    xcb.xcb_connect.restype = ctypes.c_void_p
    lets_in: list[bool] = []

    def ask() -> None:
        connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
        lets_in.append(not xcb.xcb_connection_has_error(connection))
        xcb.xcb_disconnect(connection)

    asking = Thread(target=ask, name="asking the screen", daemon=True)
    asking.start()
    asking.join(_SECONDS_TO_ANSWER)
    return lets_in == [True]


def _answers_wayland(variables: Mapping[str, str]) -> bool:
    """Whether a compositor listens where the variables say."""
    import socket

    if variables.get("WAYLAND_SOCKET"):
        return True
    place = Path(variables.get("XDG_RUNTIME_DIR", ""), variables.get("WAYLAND_DISPLAY") or "wayland-0")
    if not place.is_absolute():
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_SECONDS_TO_ANSWER)
            line.connect(str(place))
    except OSError:
        return False
    return True


def _without_device(platform: str, begins: str) -> str:
    """Why this kind of screen has nothing to draw on, where that can be seen."""
    devices = sorted(Path(begins).parent.glob(f"{Path(begins).name}[0-9]*"))
    if not devices:
        return f"This machine has no {begins}0, which QT_QPA_PLATFORM={platform} needs: start the kiosk from the desktop (`unset QT_QPA_PLATFORM`)."
    if not any(os.access(device, os.R_OK | os.W_OK) for device in devices):
        return f"This user may not open {devices[0]}: `sudo usermod -aG video USER`, with the user that the kiosk runs as, then log in anew."
    return ""


def missing_library(failure: str) -> str:
    """The library that the system's loader did not find."""
    found = re.search(r"(\S+\.so\S*): cannot open shared object file", failure)
    return found[1] if found else ""


def _sentence(missing: str, platforms: Iterable[str]) -> str:
    """Names the packages of all that is missing, since the loader stops at the first."""
    packages = dict(_ALWAYS)
    for platform in platforms:
        packages |= _OF_PLATFORM.get(platform, {})
    libraries = sorted({missing, *(library for library in packages if not _is_there(library))})
    names = [packages.get(library, _usual_packages(library)) for library in libraries]
    _found_missing.update(*names)
    apt, dnf = (" ".join(sorted(set(each))) for each in zip(*names, strict=True))
    return (
        f"The system lacks what Qt needs to draw ({', '.join(libraries)}): install it with `sudo apt install {apt}`"
        f" (Debian, Ubuntu) or `sudo dnf install {dnf}` (Fedora), then start again."
    )


def _is_there(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _usual_packages(library: str) -> tuple[str, str]:
    """By Debian's rule for names libfoo.so.1 is in libfoo1 and libfoo2.so.1 in libfoo2-1; Fedora goes by the file."""
    name, _, version = library.lower().replace("_", "-").partition(".so.")
    hyphen = "-" if name[-1:].isdigit() else ""
    return f"{name}{hyphen}{version}", f"'*/{library}'"
