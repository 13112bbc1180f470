"""Parts that several use-cases share. Each joins the deed that is under way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.dossiers.usecases import locked_dossier
from khue.features.fund import access
from khue.features.fund.domain.capital import Booking
from khue.features.fund.models import FundCase
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

NAMES = uuid5(NAMESPACE_URL, "khue:fund")


def entry_id(what: str, *parts: object) -> UUID:
    """The ledger entry's id follows from what it is about: a retry finds the first, it never posts a second."""
    return uuid5(NAMES, ":".join([what, *map(str, parts)]))


def booking(deed: Deed, text: Text, what: str, *parts: object) -> Booking:
    return Booking(entry_id(what, *parts), deed.today, text)


def locked_case(case_id: int, deed: Deed, seen: int | None = None) -> FundCase:
    """Dossier first, then its case, as withdrawal and supplement come. Raises Missing, Stale."""
    dossier_id = FundCase.objects.filter(pk=case_id).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise access.no_such_case()
    locked_dossier(dossier_id)
    found = FundCase.objects.select_for_update(of=("self",)).select_related("party").get(pk=case_id)
    deed.subject = f"fund_case:{found.pk}"
    if seen is not None:
        require_seen(seen, found.stamp)
    return found


def touch(case: FundCase, **values: Any) -> None:
    """Write the named columns and a new stamp."""
    for name, value in values.items():
        setattr(case, name, value)
    case.stamp += 1
    case.save(update_fields=[*values, "stamp"])


def about(case: FundCase, amount: int = 0) -> dict[str, Any]:
    """What every event of a case carries."""
    return {
        "subject": f"fund_case:{case.pk}",
        "parties": (access.party_key(case),),
        "number": case.dossier_number,
        "amount": amount,
    }


def store_papers(
    uploads: Sequence[Any], subject: str, owner: str, kind: str, deed: Deed, field: str = "papers"
) -> list[str]:
    """All files or none; every refusal at once."""
    stored: list[str] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            kept = files.store(upload, deed=deed, owner=owner, kind=kind, subject=subject, field=field)
            stored.append(str(kept.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return stored


def tell_receiver(case: FundCase, title: Text, body: Text, *, deed: Deed) -> None:
    """The person who applied, and those who act for a party that goes on for the receiver."""
    wrote = [case.submitted_by] if case.submitted_by else []
    for reader in people.readers(wrote, access.subjects(case), access.party_key(case), deed.today):
        if reader != deed.actor.key:
            deed.notify(reader, "fund", title, body, f"/fund/cases/{case.pk}/")


def tell_desk(right: str, title: Text, body: Text, path: str, *, deed: Deed) -> None:
    tell([card.key for card in people.people_with_right(right, deed.today)], title, body, path, deed=deed)


def tell(keys: Iterable[str], title: Text, body: Text, path: str, *, deed: Deed) -> None:
    for key in dict.fromkeys(keys):
        if key != deed.actor.key:
            deed.notify(key, "fund", title, body, path)
