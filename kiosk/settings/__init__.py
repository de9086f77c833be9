"""The settings of one machine, and its hours."""
