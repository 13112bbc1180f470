"""A stand-in of the national portal: it sends whole dossiers through the use-cases, as its program would. No network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from khue.core.actor import CITY_ZONE, Actor
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import AskSupplement, CompleteStep
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.intake import usecases
from khue.features.intake.domain.messages import Fee, Message, SentFile, TakeInDossier, TakeInSupplement, digest_of
from khue.features.intake.domain.reconciling import GiveList, Listed
from khue.features.intake.domain.sources import MakeSourceKey, MapProcedure, RegisterSource, Subscribe
from khue.features.intake.usecases import Outcome
from khue.features.people.domain.commands import IdentifiedParty
from khue.features.rulebook.queries import calendar
from khue.kernel.calling import Called
from khue.kernel.clock import job_actor
from khue.site.sample.applications import PROCEDURE, Item, Project, paper, sections
from khue.site.sample.parties import sample_tax_code

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


# -- the story of the sample city --------------------------------------------------------------------------------------

RECEIVER = "https://cong-mau.example/hooks/hanoi"
"""Nobody answers there: what is told of it below is played, attempt by attempt, and nothing goes over a network."""
REFUSED, SELLER = 963, 960
PERSON = IdentifiedParty("person", "001088000961", "Hoàng Thị Ngân (mẫu)", email="ngan@sample.example")
LODGED = (
    ("Cảm biến mực nước cho hồ điều hòa", "climate-response", "Máy đo mực nước siêu âm", 961),
    ("Phần mềm dẫn đường cho xe buýt nhanh", "smart-city", "Máy chủ định vị", 962),
    ("Vật liệu chống cháy từ vỏ trấu", "new-materials", "Buồng thử cháy", 963),
    ("Giám sát giấc ngủ người cao tuổi", "smart-health", "Bộ cảm biến đeo tay", 964),
)


def fill(actors: Mapping[str, Actor], now: datetime) -> None:
    """Four dossiers of the portal, one of them refused for its content; a message that failed and arrived later, one that
    still waits; a day on which the lists differ.
    """
    began = calendar().add_working_days(now.date(), -3)
    day = now.replace(year=began.year, month=began.month, day=began.day, hour=1, minute=10)
    administrator = replace(actors["administrator"], moment=day - timedelta(days=30))
    source = connect(actor=administrator)
    usecases.make_source_key(
        MakeSourceKey(source, "Trục liên thông của Cổng (mẫu)", administrator.today + timedelta(days=300)),
        actor=administrator,
    )
    usecases.subscribe(Subscribe(source, RECEIVER), actor=administrator)
    sent = [_lodge(source, row, day + timedelta(minutes=20 * place)) for place, row in enumerate(LODGED)]
    clerk = replace(actors["clerk"], moment=day + timedelta(hours=3))
    _work(clerk, sent)
    for hours, status in ((4, 503), (5, 503), (8, 204)):
        moment = day + timedelta(hours=hours)
        usecases.deliver(source, actor=job_actor("intake.deliver").at(moment), wall=moment, post=_played(status))
    _supplement(source, sent[1], now - timedelta(hours=2))
    _reconcile(source, replace(clerk, moment=now - timedelta(hours=20)), [str(one["external_id"]) for one in sent], day)


def _lodge(source: int, row: tuple[str, str, str, int], moment: datetime) -> Mapping[str, Any]:
    title, field, machine, number = row
    applicant = IdentifiedParty(
        "organisation", sample_tax_code(number), f"Đơn vị nộp qua cổng số {number - 960} (mẫu)", "institute"
    )
    project = Project(f"{title} (mẫu)", "research-topic", field, (Item(machine, "purchase", number * 1_000_000),))
    external = f"G12.99-{moment:%y%m%d}-{number - 960:04d}"
    lodged = Lodged(external, project, applicant, PERSON, sample_tax_code(SELLER))
    wrong = {"task_title": "", "task_kind": "other", "starts_on": "31/02/2026"} if number == REFUSED else None
    return lodged.sent(source, moment, wrong).answer


def _work(clerk: Actor, sent: list[Mapping[str, Any]]) -> None:
    """The clerk accepts the first and asks for something about the second."""
    first, second = (open_task_of(number=str(one["dossier"])).id for one in sent[:2])
    dossiers.accept_for_processing(CompleteStep(first, "accept", once=uuid4()), actor=clerk)
    asked = AskSupplement(
        second, "Quyết định giao nhiệm vụ thiếu trang ký.", ("Trang ký của quyết định",), once=uuid4()
    )
    dossiers.request_supplement(asked, actor=clerk)


def _played(status: int) -> Callable[[str, bytes, Mapping[str, str]], Called]:
    """What the portal's receiver would have answered; nothing goes over a network."""
    said = "" if status < 300 else "upstream is being upgraded"
    return lambda _address, _body, _headers: Called(status, said, 40)


def _supplement(source: int, taken: Mapping[str, Any], moment: datetime) -> None:
    """The applicant answers at the portal: the message about it still waits to be sent."""
    external = str(taken["external_id"])
    papers = tuple(item for item in files(Project("", "", "", ())) if item.question == "task_decision")
    raw = json.dumps(
        {"external_id": external, "revision": 2, "note": "Đã bổ sung trang ký"}, ensure_ascii=False
    ).encode()
    message = Message(external, 2, raw, digest_of("supplement", papers))
    asked = TakeInSupplement(message, {}, "Đã bổ sung trang ký của quyết định.", papers)
    usecases.take_in_supplement(asked, actor=program(source, moment))


def _reconcile(source: int, clerk: Actor, external: list[str], day: datetime) -> None:
    """The portal's list of that day holds one that never came, and an older state of another."""
    lines = (
        Listed(external[0], "submitted"),
        Listed(external[1], "awaiting_supplement"),
        Listed(external[3], "submitted"),
        Listed(f"G12.99-{day:%y%m%d}-0009", "submitted"),
    )
    on = day.astimezone(CITY_ZONE).date()
    usecases.give_list(GiveList(source, on, clerk.moment, lines, "page"), actor=clerk)
