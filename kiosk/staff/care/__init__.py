"""Commands that keep a kiosk going: backup, restore, update, packages."""
