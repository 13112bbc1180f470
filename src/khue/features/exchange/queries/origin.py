"""An offer that begins with a registered result: its public words, in one step. The confidential part does not come along."""

from __future__ import annotations

from khue.features.exchange.domain.offers import MOST_OWNERS, MOST_RIGHTS, Claim, Described, Owner, Right
from khue.features.results.domain.register import KINDS
from khue.features.results.domain.rights import IP_KINDS
from khue.features.results.queries import PublicResult

OBJECT_OF_KIND = {
    "product": "machine", "process": "process", "software": "software", "design": "design", "data": "data", "variety": "process", "model": "model",
}  # fmt: skip
"""Kinds of results as objects of a transfer; a publication is none."""


def described_from_result(found: PublicResult) -> Described:
    """What is registered, as an offer says it; what a result does not know is left for the supplier."""
    kinds = {text: code for code, text in IP_KINDS.items()}
    rights = [Right(kinds[row.kind], row.code, row.territory, row.number) for row in found.rights][:MOST_RIGHTS]
    owners = [Owner(row.name, row.share.numerator, row.share.denominator) for row in found.owners][:MOST_OWNERS]
    return Described(
        title=found.title,
        summary=found.summary,
        kind=OBJECT_OF_KIND.get({text: code for code, text in KINDS.items()}[found.kind], ""),
        field="",
        codes=(),
        stage=found.stage,
        stage_evidence="",
        basis="owner",
        basis_paper=found.number,
        modes=(),
        public_money=found.public_money > 0,
        result=found.number,
        claims=(Claim(found.summary.vi[:500]),),
        owners=tuple(owners),
        rights=tuple(rights),
    )
