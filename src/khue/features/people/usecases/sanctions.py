"""The sanctions list: one entry, a file of entries, whom an entry is about, its end."""

from __future__ import annotations

from hashlib import sha256

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, Refused, require
from khue.core.folding import fold
from khue.features.people import access, queries
from khue.features.people.domain import check_tax_code, clean_name, clean_text, ground_reasons
from khue.features.people.domain.sanctions import (
    AddSanction,
    EndSanction,
    ImportSanctions,
    MatchSanction,
    entry_reasons,
    read_file,
    same_entry,
)
from khue.features.people.models import Party, Sanction, SanctionImport
from khue.features.people.queries import party_id
from khue.features.people.usecases.records import unknown
from khue.kernel.deeds import Deed, command

LIST = "list:sanctions"
KNOWN = Reason(
    "people.sanction.known",
    Text("Mục này đã có trong danh sách.", "The list holds this entry already."),
    Text("Mời ông/bà tìm mục đã có.", "Please find the entry."),
    "document",
)
SAME_FILE = Reason(
    "people.sanction.same_file",
    Text(
        "Tệp này đã được nhập trước đó; không có gì được ghi thêm.",
        "This file was taken in before; nothing was written.",
    ),
    Text("Mời ông/bà chọn tệp khác.", "Please choose another file."),
    "file",
)
MATCHED = Conflict(
    Text("Mục này đã được xác nhận hoặc đã kết thúc.", "This entry was confirmed or ended already."),
    Text("Mời ông/bà mở lại trang để xem.", "Open the page again to see it."),
)


def add_sanction(asked: AddSanction, *, actor: Actor) -> int:
    """Put one entry into the list; its id. It has no effect before a person has confirmed whom it is about."""
    access.require_sanctions(actor)
    with command("people.add_sanction", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        require(Decision.refuse_if_any(entry_reasons(asked)))
        row = _row(asked, deed=deed)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            if "sanction_once" not in str(error):
                raise
            raise Refused.because(KNOWN) from error
        deed.subject = f"sanction:{row.pk}"
        deed.after(kind=row.kind, document=row.document, binding=row.binding, valid_from=row.valid_from.isoformat())
        deed.personal(name=row.name, tax_code=row.tax_code, ground=row.ground)
        deed.result(row.pk)
        return int(row.pk)


def import_sanctions(asked: ImportSanctions, *, actor: Actor) -> int:
    """Take in a file, whole or not at all; how many entries. Raises Refused naming every faulty line."""
    access.require_sanctions(actor)
    with command("people.import_sanctions", actor, subject=LIST) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        digest = sha256(asked.content).hexdigest()
        entries, decision = read_file(asked.content)
        require(decision)
        try:
            with transaction.atomic():
                source = SanctionImport.objects.create(
                    name=clean_text(asked.name)[:200] or "csv",
                    sha256=digest,
                    lines=len(entries),
                    imported_at=deed.moment,
                    imported_by=actor.key,
                )
        except IntegrityError as error:
            raise Refused.because(SAME_FILE) from error
        require(Decision.refuse_if_any(_known_lines(entries)))
        rows = [_row(entry, deed=deed, source=source) for _line, entry in entries]
        try:
            with transaction.atomic():
                Sanction.objects.bulk_create(rows, batch_size=1000)
        except IntegrityError as error:  # a colleague was faster with one of them
            raise Refused.because(KNOWN) from error
        deed.after(file=source.pk, sha256=digest, lines=len(entries))
        deed.result(len(entries))
        return len(entries)


def _known_lines(entries: tuple[tuple[int, AddSanction], ...]) -> list[Reason]:
    """Lines that the list holds already."""
    documents = {clean_text(entry.document) for _line, entry in entries}
    held = {
        (document, str(day), folded, code, kind)
        for document, day, folded, code, kind in Sanction.objects.filter(document__in=documents).values_list(
            "document", "document_on", "folded", "tax_code", "kind"
        )
    }
    return [
        Reason(
            "people.sanction.line",
            Text(f"Dòng {line}: đã có trong danh sách.", f"Line {line}: the list holds it already."),
        )
        for line, entry in entries
        if same_entry(entry) in held
    ]


def _row(entry: AddSanction, *, deed: Deed, source: SanctionImport | None = None) -> Sanction:
    assert entry.document_on is not None, "the decision has asked for it"
    assert entry.valid_from is not None, "the decision has asked for it"
    name = clean_name(entry.name)
    return Sanction(
        kind=entry.kind,
        name=name,
        folded=fold(name)[:420],
        tax_code=check_tax_code(entry.tax_code)[0],
        document=clean_text(entry.document),
        document_on=entry.document_on,
        issuer=clean_text(entry.issuer),
        url=entry.url.strip(),
        ground=clean_text(entry.ground),
        binding=entry.binding,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        source=source,
        recorded_at=deed.moment,
        recorded_by=deed.actor.key,
    )


def match_sanction(asked: MatchSanction, *, actor: Actor) -> None:
    """A person says: this entry is about that party. From now on it has its effect."""
    access.require_sanctions(actor)
    with command("people.match_sanction", actor, subject=f"sanction:{asked.sanction_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _locked(asked.sanction_id)
        party = Party.objects.filter(pk=party_id(asked.party)).first()
        if party is None:
            raise unknown()
        if row.party_id is not None:
            raise MATCHED
        require(Decision.refuse_if_any(queries.own_reasons([party], access.interests_of(actor))))
        row.party, row.matched_at, row.matched_by = party, deed.moment, actor.key
        row.save(update_fields=["party", "matched_at", "matched_by"])
        deed.after(party=party.key, kind=row.kind, document=row.document)
        deed.result(True)


def end_sanction(asked: EndSanction, *, actor: Actor) -> None:
    """The entry no longer holds from a day; it stays in the list with the ground."""
    access.require_sanctions(actor)
    with command("people.end_sanction", actor, subject=f"sanction:{asked.sanction_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _locked(asked.sanction_id)
        if row.end_ground:
            raise MATCHED
        reasons = list(ground_reasons(asked.ground))
        if asked.ends_on < row.valid_from or (row.valid_until is not None and asked.ends_on > row.valid_until):
            reasons.append(
                Reason(
                    "people.ends_on",
                    Text("Ngày này nằm ngoài thời hạn của mục.", "This day lies outside the entry’s time."),
                    field="ends_on",
                )
            )
        if row.party is not None:
            reasons += queries.own_reasons([row.party], access.interests_of(actor))
        require(Decision.refuse_if_any(reasons))
        deed.before(valid_until=row.valid_until.isoformat() if row.valid_until else None)
        row.valid_until, row.end_ground = asked.ends_on, clean_text(asked.ground)
        row.save(update_fields=["valid_until", "end_ground"])
        deed.after(valid_until=asked.ends_on.isoformat(), ground=row.end_ground)
        deed.result(True)


def _locked(sanction_id: int) -> Sanction:
    found = Sanction.objects.select_for_update(of=("self",)).select_related("party").filter(pk=sanction_id).first()
    if found is None:
        raise unknown()
    return found
