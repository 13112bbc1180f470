"""What the city issues on paper: read back from the PDF, never from the template."""

from __future__ import annotations

import io
import re
import socket
import tomllib
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from pypdf import PdfReader

from khue.core.bilingual import Text
from khue.core.decision import Reason, Source
from khue.kernel import documents

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src/khue_hanoi/documents"
ISSUED = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
RECEIVED = datetime(2026, 2, 9, 7, 5, tzinfo=UTC)

LOOKUP = "https://khue.example/dossiers/412/"
CONTACT = "điện thoại 024 0000 0000"
REASONS = [
    Reason(
        "no_quote",
        Text("Hạng mục “Máy quang phổ Raman” chưa có báo giá còn hiệu lực.", "No valid quote."),
        Text("Đề nghị ông/bà nộp ít nhất một báo giá của nhà cung cấp.", "File a quote."),
        "lines.1.quote",
        Source("Nghị quyết 34/2025/NQ-HĐND, điều khoản về hỗ trợ máy móc, thiết bị"),
    ),
    {"text": "Thuyết minh chưa nêu kế hoạch vận hành thiết bị.", "provision": "Nghị quyết 34/2025/NQ-HĐND"},
    "Bản cam kết chưa có chữ ký của người đại diện.",
]
COUNTER = {
    "body_above": "Ủy ban nhân dân Thành phố Hà Nội",
    "body": "Sở Khoa học và Công nghệ",
    "place": "Hà Nội",
    "issued_at": ISSUED,
    "number": 412,
    "dossier_number": "HN-2026-000412",
    "desk": "Bộ phận một cửa, Sở Khoa học và Công nghệ",
    "applicant": "Viện Vật liệu tiên tiến Thăng Long",
    "address": "Số 18, đường Hoàng Quốc Việt, phường Nghĩa Đô, thành phố Hà Nội",
    "phone": "024 0000 0000",
    "email": "vanthu@vienvatlieu.example",
    "procedure": "Hỗ trợ máy móc, thiết bị cho nhiệm vụ khoa học và công nghệ",
    "received_at": RECEIVED,
    "due_on": date(2026, 3, 3),
    "officer": "Trần Thị Mai",
    "contact": CONTACT,
    "lookup": LOOKUP,
    "signer_title": "Giám đốc",
    "signer": "Nguyễn Văn Hòa",
    "recipients": ["Như trên", "Bộ phận một cửa", "Lưu: VT, QLKH"],
}
AGREEMENT_TERMS = [
    {
        "title": "Trách nhiệm của Bên A",
        "points": ["Bố trí kinh phí theo tiến độ.", "Nghiệm thu trong thời hạn đã hẹn."],
    },
    {
        "title": "Trách nhiệm của Bên B",
        "points": ["Mua đúng thiết bị, dùng trực tiếp cho nhiệm vụ.", "Ghi sổ tài sản."],
    },
    "Kinh phí dùng sai mục đích được thu hồi về ngân sách Thành phố.",
]
PAPERS = [
    "Đơn đề nghị hỗ trợ",
    "Thuyết minh nhiệm vụ",
    "Dự toán và báo giá của nhà cung cấp",
    "Bản cam kết sử dụng trực tiếp",
]
APPEAL = {
    **COUNTER,
    "appeal_number": "KN-2026-000003",
    "level": "lần đầu",
    "contested": "mức hỗ trợ",
    "grounds": "Báo giá tham khảo không cùng cấu hình thiết bị.",
    "lodged_on": date(2026, 3, 2),
}
VALUES: dict[str, dict[str, Any]] = {
    "form-01": {
        **COUNTER,
        "papers": PAPERS,
        "term": "15 ngày làm việc",
        "delivery": "Bản điện tử trong kho của tổ chức",
        "submitted_by": "Lê Minh Khôi",
    },
    "form-02": {**COUNTER, "papers": PAPERS[2:], "reasons": REASONS[:2], "due_on": date(2026, 3, 16)},
    "expert-contract": {
        "body": "Sở Khoa học và Công nghệ",
        "body_above": "Ủy ban nhân dân thành phố Hà Nội",
        "place": "Hà Nội",
        "issued_at": ISSUED,
        "number": "7/HĐCG-2026",
        "subject": "Chuyên gia quang học cho trạm đo bụi",
        "engagement": "CG-2026-0007 (lần 1)",
        "need_number": "NC-2026-0012",
        "giver": {"name": "Sở Khoa học và Công nghệ", "representative": "Trần Thị Mai"},
        "receiver": {"name": "Quách Đình Nam", "representative": "Quách Đình Nam"},
        "origin": "trong nước",
        "task": "Thiết kế lại buồng đo quang học của trạm đo bụi mịn giá thấp.",
        "from_on": "2026-03-01",
        "until_on": "2026-09-01",
        "pay_total": 360_000_000,
        "amount": 420_000_000,
        "results": [
            {
                "title": "Bản thiết kế",
                "criteria": "Hai phản biện đồng ý",
                "due_on": "2026-06-01",
                "amount": 160_000_000,
            },
            {"title": "Mẫu thử", "criteria": "Sai số dưới 5%", "due_on": "2026-09-01", "amount": 200_000_000},
        ],
        "extras": [{"title": "Thuê nhà", "amount": 60_000_000}],
    },
    "technology-contract": {
        "body": "Viện Vật liệu xanh",
        "place": "Hà Nội",
        "issued_at": ISSUED,
        "number": "4/HĐCGCN-2026",
        "subject": "Màng lọc nước từ sợi tre",
        "deal": "GD-2026-0012",
        "offer_number": "CB-2026-0031",
        "giver": {"name": "Viện Vật liệu xanh", "representative": "Trần Thị Mai"},
        "receiver": {"name": "Công ty Nước sạch", "representative": "Lê Minh Khôi"},
        "direction": "trong nước",
        "mode": "cấp quyền sử dụng không độc quyền",
        "territory": "Thành phố Hà Nội",
        "articles": [{"title": "Giải quyết tranh chấp", "text": "Thương lượng trước."}],
        "amount": 300_000_000,
        "tranches": [
            {"name": "Kỳ 1", "due_on": "2026-07-01", "amount": 100_000_000},
            {"name": "Kỳ 2", "due_on": "2026-10-01", "amount": 200_000_000},
        ],
        "royalty": "3% doanh thu",
        "least": 60_000_000,
    },
    "technology-amendment": {
        "body": "Viện Vật liệu xanh",
        "place": "Hà Nội",
        "issued_at": ISSUED,
        "number": "2/PLHĐCGCN-2026",
        "subject": "Màng lọc nước từ sợi tre",
        "deal": "GD-2026-0012",
        "contract": "4/HĐCGCN-2026",
        "signed_on": "2026-06-08",
        "part": 1,
        "giver": {"name": "Viện Vật liệu xanh", "representative": "Trần Thị Mai"},
        "receiver": {"name": "Công ty Nước sạch", "representative": "Lê Minh Khôi"},
        "ground": "Mở rộng địa bàn sử dụng.",
        "changes": [{"title": "Thời hạn hợp đồng", "before": "5 năm", "after": "10 năm"}],
        "tranches": [{"name": "Kỳ bổ sung 1", "due_on": "2027-01-15", "amount": 50_000_000}],
    },
    "form-03": {**COUNTER, "reasons": REASONS[2:]},
    "form-04": {**COUNTER, "reasons": [REASONS[0], REASONS[2]], "new_due_on": date(2026, 3, 10)},
    "form-05": {**COUNTER, "reasons": ["Tổ chức có văn bản xin rút hồ sơ ngày 27 tháng 02 năm 2026."]},
    "form-06": {
        **{key: value for key, value in COUNTER.items() if key != "number"},
        "steps": [
            {
                "name": "Kiểm tra thành phần hồ sơ",
                "unit": "Bộ phận một cửa",
                "officer": "Trần Thị Mai",
                "received_at": RECEIVED,
                "due_on": date(2026, 2, 10),
                "handed_at": datetime(2026, 2, 10, 2, 15, tzinfo=UTC),
                "result": "Đúng hạn",
            },
            {
                "name": "Thẩm định kinh phí",
                "unit": "Phòng Tài chính hành chính sự nghiệp, Sở Tài chính",
                "officer": "Đỗ Quang Huy",
                "received_at": datetime(2026, 2, 10, 2, 15, tzinfo=UTC),
                "due_on": date(2026, 2, 27),
                "note": "Tạm dừng 03 ngày chờ bổ sung",
            },
        ],
    },
    "form-07": {
        **{key: value for key, value in COUNTER.items() if key not in ("number", "dossier_number")},
        "from_on": date(2026, 2, 1),
        "until_on": date(2026, 2, 28),
        "dossiers": [
            {
                "number": f"HN-2026-{number:06d}",
                "procedure": COUNTER["procedure"],
                "applicant": applicant,
                "contact": "phường Nghĩa Đô, Hà Nội; 024 0000 0000",
                "unit": "Sở Khoa học và Công nghệ",
                "received_at": RECEIVED,
                "due_on": date(2026, 3, 3),
                "returned_at": ISSUED if number % 2 else None,
                "delivery": "Bản điện tử",
            }
            for number, applicant in enumerate(["Viện Vật liệu Thăng Long", "Công ty Cổ phần Sen Việt"] * 9, 412)
        ],
    },
    "result-certificate": {
        "body": "Sở Khoa học và Công nghệ",
        "place": "Hà Nội",
        "issued_at": ISSUED,
        "number": "KQ-2026-000001",
        "version": 1,
        "subject": "Màng lọc nước từ sợi tre",
        "registered_on": "02/02/2026",
        "owner": "Viện Vật liệu",
        "origin": "Hỗ trợ số 12, đề tài nghiên cứu",
        "origin_decision": "15/QĐ-UBND",
        "kind": "Vật liệu",
        "field": "Công nghệ môi trường",
        "stage": "Mức 6",
        "formed_on": "15/01/2026",
        "owners": ["Viện Vật liệu: 3/5", "Thành phố Hà Nội: 2/5"],
        "signer_title": "Giám đốc",
        "signer": "Đỗ Thanh Bình",
    },
    "council-minutes": {
        "body": "Sở Khoa học và Công nghệ",
        "place": "Hà Nội",
        "issued_at": ISSUED,
        "number": 1,
        "subject": "Hội đồng tuyển chọn – Phiên họp thứ 1",
        "council": "Hội đồng tuyển chọn",
        "decision_number": "15/QĐ-UBND",
        "agreed_on": "2026-02-02",
        "held_at_place": "Phòng họp số 2",
        "received_at": RECEIVED,
        "handed_at": ISSUED,
        "participants": [{"name": "Nguyễn Văn An", "position": "Chủ tịch hội đồng"}],
        "absent": "không",
        "lead": "Nguyễn Văn An",
        "officer": "Trần Thị Bình",
        "items": [
            {
                "position": "1",
                "title": "Màng lọc nước",
                "parties": "Viện Vật liệu",
                "quorum": "Có mặt 3 trên 4 người được biểu quyết.",
                "recused": "không có",
                "ballots": "đồng ý: 3; không đồng ý: 0; phiếu trắng: 0; hợp lệ.",
                "outcome": "Đề nghị chấp thuận",
                "conclusion": "Hội đồng đề nghị chấp thuận.",
            }
        ],
        "signers": [{"name": "Nguyễn Văn An", "title": "Chủ tịch hội đồng"}],
    },
    "breach-notice": {
        "body": "Ủy ban nhân dân Thành phố Hà Nội",
        "place": "Hà Nội",
        "issued_at": ISSUED,
        "number": "SC-2026-000001",
        "received_at": RECEIVED,
        "recipient": "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân",
        "which": "lần đầu",
        "title": "Gửi nhầm danh sách người nộp hồ sơ",
        "happened": "Danh sách 40 người được gửi nhầm địa chỉ.",
        "data_kinds": "Họ tên, số điện thoại",
        "people": "khoảng 40 người",
        "severity": "trung bình",
        "measures": "Đã đề nghị bên nhận xóa; khóa tính năng gửi hàng loạt.",
        "officer": "Lương Thu Trang",
        "late_ground": "Mất liên lạc với bên nhận.",
    },
    "appeal-receipt": {**APPEAL, "due_on": date(2026, 4, 3), "late_ground": "Chủ nhiệm đề tài nằm viện"},
    "appeal-declined": {**APPEAL, "reasons": ["Quyết định bị khiếu nại đã được thay thế."]},
    "appeal-decision": {
        **APPEAL,
        "body": "Ủy ban nhân dân Thành phố Hà Nội",
        "body_above": "",
        "decider": "Chủ tịch Ủy ban nhân dân Thành phố Hà Nội",
        "subject": "Giải quyết khiếu nại lần đầu số KN-2026-000003",
        "subject_en": "On appeal KN-2026-000003",
        "basis": ["Luật Khiếu nại, quy định về thời hạn giải quyết khiếu nại lần đầu"],
        "wish": "Sửa đổi quyết định: giữ mức hỗ trợ đã đề nghị",
        "findings": ["Báo giá tham khảo không cùng cấu hình với thiết bị đề nghị."],
        "decided_on": date(2026, 2, 20),
        "articles": [{"text": "Sửa đổi mức hỗ trợ.", "points": ["Cam kết chi bổ sung 100.000.000 đ"]}],
        "amount": 1_950_000_000,
        "signer_title": "Ủy ban nhân dân Thành phố",
        "signer": "Trịnh Quang Vinh",
        "recipients": ["Như Điều 2", "Lưu: VT"],
    },
    "decision": {
        **COUNTER,
        "body": "Ủy ban nhân dân Thành phố Hà Nội",
        "body_above": "",
        "number": 7,
        "decider": "Chủ tịch Ủy ban nhân dân Thành phố Hà Nội",
        "subject": "Về việc hỗ trợ kinh phí mua máy móc, thiết bị thực hiện nhiệm vụ khoa học và công nghệ",
        "subject_en": "on support for the purchase of equipment for a science and technology task",
        "basis": [
            "Căn cứ Luật Tổ chức chính quyền địa phương;",
            "Căn cứ Nghị quyết 34/2025/NQ-HĐND của Hội đồng nhân dân thành phố Hà Nội",
        ],
        "proposal": "Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ.",
        "articles": [
            "Hỗ trợ Viện Vật liệu tiên tiến Thăng Long mua máy móc, thiết bị phục vụ đề tài “Vật liệu cảm biến nano”.",
            {
                "text": "Tổ chức thực hiện:",
                "points": ["Sở Khoa học và Công nghệ ký thỏa thuận hỗ trợ.", "Sở Tài chính bố trí kinh phí."],
            },
            "Quyết định này có hiệu lực từ ngày ký.",
        ],
        "amount": 1_850_000_000,
        "signer_title": "Chủ tịch",
        "recipients": ["Như Điều 2", "Viện Vật liệu tiên tiến Thăng Long", "Lưu: VT"],
    },
    "fund-decision": {
        **COUNTER,
        "body": "Ủy ban nhân dân Thành phố Hà Nội",
        "body_above": "",
        "number": 7,
        "decider": "Chủ tịch Ủy ban nhân dân Thành phố Hà Nội",
        "subject": "Về việc hỗ trợ kinh phí mua máy móc, thiết bị thực hiện nhiệm vụ khoa học và công nghệ",
        "subject_en": "on support for the purchase of equipment for a science and technology task",
        "basis": [
            "Căn cứ Luật Tổ chức chính quyền địa phương;",
            "Căn cứ Nghị quyết 34/2025/NQ-HĐND của Hội đồng nhân dân thành phố Hà Nội",
        ],
        "proposal": "Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ.",
        "articles": [
            "Hỗ trợ Viện Vật liệu tiên tiến Thăng Long mua máy móc, thiết bị phục vụ đề tài “Vật liệu cảm biến nano”.",
            {
                "text": "Tổ chức thực hiện:",
                "points": ["Sở Khoa học và Công nghệ ký thỏa thuận hỗ trợ.", "Sở Tài chính bố trí kinh phí."],
            },
            "Quyết định này có hiệu lực từ ngày ký.",
        ],
        "amount": 1_850_000_000,
        "signer_title": "Chủ tịch",
        "recipients": ["Như Điều 2", "Viện Vật liệu tiên tiến Thăng Long", "Lưu: VT"],
    },
    "fund-contract": {
        **COUNTER,
        "subject": "Tài trợ thực hiện “Dây chuyền sấy lạnh”",
        "basis": ["Quyết định của Hội đồng quản lý Quỹ"],
        "giver": {"name": "Quỹ phát triển khoa học và công nghệ", "representative": "Trần Thị Mai"},
        "receiver": {"name": "Công ty Sấy lạnh", "representative": "Lê Minh Khôi"},
        "articles": [{"title": "Nội dung", "text": "Đầu tư dây chuyền sấy lạnh."}, "Mỗi lần chi có chứng từ."],
        "amount": 600_000_000,
        "lines": [{"name": "Buồng sấy", "amount": 450_000_000}, {"name": "Thiết bị đo", "amount": 150_000_000}],
    },
    "income-receipt": {
        "body": "Sở Khoa học và Công nghệ",
        "place": "Hà Nội",
        "issued_at": ISSUED,
        "number": "KQ-2026-000001/BC-1",
        "subject": "Màng lọc nước từ sợi tre",
        "owner": "Viện Vật liệu",
        "result_number": "KQ-2026-000001",
        "period": "từ 02/02/2026 đến hết 01/02/2027",
        "received_on": "03/02/2027",
        "version": "2",
        "corrects": "Bổ sung hợp đồng cấp quyền ký tháng 12",
        "rows": [
            {"name": "Thu từ cấp quyền sử dụng", "figures": "120.000.000"},
            {"name": "Lợi nhuận sau thuế", "figures": "-80.000.000"},
        ],
        "signer_title": "Bộ phận đăng ký kết quả",
        "signer": "Sở Khoa học và Công nghệ",
    },
    "agreement": {
        **COUNTER,
        "subject": "Về hỗ trợ mua máy móc, thiết bị cho đề tài “Vật liệu cảm biến nano”",
        "basis": ["Căn cứ Bộ luật Dân sự", "Căn cứ Quyết định số 07/QĐ-UBND ngày 02 tháng 3 năm 2026"],
        "giver": {
            "name": "Sở Khoa học và Công nghệ",
            "representative": "Nguyễn Văn Hòa",
            "position": "Giám đốc",
            "address": "Số 185, phố Giảng Võ, Hà Nội",
        },
        "receiver": {
            "name": "Viện Vật liệu tiên tiến Thăng Long",
            "representative": "Lê Minh Khôi",
            "position": "Viện trưởng",
            "tax_code": "0101234567",
            "account": "000 000 000 000",
        },
        "articles": AGREEMENT_TERMS,
        "amount": 1_850_000_000,
        "tranches": [
            {
                "name": "Tạm ứng",
                "condition": "Sau khi ký thỏa thuận",
                "due_on": date(2026, 3, 16),
                "amount": 555_000_000,
            },
            {
                "name": "Bàn giao thiết bị",
                "condition": "Biên bản nghiệm thu đợt 2",
                "due_on": date(2026, 9, 1),
                "amount": 925_000_000,
            },
            {"name": "Quyết toán", "condition": "Báo cáo kết quả được chấp nhận", "amount": 370_000_000},
        ],
    },
    "acceptance": {
        **COUNTER,
        "subject": "Đợt 2: Bàn giao thiết bị",
        "agreement_number": "19/TTHT",
        "agreed_on": "2026-03-02",
        "tranche": "đợt 2 (Bàn giao thiết bị)",
        "participants": [
            {"name": "Nguyễn Văn Hòa", "position": "Giám đốc Sở Khoa học và Công nghệ", "side": "bên nghiệm thu"},
            {"name": "Lê Minh Khôi", "position": "Viện trưởng", "side": "bên giao"},
        ],
        "items": [
            {
                "name": "Máy quang phổ Raman, λ = 532 nm",
                "quantity": "01 bộ",
                "state": "Mới, chạy tốt",
                "evidence": "Hóa đơn 00001234",
            },
            {"name": "Kính hiển vi, độ phân giải 0,2 μm → 0,1 μm", "quantity": "02 chiếc", "state": "Mới"},
        ],
        "findings": ["Thiết bị đúng chủng loại trong dự toán.", "Đã ghi sổ tài sản thiết bị."],
        "conclusion": "Nghiệm thu đợt 2, đủ điều kiện thanh toán.",
        "asked": 925_000_000,
        "accepted": 920_000_000,
        "giver_signer": "Nguyễn Văn Hòa",
        "receiver_signer": "Lê Minh Khôi",
    },
    "payment-slip": {
        **COUNTER,
        "addressee": "Kho bạc Nhà nước khu vực I",
        "basis": ["Căn cứ Quyết định số 07/QĐ-UBND ngày 02 tháng 3 năm 2026"],
        "payee": {
            "name": "Viện Vật liệu tiên tiến Thăng Long",
            "tax_code": "0101234567",
            "account": "000 000 000 000",
            "bank": "Kho bạc Nhà nước khu vực I",
        },
        "purpose": "Hỗ trợ mua máy móc, thiết bị, đợt 2",
        "budget_line": "2026-EQ, hỗ trợ máy móc, thiết bị",
        "tranche": "Đợt 2: Bàn giao thiết bị",
        "agreement_number": "19/TTHT",
        "acceptance_number": "05/BBNT",
        "amount": 920_000_000,
        "paid_before": 555_000_000,
        "invoices": [
            {
                "seller": "Công ty Thiết bị khoa học Đông Đô",
                "symbol": "1C26TDD",
                "number": "00001234",
                "invoice_on": date(2026, 2, 20),
                "amount": 920_000_000,
            }
        ],
        "accountant": "Phạm Thu Hằng",
        "recipients": ["Như trên", "Viện Vật liệu tiên tiến Thăng Long", "Lưu: VT, KT"],
    },
}
KINDS = sorted(VALUES)
NASTY = [
    '#import "@preview/cetz:0.3.0"',
    '#read("/etc/passwd")',
    "#panic()",
    "*bold* _italic_ `raw` $x^2$ = title",
    "<b>bold</b> <label> @ref",
    "// comment /* and */ more",
    "a\\nb \\u{41} \\",
    '"] } #eval("1+1") [',
    "{{ 7*7 }} {% now %} ${HOME} %s",
    "~ -- --- ... ' \"",
]


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All text in reading order, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def with_values(kind: str, **changes: Any) -> bytes:
    return documents.render(kind, {**VALUES[kind], **changes})


