"""From whatever goes wrong at a door to one problem (RFC 9457) with all reasons, in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import BadRequest
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponseBase
from ninja.errors import HttpError, ValidationError

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.kernel import problems, web
from khue.kernel.api.answers import OnceProblem, PreconditionProblem, Replay
from khue.kernel.api.bodies import LARGEST_BODY, Unreadable
from khue.kernel.api.callers import NotKnown, NotOurPage
from khue.kernel.api.doors import TooLarge, UnknownNames, WrongType
from khue.kernel.problems import Problem

AGAIN = Text("Mời ông/bà sửa rồi gửi lại.", "Correct it and send it again.")
# What pydantic says, by its stable type, in both languages; ``{x}`` is from the error's context.
_SAID: dict[str, Text] = {
    "missing": Text("Thiếu giá trị này.", "This is missing."),
    "extra_forbidden": Text("Không có tên trường này.", "There is no field of this name."),
    "string_type": Text("Cần một chuỗi ký tự.", "A string is needed."),
    "string_too_long": Text("Nhiều nhất {max_length} ký tự.", "At most {max_length} characters."),
    "string_too_short": Text("Ít nhất {min_length} ký tự.", "At least {min_length} characters."),
    "string_pattern_mismatch": Text("Không đúng mẫu {pattern}.", "It does not have the form {pattern}."),
    "int_type": Text("Cần một số nguyên.", "A whole number is needed."),
    "int_parsing": Text("Cần một số nguyên.", "A whole number is needed."),
    "int_from_float": Text("Cần một số nguyên.", "A whole number is needed."),
    "bool_type": Text("Cần true hoặc false.", "true or false is needed."),
    "bool_parsing": Text("Cần true hoặc false.", "true or false is needed."),
    "greater_than_equal": Text("Phải từ {ge} trở lên.", "It must be at least {ge}."),
    "less_than_equal": Text("Phải đến {le} trở xuống.", "It must be at most {le}."),
    "literal_error": Text("Phải là một trong: {expected}.", "It must be one of: {expected}."),
    "list_type": Text("Cần một danh sách.", "A list is needed."),
    "dict_type": Text("Cần một đối tượng.", "An object is needed."),
    "model_type": Text("Cần một đối tượng.", "An object is needed."),
    "model_attributes_type": Text("Cần một đối tượng.", "An object is needed."),
    "too_long": Text("Nhiều nhất {max_length} mục.", "At most {max_length} items."),
    "too_short": Text("Ít nhất {min_length} mục.", "At least {min_length} items."),
}
_DATE = Text("Cần một ngày có thật, viết như 2026-03-17.", "A day that exists is needed, as 2026-03-17.")
_UUID = Text("Cần một UUID.", "A UUID is needed.")
_OTHER = Text("Giá trị không dùng được.", "This value can't be used.")


def answer(request: HttpRequest, error: BaseException) -> HttpResponseBase | None:
    """The answer to an error at a door; None for a fault of ours."""
    if isinstance(error, Replay):
        return error.response
    problem = _problem(error)
    if problem is None:
        return problems.answer_error(request, error)
    response = problems.answer(request, problem)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="khue"'
    return response


def _problem(error: BaseException) -> Problem | None:
    words = web.language()

    def of(status: int, code: str, title: Text, text: Text, step: Text = AGAIN, *reasons: Reason) -> Problem:
        return Problem(status, code, title.into(words), text.into(words), step.into(words), reasons)

    match error:
        case ValidationError():
            return _invalid([_of_ninja(each) for each in error.errors])
        case UnknownNames():
            return _invalid([Reason("extra_forbidden", _SAID["extra_forbidden"], AGAIN, f) for f in error.fields])
        case NotKnown():
            step = Text("Mời ông/bà đăng nhập hoặc dùng khóa còn hiệu lực.", "Sign in, or use a key that is in force.")
            return of(401, "sign-in", Text("Cần đăng nhập", "Sign-in needed"), error.text, step)
        case NotOurPage():
            text = Text("Yêu cầu ghi từ trình duyệt thiếu X-CSRFToken.", "A browser's write lacks X-CSRFToken.")
            step = Text(
                "Gửi giá trị của cookie csrftoken trong X-CSRFToken, hoặc dùng khóa.",
                "Send the value of the cookie csrftoken as X-CSRFToken, or use a key.",
            )
            return of(403, "form-key", Text("Thiếu khóa biểu mẫu", "Form key missing"), text, step)
        case Unreadable():
            return of(400, "unreadable", _UNREADABLE, error.reason.text, AGAIN, error.reason)
        case OnceProblem():
            step = Text("Mời ông/bà thử lại với khóa đúng.", "Try again with the right key.")
            found = of(error.status, error.code, Text("Idempotency-Key", "Idempotency-Key"), error.text, step)
            return replace(found, retry_after=2) if error.status == 409 else found
        case PreconditionProblem():
            title = Text("Bản đã đọc không còn là bản hiện hành", "What was read is no longer current")
            return of(error.status, f"precondition-{error.status}", title, error.text, error.next_step)
        case WrongType():
            text = Text(f"Việc này nhận nội dung kiểu {error.wanted}.", f"This operation takes {error.wanted}.")
            return of(415, "wrong-type", Text("Sai kiểu nội dung", "Wrong type of body"), text)
        case TooLarge():
            most = error.most // 1024
            text = Text(f"JSON nhiều nhất {most} kB; tệp gửi riêng.", f"JSON has at most {most} kB; files go apart.")
            if error.most > LARGEST_BODY:
                most //= 1024
                text = Text(f"Tất cả các tệp nhiều nhất {most} MB.", f"All files together have at most {most} MB.")
            return of(413, "too-large", Text("Nội dung quá lớn", "The body is too large"), error.text or text)
        case Http404():
            return replace(of(404, "missing", _MISSING, _MISSING), next_step="")
        case HttpError() | BadRequest() | UnicodeDecodeError():
            return of(400, "unreadable", _UNREADABLE, _UNREADABLE)
    return None


_UNREADABLE = Text("Không đọc được yêu cầu", "The request can't be read")
_MISSING = Text("Không tìm thấy", "Not found")


def _invalid(reasons: list[Reason]) -> Problem:
    title = Text("Giá trị chưa đúng", "A value is not right")
    return Problem(422, "invalid", title.into(web.language()), "", "", tuple(reasons))


def _of_ninja(error: dict[str, Any]) -> Reason:
    """``{"type", "loc": ("body", "asked", "lines", 0, "amount"), "ctx"}`` as a reason at ``lines.1.amount``."""
    source, *path = error.get("loc") or ("body",)
    if source in ("body", "form", "file") and path and source == "body":
        path = path[1:]  # the name of our own parameter
    steps = [str(step + 1) if isinstance(step, int) else str(step)[:60] for step in path]
    field = ".".join(steps) or source
    kind = str(error.get("type", ""))
    return Reason(kind or "invalid", _sentence(kind, error.get("ctx") or {}), AGAIN, _in_place(str(source), field))


def _in_place(source: str, field: str) -> str:
    return f"?{field}" if source == "query" else f"/{field}" if source == "path" else field


def _sentence(kind: str, context: dict[str, Any]) -> Text:
    if kind.startswith("date"):
        return _DATE
    if kind.startswith("uuid"):
        return _UUID
    said = _SAID.get(kind)
    if said is None:
        return _OTHER
    try:
        return said.fill(**context)
    except KeyError:
        return _OTHER


# -- forms -----------------------------------------------------------------------------------------------------------


def require_form(form: BaseForm, at: str = "") -> None:
    """The same checks as on the page. Raises Refused with each mistake at its field, behind ``at`` (``lines.2``)."""
    if not form.is_valid():
        raise Refused.because(*form_reasons(form, at))


def form_reasons(form: BaseForm, at: str = "") -> list[Reason]:
    """The form's mistakes as reasons. A form speaks one language; the other is left to fall back."""
    found = []
    for name, errors in form.errors.get_json_data().items():
        place = "" if name == "__all__" else name
        for error in errors:
            field = ".".join(part for part in (at, place) if part)
            found.append(Reason(error["code"] or "invalid", Text(error["message"]), None, field))
    return found
