"""Pairs, answers and introductions, as decisions that know no database."""
