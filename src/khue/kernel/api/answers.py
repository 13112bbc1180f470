"""What goes out: tags by which a client knows a version, repetitions of a write, headers of every answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from khue.core.bilingual import Text
from khue.core.errors import Stale
from khue.kernel.api.callers import Caller
from khue.kernel.models import KeptAnswer

KEPT_FOR = timedelta(days=3)
UNDER_WAY = timedelta(minutes=2)  # no request takes so long: its process died
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Content-Language")
_NAMESPACE = UUID("6f1d8a52-6b0c-4c1e-9a55-0b8f7d5a3f10")
_TAG = re.compile(r'"(\d{1,15})(?:\.[0-9a-f]{1,64})?"')


class Replay(Exception):
    """This write was done before: here is the answer that it got."""

    def __init__(self, kept: KeptAnswer) -> None:
        super().__init__(str(kept.once))
        self.response = HttpResponse(bytes(kept.body), status=kept.status)
        for name, value in kept.headers.items():
            self.response.headers[name] = value
        self.response.headers["Idempotency-Replayed"] = "true"


class OnceProblem(Exception):
    """An Idempotency-Key that can't be taken: ``status`` 400 (missing, no UUID), 409 (under way) or 422 (another body)."""

    def __init__(self, status: int, code: str, text: Text) -> None:
        super().__init__(text.en)
        self.status, self.code, self.text = status, code, text


class PreconditionProblem(Exception):
    """428 without If-Match where one is needed, 412 where it does not fit."""

    def __init__(self, status: int, text: Text, next_step: Text) -> None:
        super().__init__(text.en)
        self.status, self.text, self.next_step = status, text, next_step


# -- repetitions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pending:
    """A write that has begun. ``once`` is what deeds get, so that they are done once even where the answer was lost.

    ``kept``: whether the answer may be kept; one with a secret in it may not.
    """

    row: int
    once: UUID
    kept: bool


def begin(request: HttpRequest, caller: Caller, operation: str, *, keep: bool) -> Pending:
    """Take the request's Idempotency-Key. Raises OnceProblem, or Replay when the answer is known already."""
    given = request.headers.get("Idempotency-Key", "")
    try:
        once = UUID(given)
    except ValueError as error:
        raise OnceProblem(
            400,
            "idempotency-key",
            Text(
                "Mỗi lần ghi cần Idempotency-Key là một UUID mới; gửi lại thì dùng đúng UUID cũ.",
                "Each write needs an Idempotency-Key: a new UUID, and the same one when it is sent again.",
            ),
        ) from error
    mark = _fingerprint(request, operation)
    row = _insert(caller.name, once, mark)
    if row is None:
        row = _seen_before(caller.name, once, mark)
    return Pending(row, uuid5(_NAMESPACE, f"{caller.name} {operation} {once}"), keep)


