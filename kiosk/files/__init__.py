"""How files are opened and written, whoever made them."""
