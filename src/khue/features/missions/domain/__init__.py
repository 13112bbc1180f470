"""What may be granted, decided, accepted and paid; pure."""
