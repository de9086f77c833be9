"""YAML text to plain data that knows its lines, and what staff get wrong in it."""
