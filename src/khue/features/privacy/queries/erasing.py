"""The dry run of the retention, and the deeds of erasure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.features.dossiers.queries import erasing as dossiers
from khue.features.dossiers.queries import hidden_subjects
from khue.features.people import queries as people
from khue.features.privacy import access
from khue.features.privacy.domain.erasing import BREACH, DRAFT, ERASURE, KEPT, KINDS, PERSON, TONES
from khue.features.privacy.domain.terms import value_reason, value_words
from khue.features.privacy.models import Breach, Erasure, SubjectRequest
from khue.features.privacy.queries.holding import cutoff, draft_holds, parameter_of, person_holds, standing_of
from khue.kernel.paging import Page, every, keyset
from khue.kernel.ui import StateView, Tone
from khue.kernel.wording import language

ERASED = Text("Bản ghi số {number}", "Record no. {number}")
"""What stands where the name stood before it was erased."""


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """One thing whose time is over: ``holds`` empty means that it can be erased. ``erasure_id``: proposed already."""

    kind: Text
    subject: str
    label: str
    note: str
    since: datetime
    holds: tuple[Text, ...]
    erasure_id: int | None

    @property
    def verdict(self) -> StateView:
        if self.erasure_id:
            return StateView("proposed", Text("Đã đề xuất xóa", "Erasure proposed"), "wait")
        if self.holds:
            return StateView("held", Text("Chưa thể xóa", "Held back"), "plain")
        return StateView("free", Text("Có thể xóa", "Can be erased"), "now")

    @property
    def verdict_words(self) -> Text:
        return cast(Text, self.verdict.label)

    @property
    def holds_words(self) -> Text:
        return _joined(self.holds)


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """``applies`` False: the law's value is not known, and nothing of this kind becomes old. ``why`` with its source."""

    kind: str
    name: Text
    kept: Text
    applies: bool
    why: Decision
    untouched: tuple[Text, ...]
    found: Page[RetentionRow]


@dataclass(frozen=True, slots=True)
class ErasureRow:
    id: int
    kind: Text
    subject: str
    label: str
    ground: str
    request: str
    request_id: int | None
    state: StateView
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decline_ground: str
    counts: Mapping[str, int]

    @property
    def state_words(self) -> Text:
        return cast(Text, self.state.label)


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """One erasure; ``holds`` as they stand now, ``decides`` for an officer who may confirm it."""

    row: ErasureRow
    paper: bool
    holds: tuple[Text, ...]
    decides: bool
    untouched: tuple[Text, ...]


def retention(kind: str, actor: Actor, after: str | None, size: int = 25) -> RetentionPage:
    """What of this kind is past its time, with everything that holds it back. Raises NotAllowed without the right."""
    actor.require(access.READ)
    value = parameter_of(kind, actor)
    before = cutoff(kind, actor)
    empty: Page[RetentionRow] = Page((), None, None)
    return RetentionPage(
        kind=kind,
        name=KINDS[kind].capitalised(),
        kept=value_words(value),
        applies=before is not None,
        why=Decision.grant((value_reason(value),)),
        untouched=KEPT,
        found=_LISTS[kind](before, actor, after, size) if before is not None else empty,
    )


def _drafts(before: datetime, actor: Actor, after: str | None, size: int) -> Page[RetentionRow]:
    page = dossiers.old_drafts(before, after, size)
    open_ones = _proposed(f"dossier:{row.id}" for row in page.rows)
    held, hidden = draft_holds(page.rows), _hidden(actor)
    lately = (Text("được sửa gần đây", "was changed lately"),)

    def line(row: dossiers.OldDraft) -> RetentionRow:
        subject = f"dossier:{row.id}"
        holds = held[row.id] if row.changed_at < before else lately
        title = people.restricted_words() if subject in hidden else row.title
        return RetentionRow(KINDS[DRAFT], subject, row.number, title, row.changed_at, holds, open_ones.get(subject))

    return page.of(line)


def _persons(before: datetime, actor: Actor, after: str | None, size: int) -> Page[RetentionRow]:
    page = people.old_persons(before, after, size)
    keys = [row.card.key for row in page.rows]
    open_ones, held, hidden = _proposed(iter(keys)), person_holds(keys), _hidden(actor)

    def line(row: people.OldPerson) -> RetentionRow:
        key = row.card.key
        name = people.restricted_words() if key in hidden else row.card.name
        return RetentionRow(KINDS[PERSON], key, name, "", row.registered_at, held[key], open_ones.get(key))

    return page.of(line)


def _breaches(before: datetime, actor: Actor, after: str | None, size: int) -> Page[RetentionRow]:
    found = Breach.objects.filter(state="fixed", keep_until__lte=actor.today)
    page = keyset(found, ("keep_until", "id"), after, size)
    open_ones = _proposed(f"breach:{row.pk}" for row in page.rows)
    return page.of(
        lambda row: RetentionRow(
            KINDS[BREACH],
            f"breach:{row.pk}",
            row.number,
            row.title,
            row.detected_at,
            (),
            open_ones.get(f"breach:{row.pk}"),
        )
    )


