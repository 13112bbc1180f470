"""Pages of intake, for officers and administrators."""

from khue.features.intake.views.cases import case, cases

__all__ = ["case", "cases"]
