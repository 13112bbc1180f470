"""A claim for money that is to come back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from khue.features.missions import queries
from khue.kernel.web import redirect, signed_in


@require_safe
def claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """A claim has no page of its own: it stands on its support's."""
    return redirect("missions:support", queries.claim(claim_id, signed_in(request)).support_id)