def test_every_kind_of_the_city_has_its_believable_values_here() -> None:
    assert sorted(kind.key for kind in documents.kinds()) == KINDS
    assert (
        sorted(path.stem for path in FOLDER.glob("*.typ") if path.stem not in ("letterhead", "mark", "edited")) == KINDS
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_archival_tagged_and_says_its_language(kind: str) -> None:
    pdf = read(with_values(kind))
    catalog = pdf.trailer["/Root"]
    metadata = catalog["/Metadata"].get_data().decode()
    assert catalog["/Lang"] == "vi-VN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalog["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert re.search(r"pdfaid:part[>=\"]*2", metadata)
    assert re.search(r"pdfaid:conformance[>=\"]*A", metadata)
    assert re.search(r"pdfuaid:part[>=\"]*1", metadata)
    assert catalog["/StructTreeRoot"]["/K"]
    assert not pdf.is_encrypted


@pytest.mark.parametrize("kind", KINDS)
def test_every_font_lies_in_the_file_and_maps_back_to_text(kind: str) -> None:
    for page in read(with_values(kind)).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "/ToUnicode" in font
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_carries_title_author_and_the_moment_of_issue(kind: str) -> None:
    about = read(with_values(kind)).metadata
    assert about is not None
    assert str(about.title).startswith(documents.kind_of(kind).title.vi)
    assert about.author == VALUES[kind]["body"]
    assert about.creation_date == ISSUED


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_opens_with_state_name_motto_body_place_and_title(kind: str) -> None:
    text = words(with_values(kind))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert VALUES[kind]["body"].upper() in text
    assert "Hà Nội, ngày 02 tháng 3 năm 2026" in text
    assert documents.kind_of(kind).title.vi.upper() in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_values_give_the_same_bytes(kind: str) -> None:
    first = with_values(kind)
    assert with_values(kind) == first
    assert with_values(kind, place="Sơn Tây") != first


@pytest.mark.slow
def test_threads_write_the_same_bytes_beside_each_other() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(with_values, KINDS * 4))
    assert made == [with_values(kind) for kind in KINDS * 4]


