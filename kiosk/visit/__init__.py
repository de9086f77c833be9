"""One visitor's time at the screen: where they are, what they may change, and when the screen forgets them. No Qt."""
