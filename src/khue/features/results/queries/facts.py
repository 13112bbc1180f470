"""What the deeds of this room need to know before they decide."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from khue.features.results import access
from khue.features.results.domain.distribution import Claimant
from khue.features.results.domain.ownership import Owner
from khue.features.results.models import Ownership, ShareConsent, ShareList


def owners_of(result_id: int) -> tuple[Owner, ...]:
    """The owners as they stand, in their order."""
    row = Ownership.objects.filter(result=result_id).order_by("-no").first()
    if row is None:
        return ()
    return tuple(
        Owner(f"party:{one.party_id}", Fraction(one.numerator, one.denominator), one.part)
        for one in row.owners.order_by("no")
    )


def claimants(owners: tuple[Owner, ...]) -> tuple[Claimant, ...]:
    """One claimant per owner, parts of one party added up, in the order in which they first stand."""
    shares: dict[str, Fraction] = {}
    for owner in owners:
        shares[owner.party] = shares.get(owner.party, Fraction(0)) + owner.share
    return tuple(Claimant(party, share) for party, share in shares.items())


def agreed_shares(result_id: int) -> Mapping[str, Fraction] | None:
    """Party → share of the list in force; None where none is agreed yet."""
    row = ShareList.objects.filter(result=result_id, state="agreed").first()
    if row is None:
        return None
    return {f"party:{one.person_id}": Fraction(one.numerator, one.denominator) for one in row.authors.order_by("no")}


def result_of_consent(consent_id: int) -> int:
    """The result on whose list somebody is asked. Raises Missing."""
    found = ShareConsent.objects.filter(pk=consent_id).values_list("share_list__result_id", flat=True).first()
    if found is None:
        raise access.no_such_result()
    return int(found)
