"""Parts that several use-cases share. Each joins the deed that is under way."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused
from khue.features.appeals.queries import suspended_since
from khue.features.dossiers.queries.tasks import TaskFacts, task_facts
from khue.features.dossiers.usecases import locked_dossier
from khue.features.missions import access
from khue.features.missions.models import EquipmentSupport, Tranche
from khue.features.people import queries as people
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

EXECUTION = ("agreement", "acceptance", "payment")
"""Steps that execute the decision: they wait while its execution is suspended."""
NAMES = uuid5(NAMESPACE_URL, "khue:missions")


def entry_id(what: str, *parts: object) -> UUID:
    """The ledger entry's id follows from what it is about: a retry finds the first, it never posts a second."""
    return uuid5(NAMES, ":".join([what, *map(str, parts)]))


def locked_support(support_id: int) -> EquipmentSupport:
    """The support, locked after its dossier. Raises Missing."""
    dossier_id = EquipmentSupport.objects.filter(pk=support_id).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise access.no_such_support()
    return _locked(dossier_id)


def _locked(dossier_id: int) -> EquipmentSupport:
    """Dossier first, then its support: the order in which withdrawal and supplement come, so that nobody deadlocks."""
    locked_dossier(dossier_id)
    found = EquipmentSupport.objects.select_for_update().filter(dossier_id=dossier_id).first()
    if found is None:
        raise access.no_such_support()
    return found


def worked_on(task_id: int, step: str, seen: int | None, deed: Deed) -> tuple[TaskFacts, EquipmentSupport]:
    """The task of this room and its support, the dossier and the support locked.

    The task says which right it needs; a closed task is a Conflict that names who closed it.
    """
    task = task_facts(task_id)
    deed.actor.require(task.right)
    if task.step != step:
        raise access.no_such_support()
    support = _locked(task.dossier_id)
    # Read again under the lock: a colleague may have closed it while we waited.
    task = task_facts(task_id)
    if task.closed:
        raise Conflict(
            Text(
                f"Việc này đã được {task.closed_by_name} hoàn thành.",
                f"This task was completed by {task.closed_by_name}.",
            ),
            Text(
                "Mời ông/bà mở lại hồ sơ để xem kết quả; không có gì được ghi thêm.",
                "Open the dossier to see the outcome; nothing more was written.",
            ),
        )
    if seen is not None:
        require_seen(seen, task.stamp)
    if step in EXECUTION:
        _require_execution(support)
    deed.subject = f"support:{support.pk}"
    return task, support


def _require_execution(support: EquipmentSupport) -> None:
    since = suspended_since(support.dossier_id)
    if since is not None:
        raise Refused.because(
            Reason(
                "suspended",
                Text(
                    f"Việc thi hành quyết định đã tạm đình chỉ từ ngày {since:%d/%m/%Y} để giải quyết khiếu nại.",
                    f"The execution of the decision is suspended since {format_day(since, 'en')} while an appeal is examined.",
                ),
                Text(
                    "Chờ kết quả giải quyết khiếu nại hoặc quyết định cho tiếp tục thi hành.",
                    "Wait for the decision on the appeal, or until the execution goes on.",
                ),
            )
        )


def tranche_of(task: TaskFacts, support: EquipmentSupport) -> Tranche:
    """The tranche that a follow-up task is about, locked."""
    number = task.subject.removeprefix("tranche:")
    found = (
        Tranche.objects.select_for_update().filter(support=support, pk=int(number) if number.isdigit() else 0).first()
    )
    if found is None:
        raise access.no_such_support()
    return found


def parties_of(support: EquipmentSupport) -> tuple[str, ...]:
    return tuple(dict.fromkeys((access.lead_key(support), support.submitted_by)))


def notify_lead(support: EquipmentSupport, title: Text, body: Text, *, deed: Deed) -> None:
    """Tell the person who handed the application in, and those who act for a party that goes on for the lead."""
    wrote = [support.submitted_by] if support.submitted_by else []
    for reader in people.readers(wrote, access.subjects(support), access.lead_key(support), deed.today):
        if reader != deed.actor.key:
            deed.notify(reader, "support", title, body, f"/supports/{support.pk}/")


def as_now(key: str, actor: Actor) -> str:
    """A person's key as it stands today, where it is the actor's: merged records are one person, also for four eyes."""
    return actor.key if key in actor.former_keys else key


def acts_for(support: EquipmentSupport, actor: Actor) -> tuple[str, ...]:
    """The parties that the actor stands for, with the lead among them when one of them took the support over."""
    parties = mandates(actor.acts_for)
    lead = access.lead_key(support)
    return (*parties, lead) if lead not in parties and access.is_side_of_lead(actor, support) else parties


def mandates(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(party for party, _ in pairs)


def tranches_of(dossier_id: int) -> list[str]:
    """The tranches of a dossier as subjects of payment orders."""
    rows = Tranche.objects.filter(support__dossier_id=dossier_id).order_by("no").values_list("pk", flat=True)
    return [f"tranche:{key}" for key in rows]