@pytest.mark.parametrize("kind", KINDS)
def test_each_required_value_is_missed_by_name(kind: str) -> None:
    for name in documents.kind_of(kind).required:
        for empty in (None, "", []):
            with pytest.raises(ValueError, match=rf"cannot be written without: {name}$"):
                documents.render(kind, {**VALUES[kind], name: empty})


@pytest.mark.parametrize("kind", KINDS)
def test_the_required_values_are_enough(kind: str) -> None:
    required = documents.kind_of(kind).required
    assert documents.render(kind, {name: VALUES[kind][name] for name in required}).startswith(b"%PDF")


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_reads_only_values_that_its_kind_lists(kind: str) -> None:
    shared = (FOLDER / "letterhead.typ").read_text(encoding="utf-8")
    own = (FOLDER / f"{kind}.typ").read_text(encoding="utf-8")
    asked = r'(?:has|v\.at|maybe)\((?:"[^"]*", )?"(\w+)"'
    used = {name for text in (shared, own) for name in re.findall(r"\bv\.(\w+)", text) + re.findall(asked, text)} - {
        "at"
    }
    if "closing(" not in own:
        used -= set(re.findall(asked, "".join(re.findall(r"#let closing[^#]*", shared)))) - set(re.findall(asked, own))
    listed = documents.kind_of(kind)
    assert used <= {*listed.required, *listed.optional}


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_says_so_on_every_document_and_others_do_not(kind: str) -> None:
    mark = "TÀI LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
    assert mark in words(with_values(kind, sample=True))
    assert mark not in words(with_values(kind))


