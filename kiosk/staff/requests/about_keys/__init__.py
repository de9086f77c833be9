"""What each of the `key` commands does. A change is noted in the journal of the drawer before it is made, where there is one."""
