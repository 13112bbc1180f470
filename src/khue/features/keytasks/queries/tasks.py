"""The steps of this room on the desk, its panel on the dossier's page, and what it tells other rooms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.councils import queries as councils
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import CasePage
from khue.features.dossiers.queries.tasks import task_facts
from khue.features.keytasks import access
from khue.features.keytasks.domain.recognition import KEY_TASK, subject_of, task_of_subject
from khue.features.keytasks.models import Filing, KeyTask, Withdrawal
from khue.features.keytasks.queries.cards import KeyTaskCard, ReportRow, WithdrawalRow, card_of
from khue.features.people.queries import MOST, Matter, Matters, with_total
from khue.kernel import files
from khue.kernel.ui import Answer

TASK_SECTION: Final = "task"
"""The section of the application that tells the task: its field, time, product and effect."""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A step on the desk. ``seen`` is the dossier's stamp. ``report`` and ``withdrawal``: what a follow-up is about."""

    task_id: int
    step: str
    step_name: Text
    seen: int
    closed: bool
    closed_by: str
    assignee_name: str
    due_on: date | None
    number: str
    card: KeyTaskCard
    report: ReportRow | None = None
    withdrawal: WithdrawalRow | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the dossier's page."""

    template: str
    page: KeyTaskCard


def task_page(task_id: int, step: str, actor: Actor) -> TaskPage:
    """Raises Missing for a task of another step, NotAllowed without its right and while the data are restricted."""
    found = task_facts(task_id)
    actor.require(found.right)
    task = KeyTask.objects.select_related("party").filter(dossier_id=found.dossier_id).first()
    if task is None or found.step != step:
        raise access.no_such_key_task()
    dossiers.require_unbarred(found.dossier_id, actor)
    card = card_of(task, actor)
    kind, _, number = found.subject.partition(":")
    about = int(number) if number.isdigit() else 0
    report = None
    if kind == "filing":
        owner = Filing.objects.filter(pk=about).values_list("report", flat=True).first()
        report = next((row for row in card.reports if row.id == owner), None)
    return TaskPage(
        task_id=task_id,
        step=step,
        step_name=found.name,
        seen=found.stamp,
        closed=found.closed,
        closed_by=found.closed_by_name,
        assignee_name=found.assignee_name,
        due_on=found.due_on,
        number=task.dossier_number,
        card=card,
        report=report,
        withdrawal=next((row for row in card.withdrawals if kind == "withdrawal" and row.id == about), None),
    )


def panels(case: CasePage, actor: Actor) -> tuple[Panel, ...]:
    """The recognition on the page of its dossier, with its benefits and reports."""
    task = KeyTask.objects.select_related("party").filter(dossier_id=case.facts.id).first()
    if task is None or not access.may_read(actor, task):
        return ()
    return (Panel("keytasks/panel.html", card_of(task, actor, answers=case.facts.answers, whole=False)),)


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Who reads files of ``key_task:12``: the lead's side, and staff with the right."""
    number = subject.removeprefix("key_task:")
    if not number.isdigit() or len(number) > 18:
        return False
    task = KeyTask.objects.filter(pk=int(number)).first()
    return task is not None and access.may_read(actor, task)


def papers_of(subject: str) -> Iterator[councils.SourcePaper | Answer]:
    """For councils: the task in the applicant's words and the files of the application. They name the applicant, so no redacted copy."""
    task = KeyTask.objects.filter(pk=task_of_subject(subject)).first()
    if task is None:
        return
    facts = dossiers.facts(task.dossier_id)
    procedure = dossiers.definition(facts.version)
    # The whole application but who is to be called about it: that is the officers' alone.
    for section in dossiers.summaries(procedure, facts.answers, {}, {}):
        if section.key == TASK_SECTION:
            yield from section.answers
    named = set(_values(facts.answers))
    for card in files.cards(f"dossier:{task.dossier_id}"):
        if card.id in named:
            yield councils.SourcePaper(card.name, UUID(card.id))


def _values(answers: Any) -> Iterator[str]:
    """Every value of the answers, those in the rows of tables too."""
    if isinstance(answers, Mapping):
        answers = answers.values()
    elif not isinstance(answers, list | tuple):
        yield str(answers)
        return
    for each in answers:
        yield from _values(each)


def council_reads(actor: Actor, subject: str) -> bool | None:
    """What councils say of the files of an application (``dossier:12``): open to members who judge it, shut to one with an interest.

    None where no council has a say: it is no key task's, lies before no council of the reader's, or is the reader's own.
    """
    number = subject.removeprefix("dossier:")
    if not number.isdigit() or len(number) > 18:
        return None
    task = KeyTask.objects.filter(dossier_id=int(number)).first()
    if task is None or access.is_side(actor, task):
        return None
    judged = subject_of(task.pk)
    if councils.is_out_of(actor, judged):
        return False
    return councils.may_read_papers_of(actor, judged) or None


def matters(party_ids: Collection[int]) -> Matters:
    """Key tasks of these parties: shown before parties are merged, divided or dissolved. One query."""
    found = with_total(KeyTask.objects.filter(party__in=party_ids)).select_related("party")
    rows = list(found.order_by("-id")[:MOST])
    lines = tuple(
        Matter(
            subject=f"key_task:{row.pk}",
            label=f"{row.dossier_number} · {row.title}",
            party=row.party.name,
            state=KEY_TASK.label(row.state).capitalised(),
            is_open=row.state == "recognised",
            href=reverse("keytasks:key-task", args=[row.pk]),
        )
        for row in rows
    )
    return Matters(Text("Nhiệm vụ trọng điểm", "Key tasks"), rows[0].total if rows else 0, lines)


def withdrawal_of(withdrawal_id: int) -> int:
    """The key task of a withdrawal. Raises Missing."""
    found = Withdrawal.objects.filter(pk=withdrawal_id).values_list("key_task", flat=True).first()
    if found is None:
        raise access.no_such_key_task()
    return int(found)
