"""The forty-odd cases of support in every state: what each is about, when it began, how far it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from khue.core.actor import Actor
from khue.features.rulebook.queries import calendar
from khue.site.sample import appeals, late, parties
from khue.site.sample.applications import Item, Project
from khue.site.sample.stories import Story

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


def cases(made: parties.Parties, actors: dict[str, Actor], now: datetime) -> Iterator[tuple[Story, Days, Plan]]:
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


def draft(story: Story, days: Days) -> None:
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
    Plan(2, 1, draft),
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
