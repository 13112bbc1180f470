"""The frame of a definition and the documents that it brings forth."""

from __future__ import annotations

from collections.abc import Iterator

from khue.features.dossiers.domain.checking.names import KEY, City, Table, items_of
from khue.features.dossiers.domain.definition import SIGNERS
from khue.features.dossiers.domain.locating import Path
from khue.features.dossiers.domain.shapes import Found, near


def frame_problems(content: Table) -> Iterator[Found]:
    for name in ("key", "room"):
        if name in content and not KEY.fullmatch(content[name]):
            yield Found(
                (name,),
                f'"{name}" needs small letters, not "{content[name]}"',
                f"“{name}” phải là chữ thường không dấu",
            )
    for index, basis in items_of(content, "basis"):
        if basis.get("provision") == "":
            yield Found(
                ("basis", index, "provision"), "a basis names its provision", "Căn cứ pháp lý chưa chọn điều khoản"
            )
    title = content.get("title_field")
    if title:
        fields = {
            f["key"]: f.get("kind")
            for _, s in items_of(content, "sections")
            for _, f in items_of(s, "fields")
            if "key" in f
        }
        if title not in fields:
            yield Found(
                ("title_field",),
                f'title_field names "{title}", which is no field{near(title, fields)}',
                f"Câu hỏi đặt tên hồ sơ “{title}” không tồn tại",
            )
        elif fields[title] not in ("text", "longtext"):
            yield Found(
                ("title_field",),
                f'title_field names "{title}", which is not a text',
                f"Câu hỏi đặt tên hồ sơ “{title}” phải là câu trả lời bằng chữ",
            )


def document_problems(content: Table, city: City) -> Iterator[Found]:
    """A kind once; what is signed says by whom, each once, in a place on the sheet; payment waits only for what is signed."""
    seen: set[str] = set()
    for index, item in items_of(content, "documents"):
        path: Path = ("documents", index)
        kind, signers = item.get("kind", ""), item.get("signers", [])
        if kind in seen:
            yield Found((*path, "kind"), f'the document "{kind}" exists twice', f"Văn bản “{kind}” có hai lần")
        seen.add(kind)
        if city.documents is not None and kind not in city.documents:
            yield Found(
                (*path, "kind"),
                f'"{kind}" is no kind of document that is signed{near(kind, city.documents)}',
                f"“{kind}” không phải loại văn bản có ký",
            )
        if item.get("signed") and not signers:
            yield Found(path, "a signed document names its signers", "Văn bản có ký phải nêu ai ký")
        if item.get("redact") and not item.get("public"):
            yield Found(
                ("documents", index, "redact"),
                "values are left out of a public copy only",
                "Chỉ lược bỏ nội dung trong bản công khai",
            )
        if item.get("before_payment") and not item.get("signed"):
            yield Found(
                (*path, "before_payment"),
                "what must be signed before payment is a signed document",
                "Văn bản phải ký trước khi chi thì phải là văn bản được ký",
            )
        yield from _signers(kind, signers, path, city)


def _signers(kind: str, signers: list[str], path: Path, city: City) -> Iterator[Found]:
    at: Path = (*path, "signers")
    sides = (city.documents or {}).get(kind)
    for name in signers:
        if name not in SIGNERS:
            yield Found(
                at,
                f'signer "{name}" is none of: {", ".join(SIGNERS)}{near(name, SIGNERS)}',
                f"Người ký “{name}” không tồn tại",
            )
        elif sides is not None and name not in sides:
            yield Found(
                at,
                f'the sheet of "{kind}" has no place where the {name} signs',
                f"Mẫu của văn bản “{kind}” không có chỗ ký cho {'người nộp' if name == 'applicant' else 'người ban hành'}",
            )
    if len(set(signers)) < len(signers):
        yield Found(at, "a signer signs once", "Mỗi người chỉ ký một lần")
