"""A door is one operation of the interface: who may come in, what it takes, every answer that it can give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.kernel import web
from khue.kernel.api import answers, bodies
from khue.kernel.api.callers import Caller, Need, caller_of

View = TypeVar("View", bound=Callable[..., Any])
Takes = Literal["nothing", "json", "files", "rows"]
ROWS = ("application/x-ndjson", "application/vnd.apache.parquet")
PROBLEM = "application/problem+json"
MEANINGS: dict[int, Text] = {
    304: Text("Không có gì thay đổi kể từ ETag đã gửi", "Not changed since the ETag that was sent"),
    400: Text(
        "Không đọc được yêu cầu: địa chỉ, JSON hoặc Idempotency-Key",
        "The request can't be read: address, JSON or Idempotency-Key",
    ),
    401: Text(
        "Chưa đăng nhập, hoặc khóa sai, đã thu hồi, đã hết hạn",
        "Nobody is signed in, or the key is wrong, revoked or run out",
    ),
    403: Text(
        "Người gọi thiếu quyền, ủy quyền hoặc phạm vi của khóa", "The caller lacks the right, the mandate or the scope"
    ),
    404: Text("Không có, hoặc không dành cho người gọi", "There is no such thing, or not for this caller"),
    409: Text(
        "Người khác đã làm trước, hoặc chính yêu cầu này đang được xử lý",
        "Somebody was faster, or the same request is under way",
    ),
    412: Text("Nội dung đã thay đổi sau If-Match", "The record has changed since If-Match"),
    413: Text("Nội dung gửi quá lớn", "The body is too large"),
    415: Text("Sai kiểu nội dung", "The body is of another type than this operation takes"),
    422: Text(
        "Quy định không cho phép, hoặc giá trị chưa đúng; mọi lý do đều được nêu",
        "A rule says no, or a value is not of its kind; all reasons are named",
    ),
    428: Text("Thiếu If-Match", "If-Match is missing"),
    429: Text(
        "Gọi quá nhiều; Retry-After cho biết khi nào gọi lại", "Too many requests; Retry-After says when to come again"
    ),
    503: Text("Cơ sở dữ liệu tạm thời chưa trả lời", "The database does not answer at the moment"),
}


class WrongType(Exception):
    """415: ``wanted`` is what the operation takes."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class TooLarge(Exception):
    """413. ``most`` is what the operation takes, in bytes; ``text`` says what to do instead where there is more to say."""

    def __init__(self, most: int = bodies.LARGEST_BODY, text: Text | None = None) -> None:
        super().__init__(str(most))
        self.most, self.text = most, text