def test_an_unknown_kind_is_refused_with_the_list_of_kinds() -> None:
    with pytest.raises(KeyError, match=r"no document kind 'form-08'; there are: acceptance, .*form-07"):
        documents.render("form-08", {})
    with pytest.raises(KeyError, match=r"no document kind '\.\./kinds'"):
        documents.render("../kinds", {})


@pytest.mark.parametrize("nasty", NASTY)
def test_markup_in_a_value_is_printed_as_it_stands(nasty: str) -> None:
    text = squeezed(words(with_values("form-01", applicant=nasty, papers=[nasty], place=nasty)))
    assert text.count(squeezed(nasty)) >= 3
    text = squeezed(words(with_values("decision", subject=nasty, basis=[nasty, nasty], articles=[nasty])))
    assert squeezed(nasty) in text


@limits(max_examples=150, deadline=None)
@given(st.text(min_size=1).filter(str.strip))
def test_whatever_is_typed_a_document_comes_out(typed: str) -> None:
    pdf = with_values("form-03", applicant=typed, reasons=[typed, {"text": typed, "provision": typed}], officer=typed)
    assert pdf.startswith(b"%PDF")


@limits(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=25))
def test_plain_characters_come_back_literally(typed: str) -> None:
    assert squeezed(f"Thời gian giải quyết hồ sơ theo quy định: {typed}") in squeezed(
        words(with_values("form-01", term=typed))
    )


