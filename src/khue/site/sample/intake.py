"""A stand-in of the national portal: it sends whole dossiers through the use-cases, as its program would. No network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from khue.core.actor import Actor
from khue.features.intake import usecases
from khue.features.intake.domain.messages import Fee, Message, SentFile, TakeInDossier, digest_of
from khue.features.intake.domain.sources import MapProcedure, RegisterSource
from khue.features.intake.usecases import Outcome
from khue.features.people.domain.commands import IdentifiedParty
from khue.site.sample.applications import PROCEDURE, Project, paper, sections

CODE = "1.012345.000.00.00.H26"
"""What the portal calls the procedure (invented)."""
NO_FEE = Fee()
NAME = ("Cổng Dịch vụ công quốc gia (mẫu)", "National public-service portal (sample)")


def connect(*, actor: Actor, code: str = "dvcqg") -> int:
    """The portal is registered, and its code of the procedure is mapped; its number."""
    source = usecases.register_source(RegisterSource(code, *NAME), actor=actor)
    usecases.map_procedure(MapProcedure(source, CODE, PROCEDURE), actor=actor)
    return source


def program(source: int, moment: datetime) -> Actor:
    """The portal's program, as its key makes it."""
    return Actor(f"source:{source}", NAME[0], moment, via="key:khue_5a3b1e00")


def answers(project: Project, applicant: IdentifiedParty, moment: datetime, seller: str) -> dict[str, Any]:
    """Everything that the procedure asks, but for the files."""
    found: dict[str, Any] = {"tax_code": applicant.number, "address": "12 Trần Phú, Phường Ba Đình, Thành phố Hà Nội"}
    for values in sections(project, moment.date(), seller).values():
        found |= values
    return found


def files(project: Project) -> tuple[SentFile, ...]:
    """The decision on the task, and a quote for each line."""
    papers = {"task_decision": paper("quyet-dinh-giao-nhiem-vu")}
    papers |= {f"lines.{no}.evidence": paper(f"bao-gia-{no}") for no in range(1, len(project.items) + 1)}
    return tuple(
        SentFile(question, upload, upload.name or "", upload.size, hashlib.sha256(upload.read()).hexdigest())
        for question, upload in papers.items()
    )


@dataclass(frozen=True, slots=True)
class Lodged:
    """A dossier as it was lodged at the portal."""

    external_id: str
    project: Project
    applicant: IdentifiedParty
    certifier: IdentifiedParty | None
    seller: str
    revision: int = 1
    procedure: str = CODE
    certified: bool = True
    fee: Fee = NO_FEE

    def message(self, moment: datetime, changed: Mapping[str, Any] | None = None) -> TakeInDossier:
        """Three minutes after it was lodged; ``changed`` answers, for one that is wrong."""
        given = {**answers(self.project, self.applicant, moment, self.seller), **(changed or {})}
        sent = files(self.project)
        said = {"procedure": self.procedure, "applicant": self.applicant.number, "answers": given}
        raw = json.dumps({"external_id": self.external_id, "revision": self.revision, **said}, ensure_ascii=False)
        content = [said, self.certified, self.revision]
        return TakeInDossier(
            Message(self.external_id, self.revision, raw.encode(), digest_of(content, sent)),
            self.procedure,
            self.applicant,
            self.certifier,
            self.certified,
            given,
            sent,
            moment - timedelta(minutes=3),
            self.fee,
        )

    def sent(self, source: int, moment: datetime, changed: Mapping[str, Any] | None = None) -> Outcome:
        return usecases.take_in_dossier(self.message(moment, changed), actor=program(source, moment))
