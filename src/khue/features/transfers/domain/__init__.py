"""What a transfer without refund is made of, and what may happen to it."""