def test_every_listed_character_can_be_shown() -> None:
    ranges = tomllib.loads((FOLDER / "fonts/coverage.toml").read_text(encoding="utf-8"))["ranges"]
    listed = [chr(point) for point in documents._points(ranges.split())]
    assert len(listed) > 4_000
    pdf = with_values("form-01", papers=["".join(listed[start : start + 50]) for start in range(0, len(listed), 50)])
    assert "Λ" in words(pdf)


def test_a_character_without_glyph_is_printed_as_its_code() -> None:
    text = squeezed(words(with_values("form-01", applicant="中 Co., Ltd", officer="Bình \u202e\ue000\x07")))
    assert "[U+4E2D]Co.,Ltd" in text
    assert "Bình[U+E000][U+0007]" in text


def test_both_ways_of_writing_marks_give_the_same_document() -> None:
    name = "Nguyễn Thị Hường"
    assert with_values("form-01", officer=unicodedata.normalize("NFD", name)) == with_values("form-01", officer=name)


def test_reasons_carry_their_provision_and_the_next_step() -> None:
    text = words(with_values("form-02"))
    assert "(Căn cứ: Nghị quyết 34/2025/NQ-HĐND, điều khoản về hỗ trợ máy móc, thiết bị)" in text
    assert "Đề nghị ông/bà nộp ít nhất một báo giá của nhà cung cấp." in text


