"""A stand-in of the national portal for tests: its source, its key, and the messages that it sends."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from khue.core.actor import Actor
from khue.features.intake import usecases
from khue.features.intake.domain.messages import Fee, Message, SentFile, TakeInDossier, digest_of
from khue.features.intake.domain.sources import MapProcedure, RegisterSource
from khue.features.intake.models import IntakeCase, Source
from khue.features.people.domain.commands import IdentifiedParty
from khue.site.sample.applications import Item, Project, paper, sections
from khue.site.sample.parties import sample_tax_code
from tests.cast import MOMENT, persona

CODE = "1.012345.000.00.00.H26"
PERSON = "001090000017"
PROJECT = Project(
    "Cảm biến mặn cho hồ nước", "research-topic", "climate-response", (Item("Máy đo mặn", "purchase", 70_000_000),)
)


def new_source(code: str = "dvcqg", *, mapped: bool = True) -> Source:
    actor = persona("administrator")
    made = usecases.register_source(
        RegisterSource(code, "Cổng Dịch vụ công quốc gia (mẫu)", "National portal (sample)"), actor=actor
    )
    if mapped:
        usecases.map_procedure(MapProcedure(made, CODE, "equipment-support"), actor=actor)
    return Source.objects.get(pk=made)


def caller(source: Source, *, days: int = 0, **later: float) -> Actor:
    return Actor(source.key, source.name_vi, MOMENT + timedelta(days=days, **later), via="key:khue_portal00")


def organisation(number: int = 950) -> IdentifiedParty:
    name = f"Viện thử nghiệm {number} (mẫu)"
    return IdentifiedParty("organisation", sample_tax_code(number), name, "institute", "vien@sample.example")


def person(number: str = PERSON) -> IdentifiedParty:
    return IdentifiedParty("person", number, "Trần Thị Liên (mẫu)")


def answers(project: Project = PROJECT, tax_code: str = "") -> dict[str, Any]:
    """Everything that the procedure asks, without the files."""
    merged: dict[str, Any] = {}
    for values in sections(project, MOMENT.date(), sample_tax_code(901)).values():
        merged |= values
    return {**merged, "tax_code": tax_code or sample_tax_code(950), "address": "12 Trần Phú, Phường Ba Đình, Hà Nội"}


def files(project: Project = PROJECT) -> tuple[SentFile, ...]:
    found = [("task_decision", paper("quyet-dinh"))]
    found += [(f"lines.{no}.evidence", paper(f"bao-gia-{no}")) for no in range(1, len(project.items) + 1)]
    return tuple(SentFile(question, upload, upload.name or "", upload.size, "0" * 64) for question, upload in found)


@dataclass
class Sent:
    """A dossier as the portal would send it; change what is to be wrong."""

    external_id: str = "G12.99-260302-0001"
    revision: int = 1
    procedure: str = CODE
    applicant: IdentifiedParty = field(default_factory=organisation)
    certifier: IdentifiedParty | None = field(default_factory=person)
    certified: bool = True
    answers: dict[str, Any] = field(default_factory=answers)
    files: tuple[SentFile, ...] = field(default_factory=files)
    fee: Fee = field(default_factory=Fee)

    @property
    def command(self) -> TakeInDossier:
        said = {"answers": self.answers, "procedure": self.procedure, "certified": self.certified}
        raw = json.dumps(said, ensure_ascii=False).encode()
        message = Message(self.external_id, self.revision, raw, digest_of(said, self.files))
        return TakeInDossier(
            message, self.procedure, self.applicant, self.certifier, self.certified, self.answers, self.files,
            MOMENT - timedelta(minutes=3), self.fee,
        )  # fmt: skip

    def take(self, source: Source, **when: Any) -> Any:
        return usecases.take_in_dossier(self.command, actor=caller(source, **when))


def the_case(external_id: str = "G12.99-260302-0001") -> IntakeCase:
    return IntakeCase.objects.get(external_id=external_id)


def body(sent: Sent) -> dict[str, Any]:
    """The same as JSON for the interface, files in base64."""

    def party(found: IdentifiedParty) -> dict[str, Any]:
        return {"kind": found.kind, "number": found.number, "name": found.name, "legal_form": found.legal_form}

    return {
        "external_id": sent.external_id,
        "revision": sent.revision,
        "procedure": sent.procedure,
        "applicant": party(sent.applicant),
        "certifier": party(sent.certifier) if sent.certifier else None,
        "certified": sent.certified,
        "answers": sent.answers,
        "files": [
            {"question": item.question, "name": item.name, "content": base64.b64encode(item.upload.read()).decode()}
            for item in sent.files
        ],
    }
