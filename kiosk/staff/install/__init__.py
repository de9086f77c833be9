"""What makes a machine a kiosk."""
