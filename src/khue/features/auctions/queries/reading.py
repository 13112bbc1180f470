"""Rows as the engine's values: terms, moves, standings. For deeds and for results; nothing here is shown as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from fractions import Fraction

from khue.core.bilingual import Text
from khue.core.errors import Conflict, Missing
from khue.features.auctions.domain.english import Move, Standing, result_of, standing_of
from khue.features.auctions.domain.holding import Rules
from khue.features.auctions.domain.results import Result
from khue.features.auctions.domain.sealed import dutch_result, sealed_result, tender_result
from khue.features.auctions.domain.terms import DUTCH, ENGLISH, GRACE, SEALED, TENDER, Criterion, PriceStep, Terms
from khue.features.auctions.models import Auction, Bid, BidScore
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter
from khue.kernel import sealed

DEPOSIT, FIRST_STEP, DAYS = "exchange.auction.deposit_share", "exchange.auction.first_step", "exchange.auction.days"


def terms_of(row: Auction, *, whole: bool = True) -> Terms:
    """The terms; ``whole`` with the secret reserve, which only the engine may know."""
    reserve = row.reserve
    if whole and row.sealed_reserve is not None:
        reserve = int(str(unsealed(row.sealed_reserve, row)["reserve"]))
    return Terms(
        row.kind,
        row.start,
        row.opens_at,
        row.planned_end,
        reserve,
        row.reserve is not None,
        tuple(PriceStep(over, by) for over, by in row.steps),
        timedelta(seconds=row.extend_within),
        timedelta(seconds=row.extend_by),
        row.drop,
        timedelta(seconds=row.every),
        row.lowest,
        row.price_weight,
        tuple(Criterion(code, Text(vi, en), weight) for code, vi, en, weight in row.criteria),
    )


def seal(**values: object) -> bytes:
    """Sealed under the site's secret, without its moment."""
    return sealed.seal_undated(json.dumps(values, ensure_ascii=False))


def unsealed(kept: bytes | memoryview, row: Auction) -> dict[str, object]:
    """Raises Conflict where the site's secret is another one now."""
    try:
        found: dict[str, object] = json.loads(sealed.unseal(kept))
    except sealed.CantOpen as error:
        raise Conflict(
            Text(f"Không mở được niêm phong của phiên {row.number}.", f"What lies sealed in auction {row.number} can't be opened."),
            Text("Mời ông/bà báo quản trị hệ thống: khóa của hệ thống đã đổi.", "Tell the administrator: the site's secret has changed."),
        ) from error  # fmt: skip
    return found


def amount_of(row: Bid, auction: Auction) -> int:
    if row.amount is not None:
        return row.amount
    return int(str(unsealed(row.said, auction)["amount"])) if row.said is not None else 0


def plan_of(row: Bid, auction: Auction) -> str:
    return str(unsealed(row.said, auction).get("plan", "")) if row.said is not None else ""


def list_of(auction: Auction) -> list[Bid]:
    """The whole list in its order, with its bidders."""
    return list(Bid.objects.filter(auction=auction).select_related("bidder").order_by("no"))


def moves_of(auction: Auction, rows: Iterable[Bid]) -> list[Move]:
    return [
        Move(row.no, row.bidder.no, row.kind, amount_of(row, auction) if row.kind == "bid" else 0)
        for row in rows
    ]  # fmt: skip


def kept_standing(last: Bid | None, auction: Auction) -> Standing:
    """The standing that the last line left behind (English); the same as the fold of the whole list."""
    if last is None or last.standing is None:
        return Standing()
    kept = unsealed(last.standing, auction)
    return Standing(**kept)  # type: ignore[arg-type]  # as sealed by seal_standing


def seal_standing(standing: Standing) -> bytes:
    return seal(**asdict(standing))


def points_of(auction: Auction) -> dict[tuple[int, str], int]:
    """Points by bidder and criterion: the last line counts."""
    rows = BidScore.objects.filter(bidder__auction=auction).order_by("pk")
    return {(no, code): points for no, code, points in rows.values_list("bidder__no", "criterion", "points")}


def computed(auction: Auction, rows: Sequence[Bid]) -> Result:
    """What the list gives, computed from its first line on; for English the kept standing must say the same."""
    terms, moves = terms_of(auction), moves_of(auction, rows)
    if auction.kind == ENGLISH:
        standing = standing_of(moves)
        if standing != kept_standing(rows[-1] if rows else None, auction):
            raise Conflict(
                Text(f"Danh sách trả giá của phiên {auction.number} không khớp.", f"The list of bids of auction {auction.number} doesn't agree with itself."),
                Text("Mời ông/bà báo quản trị hệ thống; chưa có gì được ghi.", "Tell the administrator; nothing was written."),
            )  # fmt: skip
        return result_of(standing, terms)
    if auction.kind == DUTCH:
        return dutch_result(moves)
    if auction.kind == TENDER:
        return tender_result(moves, points_of(auction), terms)
    return sealed_result(moves, terms)


def law_of(id: str, on: date) -> Parameter | None:
    """A legal value of auctions that binds on the day; None while it is unset or does not apply."""
    try:
        found = rulebook.parameter(id, on)
    except Missing:
        return None
    return found if found.applies and found.value is not None else None


def deposit_of(start: int, on: date) -> int | None:
    """The deposit in đồng; None while the law sets none: then nothing is asked for."""
    found = law_of(DEPOSIT, on)
    return None if found is None else int(Fraction(str(found.value)) * start)


def rules_on(on: date) -> Rules:
    step, days = law_of(FIRST_STEP, on), law_of(DAYS, on)
    return Rules(
        Fraction(0) if step is None else Fraction(str(step.value)),
        step.source if step else None,
        0 if days is None else days.number,
        days.source if days else None,
    )


def due_auctions(now: datetime) -> tuple[int, ...]:
    """Ids of auctions that the clock alone settles, oldest end first."""
    found = Auction.objects.filter(state="announced", ends_at__lte=now - GRACE).exclude(kind__in=SEALED)
    return tuple(found.order_by("ends_at", "pk").values_list("pk", flat=True))
