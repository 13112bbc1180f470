"""``khue rules``: the city's rules at the command line, without Django where no record is needed."""

from khue.site.rules.cli import rules

__all__ = ["rules"]
