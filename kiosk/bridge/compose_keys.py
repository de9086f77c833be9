"""Letters that take more than one key: a dead key and a letter, or the Compose key and two. By the tables of the system (libxkbcommon).

Qt's own input method reads the same tables, but hands a letter that it put together over before the letters that wait in front of it: while a
page takes a moment, `jos` and `é` would become `éjos`. It sees the repeats of a held dead key besides. So the keys come here one by one.
"""

from __future__ import annotations

import logging
import os
from ctypes import CDLL, c_char_p, c_int, c_size_t, c_uint32, c_void_p, create_string_buffer
from functools import cache

_log = logging.getLogger(__name__)
_DEAD, _COMPOSE = range(0xFE50, 0xFE94), 0xFF20
"""XKB_KEY_dead_grave to dead_longsolidusoverlay and XKB_KEY_Multi_key of xkbcommon-keysyms.h: every sequence begins with one of them."""
_UNDER_WAY, _DONE = 1, 2
"""XKB_COMPOSE_COMPOSING and XKB_COMPOSE_COMPOSED."""
_LOCALES = ("en_US.UTF-8",)
"""Whose sequences are taken where there are none for the locale: nearly all others are made from these."""
_LONGEST = 64
"""Bytes."""


class Composing:
    """The letter in the making. Nothing is loaded before the first key that begins one."""

    def __init__(self) -> None:
        self._under_way = False

    def take(self, symbol: int) -> str | None:
        """What this key completes: letters; nothing while more keys are to come; None where it has nothing to do with it.

        `symbol` is a number of X11 for a key, as Qt tells it on X11, Wayland and without a desktop.
        """
        if not self._under_way and symbol != _COMPOSE and symbol not in _DEAD:
            return None
        loaded = _loaded()
        if loaded is None:
            return None
        library, state = loaded
        library.xkb_compose_state_feed(state, symbol)
        status = library.xkb_compose_state_get_status(state)
        self._under_way = status == _UNDER_WAY
        if self._under_way:
            return ""
        text = create_string_buffer(_LONGEST)
        if status == _DONE:
            library.xkb_compose_state_get_utf8(state, text, _LONGEST)
        library.xkb_compose_state_reset(state)
        return text.value.decode(errors="ignore") or None

    def forget(self) -> None:
        """Half a letter is none."""
        if self._under_way and (loaded := _loaded()):
            loaded[0].xkb_compose_state_reset(loaded[1])
        self._under_way = False


@cache
def _loaded() -> tuple[CDLL, c_void_p] | None:
    """The library, and where in a sequence one is; None where the system has no tables."""
    try:
        library = CDLL("libxkbcommon.so.0")
    except OSError as error:
        _log.warning("accents that take a key of their own cannot be written: %s", error)
        return None
    for made in ("xkb_context_new", "xkb_compose_table_new_from_locale", "xkb_compose_state_new"):
        getattr(library, made).restype = c_void_p
    library.xkb_context_new.argtypes = [c_int]
    library.xkb_compose_table_new_from_locale.argtypes = [c_void_p, c_char_p, c_int]
    library.xkb_compose_state_new.argtypes = [c_void_p, c_int]
    library.xkb_compose_state_feed.argtypes = [c_void_p, c_uint32]
    library.xkb_compose_state_get_status.argtypes = [c_void_p]
    library.xkb_compose_state_get_utf8.argtypes = [c_void_p, c_char_p, c_size_t]
    library.xkb_compose_state_reset.argtypes = [c_void_p]
    library.xkb_compose_state_reset.restype = None
    context = library.xkb_context_new(0)
    own = next((found for name in ("LC_ALL", "LC_CTYPE", "LANG") if (found := os.environ.get(name))), "")
    tables = (library.xkb_compose_table_new_from_locale(context, os.fsencode(locale), 0) for locale in (own, *_LOCALES) if locale)
    table = next(filter(None, tables), None) if context else None
    if not table:
        _log.warning("accents that take a key of their own cannot be written: the package libx11-data is missing")
        return None
    return library, c_void_p(library.xkb_compose_state_new(table, 0))
