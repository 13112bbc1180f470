"""A question to the public search, as an address has it, and the narrowing of the list. Whatever is none of its kind asks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.demands.forms.asking import in_language
from khue.features.demands.queries import SEARCHED, DemandFilter
from khue.features.exchange.domain.words import MODES
from khue.features.results.domain.register import STAGES
from khue.kernel.finding import MOST_SHOWN, SORTS, Question
from khue.kernel.forms import KhueForm

ROWS = 20
LONGEST = 200
MOST_CODES = 40


class DemandFilterForm(KhueForm):
    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    field = forms.ChoiceField(label=_("Key field"), required=False)
    stage = forms.ChoiceField(label=_("Readiness that you have"), required=False)
    mode = forms.ChoiceField(label=_("How it may be transferred"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("open", _("Takes solutions")), ("over", _("Takes none any more"))],
    )

    def __init__(self, *args: Any, fields: Mapping[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("field", fields), ("mode", MODES), ("stage", STAGES)):
            self.fields[name].choices = [("", _("All")), *in_language(options)]  # type: ignore[attr-defined]  # a choice field

    def asked(self) -> DemandFilter:
        """What narrows the list; a value that is none of its kind narrows nothing."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        return DemandFilter(
            said.get("q") or "", said.get("field") or "", said.get("mode") or "", int(said.get("stage") or 0), said.get("state") or ""
        )  # fmt: skip


def question_of(given: QueryDict, sides: Mapping[str, Mapping[str, Text]]) -> Question:
    """The question for public demands. Codes that a side has not are left out."""
    start = given.get("from", "")
    known = start.isascii() and start.isdecimal() and len(start) < 9
    offset = min(int(start), MOST_SHOWN - ROWS) // ROWS * ROWS if known else 0
    sort = given.get("sort", "")
    asked = " ".join(given.get("q", "").replace("\0", " ").split())[:LONGEST]
    chosen = {
        name: codes
        for name in sides
        if (codes := tuple(dict.fromkeys(code for code in given.getlist(name)[:MOST_CODES] if code in sides[name])))
    }
    return Question(asked, (SEARCHED,), chosen, (), sort if sort in SORTS else "relevance", offset, ROWS)


def address_of(question: Question) -> str:
    """The query of an address that asks the same from its first result on; begins with ``?``."""
    made = QueryDict(mutable=True)
    if question.asked:
        made["q"] = question.asked
    for name, codes in question.narrowed().items():
        made.setlist(name, list(codes))
    if question.sort in SORTS:
        made["sort"] = question.sort
    return f"?{made.urlencode()}"
