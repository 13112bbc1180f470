"""Stories of the sample city at the tests' day: ``a_story().applied().accepted_for_processing()…``."""

from __future__ import annotations

from khue.features.missions import queries
from khue.features.missions.domain.commands import OrderPayment
from khue.site.sample import payments
from khue.site.sample.applications import Item, Project
from khue.site.sample.stories import Story, appropriate, at
from tests.cast import organisation, persona

SELLER = "0100109106"
TOPIC = Project(
    "Màng lọc nước từ sợi tre",
    "research-topic",
    "environmental-technology",
    (
        Item("Máy quang phổ hồng ngoại FTIR", "purchase", 1_850_000_000, invoice=41),
        Item("Phần mềm phân tích phổ", "purchase", 240_000_000, software=True),
        Item("Điện, khí, bảo trì 18 tháng", "operation", 310_500_000),
    ),
)
TRIAL = Project(
    "Dây chuyền sấy năng lượng mặt trời",
    "trial-production",
    "climate-response",
    (Item("Buồng sấy", "purchase", 1_000_000_001), Item("Điện chạy thử", "operation", 90_000_000)),
)


def a_story(project: Project = TOPIC, money: int = 10_000_000_000, days: int = 0) -> Story:
    """The institute's case; the budget line has ``money`` (0: nothing is appropriated)."""
    if money:
        appropriate(money, actor=persona("accountant"))
    return Story(at(persona, days=days), project, organisation("VLSH"), "researcher", SELLER)


def an_order(story: Story, task: int) -> OrderPayment:
    """What the accountant would send for the first tranche of a support whose agreement is signed."""
    story.signed_on_paper()
    card = queries.support_page(story.support_id, persona("auditor"))
    account = payments.main_account(actor=persona("accountant"))
    payee = payments.payee_of(card.lead_key, card.lead_name)
    return OrderPayment(task, payee, f"Chi tra dot 1 {story.number}", payments.CODES, account.id)


def appraised(project: Project = TOPIC, **options: int) -> Story:
    return a_story(project, **options).applied().accepted_for_processing().appraised()


def running(project: Project = TOPIC) -> Story:
    return appraised(project).granted().agreed()
