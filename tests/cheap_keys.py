"""Keys that are made in this process are opened at once, not after a fifth of a second, and say so in their files. Before the kiosk is imported."""

from __future__ import annotations

from kiosk.signup.keys import slots

slots.STRETCHING = slots.Stretching(memory_kib=64, passes=1)
