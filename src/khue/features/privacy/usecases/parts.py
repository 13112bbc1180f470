"""Parts that several use-cases share. Each joins the deed that is under way."""

from __future__ import annotations

from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.privacy import access
from khue.features.privacy.domain.requests import Facts
from khue.features.privacy.models import SubjectRequest
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

LAST = date(9999, 12, 31)


def locked_request(request_id: int, seen: int | None = None) -> SubjectRequest:
    """The request, locked. Raises Missing, or Conflict when the page showed an older state."""
    found = SubjectRequest.objects.select_for_update().filter(pk=request_id).first()
    if found is None:
        raise access.no_such_request()
    if seen is not None:
        require_seen(seen, found.version)
    return found


def write(request: SubjectRequest, **values: Any) -> None:
    """Write the named columns, and a new version."""
    for name, value in values.items():
        setattr(request, name, value)
    request.version += 1
    request.save(update_fields=[*values, "version"])


def facts_of(request: SubjectRequest, deed: Deed) -> Facts:
    """Who stands behind a record that was merged counts as the same person."""
    asker = people.present_party(request.party).key
    hands = deed.actor.hands
    return Facts(
        state=request.state,
        asker=asker if asker in hands else request.party,
        hands=hands,
        paper=request.channel == "paper",
        carry_due_on=request.carry_due_on,
        extended=request.extended_on is not None,
    )


def told_line(request: SubjectRequest, told: str, deed: Deed) -> str:
    """How the person was told, added to what was noted before."""
    line = f"{deed.today:%d/%m/%Y}: {told.strip()}" if told.strip() else ""
    return "\n".join(part for part in (request.told, line) if part)


def subject_of(request: SubjectRequest) -> str:
    return f"subject_request:{request.pk}"


def path_of(request: SubjectRequest) -> str:
    return f"/privacy/requests/{request.pk}/"


def about(request: SubjectRequest) -> dict[str, Any]:
    """What every event of a request carries."""
    return {"subject": subject_of(request), "parties": (request.party,), "number": request.number}


def tell_person(request: SubjectRequest, title: Text, body: Text, *, deed: Deed) -> None:
    """A notice to the person, also to somebody who came with a paper: an account may come later."""
    deed.notify(request.party, "privacy", title, body, path_of(request))


def tell_desk(title: Text, body: Text, path: str, *, deed: Deed, but: str = "") -> None:
    """Everybody who holds the right to handle hears of it, except who did it and whom it concerns."""
    for card in people.people_with_right(access.HANDLE, deed.today):
        if card.key not in (deed.actor.key, but):
            deed.notify(card.key, "task", title, body, path)


def words(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
