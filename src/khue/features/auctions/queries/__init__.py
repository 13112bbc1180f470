"""Reading auctions. Frozen values only; what lies sealed leaves only to its own side, or after the opening."""

from khue.features.auctions.queries.reading import due_auctions

__all__ = ["due_auctions"]
