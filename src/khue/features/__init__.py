"""Floor 3: the rooms. One folder is one feature; which room may lean on which is said in pyproject.toml."""
