"""Where sealed requests lie, and copies of it."""
