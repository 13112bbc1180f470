"""The book of consents for officers, and the register of processing for everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.privacy import access, queries
from khue.features.privacy.api.shapes import ConsentActOut, ConsentCountOut, ProcessingOut, door
from khue.kernel import limits
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Listing, Size, listing, whole

READS_PER_MINUTE = 120


@door.get("/consents", Listing[ConsentCountOut], Text("Sổ sự đồng ý", "The book of consents"), right=access.READ)
def list_consent_counts(request: HttpRequest) -> Any:
    """For each purpose, how many consents stand and how many were withdrawn."""
    return whole(
        queries.consent_counts(acting(request)),
        lambda row: {
            "purpose": row.purpose.code,
            "name": row.purpose.name,
            "standing": row.standing,
            "withdrawn": row.withdrawn,
        },
    )


@door.get(
    "/consent-acts", Listing[ConsentActOut], Text("Bằng chứng đồng ý", "The proof of consents"), right=access.READ
)
def list_consent_acts(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Every act of everybody, the oldest first."""
    return listing(request, queries.all_acts(acting(request), after, size))


@door.get(
    "/public/processing", Listing[ProcessingOut], Text("Sổ hoạt động xử lý", "Register of processing"), need="public"
)
def list_processing(request: HttpRequest) -> Any:
    """For what the city processes personal data, on which basis, how long it is kept."""
    limits.allow_here(request, "privacy.processing", READS_PER_MINUTE)
    return whole(queries.processing(acting(request).today))