def test_reasons_read_back_from_the_record_print_the_same() -> None:
    stored = [REASONS[0].to_json()]
    assert with_values("form-02", reasons=stored) == with_values("form-02", reasons=REASONS[:1])


def test_a_decision_states_the_amount_in_figures_and_words() -> None:
    text = words(with_values("decision"))
    assert "1.850.000.000 đồng (Bằng chữ: Một tỷ tám trăm năm mươi triệu đồng.)" in text
    assert "Số: 07/QĐ-UBND" in text


def test_a_refusal_states_its_reasons_and_no_amount() -> None:
    text = words(
        with_values(
            "decision", amount=None, reasons=REASONS, articles=["Không hỗ trợ.", "Quyết định có hiệu lực từ ngày ký."]
        )
    )
    assert "Bản cam kết chưa có chữ ký của người đại diện." in text
    assert "Bằng chữ" not in text


def test_receipt_and_decision_have_an_english_line_and_the_others_on_request() -> None:
    assert "Receipt of dossier and appointment for the result" in words(with_values("form-01"))
    assert "Apology and new date" not in words(with_values("form-04"))
    assert "Apology and new date" in words(documents.render("form-04", VALUES["form-04"], language="en"))
    with pytest.raises(ValueError, match="vi or en"):
        documents.render("form-04", VALUES["form-04"], language="fr")


