"""Decisions about results: registering, shares, ownership, rights, income, distribution. Pure; money in whole đồng."""
