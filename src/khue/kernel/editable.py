"""A document as a DOCX that a colleague edits, and back: letterhead, title and signatures are a frame; only the text between counts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.kernel.sheet_blocks import Blocks, block, table

FRAME = "Khuê khung"
"""The paragraph style of everything that is not read back."""
_STYLES = {
    "centre": "Khuê giữa",
    "basis": "Khuê căn cứ",
    "heading": "Heading 1",
    "paragraph": "Normal",
    "item": "List Bullet",
}
MOST_UNPACKED = 60 * 1024 * 1024
MOST_BLOCKS = 2000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def write(blocks: Sequence[Mapping[str, Any]], frame: Mapping[str, Any]) -> bytes:
    """The DOCX. ``frame``: body, body_above, number, place, issued_on (as words), title, subject, signatures ((title, name) …)."""
    import docx

    made = docx.Document()
    _prepare_styles(made)
    made.core_properties.title = f"{frame['title']} {frame['number']}"
    made.core_properties.author = str(frame["body"])
    made.core_properties.language = "vi-VN"
    _letterhead(made, frame)
    made.add_paragraph(str(frame["title"]).upper(), style="Title")
    if frame.get("subject"):
        _framed(made.add_paragraph(style=FRAME), str(frame["subject"]), bold=True, centre=True)
    for row in blocks:
        if row["style"] == "table":
            _table(made, row["rows"])
        else:
            made.add_paragraph(str(row["text"]), style=_STYLES.get(row["style"], "Normal"))
    _signatures(made, frame["signatures"])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _prepare_styles(made: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    for section in made.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(1.8)
        section.top_margin = section.bottom_margin = Cm(2)
    for name, based in (("Khuê giữa", "Normal"), ("Khuê căn cứ", "Normal"), (FRAME, "Normal")):
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles[based]
    for name, size in (("Normal", 13), ("Heading 1", 13), ("Title", 14), ("List Bullet", 13)):
        style = made.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(slot), "Times New Roman")
        for slot in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(slot), None)
    made.styles["Heading 1"].font.bold = made.styles["Title"].font.bold = made.styles["Khuê giữa"].font.bold = True
    made.styles["Khuê căn cứ"].font.italic = True
    made.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.styles["Khuê giữa"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.styles[FRAME].font.size = Pt(12)
    made.styles[FRAME].paragraph_format.space_after = Pt(2)


def _framed(paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, centre: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _letterhead(made: Any, frame: Mapping[str, Any]) -> None:
    """The national header of Decree 30/2020: body and number on the left, state name and motto on the right."""
    grid = made.add_table(rows=1, cols=2)
    left, right = grid.rows[0].cells
    lines = (
        (left, str(frame.get("body_above") or "").upper(), False, False),
        (left, str(frame["body"]).upper(), True, False),
        (left, f"Số: {frame['number']}", False, False),
        (right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, False),
        (right, "Độc lập - Tự do - Hạnh phúc", True, False),
        (right, f"{frame['place']}, {frame['day']}", False, True),
    )
    _fill(lines)


def _signatures(made: Any, signatures: Sequence[tuple[str, str]]) -> None:
    grid = made.add_table(rows=1, cols=max(1, len(signatures)))
    lines = []
    for cell, (title, name) in zip(grid.rows[0].cells, signatures, strict=False):
        lines += [(cell, title.upper(), True, False), (cell, "(ký số)", False, True), (cell, name, True, False)]
    _fill(lines)


def _fill(lines: Sequence[tuple[Any, str, bool, bool]]) -> None:
    begun: set[int] = set()
    for cell, text, bold, italic in lines:
        if not text:
            continue
        first = id(cell._tc) not in begun
        begun.add(id(cell._tc))
        paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
        paragraph.style = FRAME
        _framed(paragraph, text, bold=bold, italic=italic, centre=True)


def _table(made: Any, rows: Sequence[Sequence[str]]) -> None:
    grid = made.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=False):
            cell.text = text


# -- back ------------------------------------------------------------------------------------------------------------


def read(content: bytes, field: str = "file") -> Blocks:
    """The blocks of an edited DOCX. Raises Refused: no DOCX, too large inside, tracked changes not yet accepted."""
    import docx

    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
                raise Refused.because(
                    _reason("docx.too_big", "Tệp DOCX giải nén ra quá lớn.", "The DOCX unpacks to too much.", field)
                )
        opened = docx.Document(BytesIO(content))
        body = list(opened.element.body.iterchildren())
    except Refused:
        raise
    except Exception as error:  # the parser of a third party raises what it likes
        raise Refused.because(_unreadable(field)) from error
    if any(
        next(child.iter(f"{_WORD}{name}"), None) is not None
        for child in body
        for name in ("ins", "del", "moveFrom", "moveTo")
    ):
        raise Refused.because(_tracked(field))
    found = list(_blocks(opened, body))
    if len(found) > MOST_BLOCKS:
        raise Refused.because(
            _reason("docx.too_long", "Tệp có quá nhiều đoạn.", "The file has too many paragraphs.", field)
        )
    return found


def _blocks(opened: Any, body: Sequence[Any]) -> Iterator[dict[str, Any]]:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for child in body:
        if child.tag == f"{_WORD}p":
            paragraph = Paragraph(child, opened)
            style, text = _style_of(paragraph), paragraph.text.strip()
            if style and text:
                yield block(style, text)
        elif child.tag == f"{_WORD}tbl":
            grid = Table(child, opened)
            cells = [[cell.text for cell in row.cells] for row in grid.rows]
            if cells and not _is_frame(grid):
                yield table(cells)


def _style_of(paragraph: Any) -> str:
    """Our style by the name of the document's; empty for the frame. What a writer made up is a paragraph."""
    name = (paragraph.style.name if paragraph.style is not None else "") or ""
    if name in (FRAME, "Title"):
        return ""
    known = {value: key for key, value in _STYLES.items()}
    if name in known:
        return known[name]
    if name.startswith("Heading"):
        return "heading"
    return "item" if name.startswith("List") else "paragraph"


def _is_frame(grid: Any) -> bool:
    paragraphs = [p for row in grid.rows for cell in row.cells for p in cell.paragraphs if p.text.strip()]
    return bool(paragraphs) and all(p.style is not None and p.style.name == FRAME for p in paragraphs)


def _reason(code: str, vi: str, en: str, field: str) -> Reason:
    return Reason(
        code,
        Text(vi, en),
        Text(
            "Mời ông/bà tải lại bản DOCX của văn bản, sửa rồi tải lên.",
            "Download the paper's DOCX again, edit it, and upload it.",
        ),
        field,
    )


def _unreadable(field: str) -> Reason:
    return _reason(
        "docx.unreadable", "Tệp này không phải là DOCX đọc được.", "This file is not a DOCX that can be read.", field
    )


def not_docx(field: str) -> Reason:
    """For a file of another type that is taken elsewhere."""
    return _unreadable(field)


def _tracked(field: str) -> Reason:
    return Reason(
        "docx.tracked",
        Text(
            "Tệp còn các thay đổi đang theo dõi (Track Changes) chưa được chấp nhận.",
            "The file still holds tracked changes that were not accepted.",
        ),
        Text(
            "Mời ông/bà chấp nhận hoặc bỏ tất cả thay đổi trong trình soạn thảo, lưu rồi tải lên.",
            "Accept or reject all changes in your editor, save, and upload again.",
        ),
        field,
    )
