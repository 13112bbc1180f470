"""The register of signing certificates."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from khue.core.bilingual import Text
from khue.core.errors import Conflict, Refused
from khue.features.documents import access, queries, usecases
from khue.features.documents.domain import IssueSampleCertificate
from khue.features.documents.forms import RegisterForm, RevokeForm
from khue.features.documents.queries import CertificateLine
from khue.features.documents.views.frame import certificate_state
from khue.kernel import signing
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.web import actor_of, cursor_href, redirect, render


@dataclass(frozen=True, slots=True)
class CertificatesPage:
    table: TableView
    register_href: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form: what it does, what its button says, the way back."""

    title: Words
    lead: Words
    button: Words
    back_href: str
    crumbs: tuple[Link, ...]


@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    """All certificates, newest first, with how long each still signs."""
    actor = actor_of(request)
    found = queries.list_certificates(actor, request.GET.get("after"))
    table = TableView(
        columns=(
            Column(_("Holder")),
            Column(_("Certificate")),
            Column(_("Valid from"), "day"),
            Column(_("Valid until"), "day"),
            Column(_("State"), "state"),
            Column(_("Revoke"), hidden_label=True),
        ),
        rows=tuple(_row(line) for line in found.rows),
        next=cursor_href(request, found.next) or None,
        previous=cursor_href(request, found.previous) or None,
        caption=_("Signing certificates"),
        empty=EmptyView(
            _("No certificates yet"), _("From the first certificate of a person on, that person signs electronically.")
        ),
    )
    return render(
        request, "documents/certificates.html", CertificatesPage(table, reverse("documents:register-certificate"))
    )


def _row(line: CertificateLine) -> Row:
    revoke_href = reverse("documents:revoke-certificate", args=[line.id]) if line.revoked_at is None else ""
    return Row(
        (
            line.holder_name,
            Cell(line.subject, note=f"{line.issuer} · {line.serial[:16]}…"),
            line.valid_from.date(),
            line.valid_until.date(),
            certificate_state(line.state),
            Link(_("Revoke"), revoke_href) if revoke_href else line.revoked_ground,
        )
    )


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A certificate for a person who may sign for the city or a party."""
    actor = actor_of(request)
    actor.require(access.CERTIFICATES)
    source = signing.source_name()
    form = bind(RegisterForm, request, source=source, holders=list(queries.possible_holders(actor)))
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.command()
            if isinstance(asked, IssueSampleCertificate):
                usecases.issue_certificate_of_sample(asked, actor=actor)
            else:
                usecases.register_certificate(asked, actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        except Conflict as conflict:
            form.add_error(None, conflict.text.into(actor.language))
        else:
            messages.success(request, _("The certificate is registered."))
            return redirect("documents:certificates")
    leads = {
        "sample": _("The sample authority issues a certificate; its key stays on this server. It has no legal force."),
        "pkcs11": _("The key stays on the token; here stands its certificate."),
        "remote": _("The key stays with the signing service; here stands its certificate."),
    }
    page = FormPage(
        _("Register a certificate"),
        leads[source],
        _("Register"),
        reverse("documents:certificates"),
        (Link(_("Signing certificates"), reverse("documents:certificates")),),
    )
    return render(request, "documents/form.html", page, 422 if form.errors else 200, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """From now on it signs nothing; what it signed stays."""
    actor = actor_of(request)
    actor.require(access.CERTIFICATES)
    form = bind(RevokeForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.revoke_certificate(form.command(certificate_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The certificate is revoked."))
            return redirect("documents:certificates")
    page = FormPage(
        _("Revoke a certificate"),
        Text(
            "Chứng thư không ký được nữa kể từ bây giờ. Các chữ ký đã có vẫn có giá trị theo thời điểm ký.",
            "From now on the certificate signs nothing. Signatures made before keep their force by their moment.",
        ),
        _("Revoke"),
        reverse("documents:certificates"),
        (Link(_("Signing certificates"), reverse("documents:certificates")),),
    )
    return render(request, "documents/form.html", page, 422 if form.errors else 200, form=form)
