"""Where councils find interests: records of rooms that may not know councils, each told in one sentence with its page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.features.calls import queries as calls
from khue.features.councils import queries as councils
from khue.features.councils.domain.interests import InterestFact
from khue.features.councils.queries import SourcePaper
from khue.features.delivery import queries as delivery
from khue.features.dossiers import queries as dossiers
from khue.features.fund import queries as fund
from khue.features.keytasks import queries as keytasks
from khue.features.missions import queries as missions
from khue.features.people import queries as people
from khue.features.results import queries as results
from khue.features.talent import queries as talent


def wire() -> None:
    councils.wire_interests("mandates and groups", mandates_and_groups)
    councils.wire_interests("dossiers", written_together)
    councils.wire_interests("supports", supports)
    councils.wire_interests("proposals", proposals)
    councils.wire_interests("results", results_made)
    councils.wire_interests("candidates", candidates)
    councils.wire_interests("fund", contracts_with_the_fund)


def mandates_and_groups(persons: frozenset[str], against: frozenset[str], on: date) -> Iterator[InterestFact]:
    """Whoever may act for a party, or belongs to a group without legal form, has an interest in its items."""
    parties = frozenset(key for key in against if people.is_party_key(key))
    for tie in people.near_ties(persons, parties, on):
        kind, text = "membership", Text("Là thành viên của nhóm.", "Is a member of the group.")
        if tie.is_mandate:
            kind = "mandate"
            text = Text(
                f"Được ủy quyền hành động thay mặt bên này từ ngày {tie.since:%d/%m/%Y}.",
                f"May act for this party since {format_day(tie.since, 'en')}.",
            )
        yield InterestFact(tie.person, tie.party, kind, text, tie.record, _party_page(tie.party))


def written_together(persons: frozenset[str], against: frozenset[str], on: date) -> Iterator[InterestFact]:
    """Whoever writes or wrote an application of the party: co-author."""
    parties = frozenset(key for key in against if people.is_party_key(key))
    for line in dossiers.written_for(persons, parties):
        text = Text(
            f"Cùng soạn hồ sơ {line.number} của bên này.", f"Helped to write dossier {line.number} of this party."
        )
        yield InterestFact(
            line.person, line.applicant, "co-author", text, f"dossier:{line.dossier}", f"/dossiers/{line.number}/"
        )


def supports(persons: frozenset[str], against: frozenset[str], on: date) -> Iterator[InterestFact]:
    """Whoever handed in for a party that received support: an earlier deal with the city on its side."""
    parties = frozenset(key for key in against if people.is_party_key(key))
    for line in missions.handed_in_for(persons, parties):
        text = Text(
            f"Đã nộp hồ sơ hỗ trợ {line.number} thay mặt bên này.",
            f"Handed in support dossier {line.number} for this party.",
        )
        yield InterestFact(
            line.person, line.lead, "deal", text, f"support:{line.support}", f"/supports/{line.support}/"
        )


def proposals(persons: frozenset[str], against: frozenset[str], on: date) -> Iterator[InterestFact]:
    """Whoever writes a proposal with a party behind this one, or one of the same call that competes with it.

    A mission's people are those of the proposal that it came from: so who is on none has no contract either, and nobody
    asks for one.
    """
    found = list(calls.ties(persons, against))
    yield from _contracts(found)
    for tie in found:
        text = Text(
            f"Cùng tham gia đề xuất {tie.number} với bên này.", f"Is on proposal {tie.number} together with this party."
        )
        if tie.competes:
            text = Text(
                f"Tham gia đề xuất {tie.number} của cùng thông báo.", f"Is on proposal {tie.number} of the same call."
            )
        kind = "competitor" if tie.competes else "co-author"
        yield InterestFact(tie.person, tie.against, kind, text, f"proposal:{tie.own}", f"/proposals/{tie.own}/")


def _contracts(found: Collection[calls.Tie]) -> Iterator[InterestFact]:
    """Whoever works on a mission that the party leads under a contract with the city."""
    led = [tie for tie in found if tie.leads]
    under = {line.proposal: line for line in delivery.contracts_of({tie.own for tie in led})}
    for tie in led:
        line = under.get(tie.own)
        if line is not None:
            text = Text(
                f"Tham gia thực hiện nhiệm vụ {line.number} do bên này chủ trì.",
                f"Works on mission {line.number}, which this party leads.",
            )
            yield InterestFact(
                tie.person, tie.against, "contract", text, f"mission:{line.mission}", f"/missions/{line.mission}/"
            )


def papers_of_proposal(subject: str) -> Iterator[SourcePaper]:
    """The files of an opened proposal; redacted copies for a blind phase are added by whoever runs the council."""
    for card in calls.papers(subject):
        yield SourcePaper(card.name, UUID(card.id))


def may_read_application(actor: Actor, subject: str) -> bool:
    """For the files of dossiers (``dossier:12``): what a council says of a key task's counts first, then the rooms' own rules."""
    said = keytasks.council_reads(actor, subject)
    return calls.may_read_paper(actor, subject) if said is None else said


def results_made(persons: frozenset[str], against: frozenset[str], on: date) -> Iterator[InterestFact]:
    """Whoever made a result: co-author of its other authors, in a deal with its owners."""
    parties = frozenset(key for key in against if people.is_party_key(key))
    for line in results.made_together(persons, parties):
        text = Text(f"Đồng tác giả kết quả số {line.result}.", f"Co-author of result no. {line.result}.")
        if line.owns:
            text = Text(
                f"Là tác giả của kết quả số {line.result} do bên này sở hữu.",
                f"Is an author of result no. {line.result}, which this party owns.",
            )
        yield InterestFact(
            line.person,
            line.other,
            "deal" if line.owns else "co-author",
            text,
            f"result:{line.result}",
            f"/results/{line.result}/",
        )


def candidates(persons: frozenset[str], against: frozenset[str], on: date) -> Iterator[InterestFact]:
    """Whoever competes with this person for a post of an expert."""
    for tie in talent.rivals(persons, against):
        text = Text(
            f"Cùng ứng tuyển vị trí chuyên gia {tie.number}.", f"Is a candidate for the same expert post {tie.number}."
        )
        record, page = f"candidacy:{tie.candidacy}", f"/talent/candidacies/{tie.candidacy}/"
        yield InterestFact(tie.person, tie.against, "competitor", text, record, page)


def contracts_with_the_fund(persons: frozenset[str], against: frozenset[str], on: date) -> Iterator[InterestFact]:
    """Whoever applied or asked for money for the party under a contract with the development fund."""
    parties = frozenset(key for key in against if people.is_party_key(key))
    for line in fund.acted_for(persons, parties):
        text = Text(
            f"Thay mặt bên này trong hợp đồng với Quỹ, hồ sơ {line.number}.",
            f"Acted for this party under a contract with the fund, case {line.number}.",
        )
        if line.lends:
            text = Text(
                f"Thay mặt bên này trong hợp đồng vay của Quỹ, hồ sơ {line.number}.",
                f"Acted for this party under a loan contract of the fund, case {line.number}.",
            )
        yield InterestFact(line.person, line.party, "deal", text, f"fund_case:{line.case}", f"/fund/cases/{line.case}/")


def _party_page(key: str) -> str:
    return f"/parties/{people.party_id(key)}/"
