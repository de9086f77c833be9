"""The commands of staff, each in a file: what may stand on its line, and what it does."""