def _insert(caller: str, once: UUID, mark: str) -> int | None:
    """One statement, its own transaction: the twin that came first is waited for, and found."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_keptanswer (caller, once, fingerprint, status, headers, body, begun_at)"
            " VALUES (%s, %s, %s, 0, '{}', '', %s) ON CONFLICT (caller, once) DO NOTHING RETURNING id",
            [caller, once, mark, timezone.now()],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _seen_before(caller: str, once: UUID, mark: str) -> int:
    kept = KeptAnswer.objects.filter(caller=caller, once=once).first()
    if kept is None:  # the twin failed this instant and gave the key back
        row = _insert(caller, once, mark)
        if row is not None:
            return row
        raise _under_way()
    if kept.fingerprint != mark:
        raise OnceProblem(
            422,
            "idempotency-key-reused",
            Text(
                "Idempotency-Key này đã dùng cho một yêu cầu có nội dung khác.",
                "This Idempotency-Key was used for a request with another content.",
            ),
        )
    if kept.status:
        raise Replay(kept)
    stale = timezone.now() - UNDER_WAY
    if KeptAnswer.objects.filter(pk=kept.pk, status=0, begun_at__lt=stale).update(begun_at=timezone.now()):
        return kept.pk
    raise _under_way()


def _under_way() -> OnceProblem:
    return OnceProblem(
        409,
        "under-way",
        Text("Yêu cầu này đang được xử lý.", "This request is under way."),
    )


def _fingerprint(request: HttpRequest, operation: str) -> str:
    """Of what is asked: operation, address and body; files by their bytes, because each sending draws another boundary."""
    mark = hashlib.sha256(f"{operation} {request.get_full_path()} {request.headers.get('If-Match', '')}\n".encode())
    if (request.content_type or "").startswith("multipart/"):
        for name, values in sorted(request.POST.lists()):
            mark.update(f"{name}={values!r}\n".encode("utf-8", "surrogatepass"))
        for name, uploads in sorted(request.FILES.lists()):
            for upload in uploads:
                mark.update(f"{name}:".encode("utf-8", "surrogatepass"))
                _add(mark, upload)
    else:
        mark.update(request.body)
    return mark.hexdigest()


def _add(mark: object, upload: UploadedFile[bytes]) -> None:
    for chunk in upload.chunks():
        mark.update(chunk)  # type: ignore[attr-defined]  # hashlib's type has no public name
    upload.seek(0)


def finish(pending: Pending, response: HttpResponseBase | None) -> None:
    """Keep the answer of a write that was done; a refusal did nothing, so its key is free again."""
    done = response is not None and not response.streaming and 200 <= response.status_code < 300
    if not done or not pending.kept:
        KeptAnswer.objects.filter(pk=pending.row, status=0).delete()
        return
    assert isinstance(response, HttpResponse)
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    KeptAnswer.objects.filter(pk=pending.row).update(
        status=response.status_code, headers=headers, body=response.content
    )


# -- versions --------------------------------------------------------------------------------------------------------


def tag_of(version: int, content: bytes) -> str:
    """A strong tag: version of the record, and of the words in which it was shown."""
    return f'"{version}.{hashlib.sha256(content).hexdigest()[:16]}"'


def seen_version(request: HttpRequest) -> int:
    """The version in If-Match. Raises PreconditionProblem without one, or for one that we never gave."""
    given = request.headers.get("If-Match", "").strip()
    again = Text(
        "Mời ông/bà đọc lại bản hiện hành, lấy ETag của bản đó gửi trong If-Match.",
        "Read it as it stands now and send the ETag of that answer as If-Match.",
    )
    if not given:
        raise PreconditionProblem(428, Text("Thiếu If-Match.", "If-Match is missing."), again)
    found = _TAG.fullmatch(given)
    if found is None:
        raise PreconditionProblem(412, Text("If-Match không khớp.", "If-Match does not fit."), again)
    return int(found[1])


@contextmanager
def unchanged() -> Iterator[None]:
    """Inside, a record that has moved on since If-Match was given answers 412."""
    try:
        yield
    except Stale as error:
        step = error.next_step or Text("Mời ông/bà đọc lại.", "Read it again.")
        raise PreconditionProblem(412, error.text, step) from error


def dress(request: HttpRequest, response: HttpResponseBase, language: str) -> HttpResponseBase:
    """Headers of every answer, and 304 where the client has it already."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response.headers["Content-Language"] = language
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        return response
    assert isinstance(response, HttpResponse)
    version = getattr(request, "_khue_version", None)
    if "ETag" not in response.headers:
        response.headers["ETag"] = (
            tag_of(version, response.content)
            if version is not None
            else f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        )
    wanted = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    if response.headers["ETag"] in wanted or "*" in wanted:
        unchanged_answer = HttpResponseNotModified()
        for name in ("ETag", "Cache-Control", "Vary", "Content-Language", "X-Content-Type-Options"):
            unchanged_answer.headers[name] = response.headers[name]
        return unchanged_answer
    return response


def note_version(request: HttpRequest, version: int) -> None:
    """What is about to be answered has this version: its tag may come back as If-Match."""
    request._khue_version = version  # type: ignore[attr-defined]  # rides on the request
