"""Publications: content in one signed file, from the desk to the kiosk."""
