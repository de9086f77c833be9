"""How the kiosk ends, told by its exit code to whoever started it: systemd, or `main.py supervise`."""

LEFT = 10
"""Staff ended it at the screen: it is not started again."""
BROKEN = 70
"""It cannot heal itself any more: it is started anew."""
