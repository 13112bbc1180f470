"""Invitations, roles and resets that wait, departures, and the keys and sessions of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import signing

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.people import queries as people
from khue.features.staff.domain.joining import InvitationFacts, why_not_open
from khue.features.staff.models import Departure, Invitation, KeyReset, RoleProposal

SALT = "khue.staff.invitation"
MOST = 200


@dataclass(frozen=True, slots=True)
class InvitationLine:
    id: int
    person: str
    name: str
    email: str
    role: Text
    unit: Text
    valid_from: date | None
    expires_at: datetime
    expired: bool
    by: str


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """``proposers`` are the keys that may not confirm."""

    id: int
    person: str
    name: str
    role: Text
    unit: Text
    valid_from: date
    valid_until: date | None
    by: str
    at: datetime
    proposers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResetLine:
    id: int
    person: str
    name: str
    ground: str
    state: str
    by: str
    at: datetime
    due_at: datetime | None
    askers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the page behind a link shows. ``closed`` says why it no longer works."""

    name: str
    role: Text
    unit: Text
    by: str
    expires_at: datetime
    closed: object | None


@dataclass(frozen=True, slots=True)
class SessionLine:
    id: int
    key: str
    address: str
    device: str
    since: datetime


@dataclass(frozen=True, slots=True)
class KeyLine:
    """``kind`` is totp, webauthn or recovery_codes; ``left`` counts unused recovery codes."""

    id: int
    kind: str
    name: str
    since: datetime
    used_at: datetime | None
    left: int | None


def invitation_in(token: str) -> tuple[int, str]:
    """Number and nonce of a link. Raises Missing when the link was never ours or was changed on the way."""
    try:
        found = signing.loads(token, salt=SALT)
        return int(found["i"]), str(found["n"])
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise Missing(
            Text("Đường dẫn này không phải là một lời mời của Thành phố.", "This link is no invitation of the city."),
            Text(
                "Mời ông/bà mở lại thư mời và dùng nguyên vẹn đường dẫn trong thư.",
                "Open the mail again and use the whole link.",
            ),
        ) from error


def facts_of(invitation: Invitation, nonce: str) -> InvitationFacts:
    return InvitationFacts(invitation.state, invitation.expires_at, invitation.answered_at, invitation.nonce == nonce)


def welcome(token: str, moment: datetime) -> Welcome:
    """The invitation behind a link. Raises Missing."""
    number, nonce = invitation_in(token)
    found = Invitation.objects.select_related("person__party").filter(pk=number).first()
    if found is None:
        raise Missing(Text("Không có lời mời này.", "There is no such invitation."))
    role = RoleProposal.objects.filter(invitation=found).order_by("id").first()
    return Welcome(
        found.person.party.name,
        _role(role.role) if role else Text("–", "–"),
        _unit(role.unit_id) if role else Text("–", "–"),
        found.invited_by_name,
        found.expires_at,
        why_not_open(facts_of(found, nonce), moment),
    )


def open_invitations(moment: datetime) -> tuple[InvitationLine, ...]:
    rows = Invitation.objects.filter(state="open").select_related("person__party").prefetch_related("roles")
    return tuple(_invitation(row, moment) for row in rows.order_by("-id")[:MOST])


def _invitation(row: Invitation, moment: datetime) -> InvitationLine:
    role = next(iter(row.roles.all()), None)
    return InvitationLine(
        row.pk,
        f"party:{row.person_id}",
        row.person.party.name,
        row.email,
        _role(role.role) if role else Text("–", "–"),
        _unit(role.unit_id) if role else Text("–", "–"),
        role.valid_from if role else None,
        row.expires_at,
        moment >= row.expires_at,
        row.invited_by_name,
    )


def open_proposals(proposal: int | None = None) -> tuple[ProposalLine, ...]:
    """Roles that wait for a second person; or one of them."""
    found = RoleProposal.objects.filter(state="open")
    if proposal is not None:
        found = found.filter(pk=proposal)
    rows = found.select_related("person__party").order_by("-id")[:MOST]
    return tuple(
        ProposalLine(
            row.pk,
            f"party:{row.person_id}",
            row.person.party.name,
            _role(row.role),
            _unit(row.unit_id),
            row.valid_from,
            row.valid_until,
            row.proposed_by_name,
            row.proposed_at,
            tuple(key for key in (row.proposed_by, row.proposed_for) if key),
        )
        for row in rows
    )


def open_resets(*, of: str = "", reset: int | None = None) -> tuple[ResetLine, ...]:
    """Resets that wait for a second person or for their time; of one person, or one of them."""
    found = KeyReset.objects.filter(state__in=["open", "confirmed"])
    if of:
        found = found.filter(person_id=people.party_id(of))
    if reset is not None:
        found = found.filter(pk=reset)
    return tuple(
        ResetLine(
            row.pk,
            f"party:{row.person_id}",
            row.person.party.name,
            row.ground,
            row.state,
            row.asked_by_name,
            row.asked_at,
            row.due_at,
            tuple(key for key in (row.asked_by, row.asked_for) if key),
        )
        for row in found.select_related("person__party").order_by("-id")[:MOST]
    )


def resets_due(moment: datetime) -> tuple[int, ...]:
    return tuple(KeyReset.objects.filter(state="confirmed", due_at__lte=moment).values_list("id", flat=True))


def departures_to_close(today: date) -> tuple[int, ...]:
    return tuple(Departure.objects.filter(closed_at=None, last_day__lt=today).values_list("id", flat=True))


def departure_of(key: str) -> Departure | None:
    return Departure.objects.filter(person_id=people.party_id(key)).order_by("-id").first()


def sessions_of(key: str) -> tuple[SessionLine, ...]:
    """Where a person is signed in, newest first."""
    user = people.account_of(key)
    if user is None:
        return ()
    rows = UserSession.objects.filter(user_id=user).order_by("-created_at")[:MOST]
    return tuple(
        SessionLine(row.pk, row.session_key, row.ip, device_of(row.user_agent), row.created_at)
        for row in rows
        if row.exists()
    )


def device_of(agent: str) -> str:
    """Browser and system in words, as far as the browser says so."""
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
               ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    system = next((name for mark, name in systems if mark in agent), "")
    browser = next((name for mark, name in browsers if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part) or agent[:60] or "–"


def keys_of(key: str) -> tuple[KeyLine, ...]:
    """The second factors of a person."""
    user = people.account_of(key)
    rows = Authenticator.objects.filter(user_id=user or 0).order_by("created_at")
    return tuple(
        KeyLine(
            row.pk,
            row.type,
            str(row.data.get("name", "")) if row.type == Authenticator.Type.WEBAUTHN else "",
            row.created_at,
            row.last_used_at,
            len(row.wrap().get_unused_codes()) if row.type == Authenticator.Type.RECOVERY_CODES else None,
        )
        for row in rows
    )


def _role(code: str) -> Text:
    return next((text for known, text, _second in people.staff_roles() if known == code), Text(code))


def _unit(code: str) -> Text:
    return people.staff_units().get(code, Text(code))
