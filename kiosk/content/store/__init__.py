"""The content as the running kiosk has it: the last good one kept, topics loaded when they are opened."""
