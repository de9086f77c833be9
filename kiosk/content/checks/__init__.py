"""What is wrong with content that can be read: honest, complete, readable, drawn, looked after."""
