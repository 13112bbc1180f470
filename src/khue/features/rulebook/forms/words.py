"""How kinds and relations are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khue.kernel.wording import CERTAINTY_WORDS

INSTRUMENT = {
    "law": _("law"),
    "resolution": _("resolution"),
    "decree": _("decree"),
    "circular": _("circular"),
    "decision": _("decision (legal text)"),
    "plan": _("plan"),
    "draft": _("draft text"),
    "other": _("other text"),
}
INSTRUMENT_GROUPS = {
    "law": _("Laws"),
    "resolution": _("Other resolutions"),
    "decree": _("Decrees"),
    "circular": _("Circulars"),
    "decision": _("Decisions (legal texts)"),
    "plan": _("Plans"),
    "draft": _("Drafts"),
    "other": _("Other texts"),
}
# From the instrument's own side, and from the side of the one that it points to.
RELATION = {
    "amends": (_("amends"), _("is amended by")),
    "replaces": (_("replaces"), _("is replaced by")),
    "details": (_("details"), _("is detailed by")),
    "rests_on": (_("rests on"), _("is a ground of")),
    "applies_with": (_("applies together with"), _("applies together with")),
    "carries_out": (_("carries out"), _("is carried out by")),
}
CHANGE = {"appeared": _("appeared"), "ended": _("ended"), "changed": _("changed")}


def certainty_label(certainty: str) -> str:
    """How sure we are of a value, in the reader's language."""
    return str(CERTAINTY_WORDS[certainty])
