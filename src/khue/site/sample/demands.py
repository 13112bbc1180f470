"""The market of problems of the sample city: sixty demands in every state, answered, tried and chosen; deed by deed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.features.demands import queries, usecases
from khue.features.demands.domain.demands import (
    CloseDemand,
    ExtendDeadline,
    HandInDemand,
    PublishDemand,
    Wanted,
    WithdrawDemand,
)
from khue.features.demands.domain.solutions import AwardDemand, DrawShortList, ProposeSolution, RecordTrial
from khue.site.sample.exchange import verified

Act = Callable[[str], Actor]
MILLION = 1_000_000
SECRET = "Bảng giá linh kiện và thông số hiệu chuẩn là bí quyết của bên cung (dữ liệu mẫu)."
RULES = "Đạt phép thử là điều kiện; sau đó chọn tổng chi phí năm năm thấp nhất, bằng nhau thì chọn bên bảo hành lâu hơn (mẫu)."
DATA = "Số liệu đo mười hai tháng gần nhất và một địa điểm để thử (mẫu)."
SECOND = "officer"


def problems() -> list[dict[str, Any]]:
    """The problems as they stand in the file, each with its places."""
    text = Path(__file__).with_name("demands.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["problem"]
    return found


def wanted(problem: Mapping[str, Any], place: int, deadline: datetime, **more: Any) -> Wanted:
    """One demand of the file: a problem at one of its places. Each further place has a quarter more to spend."""
    vi, en = problem["places"][place]
    most = problem["budget"] * MILLION * (4 + place) // 4
    given: dict[str, Any] = {
        "title": Text(f"{problem['vi']} {vi} (mẫu)", f"{problem['en']} {en} (sample)"),
        "problem": Text(f"{problem['says']} Áp dụng {vi}. Dữ liệu mẫu."),
        "data": DATA,
        "test": problem["test"],
        "rules": RULES,
        "field": problem["field"],
        "deadline": deadline,
        "codes": tuple(problem["codes"]),
        "stage": problem["stage"],
        "modes": tuple(problem["modes"]),
        "budget_from": most // 2 if most else None,
        "budget_to": most or None,
    }
    return Wanted(**(given | more))


def until(actor: Actor, days: int) -> datetime:
    """Five in the afternoon so many days later."""
    return datetime.combine(actor.today + timedelta(days=days), time(17), CITY_ZONE)


def asked(said: Wanted, party: str, actor: Actor) -> int:
    return usecases.hand_in_demand(HandInDemand(party, said, uuid4()), actor=actor)


def published(demand: int, actor: Actor) -> str:
    """By the second person; its number."""
    return usecases.publish_demand(PublishDemand(demand, True, "", None, uuid4()), actor=actor)


def proposed(demand: int, party: str, actor: Actor, secret: str = SECRET, **more: Any) -> int:
    given: dict[str, Any] = {
        "says": "Lắp thiết bị của chúng tôi tại địa điểm thử, vận hành cùng bên cầu sáu tháng, bàn giao tài liệu (mẫu).",
        "price": 400 * MILLION,
        "days": 120,
        "confidential": secret,
        "once": uuid4(),
    }
    return usecases.propose_solution(ProposeSolution(demand, party, **(given | more)), actor=actor)


def shortlisted(demand: int, actor: Actor, *taken: int) -> None:
    """The named solutions are taken, all others left out."""
    live = [row.no for row in queries.demand_card(demand, actor).solutions if row.code == "handed_in"]
    grounds = {no: "Nêu rõ cách đo và đã có nơi sử dụng (mẫu)." if no in taken else "Chưa nêu cách đo (mẫu)." for no in live}  # fmt: skip
    usecases.draw_short_list(DrawShortList(demand, {no: no in taken for no in live}, grounds, None, uuid4()), actor=actor)  # fmt: skip


def tried(demand: int, no: int, actor: Actor, *, passed: bool = True) -> None:
    result = "Đo ba lần trong hai tuần, đều đạt ngưỡng (mẫu)." if passed else "Hai trong ba lần đo không đạt ngưỡng (mẫu)."  # fmt: skip
    usecases.record_trial(RecordTrial(demand, no, passed, result, actor.today, uuid4()), actor=actor)


def chosen(demand: int, no: int, actor: Actor) -> None:
    ground = "Đạt phép thử và có tổng chi phí năm năm thấp nhất (mẫu)."
    usecases.award_demand(AwardDemand(demand, no, ground, None, uuid4()), actor=actor)


def closed(demand: int, actor: Actor) -> None:
    usecases.close_demand(CloseDemand(demand, "Không đề xuất nào đạt phép thử (mẫu).", None, uuid4()), actor=actor)


def fill(organisations: Mapping[str, str], actors: dict[str, Actor], now: datetime) -> None:
    """Sixty demands of the institute and the firm; each answers the other's, a private person answers some of both."""

    def on(days: int) -> Act:
        return lambda key: replace(actors[key], moment=now - timedelta(days=days))

    institute, firm = (organisations[key] for key in ("institute", "firm"))
    person = actors["resident"].key
    verified(institute, ("demander",), on(58), "researcher")
    verified(person, ("supplier",), on(58), "resident")
    sides = ((firm, "founder", institute, "researcher"), (institute, "researcher", firm, "founder"))
    every = [(problem, place) for problem in problems() for place in range(len(problem["places"]))]
    for number, (problem, place) in enumerate(every):
        party, who, other, whose = sides[number % 2]
        began = 50 - number % 9
        act = on(began)
        said = wanted(problem, place, until(act(who), 20 if number % 3 == 0 else began + 20 + number % 40))
        demand = asked(said, party, act(who))
        if number in (50, 51, 52):
            continue
        if number == 53:
            note = "Phép thử cần nêu ngưỡng đo được (mẫu)."
            usecases.publish_demand(PublishDemand(demand, False, note, None, uuid4()), actor=on(began - 1)(SECOND))
            continue
        published(demand, on(began - 1)(SECOND))
        if number in (55, 56):
            usecases.withdraw_demand(WithdrawDemand(demand, "Đã tự giải quyết (mẫu).", None, uuid4()), actor=on(began - 3)(who))  # fmt: skip
        elif number % 3 == 0 and number < 45:
            proposed(demand, other, on(began - 5)(whose))
            proposed(demand, person, on(began - 6)("resident"), price=550 * MILLION, secret="")
            _chosen_from(demand, number, on, who)
        elif number % 8 == 1 and number % 3:
            proposed(demand, other, on(2)(whose))
        elif number == 58:
            asked_for = ExtendDeadline(demand, said.deadline + timedelta(days=14), "Thêm thời gian khảo sát (mẫu).", None, uuid4())  # fmt: skip
            usecases.extend_deadline(asked_for, actor=on(3)(who))


def _chosen_from(demand: int, number: int, on: Callable[[int], Act], who: str) -> None:
    """Those whose deadline has passed, as far as each went."""
    how = number // 3 % 5
    if how == 0:  # still to be looked at
        return
    shortlisted(demand, on(18)(who), 1, *((2,) if how == 2 else ()))
    if how == 1:  # on trial
        return
    tried(demand, 1, on(10)(who), passed=how != 4)
    if how == 4:
        closed(demand, on(6)(who))
    elif how == 3:
        chosen(demand, 1, on(5)(who))
