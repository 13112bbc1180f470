"""IP objects and offers by their number, for their pages."""

from __future__ import annotations

from khue.features.results import access
from khue.features.results.domain.rights import IP
from khue.features.results.models import IpObject, TransferOffer


def result_of_right(right_id: int) -> int:
    """The result of an IP object. Raises Missing."""
    found = IpObject.objects.filter(pk=right_id).values_list("result_id", flat=True).first()
    if found is None:
        raise access.no_such_result()
    return int(found)


def right_of(right_id: int) -> tuple[str, ...]:
    """Names of the steps that may follow. Raises Missing."""
    found = IpObject.objects.filter(pk=right_id).values_list("state", flat=True).first()
    if found is None:
        raise access.no_such_result()
    return IP.possible(found)


def offer_of(offer_id: int) -> int:
    """The result that an offer is about. Raises Missing."""
    found = TransferOffer.objects.filter(pk=offer_id).values_list("result_id", flat=True).first()
    if found is None:
        raise access.no_such_result()
    return int(found)
