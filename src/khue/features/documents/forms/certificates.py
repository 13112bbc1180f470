"""Register and revoke certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.features.documents.domain import IssueSampleCertificate, RegisterCertificate, RevokeCertificate
from khue.kernel.forms import OnceForm

MOST_BYTES = 64 * 1024


class RegisterForm(OnceForm):
    """The holder is searched first; then a file, a name at the source, or a sample certificate."""

    holder = forms.ChoiceField(label=_("Holder"))
    file = forms.FileField(
        label=_("Certificate file"),
        required=False,
        help_text=_("A .cer, .crt or .pem file of the certification authority (X.509)."),
    )
    key = forms.CharField(
        label=_("Name of the key on the token or at the signing service"), max_length=120, required=False
    )
    chain = forms.CharField(
        label=_("Certificates of the authority (PEM)"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("Intermediate certificates, so that readers elsewhere find the way to the root."),
    )
    days = forms.IntegerField(
        label=_("Valid for how many days"), min_value=1, max_value=1825, initial=365, required=False
    )

    def __init__(self, *args: Any, source: str, holders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        self.fields["holder"].choices = holders  # type: ignore[attr-defined]  # a choice field
        for name in ("file", "key", "chain") if source == "sample" else ("days",):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.source == "sample" or self.errors:
            return given
        file = given.get("file")
        if file and file.size > MOST_BYTES:
            raise ValidationError({"file": _("A certificate has a few kB; this file is larger.")})
        if not given.get("key"):
            raise ValidationError({"key": _("Say under which name the key can be found.")})
        return given

    def command(self) -> RegisterCertificate | IssueSampleCertificate:
        given = self.cleaned_data
        if self.source == "sample":
            return IssueSampleCertificate(given["holder"], given["days"] or 365, once=given["once"])
        pem = given["file"].read() if given["file"] else b""
        return RegisterCertificate(given["holder"], pem, given["key"], given["chain"], given["once"])


class RevokeForm(OnceForm):
    ground = forms.CharField(label=_("Why it is revoked"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def command(self, certificate_id: int) -> RevokeCertificate:
        return RevokeCertificate(certificate_id, self.cleaned_data["ground"], self.cleaned_data["once"])
