"""The audit of one subject, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Missing
from khue.features.desk import domain
from khue.features.desk.domain import Change
from khue.features.dossiers.queries import decision_of
from khue.features.ledger.queries import SubjectLink, subject_link
from khue.features.people import queries as people
from khue.kernel import audit
from khue.kernel.audit import AuditLine
from khue.kernel.models import AuditRecord, TimelineRow

RECORDS = 20


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One record. ``who`` is a name where the city knows one; ``personal`` is None unless it was asked for."""

    id: int
    deed: Text
    code: str
    at: datetime
    who: Text
    mandate: Text
    changes: tuple[Change, ...]
    personal: tuple[Change, ...]
    erased_at: datetime | None
    erased_on_ground: str
    decision: Decision | None
    edition: str
    entries: tuple[str, ...]
    chain: str
    seq: int
    hash: str
    request: str


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """Records of a subject, newest first. ``older`` is the record before which the next page begins.

    ``watched`` names the private persons whose values the page may show.
    """

    subject: SubjectLink
    entries: tuple[AuditEntry, ...]
    older: int | None
    watched: tuple[str, ...]


def audit_trail(actor: Actor, subject: str, before: int | None = None, *, with_personal: bool = False) -> AuditTrail:
    """Who did what about a subject. Raises NotAllowed, or Missing for what has no record.

    ``with_personal`` needs a further right; whoever uses it notes the view for everyone in ``watched``.
    """
    actor.require(domain.READ_AUDIT)
    if with_personal:
        actor.require(domain.READ_PERSONAL)
    if not domain.SUBJECT.fullmatch(subject):
        raise _no_record()
    found = audit.records_of(subject, before=before, size=RECORDS + 1, with_personal=with_personal)
    if not found:
        raise _no_record()
    lines = found[:RECORDS]
    stood_for = [line.mandate.partition(":")[2].partition(":")[2] for line in lines]
    names = _names([*(line.actor for line in lines), *stood_for])
    return AuditTrail(
        subject=subject_link(subject),
        entries=tuple(_entry(line, names) for line in lines),
        older=lines[-1].id if len(found) > RECORDS else None,
        watched=_watched(subject, lines) if with_personal else (),
    )


def has_record(subject: str) -> bool:
    """Whether anything was recorded about the subject; one query."""
    return AuditRecord.objects.filter(subjects__contains=[subject]).exists()


def _no_record() -> Missing:
    return Missing(
        Text("Không có bản ghi nào về đối tượng này.", "There is no record about this subject."),
        Text("Mời ông/bà kiểm tra lại đường dẫn.", "Check the address of the page."),
    )


def _names(keys: Iterable[str]) -> Mapping[str, str]:
    wanted = {key for key in keys if key.startswith("party:")}
    return {key: card.name for key, card in people.parties(wanted).items()} if wanted else {}


def _entry(line: AuditLine, names: Mapping[str, str]) -> AuditEntry:
    values: Mapping[str, Any] = line.values or {}
    decision = values.get("decision")
    return AuditEntry(
        id=line.id,
        deed=domain.deed_label(line.deed),
        code=line.deed,
        at=line.at,
        who=_who(line.actor, names),
        mandate=_mandate(line.mandate, line.actor, names, line.via),
        changes=tuple(domain.changes(values.get("before", {}), values.get("after", {}))),
        personal=tuple(_personal(line.personal or {})),
        erased_at=line.erased_at,
        erased_on_ground=line.erased_on_ground,
        decision=decision_of(decision) if decision else None,
        edition=line.edition,
        entries=line.entries,
        chain=line.chain,
        seq=line.seq,
        hash=line.hash,
        request=line.request,
    )


def _personal(values: Mapping[str, Any]) -> Iterable[Change]:
    """Deeds give personal values bare, or as before and after."""
    if set(values) <= {"before", "after"}:
        return domain.changes(values.get("before") or {}, values.get("after") or {})
    return domain.changes({}, values)


def _who(key: str, names: Mapping[str, str]) -> Text:
    if key in names:
        return Text(names[key], names[key])
    kind, _, name = key.partition(":")
    if kind == "job":
        return Text(f"Hệ thống ({name})", f"The system ({name})")
    return Text(key, key)


def _mandate(mandate: str, actor: str, names: Mapping[str, str], via: str) -> Text:
    kind, _, number = mandate.partition(":")
    if kind == "absence":
        absent = names.get(number.partition(":")[2], "")
        return Text(f"làm thay {absent}", f"in the place of {absent}")
    if via:
        key = via.partition(":")[2]
        return Text(f"theo ủy quyền số {number}, bằng khóa {key}", f"under mandate no. {number}, with key {key}")
    if number:
        return Text(f"theo ủy quyền số {number}", f"under mandate no. {number}")
    if actor.startswith("job:"):
        return Text("việc tự động", "automatic")
    return Text("nhân danh mình hoặc theo chức trách", "in their own name or by office")


def _watched(subject: str, lines: Iterable[AuditLine]) -> tuple[str, ...]:
    """Private persons whom shown values may be about: the parties of the subject's timeline, and who wrote them."""
    keys = {line.actor for line in lines if line.personal}
    if not keys:
        return ()
    keys |= set(TimelineRow.objects.filter(subject=subject).values_list("party", flat=True).distinct())
    keys.add(subject)
    cards = people.parties({key for key in keys if _is_party(key)})
    return tuple(sorted(key for key, card in cards.items() if card.is_private_person))


def _is_party(key: str) -> bool:
    kind, _, number = key.partition(":")
    return kind == "party" and number.isascii() and number.isdigit() and len(number) <= 18
