"""What staff do at a terminal. Qt is imported only inside the commands that draw."""
