"""The file of a result as its owner's side, its authors and staff see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.domain.register import FIELDS, KINDS, PENDING, RESULT, STAGES
from khue.features.results.domain.shares import SHARES, percent
from khue.features.results.models import (
    AuthorShare,
    ConfidentialPart,
    OwnerShare,
    Ownership,
    Result,
    ResultVersion,
    ShareConsent,
    ShareList,
)
from khue.features.results.queries.register import OfferRow, OwnerRow, RightRow, open_offer, right_rows
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

Hidden = frozenset[int]
TONES: dict[str, Tone] = {"handed_in": "now", "returned": "wait", "registered": "good", "withdrawn": "plain"}
LIST_TONES: dict[str, Tone] = {"proposed": "wait", "agreed": "good", "refused": "bad", "replaced": "plain"}
OUTCOMES = {
    "pending": StateView("pending", Text("Chờ kiểm tra", "Awaiting the check"), "now"),
    "accepted": StateView("accepted", Text("Đã chấp nhận", "Accepted"), "good"),
    "returned": StateView("returned", Text("Trả lại để sửa", "Sent back"), "wait"),
}


@dataclass(frozen=True, slots=True)
class VersionRow:
    no: int
    title: Text
    summary: Text
    kind: Text
    field: Text
    stage: int
    stage_text: Text
    stage_evidence: str
    formed_on: date
    papers: tuple[FileCard, ...]
    ground: str
    made_by: str
    made_at: datetime
    outcome: StateView
    note: str
    checked_by: str
    checked_at: datetime | None
    codes: tuple[str, str]


@dataclass(frozen=True, slots=True)
class AuthorRow:
    party: str
    name: str
    orcid: str
    did: str
    share: Fraction
    says: Text
    orcid_state: Text | None = None
    """What is known of the ORCID: its check digit fits (or it is not kept), and whether its author confirmed it."""


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """Somebody's word on a list. ``mine``: the reader is asked."""

    id: int
    name: str
    before: Text
    after: Text
    answer: str
    how: str
    note: str
    at: datetime | None
    mine: bool
    files: tuple[FileCard, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    id: int
    no: int
    state: StateView
    ground: str
    proposed_by: str
    proposed_at: datetime
    settled_at: datetime | None
    authors: tuple[AuthorRow, ...]
    consents: tuple[ConsentRow, ...]


@dataclass(frozen=True, slots=True)
class OwnershipRow:
    no: int
    basis: str
    ground: str
    explained: Text | None
    at: datetime
    owners: tuple[OwnerRow, ...]
    files: tuple[FileCard, ...]


@dataclass(frozen=True, slots=True)
class ResultCard:
    """Everything of one result; ``confidential`` is None for readers who may not read it."""

    id: int
    stamp: int
    code: str
    state: StateView
    number: str
    title: Text
    party: str
    owner: str
    origin: str
    origin_title: str
    decision: str
    public_money: int
    total_money: int
    handed_in_at: datetime
    due_on: date | None
    registered_on: date | None
    paper_code: str
    certificate: FileCard | None
    versions: tuple[VersionRow, ...]
    lists: tuple[ListRow, ...]
    ownerships: tuple[OwnershipRow, ...]
    rights: tuple[RightRow, ...]
    offer: OfferRow | None
    has_confidential: bool
    confidential: str | None

    @property
    def version(self) -> VersionRow:
        return self.versions[0]

    @property
    def pending(self) -> bool:
        return self.version.outcome.code == PENDING

    @property
    def agreed(self) -> ListRow | None:
        return next((row for row in self.lists if row.state.code == "agreed"), None)

    @property
    def proposed(self) -> ListRow | None:
        return next((row for row in self.lists if row.state.code == "proposed"), None)


def result_card(result_id: int, actor: Actor) -> ResultCard:
    """Raises Missing for a stranger as for a result that is not there."""
    result = Result.objects.select_related("party").filter(pk=result_id).first()
    if result is None:
        raise access.no_such_result()
    access.require_read(actor, result)
    hidden = access.barred_within(actor, result)
    # An author of another side reads the file of the result, not the papers that its owner handed in.
    opens = may_read_subject(actor, f"result:{result_id}")
    stored = {card.id: card for card in files.cards(f"result:{result_id}")} if opens else {}
    versions = tuple(_version(row, stored, hidden) for row in result.versions.order_by("-no"))
    newest = result.versions.order_by("-no")[0]
    part = ConfidentialPart.objects.filter(version=newest).first() if _reads_secret(actor, result) else None
    return ResultCard(
        id=result.pk,
        stamp=result.stamp,
        code=result.state,
        state=StateView(result.state, RESULT.label(result.state).capitalised(), TONES[result.state]),
        number=result.number,
        title=versions[0].title,
        party=access.party_key(result),
        owner=result.party_name,
        origin=result.origin,
        origin_title=result.origin_title,
        decision=result.origin_decision,
        public_money=result.public_money,
        total_money=result.total_money,
        handed_in_at=result.handed_in_at,
        due_on=result.due_on if result.state == "handed_in" else None,
        registered_on=result.registered_on,
        paper_code=result.paper_code,
        certificate=stored.get(str(result.certificate)) if result.certificate else None,
        versions=versions,
        lists=_lists(result, actor, stored, hidden),
        ownerships=_ownerships(result, stored, hidden),
        rights=right_rows(result.pk, public=False)
        if _reads_secret(actor, result)
        else right_rows(result.pk, public=True),
        offer=open_offer(result),
        has_confidential=ConfidentialPart.objects.filter(version=newest).exists(),
        confidential=part.text if part else None,
    )


def _reads_secret(actor: Actor, result: Result) -> bool:
    return access.may_read_confidential(actor, result)


def _named(party: int | str, name: str, hidden: Hidden) -> str:
    """The name, or the words that stand for it while the person's data are restricted. ``party``: number or key."""
    number = party if isinstance(party, int) else people.party_id(party) if people.is_party_key(party) else 0
    return people.restricted_words() if number in hidden else name


def _version(row: ResultVersion, stored: dict[str, FileCard], hidden: Hidden) -> VersionRow:
    return VersionRow(
        row.no,
        Text(row.title_vi, row.title_en),
        Text(row.summary_vi, row.summary_en),
        KINDS[row.kind],
        FIELDS[row.field],
        row.stage,
        STAGES[row.stage],
        row.stage_evidence,
        row.formed_on,
        tuple(stored[key] for key in row.papers if key in stored),
        row.ground,
        _named(row.made_by, row.made_by_name, hidden),
        row.made_at,
        OUTCOMES[row.outcome],
        row.note,
        row.checked_by_name,
        row.checked_at,
        (row.kind, row.field),
    )


def _lists(result: Result, actor: Actor, stored: dict[str, FileCard], hidden: Hidden) -> tuple[ListRow, ...]:
    rows = result.share_lists.prefetch_related("authors", "consents").order_by("-no")
    return tuple(
        ListRow(
            row.pk,
            row.no,
            StateView(row.state, SHARES.label(row.state).capitalised(), LIST_TONES[row.state]),
            row.ground,
            _named(row.proposed_by, row.proposed_by_name, hidden),
            row.proposed_at,
            row.settled_at,
            _authors(row, hidden),
            tuple(
                _consent(one, row, actor, stored, hidden) for one in sorted(row.consents.all(), key=lambda one: one.pk)
            ),
        )
        for row in rows
    )


def _authors(row: ShareList, hidden: Hidden) -> tuple[AuthorRow, ...]:
    agreed = {one.person_id: one.how for one in row.consents.all() if one.answer == "agreed"}
    rows = sorted(row.authors.all(), key=lambda one: one.no)
    return tuple(_author(one, hidden, agreed.get(one.person_id, "")) for one in rows)


ORCID_STATES = {
    "self": Text(
        "chữ số kiểm tra khớp; tác giả tự xác nhận", "check digit fits; confirmed by the author's own sign-in"
    ),
    "paper": Text("chữ số kiểm tra khớp; tác giả ký trên giấy", "check digit fits; signed by the author on paper"),
    "": Text("chữ số kiểm tra khớp; tác giả chưa xác nhận", "check digit fits; not confirmed by the author yet"),
}
"""By how the author agreed to the list in which it stands. The register of ORCID itself is not asked."""


def _author(one: AuthorShare, hidden: Hidden, confirmed: str = "") -> AuthorRow:
    """The share stays: a list must add up for every reader."""
    share = Fraction(one.numerator, one.denominator)
    if one.person_id in hidden:
        return AuthorRow("", people.restricted_words(), "", "", share, percent(share))
    state = ORCID_STATES[confirmed] if one.orcid else None
    return AuthorRow(f"party:{one.person_id}", one.name, one.orcid, one.did, share, percent(share), state)


def _consent(
    one: ShareConsent, row: ShareList, actor: Actor, stored: dict[str, FileCard], hidden: Hidden
) -> ConsentRow:
    veiled = one.person_id in hidden
    waits = row.state == "proposed" and not one.answer
    return ConsentRow(
        one.pk,
        _named(one.person_id, one.name, hidden),
        percent(Fraction(one.before)),
        percent(Fraction(one.after)),
        one.answer,
        one.how,
        "" if veiled else one.note,
        one.answered_at,
        waits and f"party:{one.person_id}" in actor.keys and not actor.within,
        () if veiled else tuple(stored[key] for key in one.files if key in stored),
    )


def _ownerships(result: Result, stored: dict[str, FileCard], hidden: Hidden) -> tuple[OwnershipRow, ...]:
    rows = Ownership.objects.filter(result=result).prefetch_related("owners").order_by("-no")
    return tuple(
        OwnershipRow(
            row.no,
            row.basis,
            row.ground,
            Text(row.explained_vi, row.explained_en) if row.explained_vi else None,
            row.recorded_at,
            tuple(_owner(one, hidden) for one in sorted(row.owners.all(), key=lambda one: one.no)),
            tuple(stored[key] for key in row.files if key in stored),
        )
        for row in rows
    )


def _owner(one: OwnerShare, hidden: Hidden) -> OwnerRow:
    share = Fraction(one.numerator, one.denominator)
    return OwnerRow(_named(one.party_id, one.name, hidden), one.part, share, percent(share))


# -- lists -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileRow:
    """A line of the desk or of "my results"."""

    id: int
    number: str
    title: Text
    owner: str
    state: StateView
    due_on: date | None
    waits: str


def results_of(actor: Actor, after: str | None, size: int = 25) -> Page[FileRow]:
    """Results of those the actor stands for, and those on which the actor's own word is or was asked; newest first."""
    ids = people.ids_i_stand_for(actor)
    own = [people.party_id(key) for key in actor.keys if people.is_party_key(key)] if not actor.within else []
    asked = ShareConsent.objects.filter(person__in=own).values("share_list__result")
    found = Result.objects.filter(Q(party__in=ids) | Q(pk__in=asked))
    return keyset(found, ["-pk"], after, size).of(_line)


def desk(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[FileRow]:
    """For staff: what awaits a check, or everything. Raises NotAllowed."""
    actor.require(access.READ)
    hidden = access.barred(actor)
    found = Result.objects.exclude(party__in=hidden) if hidden else Result.objects.all()
    if view == "check":
        found = found.filter(versions__outcome=PENDING)
        return keyset(found, ["due_on", "pk"], after, size).of(_line)
    if view == "shares":
        found = found.filter(share_lists__state="proposed")
    if view == "money":
        found = found.filter(distributions__state__in=["drawn_up", "approved"]).distinct()
    return keyset(found, ["-pk"], after, size).of(_line)


VIEWS = ("check", "shares", "money", "all")


def _line(result: Result) -> FileRow:
    return FileRow(
        result.pk,
        result.number,
        Text(result.title_vi, result.title_en),
        result.party_name,
        StateView(result.state, RESULT.label(result.state).capitalised(), TONES[result.state]),
        result.due_on if result.state == "handed_in" else None,
        "",
    )


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Whether the actor may read files and papers of ``result:12``."""
    number = subject.removeprefix("result:")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return False
    result = Result.objects.filter(pk=int(number)).first()
    if result is None:
        return False
    return access.is_side(actor, result) or (actor.may(access.READ) and result.party_id not in access.barred(actor))
