"""How a text is said: what a voice makes of numbers and short forms, and how loud it is. No Qt."""
