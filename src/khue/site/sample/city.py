"""Forty-odd cases in every state, played deed by deed on past working days by the personas of the city."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing import get_context

from django.db import connections

from khue.core.actor import Actor
from khue.features.people import queries as people
from khue.features.rulebook.queries import calendar
from khue.kernel import audit, clock, search
from khue.site.sample import (
    activities,
    appeals,
    auctions,
    calls,
    catalogue,
    councils,
    deals,
    delivery,
    demands,
    desk,
    documents,
    eligibility,
    exchange,
    fund,
    gatherings,
    intake,
    keytasks,
    late,
    law,
    market,
    matching,
    parties,
    payments,
    policylab,
    portfolio,
    privacy,
    procedures,
    results,
    services,
    staff,
    stories,
    successions,
    talent,
    transfers,
)
from khue.site.sample.applications import Item, Project
from khue.site.sample.keys import give_key
from khue.site.sample.stories import Story

MONEY = 120_000_000_000
SELLERS = 900  # where the sample sellers' numbers begin

TOPICS = (
    ("Màng lọc nước từ sợi tre", "environmental-technology", "Máy quang phổ hồng ngoại FTIR"),
    ("Cảm biến chất lượng không khí giá thấp", "digital-technology", "Hệ thống hiệu chuẩn cảm biến"),
    ("Chế phẩm vi sinh xử lý bùn sông Tô Lịch", "biotechnology", "Máy giải trình tự gen để bàn"),
    ("Pin thể rắn cho xe buýt điện", "new-materials", "Buồng găng môi trường trơ"),
    ("Nhận dạng tiếng Việt cho tổng đài dịch vụ công", "information-communication", "Máy chủ tính toán GPU"),
    ("Bê tông hấp thụ các-bon", "carbon-reduction", "Máy thử nén 3.000 kN"),
    ("Bản đồ ngập úng theo thời gian thực", "climate-response", "Trạm đo mưa và mực nước"),
    ("Chẩn đoán sớm bệnh võng mạc bằng ảnh", "smart-health", "Máy chụp đáy mắt kỹ thuật số"),
    ("Lớp học số cho trường ngoại thành", "smart-education", "Bộ thiết bị phòng học thông minh"),
    ("Điều khiển đèn giao thông thích ứng", "smart-city", "Bộ mô phỏng giao thông"),
)
TRIALS = (
    ("Dây chuyền sấy nông sản bằng năng lượng mặt trời", "high-tech-agriculture", "Buồng sấy chân không"),
    ("Sản xuất thử van điều áp thông minh", "manufacturing-automation", "Trung tâm gia công CNC 5 trục"),
    ("Sản xuất thử bộ kít xét nghiệm nhanh", "medical-biological", "Máy đóng gói vô trùng"),
    ("Lắp ráp thử trạm sạc hai chiều", "carbon-reduction", "Bàn thử công suất 120 kW"),
    ("Vải lọc bụi mịn từ sợi tái chế", "new-materials", "Máy dệt không thoi"),
)


@dataclass(slots=True)
class Days:
    """The story's calendar: who acts, and on which working day."""

    actors: dict[str, Actor]
    moment: datetime

    def act(self, key: str) -> Actor:
        return replace(self.actors[key], moment=self.moment)

    def wait(self, days: int) -> None:
        """On to a later working day."""
        day = calendar().add_working_days(self.moment.date(), days)
        self.moment = datetime.combine(day, self.moment.timetz())


@dataclass(frozen=True, slots=True)
class Plan:
    """How many cases go how far; ``began`` working days ago for the first, one less for each further one."""

    count: int
    began: int
    play: Callable[[Story, Days], None]
    afterwards: Callable[[Story, Days], None] | None = None


def fill(say: Callable[[str], None]) -> None:
    """People, organisations, budget, cases; beside them the market; then the audit's first signed checkpoint.

    The market touches no case, so a second process plays it: a quarter of the deeds, and most machines have two cores.
    """
    setup = clock.job_actor("sample")
    now = setup.moment
    say("sample city: people and organisations")
    past = replace(setup, moment=now - timedelta(days=400))
    made = parties.register_personas(past.today, actor=past)
    parties.register_neighbours(made, past.today, actor=past)
    actors = {persona.key: _actor(made.users[persona.key], now) for persona in parties.PERSONAS}
    connections.close_all()  # a connection can't be in two processes
    with ProcessPoolExecutor(1, get_context("fork")) as second:
        market_is_played = second.submit(_market, made, actors, now)
        _city(say, made, actors, setup)
        say("sample city: three hundred listings, sixty problems")
        market_is_played.result()
    _after_both(made, actors, now)
    audit.seal_checkpoint(now)
    search.rebuild()


