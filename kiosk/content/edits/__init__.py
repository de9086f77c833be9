"""Changes that staff make to the content at a desk: what can be changed, how it is written, undone, kept and saved."""
