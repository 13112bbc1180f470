"""One's own requests and consents. A key of an organisation does not reach them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path

from khue.core.bilingual import Text
from khue.features.privacy import access, queries, usecases
from khue.features.privacy.api.shapes import (
    AskIn,
    ConsentActOut,
    ConsentIn,
    ConsentOut,
    DataRequestRowOut,
    ToldOfBreachOut,
    consent_values,
    door,
)
from khue.features.privacy.domain.commands import MakeRequest, WithdrawRequest
from khue.features.privacy.domain.consents import GiveConsent, WithdrawConsent
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing, whole

Purpose = Annotated[str, Path(max_length=60, description="Code of the purpose")]


@door.get("/me/data-requests", Listing[DataRequestRowOut], Text("Yêu cầu về dữ liệu của tôi", "What I asked for"))
def list_my_data_requests(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """About one's own data, the newest first."""
    actor = acting(request)
    access.require_self(actor)
    return listing(request, queries.own_request_rows(actor, after, size))


@door.post("/me/data-requests", Made, Text("Yêu cầu về dữ liệu của tôi", "Ask about my data"), status=201)
def ask_about_my_data(request: HttpRequest, asked: AskIn) -> Any:
    """No reason is needed. An officer answers within the law's term."""
    command = MakeRequest(asked.kind, asked.details, once_of(request))
    made = usecases.make_request(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/data-requests/{made}"}


@door.post(
    "/data-requests/{request_id}/withdraw",
    Done,
    Text("Rút yêu cầu về dữ liệu", "Take a request back"),
    takes="nothing",
)
def withdraw_data_request(request: HttpRequest, request_id: Id) -> Any:
    """By the person who asked, until it is carried out."""
    actor = acting(request)
    if not queries.request_page(request_id, actor).own:
        raise access.no_such_request()
    usecases.withdraw_request(WithdrawRequest(request_id, once_of(request)), actor=actor)
    return {"href": f"/api/v1/data-requests/{request_id}"}


@door.get(
    "/me/breaches",
    Listing[ToldOfBreachOut],
    Text("Sự cố liên quan đến dữ liệu của tôi", "Breaches that concern my data"),
)
def list_breaches_of_my_data(request: HttpRequest) -> Any:
    """What one was told of breaches that concern one's own data, the newest first."""
    actor = acting(request)
    access.require_self(actor)
    return whole(queries.told_of(actor))


# -- consents ----------------------------------------------------------------------------------------------------------


@door.get("/me/consents", Listing[ConsentOut], Text("Sự đồng ý của tôi", "My consents"))
def list_my_consents(request: HttpRequest) -> Any:
    """Each purpose that rests on consent, as it stands."""
    actor = acting(request)
    access.require_self(actor)
    return whole(queries.own_consents(actor), consent_values)


@door.get("/me/consents/{purpose}", ConsentOut, Text("Một mục đích xin đồng ý", "One purpose"))
def read_my_consent(request: HttpRequest, purpose: Purpose) -> Any:
    """Its whole text, in both languages."""
    actor = acting(request)
    access.require_self(actor)
    return consent_values(queries.own_consent(purpose, actor))


@door.post("/me/consents/{purpose}/give", Done, Text("Đồng ý với một mục đích", "Agree to one purpose"))
def give_consent(request: HttpRequest, purpose: Purpose, asked: ConsentIn) -> Any:
    """To the version of the text that was read, in the language of Accept-Language. Nothing else depends on it."""
    actor = acting(request)
    access.require_self(actor)
    queries.own_consent(purpose, actor)
    usecases.give_consent(GiveConsent(purpose, asked.version, once_of(request)), actor=actor)
    return {"href": f"/api/v1/me/consents/{purpose}"}


@door.post("/me/consents/{purpose}/withdraw", Done, Text("Rút sự đồng ý", "Withdraw a consent"), takes="nothing")
def withdraw_consent(request: HttpRequest, purpose: Purpose) -> Any:
    """From this moment on; what was lawful before stays as it was."""
    actor = acting(request)
    access.require_self(actor)
    queries.own_consent(purpose, actor)
    usecases.withdraw_consent(WithdrawConsent(purpose, once_of(request)), actor=actor)
    return {"href": f"/api/v1/me/consents/{purpose}"}


@door.get("/me/consent-acts", Listing[ConsentActOut], Text("Bằng chứng đồng ý của tôi", "The proof of my consents"))
def list_my_consent_acts(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Every act, the oldest first, with the text that was shown."""
    actor = acting(request)
    access.require_self(actor)
    return listing(request, queries.own_acts(actor, after, size))
