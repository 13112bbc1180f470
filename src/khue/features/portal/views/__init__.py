"""Public pages: each asks one query and draws one page."""

from khue.features.portal.views.about import about, checkpoint
from khue.features.portal.views.catalogue import procedures, search
from khue.features.portal.views.home import home
from khue.features.portal.views.register import paper, register, register_file, support

__all__ = ["about", "checkpoint", "home", "paper", "procedures", "register", "register_file", "search", "support"]