def _market(made: parties.Parties, actors: dict[str, Actor], now: datetime) -> None:
    """What is offered and asked for on the exchange: needs the parties, nothing of their cases."""
    exchange.fill(made, actors, now)
    market.fill(made, actors, now)
    demands.fill(made.organisations, actors, now)


def _city(say: Callable[[str], None], made: parties.Parties, actors: dict[str, Actor], setup: Actor) -> None:
    """Budget, cases, money, councils, missions, talent."""
    now = setup.moment
    year_start = replace(actors["accountant"], moment=now - timedelta(days=210))
    stories.open_budget(actor=year_start)
    stories.appropriate(MONEY, actor=year_start)
    give_key(made.organisations["institute"], actor=actors["researcher"])
    say("sample city: cases")
    drafts: list[int] = []
    played: list[tuple[Story, Days, Plan]] = []
    for number, (story, days, plan) in enumerate(_cases(made, actors, now)):
        plan.play(story, days)
        played.append((story, days, plan))
        if plan.play is _draft and story.writer == "researcher":
            drafts.append(story.dossier_id)
        if number % 10 == 9:
            say(f"sample city: {number + 1} cases")
    say("sample city: bank statements")
    payments.months_reconciled(lambda moment: Days(actors, moment).act, now)
    for story, days, plan in played:
        if plan.afterwards is not None:
            plan.afterwards(story, days)
    results.fill(lambda key: actors[key])
    fund.fill(actors, now)
    keytasks.fill(actors, made.organisations["firm"], now)
    staff.fill(actors, setup)
    procedures.play(actors, tuple(drafts))
    documents.fill(actors, now)
    intake.fill(actors, now)
    calls.fill(made, actors, now)  # before parties are debarred, merged and dissolved
    register = councils.registered(actors, setup)
    say("sample city: councils, missions")
    chosen = portfolio.fill(made, actors, register, now)
    successions.play(made, actors)
    privacy.fill(actors, setup)
    desk.fill(actors, setup)
    law.fill(actors)
    late.watched(setup)
    eligibility.fill(actors, setup)
    policylab.fill(actors, setup)
    councils.fill(made, actors, register, setup)
    delivery.fill(made, actors, register, chosen, now)
    talent.fill(actors, setup)
    activities.fill(made, actors, now)


def _after_both(made: parties.Parties, actors: dict[str, Actor], now: datetime) -> None:
    """What needs offers and results alike, and the money that every story left."""
    transfers.fill(made, actors, now)
    services.fill(actors, now)
    gatherings.fill(actors, now)
    auctions.fill(made, actors, now)
    deals.fill(made, actors, now)
    catalogue.fill(made, actors, now)
    matching.fill(actors, now)
    payments.given_back(actor=actors["accountant"])
    payments.suspense_cleared(act=actors.__getitem__)
    payments.months_closed(actor=actors["accountant"])  # after every story that books into the past


def _actor(user_id: int, now: datetime) -> Actor:
    found = people.standing(user_id, now.date())
    assert found is not None, "the persona was registered just now"
    return Actor(
        key=found.key,
        name=found.name,
        moment=now,
        person_id=found.person_id,
        user_id=user_id,
        acts_for=tuple(found.acts_for),
        former_keys=found.former_keys,
        holds=found.holds,
        rights=frozenset(found.rights),
        units=tuple(found.units),
        mandate=found.mandate,
    )


def _cases(made: parties.Parties, actors: dict[str, Actor], now: datetime) -> Iterator[tuple[Story, Days, Plan]]:
    number = 0
    for plan in PLANS:
        for turn in range(plan.count):
            firm = number % 3 == 2
            started = calendar().add_working_days(now.date(), -max(1, plan.began - turn))
            days = Days(
                actors, now.replace(year=started.year, month=started.month, day=started.day, hour=2, minute=number)
            )
            writer, applicant = ("founder", "firm") if firm else ("researcher", "institute")
            seller = parties.sample_tax_code(SELLERS + number)
            yield (
                Story(days.act, _project(number, firm), made.organisations[applicant], writer, seller),
                days,
                plan,
            )
            number += 1


