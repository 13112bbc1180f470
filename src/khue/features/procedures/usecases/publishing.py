"""A draft becomes a version by another person than wrote it; a planned version is taken back before its day."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict, require
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases as dossier_usecases
from khue.features.procedures import access
from khue.features.procedures.domain.commands import PublishDraft, WithdrawVersion
from khue.features.procedures.domain.places import mark
from khue.features.procedures.domain.publishing import DraftFacts, may_publish
from khue.features.procedures.events import VersionPublished, VersionWithdrawn
from khue.features.procedures.models import DefinitionDraft
from khue.features.procedures.queries.drafts import one_draft
from khue.kernel.deeds import command


def publish_draft(asked: PublishDraft, *, actor: Actor) -> int:
    """The draft's content becomes the next version, in force from a day; its number.

    Raises Refused with every reason, Conflict when the draft was changed since the page was opened.
    """
    actor.require(access.PUBLISH)
    with command("procedures.publish_draft", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        row = DefinitionDraft.objects.select_for_update().filter(pk=asked.draft).first()
        if row is None:
            raise access.no_such_draft()
        deed.subject = f"procedure:{row.key}"
        draft = one_draft(row)
        facts = DraftFacts(row.state == "open", draft.authors, draft.base, draft.newest, len(draft.problems))
        deed.decide(require(may_publish(facts, *actor.hands)))
        if asked.seen != mark(row.content):
            raise Conflict(
                Text(
                    "Bản soạn thảo vừa được sửa sau khi ông/bà mở trang này, nên chưa ban hành.",
                    "The draft was changed after you opened this page, so nothing was published.",
                ),
                Text("Mời ông/bà mở lại trang, xem thay đổi rồi ban hành.", "Open the page again, look, then publish."),
            )
        version, number = dossier_usecases.publish_version(row.content, asked.effective_on, deed=deed)
        row.state, row.ended_by, row.ended_at, row.published_id = "published", actor.key, deed.moment, version
        row.save(update_fields=["state", "ended_by", "ended_at", "published"])
        day = f"{asked.effective_on:%d/%m/%Y}"
        deed.after(version=number, effective_on=str(asked.effective_on), authors=list(draft.authors))
        deed.emit(
            VersionPublished(
                subject=deed.subject,
                parties=tuple(dict.fromkeys((*draft.authors, actor.key))),
                procedure=row.key,
                number=number,
                effective_on=day,
            )
        )
        for author in draft.authors:
            deed.notify(
                author,
                "task",
                Text(f"Phiên bản {number} đã được ban hành", f"Version {number} was published"),
                Text(f"{draft.name.vi}: hiệu lực từ {day}.", f"{draft.name.into('en')}: in force from {day}."),
                f"/desk/procedures/{row.key}/",
            )
        deed.result(number)
        return number


def withdraw_version(asked: WithdrawVersion, *, actor: Actor) -> None:
    """Take a published version back before its day, with the reason. Drafts and dossiers never followed it."""
    actor.require(access.PUBLISH)
    with command("procedures.withdraw_version", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        content = dossiers.version_content(asked.version)
        deed.subject = f"procedure:{content['key']}"
        dossier_usecases.withdraw_version(asked.version, asked.ground.strip(), deed=deed)
        number = next(line.number for line in dossiers.versions(content["key"]) if line.id == asked.version)
        deed.after(version=number, ground=asked.ground)
        deed.emit(VersionWithdrawn(subject=deed.subject, parties=(actor.key,), procedure=content["key"], number=number))
