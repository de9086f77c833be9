"""Commands about requests and keys."""
