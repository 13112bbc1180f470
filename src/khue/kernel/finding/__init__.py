"""The public search: listings of the exchange and of whatever else the city shows, in Vietnamese and English.

A question matches with and without marks, in both spellings of a tone, through abbreviations and over the two
languages; marks that were typed make a listing stand higher. The index is derived from the database, one per node,
follows the audit record within a second and can be thrown away. Rooms register what is found and by which readers;
nothing reaches an asker who is in none of a listing's classes: no hit, no count, no spelling, no suggestion.
"""

from khue.kernel.finding.advice import Advice, Nearest, Relaxation, advice, suggestions
from khue.kernel.finding.asking import MOST_SHOWN, SORTS, Found, Hit, every, find
from khue.kernel.finding.days import today
from khue.kernel.finding.following import Progress, follow, keep_following, rebuild
from khue.kernel.finding.questions import Question
from khue.kernel.finding.sources import FACETS, PUBLIC, Listing, Source, known, register
from khue.kernel.finding.wordlist import glossary, lines_of_the_file, set_added_lines, set_kept_lines, trying

__all__ = [
    "FACETS",
    "MOST_SHOWN",
    "PUBLIC",
    "SORTS",
    "Advice",
    "Found",
    "Hit",
    "Listing",
    "Nearest",
    "Progress",
    "Question",
    "Relaxation",
    "Source",
    "advice",
    "every",
    "find",
    "follow",
    "glossary",
    "keep_following",
    "known",
    "lines_of_the_file",
    "rebuild",
    "register",
    "set_added_lines",
    "set_kept_lines",
    "suggestions",
    "today",
    "trying",
]
