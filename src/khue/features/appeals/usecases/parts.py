"""Parts that several use-cases share: locking, numbering, telling. Each joins the deed that is under way."""

from __future__ import annotations

from typing import Any

from khue.core.bilingual import Text
from khue.features.appeals import access
from khue.features.appeals.domain.deciding import Standing
from khue.features.appeals.models import Appeal
from khue.features.appeals.queries.facts import standing
from khue.features.appeals.usecases import wiring
from khue.features.dossiers.usecases import locked_dossier
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

SERIES, PREFIX = "appeal", "KN"


def locked_appeal(appeal_id: int, seen: int | None = None) -> Appeal:
    """The appeal, locked after its dossier: the order in which payment and decision come, so that nobody deadlocks.

    Raises Missing, or Conflict when the page showed an older state.
    """
    dossier_id = Appeal.objects.filter(pk=appeal_id).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise access.no_such_appeal()
    locked_dossier(dossier_id)
    found = Appeal.objects.select_for_update(of=("self",)).select_related("previous").get(pk=appeal_id)
    if seen is not None:
        require_seen(seen, found.version)
    return found


def standing_of(appeal: Appeal, hands: tuple[str, ...], mandates: tuple[str, ...] = ()) -> Standing:
    """Where somebody stands towards an appeal: who handled the case is asked of the desk and of the room of its matter."""
    return standing(appeal, hands, mandates, wiring.handlers(appeal.procedure_key, appeal.dossier_id))


def write(appeal: Appeal, **values: Any) -> None:
    """Write the named columns, and a new version."""
    for name, value in values.items():
        setattr(appeal, name, value)
    appeal.version += 1
    appeal.save(update_fields=[*values, "version"])


def subject_of(appeal: Appeal) -> str:
    return f"appeal:{appeal.pk}"


def parties_of(appeal: Appeal) -> tuple[str, ...]:
    """Whom an event concerns: the applicant, and the person who lodged the appeal."""
    keys = (access.party_key(appeal), appeal.lodged_by or appeal.created_by)
    return tuple(dict.fromkeys(key for key in keys if key.startswith("party:")))


def about(appeal: Appeal) -> dict[str, Any]:
    """What every event of an appeal carries."""
    return {
        "subject": subject_of(appeal),
        "parties": parties_of(appeal),
        "number": appeal.number,
        "dossier": appeal.dossier_number,
    }


def path_of(appeal: Appeal) -> str:
    return f"/appeals/{appeal.pk}/"


def notify_applicant(appeal: Appeal, title: Text, body: Text, *, deed: Deed) -> None:
    """Tell the persons who wrote and lodged it."""
    for reader in dict.fromkeys((appeal.lodged_by, appeal.created_by)):
        if reader and reader != deed.actor.key:
            deed.notify(reader, "appeal", title, body, path_of(appeal))
