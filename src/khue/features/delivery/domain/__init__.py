"""What is decided about a mission, without database or clock."""
