"""Messages in, each an operation."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field

from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.features.intake import usecases
from khue.features.intake.api import reading
from khue.features.intake.api.shapes import (
    DeliveryMessageIn,
    DossierIn,
    External,
    PaymentMessageIn,
    SupplementMessageIn,
    TakenOut,
    WithdrawalMessageIn,
    door,
)
from khue.features.intake.domain.messages import (
    SentFile,
    TakeInDelivery,
    TakeInDossier,
    TakeInPayment,
    TakeInSupplement,
    TakeInWithdrawal,
)
from khue.features.intake.usecases import Outcome
from khue.kernel.api.doors import acting

Json = Annotated[str, Field(description="The message as JSON: the same members as without files beside it")]


def _answer(found: Outcome) -> dict[str, Any]:
    """What was taken; content that was refused is a problem with all its reasons, and is kept all the same."""
    if found.refusal is not None:
        raise Refused(found.refusal)
    return {**found.answer, "href": f"/api/v1/intake/dossiers/{found.answer['external_id']}"}


@door.post("/intake/dossiers", TakenOut, Text("Gửi một hồ sơ", "Send a dossier"), need="intake", status=201)
def take_in_dossier(request: HttpRequest, asked: DossierIn) -> Any:
    """A dossier becomes one of the city's. Idempotent by (source, external id, revision); refused content is kept with its reasons."""
    return _take_in(request, asked, reading.inside(asked.files), request.body)


@door.post(
    "/intake/dossiers-with-files",
    TakenOut,
    Text("Gửi một hồ sơ kèm tệp", "Send a dossier with files beside it"),
    need="intake",
    status=201,
    takes="files",
)
def take_in_dossier_with_files(request: HttpRequest, message: Form[Json], files: File[list[UploadedFile]]) -> Any:
    """The same with its files as parts, found by their file name; all of them together at most 40 MB."""
    asked = reading.part(DossierIn, message)
    return _take_in(request, asked, reading.beside(asked.files, files), message.encode())


def _take_in(request: HttpRequest, asked: DossierIn, files: tuple[SentFile, ...], raw: bytes) -> Any:
    command = TakeInDossier(
        message=reading.message(request, asked.external_id, asked, files, raw),
        procedure=asked.procedure,
        applicant=reading.party(asked.applicant),
        certifier=reading.party(asked.certifier) if asked.certifier else None,
        certified=asked.certified,
        answers=asked.answers,
        files=files,
        received_at=asked.received_at,
        fee=reading.fee(asked.fee),
    )
    return _answer(usecases.take_in_dossier(command, actor=acting(request)))


@door.post(
    "/intake/dossiers/{external_id}/supplements", TakenOut, Text("Gửi bổ sung", "Send a supplement"), need="intake"
)
def take_in_supplement(request: HttpRequest, external_id: External, asked: SupplementMessageIn) -> Any:
    """The answer to an open request for supplements: changed answers, files, and a note."""
    files = reading.inside(asked.files)
    command = TakeInSupplement(
        reading.message(request, external_id, asked, files, request.body), asked.answers, asked.note, files
    )
    return _answer(usecases.take_in_supplement(command, actor=acting(request)))


@door.post("/intake/dossiers/{external_id}/withdrawal", TakenOut, Text("Rút hồ sơ", "Withdraw"), need="intake")
def take_in_withdrawal(request: HttpRequest, external_id: External, asked: WithdrawalMessageIn) -> Any:
    """The applicant took the dossier back at the source, before a decision."""
    command = TakeInWithdrawal(reading.message(request, external_id, asked, (), request.body), asked.ground)
    return _answer(usecases.take_in_withdrawal(command, actor=acting(request)))


@door.post(
    "/intake/dossiers/{external_id}/payment", TakenOut, Text("Báo thanh toán", "Tell of a payment"), need="intake"
)
def take_in_payment(request: HttpRequest, external_id: External, asked: PaymentMessageIn) -> Any:
    """A fee that is due, or that was paid at the source; a payment counts once by its reference."""
    command = TakeInPayment(reading.message(request, external_id, asked, (), request.body), reading.fee(asked.fee))
    return _answer(usecases.take_in_payment(command, actor=acting(request)))


@door.post(
    "/intake/dossiers/{external_id}/delivery",
    TakenOut,
    Text("Báo đã trả kết quả", "Tell of a handing over"),
    need="intake",
)
def take_in_delivery(request: HttpRequest, external_id: External, asked: DeliveryMessageIn) -> Any:
    """The applicant has the result: on the portal, by post or at a counter."""
    command = TakeInDelivery(reading.message(request, external_id, asked, (), request.body), asked.way, asked.handed_at)
    return _answer(usecases.take_in_delivery(command, actor=acting(request)))