class UnknownNames(Exception):
    """422: parameters of the address, or members of the body, that the operation does not know."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Gate:
    """Stands before an operation: who, how often, which body, whether it was done before. Called by ninja."""

    operation: str
    need: Need
    right: str
    takes: Takes
    writes: bool
    keeps: bool
    known: set[str]
    asks: bool = False

    def __call__(self, request: HttpRequest) -> Caller:
        caller = caller_of(request, self.need, self.right, changes=not self.asks)
        request._khue_caller = caller  # type: ignore[attr-defined]  # rides on the request
        unknown = sorted(name for name in request.GET if name not in self.known)
        if unknown:
            raise UnknownNames([f"?{name[:60]}" for name in unknown[:20]])
        if self.writes or self.asks:
            self._look_at_body(request)
        if self.writes:
            pending = answers.begin(request, caller, self.operation, keep=self.keeps)
            request._khue_pending = pending  # type: ignore[attr-defined]  # rides on the request
        return caller

    def _look_at_body(self, request: HttpRequest) -> None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() and len(length) < 19 else 0
        kind = request.content_type or ""
        if self.takes == "files":
            if kind != "multipart/form-data":
                raise WrongType("multipart/form-data")
            return
        if self.takes == "rows":
            # Read by the operation itself, part by part.
            if kind not in ROWS:
                raise WrongType(" / ".join(ROWS))
            return
        if size > bodies.LARGEST_BODY:
            raise TooLarge
        if self.takes == "nothing" and not size:
            return
        charset = (request.content_params or {}).get("charset", "utf-8").lower()
        if kind != "application/json" or charset not in ("utf-8", "utf8"):
            raise WrongType("application/json")
        value = bodies.read(request.body)
        request._khue_json = value  # type: ignore[attr-defined]  # rides on the request
        if self.takes == "nothing" and value != {}:
            raise UnknownNames(sorted(map(str, value))[:20] if isinstance(value, dict) else ["body"])


class Opened(Protocol):
    """A decorator that leaves its function as it is."""

    def __call__(self, view: View, /) -> View: ...


class Door:
    """The operations of one room. ``tag`` groups them in the description."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.router = Router(tags=[tag])

    def get(self, path: str, answer: Any, title: Text, *, need: Need = "session", right: str = "") -> Opened:
        """Reading. ``answer`` is a schema, or a media type for bytes."""
        return self._open("GET", path, 200, answer, title, need=need, right=right)

    def post(
        self,
        path: str,
        answer: Any,
        title: Text,
        *,
        need: Need = "session",
        right: str = "",
        status: int = 200,
        takes: Takes = "json",
        edits: bool = False,
        keeps: bool = True,
    ) -> Opened:
        """A deed. ``edits``: it rests on a version that was read, so it needs If-Match."""
        return self._open(
            "POST", path, status, answer, title, need=need, right=right, takes=takes, edits=edits, keeps=keeps
        )

    def ask(self, path: str, answer: Any, title: Text, *, need: Need = "public", takes: Takes = "json") -> Opened:
        """A question with a body. It writes nothing, so it takes no Idempotency-Key, and a browser no form key."""
        return self._open("POST", path, 200, answer, title, need=need, right="", takes=takes, asks=True)

    def put(self, path: str, answer: Any, title: Text, *, need: Need = "session", right: str = "") -> Opened:
        """Replaces what was read: needs If-Match."""
        return self._open("PUT", path, 200, answer, title, need=need, right=right, takes="json", edits=True)

    def _open(
        self,
        method: str,
        path: str,
        status: int,
        answer: Any,
        title: Text,
        *,
        need: Need,
        right: str,
        takes: Takes = "nothing",
        edits: bool = False,
        keeps: bool = True,
        asks: bool = False,
    ) -> Opened:
        writes = method != "GET" and not asks

        def opened(view: View) -> View:
            gate = Gate(view.__name__, need, right, takes, writes, keeps, set(), asks)
            binary = answer if isinstance(answer, str) else ""
            self.router.add_api_operation(
                path,
                [method],
                view,
                auth=gate,
                response={status: None if binary else answer},
                operation_id=view.__name__,
                summary=title.en,
                openapi_extra=_told(
                    title, need, right, status, writes=writes, edits=edits, takes=takes, binary=binary, asks=asks
                )
                | (_asked(takes) if asks else {}),
            )
            operation = self.router.path_operations[path].operations[-1]
            for model in operation.models:
                if model.__ninja_param_source__ == "query":
                    gate.known.update(model.model_fields)
            return view

        return opened


def _told(
    title: Text,
    need: Need,
    right: str,
    status: int,
    *,
    writes: bool,
    edits: bool,
    takes: Takes,
    binary: str,
    asks: bool,
) -> dict[str, Any]:
    codes = [400, 401, 404, 422, 429, 503]
    codes += [403] if need != "public" or writes else []
    codes += [413, 415] if writes or asks else [304]
    codes += [409] if writes else []
    codes += [412, 428] if edits else []
    problems: dict[int, Any] = {code: {"$ref": f"#/components/responses/{code}"} for code in sorted(codes)}
    told: dict[str, Any] = {
        "x-title-vi": title.vi,
        "x-need": need,
        "x-right": right,
        "security": _security(need),
        "parameters": _headers(writes=writes, edits=edits, asks=asks),
        "responses": problems,
    }
    if binary:
        kinds = ROWS if binary in ROWS else (binary,)
        content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
        told["responses"] = {**problems, status: {"description": "The file", "content": content}}
    return told


def _asked(takes: Takes) -> dict[str, Any]:
    """What is different of a question with a body: no key of repetition, no answer that somebody was faster."""
    told: dict[str, Any] = {"x-question": True}
    if takes == "rows":
        content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ROWS}
        told["requestBody"] = {"required": True, "content": content}
    return told


def _security(need: Need) -> list[dict[str, list[str]]]:
    session: dict[str, list[str]] = {"session": []}
    if need == "session":
        return [session]
    if need == "public":
        return [{}, session, {"key": []}]
    if need == "intake":
        return [{"key": [need]}]
    return [session, {"key": [need]}]


def _headers(*, writes: bool, edits: bool, asks: bool) -> list[dict[str, str]]:
    names = ["Idempotency-Key"] if writes else [] if asks else ["If-None-Match"]
    names += ["If-Match"] if edits else []
    return [{"$ref": f"#/components/parameters/{name}"} for name in ("Accept-Language", *names)]


# -- what operations ask -----------------------------------------------------------------------------------------------


def acting(request: HttpRequest) -> Actor:
    """Who acts; the gate has seen to it that it is somebody where the door asks for somebody."""
    return web.actor_of(request)


def once_of(request: HttpRequest) -> UUID:
    """The key under which the deed is done once, however often it is asked."""
    once: UUID = request._khue_pending.once  # type: ignore[attr-defined]  # rides on the request
    return once


def sent(content: bytes, media_type: str, disposition: str) -> HttpResponse:
    """Bytes to take away."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "private, no-store"
    return response
