"""What is decided about demands and what answers them, without a database."""