def test_moments_are_printed_in_the_time_of_the_city() -> None:
    assert "14 giờ 05 phút, ngày 09 tháng 02 năm 2026" in words(with_values("form-01"))
    late = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)
    assert "Hà Nội, ngày 01 tháng 01 năm 2027" in words(with_values("form-01", issued_at=late))


def test_the_printed_number_is_taken_as_it_is_or_made_from_the_register() -> None:
    assert "Số: 412/TNHS" in words(with_values("form-01"))
    assert "Số: 08/TNHS-SKHCN" in words(with_values("form-01", number=8, symbol="TNHS-SKHCN"))
    assert "Số: 8-bis/XY" in words(with_values("form-01", number="8-bis/XY"))


def test_the_apology_names_dossier_reason_and_new_day() -> None:
    text = words(with_values("form-04"))
    assert "(mã hồ sơ: HN-2026-000412)" in text
    assert "xin lỗi ông/bà và sẽ trả kết quả vào ngày 10 tháng 3 năm 2026." in text
    assert "Bản cam kết chưa có chữ ký của người đại diện." in text


def test_a_long_register_repeats_its_head_and_numbers_its_pages() -> None:
    pages = [" ".join(page.extract_text().split()) for page in read(with_values("form-07")).pages]
    assert len(pages) > 1
    assert all("Mã hồ sơ Thủ tục" in page for page in pages)
    assert pages[1].startswith("2 ")
    assert all(f"HN-2026-{number:06d}" in " ".join(pages) for number in range(412, 430))


