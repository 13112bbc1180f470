"""Cards of the room as the shapes of its doors."""

from __future__ import annotations

from typing import Any

from khue.features.rulebook.domain.rulings import Ruling
from khue.features.talent.api.shapes import CandidacyOut, EngagementOut, ExpertDueOut, ExpertNeedOut, ExpertOfferOut
from khue.features.talent.queries import CandidateCard, DueRow, EngagementCard, NeedCard, OfferCard
from khue.kernel.api.shapes import file_out


def _plain(card: Any, shape: Any) -> dict[str, Any]:
    return {name: getattr(card, name) for name in shape.model_fields if hasattr(card, name)}


def candidacy_out(card: CandidateCard) -> dict[str, Any]:
    return _plain(card, CandidacyOut) | {"papers": [file_out(paper) for paper in card.papers]}


def need_out(card: NeedCard) -> dict[str, Any]:
    return _plain(card, ExpertNeedOut) | {
        "candidates": [candidacy_out(one) for one in card.candidates],
        "version": card.revision,
    }


def offer_out(card: OfferCard) -> dict[str, Any]:
    return _plain(card, ExpertOfferOut) | {
        "extras": [{"label": label, "amount": amount} for label, amount in card.extras],
        "rulings": [_ruled(ruling) for ruling in card.rulings],
    }


def _ruled(ruling: Ruling) -> dict[str, Any]:
    return {
        "title": ruling.title,
        "sentences": [{"text": line.text, "citation": line.citation or ""} for line in ruling.sentences],
    }


def engagement_out(card: EngagementCard) -> dict[str, Any]:
    """The budget line is for staff, as on the page."""
    return _plain(card, EngagementOut) | {
        "budget_line": "" if card.mine else card.budget_line.removeprefix("budget:"),
        "contract": file_out(card.contract) if card.contract else None,
        "dues": [_due(row) for row in card.dues],
        "edition": card.revision,
    }


def _due(row: DueRow) -> dict[str, Any]:
    return _plain(row, ExpertDueOut) | {"papers": [file_out(paper) for paper in row.papers]}
