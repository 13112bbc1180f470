"""The desk of the sample city at work: a shared view, notes with a mention, a bulk deed that has run, a calendar, uneven loads."""

from __future__ import annotations

from dataclasses import replace

from khue.core.actor import Actor
from khue.features.desk import usecases
from khue.features.desk.domain.bulk import BulkOrder
from khue.features.desk.domain.notes import StrikeNote, WriteNote
from khue.features.desk.domain.saved_views import SaveView, Wanted
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.commands import TakeTask
from khue.features.dossiers.queries import DeskFilter
from khue.features.dossiers.usecases import take_task
from khue.kernel import clock
from khue.site.sample.staff import colleague

TAKEN_BY_THE_APPRAISER, GIVEN_ON = 6, 3


def fill(actors: dict[str, Actor], setup: Actor) -> None:
    """Called when the cases stand and staff have their absences. ``actors`` are the personas today."""
    views(actors)
    notes(actors)
    loads(actors, setup)


def views(actors: dict[str, Actor]) -> None:
    clerk, appraiser = actors["clerk"], actors["appraiser"]
    overdue = SaveView("Hồ sơ chờ kiểm tra, đến hạn trong tuần", Wanted(step="completeness", due="week"), "DOST-MOTCUA")
    usecases.save_view(overdue, actor=clerk)
    usecases.save_view(
        SaveView("Thẩm định quá hạn", Wanted(step="appraisal", due="overdue"), "DOST-QLCN"), actor=appraiser
    )
    usecases.save_view(SaveView("Việc của tôi sắp đến hạn", Wanted("mine", due="week")), actor=appraiser)


def notes(actors: dict[str, Actor]) -> None:
    """On the dossier whose appraisal is due first: one says something, one answers, one was a mistake."""
    rows = dossiers.desk(actors["appraiser"], DeskFilter(step="appraisal"), None, 1).rows
    if not rows:
        return
    number, appraiser, officer = rows[0].number, actors["appraiser"], actors["officer"]
    asked = WriteNote(
        number,
        "Báo giá hạng mục 1 cao hơn hợp đồng tương tự năm ngoái. Nhờ anh Long xem giúp trước khi thẩm định.",
        (officer.key,),
    )
    usecases.write_note(asked, actor=appraiser)
    wrong = usecases.write_note(WriteNote(number, "Đã gọi cho đơn vị, chờ bản gốc hợp đồng."), actor=officer)
    struck = StrikeNote(
        wrong, "Nhầm hồ sơ", "Hợp đồng năm ngoái là máy không kèm bảo hành, nên không so trực tiếp được."
    )
    usecases.strike_note(struck, actor=officer)


def loads(actors: dict[str, Actor], setup: Actor) -> None:
    """One appraiser has much, a new one little: some of it went over in bulk, and one row could not."""
    appraiser = actors["appraiser"]
    newcomer = colleague("Phan Thị Diệu Linh", "DOST-QLCN", "appraiser", setup=setup, days=30)
    free = [
        row.id
        for row in dossiers.desk(appraiser, DeskFilter("free", step="appraisal"), None, TAKEN_BY_THE_APPRAISER).rows
    ]
    for task in free:
        take_task(TakeTask(task), actor=appraiser)
    mine = [row.id for row in dossiers.desk(appraiser, DeskFilter("mine"), None, 30).rows]
    foreign = [row.id for row in dossiers.desk(actors["clerk"], DeskFilter(), None, 1).rows]
    tasks = (*mine[:GIVEN_ON], *foreign)
    order = BulkOrder("hand_over", tasks, newcomer.key, "San bớt việc cho đồng nghiệp mới.")
    bulk = usecases.order_bulk(order, actor=appraiser)
    job = clock.job_actor("desk.run_bulk")
    usecases.run_bulk(bulk, actor=replace(job, moment=setup.moment))