_LISTS = {DRAFT: _drafts, PERSON: _persons, BREACH: _breaches}


def _hidden(actor: Actor) -> frozenset[str]:
    """Persons and drafts whose names are kept from who only inspects; who handles or confirms an erasure must know whose it is."""
    if actor.may(access.CONFIRM):
        return frozenset()
    return people.barred_keys(actor) | hidden_subjects(actor)


def _proposed(subjects: Iterator[str]) -> dict[str, int]:
    found = Erasure.objects.filter(subject__in=list(subjects), state="proposed")
    return dict(found.values_list("subject", "id"))


def _joined(texts: tuple[Text, ...]) -> Text:
    if not texts:
        return Text("–", "–")
    return Text("; ".join(text.vi for text in texts), "; ".join(text.into("en") for text in texts))


def all_retention(kind: str, actor: Actor) -> Iterator[RetentionRow]:
    """The same without pages, for a download."""
    return every(lambda after, size: retention(kind, actor, after, size).found)


# -- deeds of erasure --------------------------------------------------------------------------------------------------


def erasures(actor: Actor, after: str | None, size: int = 25) -> Page[ErasureRow]:
    """The newest first. Raises NotAllowed without the right."""
    actor.require(access.READ)
    found = Erasure.objects.select_related("request")
    return keyset(found, ("-proposed_at", "-id"), after, size).of(partial(_row, hidden=_hidden(actor)))


def all_erasures(actor: Actor) -> Iterator[ErasureRow]:
    actor.require(access.READ)
    hidden = _hidden(actor)
    for row in Erasure.objects.select_related("request").order_by("-proposed_at", "-id").iterator(chunk_size=500):
        yield _row(row, hidden)


def erasure_page(erasure_id: int, actor: Actor) -> ErasurePage:
    """Raises NotAllowed without the right, Missing when there is none."""
    actor.require(access.READ)
    found = Erasure.objects.select_related("request").filter(pk=erasure_id).first()
    if found is None:
        raise access.no_such_erasure()
    opened = found.state == "proposed"
    holds = standing_of(found.kind, found.subject, actor, found.request).holds if opened else ()
    return ErasurePage(
        row=_row(found, _hidden(actor)),
        paper=found.request is not None,
        holds=holds,
        decides=opened and actor.may(access.CONFIRM) and found.proposed_by not in actor.hands,
        untouched=KEPT,
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an officer is about to propose: the thing, what holds it back, the person's request if there is one."""

    kind: str
    name: Text
    subject: str
    label: str
    holds: tuple[Text, ...]
    due: bool
    request_id: int | None
    request: str


def proposal(kind: str, number: int, actor: Actor) -> Proposal:
    """Raises NotAllowed without the right, Missing for what is not there."""
    actor.require(access.HANDLE)
    if kind not in KINDS:
        raise access.no_such_erasure()
    subject = {DRAFT: "dossier", PERSON: "party", BREACH: "breach"}[kind] + f":{number}"
    label, party = _named(kind, number)
    request = None
    if party:
        wished = SubjectRequest.objects.filter(party__in=people.same_party(party), kind="erase", state="accepted")
        request = wished.order_by("id").first()
    standing = standing_of(kind, subject, actor, request)
    return Proposal(
        kind=kind,
        name=KINDS[kind].capitalised(),
        subject=subject,
        label=label,
        holds=standing.holds,
        due=standing.due,
        request_id=request.pk if request and standing.requested else None,
        request=request.number if request and standing.requested else "",
    )


def _named(kind: str, number: int) -> tuple[str, str]:
    """What it is called, and whose it is."""
    if kind == PERSON:
        card = people.party(f"party:{number}")
        return card.name, card.key
    if kind == BREACH:
        found = Breach.objects.filter(pk=number).first()
        if found is None:
            raise access.no_such_breach()
        return f"{found.number} · {found.title}", ""
    draft = dossiers.draft(number)
    if draft is None:
        raise access.no_such_erasure()
    return f"{draft.number} · {draft.title}", draft.applicant_key


def _row(found: Erasure, hidden: Collection[str]) -> ErasureRow:
    label = people.restricted_words() if found.subject in hidden else found.label
    return ErasureRow(
        id=found.pk,
        kind=KINDS[found.kind].capitalised(),
        subject=found.subject.partition(":")[2],
        label=label or ERASED.into(language()).format(number=found.subject.partition(":")[2]),
        ground=found.ground,
        request=found.request.number if found.request else "",
        request_id=found.request_id,
        state=StateView(found.state, ERASURE.label(found.state).capitalised(), cast(Tone, TONES[found.state])),
        proposed_by=found.proposed_by_name,
        proposed_at=found.proposed_at,
        decided_by=found.decided_by_name,
        decided_at=found.decided_at,
        decline_ground=found.decline_ground,
        counts=found.counts,
    )
