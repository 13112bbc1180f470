"""What is decided about key tasks; pure."""
