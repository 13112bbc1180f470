"""Internal notes: written, with colleagues called to them, and struck out. The audit has each; the timeline has none."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, require
from khue.features.desk import access
from khue.features.desk.domain.notes import StrikeNote, WriteNote, may_strike_note, may_write_note
from khue.features.desk.models import InternalNote, Mention
from khue.features.desk.queries.notes import colleagues
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import InsideView
from khue.kernel.deeds import Deed, command

MENTION = "mention"


def write_note(asked: WriteNote, *, actor: Actor) -> int:
    """Keep a note and tell those whom it mentions; its id. Raises Refused with all reasons, Missing, NotAllowed."""
    access.require_desk(actor)
    with command("desk.write_note", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        dossier = dossiers.inside(asked.dossier, actor)
        deed.subject = f"dossier:{dossier.id}"
        named = tuple(dict.fromkeys(asked.mentions))
        found = colleagues(named, dossier.applicant_key, deed.today)
        require(may_write_note(asked.text, named, found))
        row = _kept(dossier.id, asked.text, deed=deed)
        Mention.objects.bulk_create(Mention(note=row, person=key, name=found[key].name) for key in named)
        for key in named:
            if key not in actor.hands:
                _call(key, dossier, deed=deed)
        deed.after(note=row.pk, mentions=[found[key].name for key in named])
        deed.result(row.pk)
        return int(row.pk)


def _kept(dossier_id: int, text: str, *, supersedes: InternalNote | None = None, deed: Deed) -> InternalNote:
    row = InternalNote.objects.create(
        dossier_id=dossier_id,
        text=text.strip(),
        by=deed.actor.key,
        by_name=deed.actor.name,
        at=deed.moment,
        supersedes=supersedes,
    )
    # A note may speak of a person: its words lie beside the chain, where a lawful erasure reaches them.
    deed.personal(text=row.text)
    return row


def _call(key: str, dossier: InsideView, *, deed: Deed) -> None:
    """The notice says where, not what: a mail leaves the house, an internal note does not."""
    name = deed.actor.name
    deed.notify(
        key,
        MENTION,
        Text(f"{name} nhắc đến ông/bà, hồ sơ {dossier.number}", f"{name} mentioned you, dossier {dossier.number}"),
        Text(
            "Nội dung nằm trong ghi chú nội bộ của hồ sơ.", "What it is about stands in the dossier’s internal notes."
        ),
        f"/desk/dossiers/{dossier.number}/notes/",
    )


def strike_note(asked: StrikeNote, *, actor: Actor) -> int | None:
    """Strike a note of one's own out, and perhaps write another instead; the other's id.

    Raises Refused, Missing, NotAllowed.
    """
    access.require_desk(actor)
    with command("desk.strike_note", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before) or None
        row = InternalNote.objects.select_for_update().filter(pk=asked.note_id).first()
        if row is None:
            raise no_such_note()
        dossier = dossiers.inside(str(row.dossier_id), actor)
        deed.subject = f"dossier:{dossier.id}"
        require(may_strike_note(asked, struck=row.struck_at is not None, hands=actor.hands, by=row.by))
        row.struck_at, row.struck_by_name, row.struck_ground = deed.moment, actor.name, asked.ground.strip()
        row.save(update_fields=["struck_at", "struck_by_name", "struck_ground"])
        made = _kept(dossier.id, asked.instead, supersedes=row, deed=deed).pk if asked.instead.strip() else None
        deed.before(note=row.pk)
        deed.after(note=made, ground=row.struck_ground)
        deed.result(made or 0)
        return made


def no_such_note() -> Missing:
    return Missing(
        Text("Không có ghi chú này.", "There is no such note."),
        Text("Mời ông/bà mở lại trang ghi chú của hồ sơ.", "Open the notes of the dossier again."),
    )
