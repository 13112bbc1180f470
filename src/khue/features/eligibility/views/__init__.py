"""Pages of the room."""

from khue.features.eligibility.views.asking import ask
from khue.features.eligibility.views.result import result, result_file
from khue.features.eligibility.views.saved import remove, save, saved, saved_list
from khue.features.eligibility.views.support import support

__all__ = ["ask", "remove", "result", "result_file", "save", "saved", "saved_list", "support"]
