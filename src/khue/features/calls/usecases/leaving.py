"""A proposal ends with its dossier: not in order, or withdrawn by its lead. Councils take it off their lists."""

from __future__ import annotations

from khue.features.calls.domain.flows import PROPOSAL
from khue.features.calls.models import Proposal
from khue.features.calls.queries import judging
from khue.features.calls.usecases.parts import locked_proposal, write
from khue.features.councils import usecases as councils
from khue.features.councils.domain.commands import WithdrawItem
from khue.features.dossiers.queries import DossierFacts
from khue.kernel.deeds import Deed

WITHDRAWN = "withdrawn"
"""The outcome of a dossier that its applicant took back."""
WHY = "Bên chủ trì đã rút đề xuất, hoặc đề xuất không hợp lệ về hình thức."


def follow_end(facts: DossierFacts, outcome: str, *, deed: Deed) -> None:
    """The formal check found it not in order, or its lead withdrew it: the proposal ends with its dossier."""
    number = judging.proposal_of(facts.envelope)
    if not number:
        return
    proposal = locked_proposal(number)
    verb = "withdraw" if outcome == WITHDRAWN else "return"
    if PROPOSAL.decision(proposal.state, verb).granted:
        write(proposal, state=PROPOSAL.after(proposal.state, verb), ended_ground=outcome)
        leave_councils(proposal, deed=deed)


def leave_councils(proposal: Proposal, *, deed: Deed) -> None:
    """Councils that have it before them and did not decide yet take it off their lists."""
    for verdict in judging.verdicts_of([proposal.pk]).get(proposal.pk, ()):
        if verdict.state != "decided":
            councils.withdraw(WithdrawItem(verdict.item, WHY), deed=deed)
