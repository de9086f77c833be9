"""The keys of the staff are the subject of several modules: what one of them takes from another is replaced in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.signup.keys import admission, changes, holders, list_changes, moved_away, private_keys, public_keys, rotation, trust, try_out_key, unlock

if TYPE_CHECKING:
    import pytest

MODULES = (admission, changes, holders, list_changes, moved_away, private_keys, public_keys, rotation, trust, try_out_key, unlock)


def in_every_module(patched: pytest.MonkeyPatch, name: str, instead: object) -> None:
    """What has this name stands for it wherever a module of the keys has it; there is at least one."""
    those = [module for module in MODULES if hasattr(module, name)]
    assert those, name
    for module in those:
        patched.setattr(module, name, instead)
