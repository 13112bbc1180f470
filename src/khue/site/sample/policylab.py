"""What the sample city's policy-maker tried: half or sixty per cent for machines of trial productions, published; a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from khue.core.actor import Actor
from khue.features.policylab import usecases
from khue.features.policylab.domain import (
    ChangeOutline,
    ChangeReform,
    CopyStudy,
    OrderRun,
    Outline,
    PublishStudy,
    StartStudy,
)
from khue.features.policylab.queries import version
from khue.kernel import clock

DAYS_AGO = 12
CAP = "missions.equipment.trial_purchase_cap"
SLUG = "nang-muc-ho-tro-mua-may-san-xuat-thu-nghiem"


def fill(actors: dict[str, Actor], setup: Actor) -> None:
    author = replace(actors["policymaker"], moment=setup.moment - timedelta(days=DAYS_AGO))
    study = sixty_per_cent(author)
    run(study, author)
    usecases.publish_study(PublishStudy(study, 1, SLUG), actor=replace(author, moment=later(author, 1)))
    copied = usecases.copy_study(CopyStudy(study, 1), actor=replace(author, moment=later(author, 3)))
    seventy_per_cent(copied, replace(author, moment=later(author, 3)))


def seventy_per_cent(study: int, author: Actor) -> None:
    """The copy asks for more, and waits for its run."""
    words = replace(
        outline(author.today.year),
        title_vi="Nâng mức hỗ trợ mua máy sản xuất thử nghiệm từ 50% lên 70%",
        title_en="Raising support for trial-production equipment from 50 % to 70 %",
        question_vi="Nếu mức hỗ trợ là 70% thay vì 50%, Thành phố phải chi thêm bao nhiêu?",
        question_en="",
    )
    usecases.change_outline(ChangeOutline(study, words, version(study, None, author).stamp), actor=author)
    seen = version(study, None, author).stamp
    changed = ChangeReform(study, date(author.today.year + 1, 1, 1), None, {CAP: 70}, (), seen)
    usecases.change_reform(changed, actor=author)


def sixty_per_cent(author: Actor) -> int:
    """A study that raises the share for buying equipment in trial productions from 50 % to 60 %, ready to run."""
    year = author.today.year
    study = usecases.start_study(StartStudy(outline(year)), actor=author)
    seen = version(study, None, author).stamp
    usecases.change_reform(ChangeReform(study, date(year + 1, 1, 1), None, {CAP: 60}, (), seen), actor=author)
    return study


def outline(year: int) -> Outline:
    return Outline(
        "Nâng mức hỗ trợ mua máy sản xuất thử nghiệm từ 50% lên 60%",
        "Raising support for trial-production equipment from 50 % to 60 %",
        "Nếu dự án sản xuất thử nghiệm được hỗ trợ 60% chi phí mua máy móc, thiết bị thay vì 50%, Thành phố phải chi thêm "
        "bao nhiêu và ai được lợi?",
        "If trial-production projects received 60 % of the cost of machinery instead of 50 %, how much more would the city "
        "spend, and who would gain?",
        year,
        year + 4,
        ("missions.equipment-support",),
    )


def run(study: int, author: Actor) -> None:
    """As the worker would."""
    usecases.order_run(OrderRun(study, 1), actor=author)
    found = version(study, 1, author)
    job = clock.job_actor("policylab.run_study")
    usecases.run_study(found.id, found.attempt, actor=replace(job, moment=author.moment))


def later(author: Actor, hours: int) -> datetime:
    return author.moment + timedelta(hours=hours)
