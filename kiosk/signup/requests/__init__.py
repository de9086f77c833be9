"""Requests as those read them who call people back."""