def _project(number: int, firm: bool) -> Project:
    pool = TRIALS if firm else TOPICS
    title, field, machine = pool[(number // 3 if firm else number) % len(pool)]
    step = 7 + number % 9
    items = [
        Item(machine, "purchase", 180_000_000 * step, invoice=number + 1),
        Item("Vật tư chạy máy, điện, bảo trì", "operation", 21_500_000 * step),
    ]
    if number % 2:
        items.insert(1, Item("Phần mềm điều khiển và phân tích", "purchase", 26_000_000 * step, software=True))
    return Project(f"{title} (mẫu {number + 1})", "trial-production" if firm else "research-topic", field, tuple(items))


# -- how far a case goes -------------------------------------------------------------------------------------------


def _draft(story: Story, days: Days) -> None:
    story.draft()


def _applied(story: Story, days: Days) -> None:
    story.applied()


def _taken(story: Story, days: Days) -> None:
    story.applied().taken()


def _awaiting(story: Story, days: Days) -> None:
    story.applied()
    days.wait(1)
    story.asked_for_supplement("Báo giá của hạng mục 1 chưa có dấu của bên bán.")


def _not_taken_in(story: Story, days: Days) -> None:
    story.applied()
    days.wait(2)
    story.refused_receipt("Nhiệm vụ đã hết thời gian thực hiện nên không thuộc đối tượng hỗ trợ.")


def _withdrawn(story: Story, days: Days) -> None:
    story.applied()
    days.wait(2)
    story.withdrawn()


def _received(story: Story, days: Days) -> None:
    story.applied()
    days.wait(1)
    story.accepted_for_processing()


def _supplemented(story: Story, days: Days) -> None:
    _awaiting(story, days)
    days.wait(2)
    story.supplemented()
    days.wait(1)
    story.accepted_for_processing()


def _appraised(story: Story, days: Days) -> None:
    _received(story, days)
    days.wait(3)
    story.appraised(cut=12_000_000)


def _refused(story: Story, days: Days) -> None:
    _appraised(story, days)
    days.wait(3)
    story.refused("Nội dung trùng với một nhiệm vụ đang được hỗ trợ.")


def _granted(story: Story, days: Days) -> None:
    _appraised(story, days)
    days.wait(3)
    story.granted()


def _running(story: Story, days: Days) -> None:
    _granted(story, days)
    days.wait(4)
    story.agreed()


def _delivered(story: Story, days: Days) -> None:
    _running(story, days)
    days.wait(8)
    story.delivered(1)


def _returned(story: Story, days: Days) -> None:
    _delivered(story, days)
    days.wait(2)
    story.returned("Biên bản chạy thử chưa có chữ ký của bên bán.")


def _accepted(story: Story, days: Days) -> None:
    _delivered(story, days)
    days.wait(2)
    story.accepted(1)


def _part_paid(story: Story, days: Days) -> None:
    _accepted(story, days)
    days.wait(2)
    story.ordered(1).sent(1)
    item = story.project.items[0]
    story.equipment(item.description, item.amount)


def _completed(story: Story, days: Days) -> None:
    _part_paid(story, days)
    days.wait(10)
    story.delivered(2)
    days.wait(2)
    story.accepted(2)
    days.wait(2)
    story.ordered(2).sent(2)


def _lately(story: Story, days: Days) -> None:
    """Paid in part within the last weeks: the daily cash picture shows it."""
    _running(story, days)
    days.wait(36)
    story.delivered(1)
    days.wait(2)
    story.accepted(1)
    days.wait(2)
    story.ordered(1).sent(1)
    item = story.project.items[0]
    story.equipment(item.description, item.amount)


def _ordered(story: Story, days: Days) -> None:
    """An order that waits for the second pair of eyes."""
    _accepted(story, days)
    days.wait(2)
    story.ordered(1)


def _audited(story: Story, days: Days) -> None:
    """After the bank's statements: the audit comes when the last tranche is paid."""
    days.moment = days.moment + timedelta(days=60)
    story.audited()


def _contested(story: Story, days: Days) -> None:
    _refused(story, days)
    appeals.pending(story, days)


def _appeal_won(story: Story, days: Days) -> None:
    _granted(story, days)
    appeals.won(story, days)


def _annulled(story: Story, days: Days) -> None:
    """After the bank's statements too: what was paid is to be given back."""
    days.moment = days.moment + timedelta(days=33)
    days.wait(1)
    appeals.annulled(story, days)


PLANS = (
    Plan(2, 120, _completed, _audited),
    Plan(3, 100, _completed),
    Plan(3, 69, _lately),
    Plan(2, 50, _accepted),
    Plan(1, 34, _ordered),
    Plan(1, 45, _returned),
    Plan(2, 40, _delivered),
    Plan(3, 30, _running),
    Plan(3, 12, _granted),
    Plan(2, 35, _refused),
    Plan(3, 9, _appraised),
    Plan(3, 5, _received),
    Plan(1, 8, _supplemented),
    Plan(2, 3, _awaiting),
    Plan(1, 20, _not_taken_in),
    Plan(1, 15, _withdrawn),
    Plan(1, 2, _taken),
    Plan(3, 2, _applied),
    Plan(2, 1, _draft),
    Plan(1, 20, _contested),
    Plan(1, 45, _appeal_won),
    Plan(1, 60, _part_paid, _annulled),
    Plan(2, 11, late.unanswered),
    Plan(2, 20, late.unappraised),
    Plan(1, 24, late.undecided),
    Plan(1, 62, late.decided_late),
    Plan(1, 58, late.decided_late_with_apology),
    Plan(1, 26, late.sent_back),
    Plan(1, 33, late.supplemented),
)
