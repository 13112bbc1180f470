"""The register of signing certificates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.documents import access, queries, usecases
from khue.features.documents.api.shapes import CertificateIn, CertificateOut, HolderOut, RevocationIn, door
from khue.features.documents.domain import IssueSampleCertificate, RegisterCertificate, RevokeCertificate
from khue.kernel import signing
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing, whole

HREF = "/api/v1/certificates"


@door.get(
    "/certificates", Listing[CertificateOut], Text("Chứng thư chữ ký số", "Certificates"), right=access.CERTIFICATES
)
def list_certificates(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """All of them, newest first, with how long each still signs."""
    return listing(request, queries.list_certificates(acting(request), after, size))


@door.get(
    "/certificates/holders",
    Listing[HolderOut],
    Text("Người có thể giữ chứng thư", "Who may hold a certificate"),
    right=access.CERTIFICATES,
)
def list_certificate_holders(request: HttpRequest) -> Any:
    """Who may sign for the city, and who holds a mandate to sign for a party."""
    return whole([{"key": key, "name": name} for key, name in queries.possible_holders(acting(request))])


@door.post(
    "/certificates", Made, Text("Đăng ký chứng thư", "Register a certificate"), status=201, right=access.CERTIFICATES
)
def register_certificate(request: HttpRequest, asked: CertificateIn) -> Any:
    """Of a person who may sign. The private key stays on the token or at the signing service."""
    actor, once = acting(request), once_of(request)
    if signing.source_name() == "sample":
        made = usecases.issue_certificate_of_sample(
            IssueSampleCertificate(asked.holder, asked.days, once=once), actor=actor
        )
    else:
        command = RegisterCertificate(asked.holder, asked.pem.encode(), asked.key, asked.chain, once)
        made = usecases.register_certificate(command, actor=actor)
    return {"id": str(made), "href": HREF}


@door.post(
    "/certificates/{certificate_id}/revoke",
    Done,
    Text("Thu hồi chứng thư", "Revoke a certificate"),
    right=access.CERTIFICATES,
)
def revoke_certificate(request: HttpRequest, certificate_id: Id, asked: RevocationIn) -> Any:
    """From now on it signs nothing; what it signed stays."""
    usecases.revoke_certificate(
        RevokeCertificate(certificate_id, asked.ground, once_of(request)), actor=acting(request)
    )
    return {"href": HREF}
