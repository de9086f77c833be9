"""How a place in a file is named. Apart from the reader: whoever walks over what was read long ago need not load PyYAML."""

KeyPath = tuple[str | int, ...]
"""Names and numbers that lead from the whole file to one value: ("slides", 0, "title", "en")."""
