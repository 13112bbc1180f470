"""Room ``activities``: a plan in force, a request under it, a fee that waits because the plan names no line for it."""

from __future__ import annotations

from dataclasses import replace

from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.features.activities import queries, usecases
    from khue.features.activities.models import EarnedFee
    from khue.features.councils import queries as councils
    from khue.features.councils.models import Minutes
    from khue.features.documents import queries as papers
    from khue.kernel import clock
    from khue.site.sample import activities as sample
    from khue.site.sample import signing

    seminar, _group = sample.in_force(act, sample.SEMINAR, sample.GROUP)
    spend = sample.asked(seminar, organisation("TLX"), 5_000_000, act)
    minutes = Minutes.objects.filter(signed_at=None).order_by("-pk").values_list("pk", flat=True)[0]
    paper = papers.paper_of(f"minutes:{minutes}")
    assert paper is not None, "closed minutes have their paper"
    signing.signed_by_hand(paper.code, act=act, second="decider")
    assert councils.fees_of(minutes), "signed minutes earn fees"
    job = clock.job_actor("activities.take_fees")
    usecases.take_fees(minutes, actor=replace(job, moment=act("officer").moment))
    row = queries.line_row(seminar)
    card = queries.plan_card(row.plan, act("officer"))
    for name, value in {
        "plan_id": row.plan,
        "version_id": card.versions[0].id,
        "line_id": seminar,
        "spend_id": spend,
        "fee_id": EarnedFee.objects.filter(state="waiting").values_list("pk", flat=True)[0],
    }.items():
        stock.by_room["activities", name] = value
