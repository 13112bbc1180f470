"""An engagement of the resident with a year under evaluation, and a post that is still open."""

from __future__ import annotations

from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from uuid import uuid4

    from khue.features.talent import queries, usecases
    from khue.features.talent.domain.commands import OpenEvaluation
    from khue.site.sample import talent as sample
    from tests.cast import setup_actor

    group = sample.founded([sample.person(f"Ủy viên tổ {no} (mẫu)", setup_actor()) for no in range(5)], act)
    engagement = sample.engaged(
        sample.WATER,
        act("resident"),
        "overseas-vietnamese",
        lambda today: sample.terms(today, 80_000_000, 12, start=80_000_000),
        group,
        act,
    )
    sample.concluded(engagement, sample.line_filled(2_000_000_000, act), act)
    card = queries.engagement_card(engagement, act("officer"))
    later = sample.at(act("officer"), 3)
    evaluation = usecases.open_evaluation(OpenEvaluation(engagement, later.today, group.id, uuid4()), actor=later)
    need = sample.published(sample.OPEN, act)
    for name, value in {
        "engagement_id": engagement,
        "due_id": card.dues[0].id,
        "offer_id": card.offer,
        "candidacy_id": card.candidacy,
        "evaluation_id": evaluation,
        "need_id": need,
    }.items():
        stock.by_room["talent", name] = value
