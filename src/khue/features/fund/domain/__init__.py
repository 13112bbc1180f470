"""Decisions of the fund as plain values: who decides what, capital, cases, loans. Amounts are integer đồng."""
