"""Template papers of calls: attached by the office, replaced by newer versions with a ground."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.calls import access
from khue.features.calls.domain.commands import AttachTemplate
from khue.features.calls.domain.templating import TemplateFacts, may_attach
from khue.features.calls.events import TemplateAttached
from khue.features.calls.models import Call, TemplatePaper
from khue.features.calls.queries.cards import facts_of_call
from khue.features.calls.queries.templates import question_labels
from khue.features.calls.usecases.calling import leads_of, writers_of
from khue.features.calls.usecases.parts import locked_call, tell
from khue.kernel import files
from khue.kernel.deeds import Deed, command


def attach_template(asked: AttachTemplate, *, actor: Actor) -> int:
    """Its id. In a published call everybody who writes is told. Raises Refused, also for a file that may not be kept."""
    actor.require(access.PREPARE)
    with command("calls.attach_template", actor, subject=f"call:{asked.call_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        call = locked_call(asked.call_id)
        earlier = TemplatePaper.objects.filter(pk=asked.replaces).first() if asked.replaces else None
        require(
            may_attach(
                facts_of_call(call),
                asked,
                questions=question_labels(call, deed.today),
                count=TemplatePaper.objects.filter(call=call).count(),
                replaced=_facts(earlier),
                now=deed.moment,
            )
        )
        stored = files.store(
            asked.file, deed=deed, owner=actor.key, kind="template", subject=f"call:{call.pk}", field="file"
        )
        row = TemplatePaper.objects.create(
            call=call,
            title=asked.title.strip(),
            question=asked.question,
            no=earlier.no + 1 if earlier else 1,
            replaces=earlier,
            ground=asked.ground.strip() if earlier else "",
            file=stored.pk,
            added_by=actor.key,
            added_by_name=actor.name[:200],
            added_at=deed.moment,
        )
        deed.after(template=row.pk, title=row.title, no=row.no, sha256=stored.sha256)
        parties = leads_of(call) if call.published_at else ()
        deed.emit(
            TemplateAttached(subject=deed.subject, parties=parties, number=call.number, title=row.title, no=row.no)
        )
        if call.published_at is not None:
            _tell_writers(call, row, deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def _facts(row: TemplatePaper | None) -> TemplateFacts | None:
    if row is None:
        return None
    return TemplateFacts(row.call_id, TemplatePaper.objects.filter(replaces=row).exists())


def _tell_writers(call: Call, row: TemplatePaper, *, deed: Deed) -> None:
    why = f" {row.ground}" if row.ground else ""
    tell(
        writers_of(call),
        Text(f"Biểu mẫu mới của thông báo {call.number}", f"A new template of call {call.number}"),
        Text(f"{row.title} (bản {row.no}).{why}", f"{row.title} (version {row.no}).{why}"),
        f"/calls/{call.pk}/",
        deed=deed,
    )
