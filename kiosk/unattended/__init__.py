"""What keeps a kiosk going that stands alone: watched, started anew, its mishaps written down."""
