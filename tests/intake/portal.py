"""A stand-in of the national portal for tests: its source, its key, and the messages that it sends."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from khue.core.actor import Actor
from khue.features.intake import usecases
from khue.features.intake.domain.messages import Fee, SentFile, TakeInDossier, digest_of
from khue.features.intake.models import IntakeCase, Source
from khue.features.people.domain.commands import IdentifiedParty
from khue.site.sample import intake as stand_in
from khue.site.sample.applications import Item, Project
from khue.site.sample.parties import sample_tax_code
from tests.cast import MOMENT, persona

CODE = stand_in.CODE
PERSON = "001090000017"
SELLER = sample_tax_code(901)
PROJECT = Project(
    "Cảm biến mặn cho hồ nước", "research-topic", "climate-response", (Item("Máy đo mặn", "purchase", 70_000_000),)
)
FIRST = "G12.99-260302-0001"


def new_source(code: str = "dvcqg") -> Source:
    return Source.objects.get(pk=stand_in.connect(actor=persona("administrator"), code=code))


def caller(source: Source, *, days: int = 0, **later: float) -> Actor:
    return stand_in.program(source.pk, MOMENT + timedelta(days=days, **later))


def organisation(number: int = 950) -> IdentifiedParty:
    name = f"Viện thử nghiệm {number} (mẫu)"
    return IdentifiedParty("organisation", sample_tax_code(number), name, "institute", "vien@sample.example")


def person(number: str = PERSON) -> IdentifiedParty:
    return IdentifiedParty("person", number, "Trần Thị Liên (mẫu)")


def answers(tax_code: str = "", project: Project = PROJECT) -> dict[str, Any]:
    """Everything that the procedure asks, without the files."""
    applicant = replace(organisation(), number=tax_code or organisation().number)
    return stand_in.answers(project, applicant, MOMENT, SELLER)


@dataclass
class Sent:
    """A dossier as the portal would send it; change what is to be wrong."""

    external_id: str = FIRST
    revision: int = 1
    procedure: str = CODE
    applicant: IdentifiedParty = field(default_factory=organisation)
    certifier: IdentifiedParty | None = field(default_factory=person)
    certified: bool = True
    answers: dict[str, Any] = field(default_factory=answers)
    files: tuple[SentFile, ...] = field(default_factory=lambda: stand_in.files(PROJECT))
    fee: Fee = field(default_factory=Fee)

    @property
    def command(self) -> TakeInDossier:
        lodged = stand_in.Lodged(
            self.external_id, PROJECT, self.applicant, self.certifier, SELLER, self.revision, self.procedure,
            self.certified, self.fee,
        )  # fmt: skip
        made = lodged.message(MOMENT)
        digest = digest_of([self.answers, self.procedure, self.certified, self.revision], self.files)
        message = replace(made.message, digest=digest)
        return replace(made, message=message, answers=self.answers, files=self.files)

    def take(self, source: Source, **when: Any) -> Any:
        return usecases.take_in_dossier(self.command, actor=caller(source, **when))


def the_case(external_id: str = FIRST) -> IntakeCase:
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
            {"question": item.question, "name": item.name, "content": base64.b64encode(_bytes(item)).decode()}
            for item in sent.files
        ],
    }


def _bytes(item: SentFile) -> bytes:
    item.upload.seek(0)
    return bytes(item.upload.read())
