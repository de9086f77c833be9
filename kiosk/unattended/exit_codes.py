"""How the kiosk ends, told by its exit code to whoever started it: systemd, or `main.py supervise`."""

LEFT = 10
"""Staff ended it at the screen: it is not started again."""
RESTED = 12
"""It has run for a day, and nobody is expected now: it is started anew."""
BROKEN = 70
"""It cannot heal itself any more: it is started anew."""