@pytest.mark.parametrize(
    ("kind", "changes", "says"),
    [
        ("form-01", {"due_on": "mai"}, "due_on is not a day"),
        ("form-01", {"issued_at": datetime(2026, 3, 2)}, "issued_at is not a moment with its time zone"),  # noqa: DTZ001
        ("form-01", {"papers": "Đơn"}, "papers is not a list"),
        ("form-01", {"officer": object()}, "officer cannot be printed"),
        ("decision", {"amount": -1}, "amount is not an amount in whole đồng"),
        ("decision", {"amount": 1.5}, "amount is not an amount in whole đồng"),
        (
            "agreement",
            {"tranches": [{"name": "a", "condition": "b", "amount": "5"}]},
            r"tranches\.1\.amount is not an amount",
        ),
        ("agreement", {"amount": 1}, "tranches do not add up to amount"),
    ],
)
def test_a_wrong_value_is_named(kind: str, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        with_values(kind, **changes)


@pytest.mark.parametrize("kind", KINDS)
def test_values_can_be_checked_before_anything_is_written(kind: str) -> None:
    documents.check_values(kind, VALUES[kind])
    with pytest.raises(ValueError, match="cannot be written without: place"):
        documents.check_values(kind, {**VALUES[kind], "place": ""})
    with pytest.raises(ValueError, match="issued_on is not a day"):
        documents.check_values(kind, {**VALUES[kind], "issued_on": "32/13"})


def test_nothing_is_fetched_while_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a document asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert with_values("form-01").startswith(b"%PDF")
    assert not [path for path in FOLDER.glob("*.typ") if "@preview" in path.read_text(encoding="utf-8")]


def test_the_fonts_are_those_that_were_vendored() -> None:
    (package,) = tomllib.loads((FOLDER / "fonts/VENDORED.toml").read_text(encoding="utf-8"))["package"]
    for path, digest in package["files"].items():
        assert sha256((ROOT / path).read_bytes()).hexdigest() == digest
    assert {Path(path).name for path in package["files"]} >= {path.name for path in FOLDER.glob("fonts/*.ttf")}


def test_the_check_square_stands_beside_the_signature_and_opens_no_page_of_its_own() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
    check = {"url": "https://khue.example/vi/documents/check/NGMK-77EX-58BT/", "code": "NGMK-77EX-58BT", "svg": svg}
    texts = ["Điều khoản thử, viết đủ dài để giữ một dòng của trang quyết định này."]
    for rows in range(14, 34):
        values = {**VALUES["decision"], "check": check, "reasons": texts * rows}
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(documents.render("decision", values))).pages]
        assert sum("Mã kiểm tra" in page for page in pages) == 1
        assert "Mã kiểm tra" in pages[-1]
        assert str(VALUES["decision"]["signer"]) in pages[-1], f"{rows} reasons: the square alone on a page"


@pytest.mark.parametrize("kind", ["agreement", "fund-contract", "acceptance"])
def test_the_check_square_of_two_signatures_never_stands_on_a_page_without_them(kind: str) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
    check = {"url": "https://khue.example/vi/documents/check/NGMK-77EX-58BT/", "code": "NGMK-77EX-58BT", "svg": svg}
    name = "articles" if "articles" in VALUES[kind] else "items"
    row = VALUES[kind][name][0]
    ends = set()
    for rows in range(1, 26):
        values = {**VALUES[kind], "check": check, name: [row] * rows}
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(documents.render(kind, values))).pages]
        (page,) = [text for text in pages if "Mã kiểm tra" in text]
        assert page == pages[-1]
        signer = VALUES[kind].get("giver_signer") or VALUES[kind]["giver"].get("representative")
        assert str(signer) in page, f"{rows} rows: the square alone on a page"
        ends.add(len(pages))
    assert len(ends) > 1, "no case was near the end of a page"
