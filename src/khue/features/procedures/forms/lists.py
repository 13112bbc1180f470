"""Forms of the lists around the questions: what to have at hand, the legal basis, the documents that a case produces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.procedures.domain import naming
from khue.features.procedures.forms.parts import PartForm, WordsField, row_words, say, with_present
from khue.features.procedures.queries import document_kinds, provisions


class WordsRow(forms.Form):
    vi = WordsField(label=_("Vietnamese"), required=False)
    en = WordsField(label=_("English"), required=False)


class NeedsForm(PartForm):
    row = WordsRow
    rows_label = _("Papers and figures to have at hand")

    def blank(self) -> Any:
        return []

    def shown(self, value: Any) -> dict[str, Any]:
        return {}

    def shown_rows(self, value: Any) -> list[dict[str, Any]]:
        return [{"vi": need.get("vi", ""), "en": need.get("en", "")} for need in value]

    def value(self) -> Any:
        assert self.rows is not None, "a list has rows"
        return [row_words(row) for row in self.rows.filled()]


class BasisRow(forms.Form):
    provision = forms.ChoiceField(label=_("Provision"), required=False)
    vi = WordsField(label=_("For what, Vietnamese"), required=False)
    en = WordsField(label=_("For what, English"), required=False)


class BasisForm(PartForm):
    row = BasisRow
    rows_label = _("Provisions that the procedure rests on")

    def blank(self) -> Any:
        return []

    def offer_row(self, form: Any) -> None:
        known = [("", "–"), *((key, say(text)[:120]) for key, text in provisions())]
        form.fields["provision"].choices = with_present(known, form.initial.get("provision"))

    def shown(self, value: Any) -> dict[str, Any]:
        return {}

    def shown_rows(self, value: Any) -> list[dict[str, Any]]:
        return [
            {
                "provision": item.get("provision", ""),
                "vi": (item.get("text") or {}).get("vi", ""),
                "en": (item.get("text") or {}).get("en", ""),
            }
            for item in value
        ]

    def value(self) -> Any:
        assert self.rows is not None, "a list has rows"
        return [{"provision": row["provision"], "text": row_words(row)} for row in self.rows.filled()]


class DocumentRow(forms.Form):
    kind = forms.ChoiceField(label=_("Document"), required=False)
    signers = forms.ChoiceField(label=_("Who signs"), required=False)
    before_payment = forms.BooleanField(label=_("Nothing is paid before it is signed"), required=False)
    public = forms.BooleanField(label=_("Everybody may read a copy once the support is granted"), required=False)
    redact = forms.CharField(
        label=_("Left out of the public copy"),
        max_length=300,
        required=False,
        help_text=_("Names of values, with commas. For example: signer, participants.name"),
    )


WAYS_TO_SIGN = ("", "issuer", "applicant", "issuer applicant", "applicant issuer")


class DocumentsForm(PartForm):
    """The documents that a case produces: which of them count only when they are signed, by whom, in which order."""

    row = DocumentRow
    rows_label = _("Documents that a case produces")

    def blank(self) -> Any:
        return []

    def offer_row(self, form: Any) -> None:
        known = [("", "–"), *((kind.key, say(kind.title)) for kind in document_kinds())]
        form.fields["kind"].choices = with_present(known, form.initial.get("kind"))
        ways = [(way, say(naming.signers({"signed": bool(way), "signers": way.split()}))) for way in WAYS_TO_SIGN]
        form.fields["signers"].choices = with_present(ways, form.initial.get("signers"))

    def shown(self, value: Any) -> dict[str, Any]:
        return {}

    def shown_rows(self, value: Any) -> list[dict[str, Any]]:
        return [
            {
                "kind": item.get("kind", ""),
                "signers": " ".join(item.get("signers", ())) if item.get("signed") else "",
                "before_payment": item.get("before_payment", False),
                "public": item.get("public", False),
                "redact": ", ".join(item.get("redact", ())),
            }
            for item in value
        ]

    def value(self) -> Any:
        assert self.rows is not None, "a list has rows"
        return [_document(row) for row in self.rows.filled() if row["kind"]]


def _document(row: Mapping[str, Any]) -> dict[str, Any]:
    signers = str(row["signers"]).split()
    made: dict[str, Any] = {"kind": row["kind"], "signed": bool(signers), **({"signers": signers} if signers else {})}
    for name in ("before_payment", "public"):
        made |= {name: True} if row[name] else {}
    redact = [part.strip() for part in str(row["redact"]).split(",") if part.strip()]
    return {**made, "redact": redact} if redact else made
