"""Payments as pure values: accounts, orders, files out, statements in, matching. Amounts are whole đồng."""
