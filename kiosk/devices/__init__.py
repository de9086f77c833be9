"""What the kiosk does with the machine around it: voice, headphones, clock, sticks, full screen, whoever watches over it."""
