"""What happened to the requests, and the proof of it."""
