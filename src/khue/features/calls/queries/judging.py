"""Proposals and councils: what may be put before one, what it said, its papers, and ties between people of proposals."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from khue.core.actor import Actor
from khue.features.calls import access
from khue.features.calls.domain.judging import Standing, parties_of
from khue.features.calls.models import Member, Proposal
from khue.features.calls.queries.proposals import readable
from khue.features.councils import queries as councils
from khue.features.councils.queries import CouncilCard, Verdict
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import SectionSummary
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.files import FileCard

KINDS = ("selection", "advisory")
"""Councils that judge proposals."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An opened proposal that may go before a council, as the office's form shows it."""

    id: int
    number: str
    title: str
    lead: str
    asked: int


def standings(call_id: int, actor: Actor) -> dict[int, Standing]:
    """Every opened proposal of the call by id. A fixed number of queries."""
    rows = list(Proposal.objects.filter(call=call_id, state__in=access.OPENED).order_by("handed_in_at", "pk"))
    waiting = dossiers.dossiers_at_step([row.dossier_id for row in rows], "review")
    verdicts = councils.verdicts_about([subject_of(row.pk) for row in rows])
    mine = _own(actor, [row.pk for row in rows])
    return {
        row.pk: Standing(
            id=row.pk,
            number=row.number,
            state=row.state,
            awaits_review=row.dossier_id in waiting,
            before=next((one.council for one in verdicts.get(subject_of(row.pk), ())), ""),
            near=row.pk in mine or actor.is_near(access.party_key(row.lead_id)),
        )
        for row in rows
    }


def _own(actor: Actor, proposals: Collection[int]) -> frozenset[int]:
    hands = [access.number_of(key) for key in actor.hands]
    rows = Member.objects.filter(proposal__in=proposals, person__in=hands, removed_at=None)
    return frozenset(rows.values_list("proposal_id", flat=True))


def candidates(call_id: int, actor: Actor) -> tuple[Candidate, ...]:
    """What this officer may put before a council now, in the order of handing in; nothing of restricted leads."""
    actor.require(access.REVIEW)
    able = [
        one.id
        for one in standings(call_id, actor).values()
        if one.state == "opened" and one.awaits_review and not one.before and not one.near
    ]
    rows = Proposal.objects.filter(pk__in=able).exclude(dossier_id__in=dossiers.hidden_dossiers(actor))
    return tuple(
        Candidate(row.pk, row.number, row.title, row.lead_name, row.asked or 0)
        for row in rows.order_by("handed_in_at", "pk")
    )


def judging_councils() -> tuple[CouncilCard, ...]:
    """Founded councils that judge proposals, newest first."""
    return tuple(card for card in councils.all_councils("founded", "") if card.kind in KINDS)


def content(proposal_id: int, actor: Actor) -> tuple[SectionSummary, ...]:
    """Every answer of a proposal, section by section, for whoever may read it. Raises Missing, NotAllowed."""
    row, hidden = readable(proposal_id, actor)
    facts = dossiers.facts(row.dossier_id)
    procedure = dossiers.definition(facts.version)
    named = people.parties(dossiers.party_keys(procedure, facts.answers))
    names = {key: people.restricted_words() if card.id in hidden else card.name for key, card in named.items()}
    cards = {card.id: card for card in files.cards(f"dossier:{row.dossier_id}")}
    return dossiers.summaries(procedure, facts.answers, cards, names)


def subject_of(proposal: int) -> str:
    return f"proposal:{proposal}"


def proposal_of(subject: str) -> int:
    """The id in ``proposal:12``; 0 for anything else."""
    kind, _, number = subject.partition(":")
    return int(number) if kind == "proposal" and number.isascii() and number.isdecimal() and len(number) < 18 else 0


def verdicts_of(proposals: Collection[int]) -> Mapping[int, tuple[Verdict, ...]]:
    """What councils have or said, by proposal. Says nothing about rights."""
    found = councils.verdicts_about([subject_of(one) for one in proposals])
    return {proposal_of(subject): ones for subject, ones in found.items()}


def parties_of_proposal(row: Proposal) -> tuple[tuple[str, str], ...]:
    """Everybody behind it with the role that a council knows."""
    members = Member.objects.filter(proposal=row, removed_at=None, declined_at=None).order_by("pk")
    people = [
        (access.party_key(person), access.party_key(belongs), role)
        for person, belongs, role in members.values_list("person_id", "organisation_id", "role")
    ]
    return parties_of(access.party_key(row.lead_id), people, (row.started_by, row.handed_in_by))


# -- what councils ask -----------------------------------------------------------------------------------------------


def papers(subject: str) -> tuple[FileCard, ...]:
    """The files that an opened proposal names in its answers; nothing of any other subject."""
    row = Proposal.objects.filter(pk=proposal_of(subject), state__in=access.OPENED).first()
    if row is None:
        return ()
    facts = dossiers.facts(row.dossier_id)
    named = {str(value) for value in facts.answers.values()}
    return tuple(card for card in files.cards(f"dossier:{row.dossier_id}") if card.id in named)


@dataclass(frozen=True, slots=True)
class Tie:
    """A person on proposal ``own`` (``number``): beside ``against`` (a party) on it, or competing with ``against`` (a proposal).

    ``leads``: the party leads the proposal.
    """

    person: str
    against: str
    own: int
    number: str
    competes: bool
    leads: bool = False


def ties(persons: frozenset[str], against: frozenset[str]) -> Iterator[Tie]:
    """Of persons who are on opened proposals: who wrote with them, and which proposals of the same call they compete with.

    Three queries, however many. Nothing of what is still sealed.
    """
    ids = [access.number_of(key) for key in persons]
    live = Q(removed_at=None, declined_at=None, proposal__state__in=access.OPENED)
    mine = list(
        Member.objects.filter(live, person__in=ids).values_list(
            "person_id", "proposal_id", "proposal__number", "proposal__lead_id", "proposal__call_id"
        )
    )
    if not mine:
        return
    on = {proposal for _person, proposal, *_rest in mine}
    beside: dict[int, set[str]] = {proposal: {f"party:{lead}"} for _p, proposal, _n, lead, _c in mine}
    for proposal, person, belongs in Member.objects.filter(live, proposal__in=on).values_list(
        "proposal_id", "person_id", "organisation_id"
    ):
        beside[proposal] |= {access.party_key(person), access.party_key(belongs)}
    judged = [number for subject in against if (number := proposal_of(subject))]
    rivals: dict[int, list[int]] = {}
    for pk, call in Proposal.objects.filter(pk__in=judged).values_list("pk", "call_id"):
        rivals.setdefault(call, []).append(pk)
    for mine_of, proposal, label, lead, call in mine:
        key = f"party:{mine_of}"
        for other in (beside[proposal] & against) - {key}:
            yield Tie(key, other, proposal, label, False, other == f"party:{lead}")
        for rival in rivals.get(call, ()):
            if rival != proposal:
                yield Tie(key, subject_of(rival), proposal, label, True)
