"""How the parts of a definition are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from khue.core.bilingual import Text
from khue.features.dossiers.domain.definition import END_GRANTED, END_REFUSED, END_RETURNED

FIELD_KIND = {
    "text": Text("dòng chữ ngắn", "short text"),
    "longtext": Text("đoạn văn", "long text"),
    "number": Text("số", "number"),
    "money": Text("số tiền (đồng)", "amount in đồng"),
    "date": Text("ngày", "day"),
    "choice": Text("chọn một", "choice"),
    "yesno": Text("có hoặc không", "yes or no"),
    "party": Text("tổ chức, cá nhân", "organisation or person"),
    "file": Text("giấy tờ (tệp)", "paper (file)"),
    "table": Text("bảng nhiều dòng", "table of rows"),
}
STEP_KIND = {
    "check": Text("kiểm tra hồ sơ", "check of the papers"),
    "work": Text("xử lý", "work"),
    "decide": Text("quyết định", "decision"),
    "follow": Text("theo dõi sau quyết định", "follow-up"),
}
UNIT = {"working_days": Text("ngày làm việc", "working days"), "calendar_days": Text("ngày", "days")}
END = {
    END_GRANTED: Text("kết thúc: chấp thuận", "end: granted"),
    END_REFUSED: Text("kết thúc: không chấp thuận", "end: refused"),
    END_RETURNED: Text("kết thúc: từ chối tiếp nhận", "end: receipt refused"),
    "": Text("không có bước tiếp theo", "nothing comes next"),
}
FRAME = {
    "name": Text("tên thủ tục", "name"),
    "summary": Text("tóm tắt", "summary"),
    "who": Text("đối tượng thực hiện", "who can apply"),
    "result": Text("kết quả", "result"),
    "publicity": Text("nội dung công khai", "what becomes public"),
    "title_field": Text("câu hỏi đặt tên hồ sơ", "question that names the case"),
    "same_day": Text("trả kết quả trong ngày", "result on the same day"),
    "needs": Text("giấy tờ cần chuẩn bị", "what to have at hand"),
    "basis": Text("căn cứ pháp lý", "legal basis"),
    "documents": Text("văn bản phát hành", "documents produced"),
}
SIGNER = {"issuer": Text("người ban hành", "the issuer"), "applicant": Text("người nộp", "the applicant")}
NONE = Text("(không có)", "(none)")
YES, NO = Text("có", "yes"), Text("không", "no")


def words(value: Any) -> Text:
    """The words of an entry; a dash in brackets for none."""
    if isinstance(value, Mapping) and str(value.get("vi", "")).strip():
        return Text(str(value["vi"]), str(value.get("en", "")))
    return NONE


def label(element: Mapping[str, Any]) -> Text:
    """What an element is called: its label, title or name, else its key."""
    for name in ("label", "title", "name"):
        if isinstance(element.get(name), Mapping) and str(element[name].get("vi", "")).strip():
            return words(element[name])
    key = str(element.get("key", "")) or "?"
    return Text(key, key)


def clock(value: Any) -> Text:
    """The clock of a step as its entry says it."""
    if not isinstance(value, Mapping):
        return Text("không có thời hạn riêng", "no clock of its own")
    if "parameter" in value:
        name = str(value["parameter"])
        return Text(f"theo tham số pháp luật “{name}”", f"by the law's parameter “{name}”")
    unit = UNIT.get(str(value.get("unit")), NONE)
    amount = value.get("amount", "?")
    return Text(f"{amount} {unit.vi}", f"{amount} {unit.into('en')}")


def target(content: Mapping[str, Any], key: str) -> Text:
    """Where an outcome leads."""
    if key in END:
        return END[key]
    found = next((step for step in content.get("steps", ()) if step.get("key") == key), None)
    if found is None:
        return Text(f"bước không tồn tại “{key}”", f"the missing step “{key}”")
    name = label(found)
    return Text(f"bước “{name.vi}”", f"step “{name.into('en')}”")


def condition(fields: Mapping[str, Mapping[str, Any]], value: Any) -> Text:
    """“when <field> is <value>”, with the words of the field and its answers."""
    if not isinstance(value, Mapping):
        return Text("luôn hỏi", "always asked")
    on = fields.get(str(value.get("field")), {"key": value.get("field", "?")})
    answers = [_answer(on, str(item)) for item in value.get("values", ())]
    name = label(on)
    vi = " hoặc ".join(f"“{answer.vi}”" for answer in answers) or "(chưa chọn)"
    en = " or ".join(f"“{answer.into('en')}”" for answer in answers) or "(none)"
    return Text(f"khi “{name.vi}” là {vi}", f"when “{name.into('en')}” is {en}")


def _answer(field: Mapping[str, Any], value: str) -> Text:
    if field.get("kind") == "yesno":
        return {"yes": Text("Có", "Yes"), "no": Text("Không", "No")}.get(value, Text(value or "?", value))
    for choice in field.get("choices", ()):
        if choice.get("value") == value:
            return words(choice.get("text"))
    return Text(value or "?", value or "?")


def signers(item: Mapping[str, Any]) -> Text:
    """Who signs a document, in order; that it counts without when nobody does."""
    said = _signed_by(item)
    if not item.get("public"):
        return said
    return Text(f"{said.vi}; công khai bản đã lược bỏ dữ liệu cá nhân", f"{said.into('en')}; a redacted copy is public")


def _signed_by(item: Mapping[str, Any]) -> Text:
    names = [SIGNER.get(str(name), Text(str(name), str(name))) for name in item.get("signers", ())]
    if not item.get("signed") or not names:
        return Text("có hiệu lực không cần chữ ký số", "counts without a digital signature")
    vi, en = ", rồi ".join(name.vi for name in names), ", then ".join(name.into("en") for name in names)
    if item.get("before_payment"):
        vi, en = f"{vi}; ký xong mới được chi", f"{en}; nothing is paid before that"
    return Text(f"ký: {vi}", f"signed by {en}")
