"""What visitors see: the deck, its kinds of slide, how it is read, checked and kept."""
