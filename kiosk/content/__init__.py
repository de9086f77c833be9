"""What visitors read: how it is described, read, checked and kept. No Qt."""
