"""A visitor's answers while the form is open."""
