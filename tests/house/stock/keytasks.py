"""Room ``keytasks``: its part of the stock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from khue.core.actor import Actor
from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """One recognised with a report on the desk and a withdrawal under way; three on their way, one at each step."""
    from khue.features.dossiers.queries.tasks import open_task_of
    from khue.site.sample import keytasks as sample

    firm = organisation("TLX")

    def before(key: str) -> Actor:
        return replace(found := act(key), moment=found.moment - timedelta(days=380))

    key_task = sample.recognised(sample.BATTERY, firm, "founder", before)
    sample.filed(key_task, "founder", act)
    number = sample.queries.key_task(key_task, act("officer")).number
    stock.by_room["keytasks", "number"] = number
    stock.by_room["keytasks", "key_task_id"] = key_task
    stock.by_route["keytasks:check", "task_id"] = open_task_of(number=number, step="report").id
    stock.by_room["keytasks", "withdrawal_id"] = sample.proposed(key_task, act, "Không còn hoạt động (mẫu).")
    stock.by_route["keytasks:settle", "task_id"] = open_task_of(number=number, step="withdrawal").id
    # An officer proposes the withdrawal of another one: of this one it is under way.
    for route, step, council in (
        ("examine", "examination", None),
        ("advise", "council", True),
        ("decide", "decision", False),
    ):
        plan = replace(sample.TRAFFIC, title=f"{sample.TRAFFIC.title} {route}")
        dossier = sample.received(sample.applied(plan, firm, "founder", act), act)
        if council is not None:
            sample.examined(dossier, act, council=council)
        stock.by_route[f"keytasks:{route}", "task_id"] = open_task_of(number=dossier, step=step).id
