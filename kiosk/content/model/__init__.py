"""The content as the kiosk holds it: immutable values."""
