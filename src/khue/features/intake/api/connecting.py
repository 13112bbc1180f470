"""Doors for administrators: connected systems, their codes, keys, receivers; closing one and opening it again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.intake import access, queries, usecases
from khue.features.intake.api.office_shapes import (
    ReceiverIn,
    RotateIn,
    SourceCodeIn,
    SourceGroundIn,
    SourceIn,
    SourceKeyIn,
    SourceOfOfficeOut,
    SourceRowOut,
    SourceSecretOut,
)
from khue.features.intake.api.shapes import door
from khue.features.intake.domain.sources import (
    CloseSource,
    MakeSourceKey,
    MapProcedure,
    RegisterSource,
    ReopenSource,
    RevokeSourceKey,
    RotateSecret,
    Subscribe,
)
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, Listing, Made, whole

SOURCES = "/api/v1/intake/sources"


def _done(source_id: int) -> dict[str, str]:
    return {"href": f"{SOURCES}/{source_id}"}


@door.get("/intake/sources", Listing[SourceRowOut], Text("Nguồn gửi hồ sơ", "Sources"), right=access.READ)
def list_intake_sources(request: HttpRequest) -> Any:
    """Every connected system: its cases, what waits, what was given up, and how its receiver is."""
    rows = queries.source_rows(acting(request))
    return whole(
        rows, lambda row: {**_named(row, "cases", "waiting", "receiver"), "source": row.card, "given_up": row.dead}
    )


def _named(found: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(found, name) for name in names}


@door.post("/intake/sources", Made, Text("Kết nối hệ thống", "Register a source"), status=201, right=access.SOURCES)
def register_intake_source(request: HttpRequest, asked: SourceIn) -> Any:
    """Another system may be connected; its code marks its dossiers and never changes."""
    given = RegisterSource(asked.code.strip(), asked.name_vi, asked.name_en, once_of(request))
    made = usecases.register_source(given, actor=acting(request))
    return {"id": str(made), "href": f"{SOURCES}/{made}"}


@door.get("/intake/sources/{source_id}", SourceOfOfficeOut, Text("Một nguồn", "A source"), right=access.SOURCES)
def read_intake_source(request: HttpRequest, source_id: Id) -> Any:
    """What it means by its codes, its keys, its receiver; never a secret."""
    found = queries.source_page(source_id, acting(request))
    receiver = found.receiver
    return {
        "source": found.card,
        "codes": [{"code": code, "procedure": name} for code, name in found.mapped],
        "keys": found.keys,
        "receiver": receiver,
        "secrets": [{"ends_in": hint, "valid_until": until} for hint, until in receiver.secrets] if receiver else [],
        "waiting": found.waiting,
        "given_up": found.dead,
        "arrived": found.sent,
    }


@door.post("/intake/sources/{source_id}/codes", Done, Text("Ánh xạ mã thủ tục", "Map a code"), right=access.SOURCES)
def map_source_code(request: HttpRequest, source_id: Id, asked: SourceCodeIn) -> Any:
    """From now on the code means this procedure; dossiers that are here stay with theirs."""
    given = MapProcedure(source_id, asked.code, asked.procedure, once_of(request))
    usecases.map_procedure(given, actor=acting(request))
    return _done(source_id)


@door.post(
    "/intake/sources/{source_id}/keys",
    SourceSecretOut,
    Text("Tạo khóa cho nguồn", "Make a source's key"),
    status=201,
    keeps=False,
    right=access.SOURCES,
)
def make_source_key(request: HttpRequest, source_id: Id, asked: SourceKeyIn) -> Any:
    """The secret is in this answer and nowhere else. Sent again with the same Idempotency-Key it is a 409."""
    given = MakeSourceKey(source_id, asked.name, asked.valid_until, asked.per_minute, once_of(request))
    return usecases.make_source_key(given, actor=acting(request))


@door.post(
    "/intake/sources/{source_id}/keys/{key_id}/revoke",
    Done,
    Text("Thu hồi khóa của nguồn", "Revoke a source's key"),
    takes="nothing",
    right=access.SOURCES,
)
def revoke_source_key(request: HttpRequest, source_id: Id, key_id: Id) -> Any:
    """From this moment on the source can't call with it."""
    usecases.revoke_source_key(RevokeSourceKey(source_id, key_id, once_of(request)), actor=acting(request))
    return _done(source_id)


@door.post(
    "/intake/sources/{source_id}/receiver",
    SourceSecretOut,
    Text("Đặt địa chỉ nhận", "Set the receiver"),
    status=201,
    keeps=False,
    right=access.SOURCES,
)
def set_receiver(request: HttpRequest, source_id: Id, asked: ReceiverIn) -> Any:
    """Changes are posted to this address from now on; an address before it ends. The secret is in this answer only."""
    return usecases.subscribe(Subscribe(source_id, asked.address, once_of(request)), actor=acting(request))


@door.post(
    "/intake/sources/{source_id}/secret",
    SourceSecretOut,
    Text("Đổi khóa ký", "Change the secret"),
    status=201,
    keeps=False,
    right=access.SOURCES,
)
def change_source_secret(request: HttpRequest, source_id: Id, asked: RotateIn) -> Any:
    """A new secret beside the former; messages carry both signatures meanwhile."""
    given = RotateSecret(source_id, asked.overlap_days, once_of(request))
    return usecases.rotate_secret(given, actor=acting(request))


@door.post("/intake/sources/{source_id}/close", Done, Text("Đóng nguồn", "Close a source"), right=access.SOURCES)
def close_intake_source(request: HttpRequest, source_id: Id, asked: SourceGroundIn) -> Any:
    """Its new dossiers are refused with this ground; its open cases go on."""
    usecases.close_source(CloseSource(source_id, asked.ground, once_of(request)), actor=acting(request))
    return _done(source_id)


@door.post(
    "/intake/sources/{source_id}/reopen", Done, Text("Mở lại nguồn", "Open a source again"), right=access.SOURCES
)
def reopen_intake_source(request: HttpRequest, source_id: Id, asked: SourceGroundIn) -> Any:
    """The source may send new dossiers again."""
    usecases.reopen_source(ReopenSource(source_id, asked.ground, once_of(request)), actor=acting(request))
    return _done(source_id)
