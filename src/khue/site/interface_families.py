"""The manual's families of deeds: what each is for, in both languages, and the deed that shows how it is called."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.kernel.ui import Words


@dataclass(frozen=True, slots=True)
class Family:
    """``example`` is the operation whose call stands on the manual's first page."""

    title: Words
    lead: Text
    example: str


FAMILIES: dict[str, Family] = {
    "public": Family(
        _("For everybody"),
        Text(
            "Số liệu công khai, sổ hỗ trợ và điểm kiểm tra của nhật ký. Không cần khóa.",
            "Public figures, the register of supports, checkpoints of the audit. No key is needed.",
        ),
        "list_public_supports",
    ),
    "publicity": Family(
        _("Where the money goes"),
        Text(
            "Mọi khoản được cấp, dòng tiền từ ngân sách đến bên nhận, thời gian đến khi có tiền. Không cần khóa.",
            "Every award, the flow of money from budget to receiver, the time until money arrives. No key is needed.",
        ),
        "list_award_programmes",
    ),
    "rulebook": Family(
        _("Law in figures"),
        Text(
            "Tham số của quy định theo từng ngày, kèm nguồn và mức độ chắc chắn; hỏi quy tắc về một hay nhiều trường hợp.",
            "Parameters of the law on any day, each with its source and how certain it is; rules asked about one case or many.",
        ),
        "evaluate_rule",
    ),
    "eligibility": Family(
        _("What can I get?"),
        Text(
            "Từ vài câu trả lời: được hỗ trợ gì, bao nhiêu, theo quy định nào, và câu hỏi tiếp theo. Không lưu gì.",
            "From a few answers: what support, how much, by which provision, and the next question. Nothing is stored.",
        ),
        "check_eligibility",
    ),
    "policylab": Family(
        _("Policy lab"),
        Text(
            "Thử một thay đổi quy định trên mẫu giả lập của Thành phố: chi phí theo năm, ai được thêm, ai bị bớt.",
            "A change of the law run over the city's drawn population: cost by year, who gains and who loses.",
        ),
        "simulate_reform",
    ),
    "dossiers": Family(
        _("Procedures and dossiers"),
        Text(
            "Soạn hồ sơ từng mục, tải tệp, kiểm tra, nộp, bổ sung, rút và theo dõi.",
            "Write a dossier section by section, upload files, check, hand in, supplement, withdraw, follow.",
        ),
        "start_draft",
    ),
    "calls": Family(
        _("Calls for proposals"),
        Text(
            "Bài toán lớn, nhu cầu, đặt hàng, thông báo, câu hỏi; soạn, nộp, rút đề xuất và các bước của cơ quan.",
            "Big problems, needs, orders, calls, questions; writing, handing in and taking back proposals; the office's steps.",
        ),
        "list_calls",
    ),
    "talent": Family(
        _("Experts"),
        Text(
            "Vị trí đang tuyển, ứng tuyển, đề nghị, hợp đồng theo sản phẩm, bàn giao, đánh giá hằng năm; các bước của cán bộ.",
            "Open posts, applications, offers, contracts by result, what is handed in, yearly evaluation; the officers' steps.",
        ),
        "hand_in_expert_due",
    ),
    "activities": Family(
        _("Soft budget lines"),
        Text(
            "Định mức, kế hoạch, khoản chi, báo cáo của hội thảo, hội đồng, tổ chuyên đề, chuyên gia thuê; thù lao theo biên bản.",
            "Norms, plans, spends and reports of seminars, councils, working groups and hired experts; fees earned by minutes.",
        ),
        "list_activity_norms",
    ),
    "keytasks": Family(
        _("Key tasks"),
        Text(
            "Danh mục công khai, hồ sơ, chính sách được hưởng, báo cáo định kỳ, thu hồi; các bước của cán bộ.",
            "The public register, the file with its benefits, reports, withdrawal; the officers' steps.",
        ),
        "file_key_task_report",
    ),
    "exchange": Family(
        _("Technology exchange"),
        Text(
            "Công nghệ chào bán, tìm kiếm, thành viên, bản nháp và bảng tính, danh mục công nghệ; các bước của hai người xem xét.",
            "Technologies on offer, the search, members, drafts and sheets, technology lists; the steps of the two persons.",
        ),
        "import_offers",
    ),
    "demands": Family(
        _("Market of problems"),
        Text(
            "Nhu cầu công nghệ: đọc, đăng, đề xuất và rút giải pháp. Công bố và lựa chọn thực hiện trên trang.",
            "Problems to be solved: read, post, propose and withdraw a solution. Publishing and choosing are done on pages.",
        ),
        "propose_technology_solution",
    ),
    "auctions": Family(
        _("Auctions and tenders"),
        Text(
            "Phiên đấu giá và chào thầu: đọc, đăng ký, trả giá, nhận giá, rút. Mở giá và công nhận kết quả thực hiện trên trang.",
            "Auctions and tenders: read, register, bid, take a price, leave. Opening and awarding are done on pages.",
        ),
        "place_auction_bid",
    ),
    "deals": Family(
        _("Technology deals"),
        Text(
            "Giao dịch của mình: trao đổi, đề nghị điều khoản, báo cáo phí bản quyền. Ký và quyết toán thực hiện trên trang.",
            "One's own deals: messages, terms, reports of royalties. Signing and settling are done on pages.",
        ),
        "report_deal_royalty",
    ),
    "matching": Family(
        _("Matches"),
        Text(
            "Cặp cung cầu, chuyên gia, nhà đầu tư và lời giới thiệu của mình: đọc lý do phù hợp và trả lời.",
            "One's own matches, experts and investors, and introductions: the reasons, and one's answers.",
        ),
        "list_exchange_matches",
    ),
    "transfers": Family(
        _("Transfers, and technology that the city buys"),
        Text(
            "Các chuyển giao đã có quyết định; công nghệ Thành phố mua và phổ biến, quyền sử dụng và nghĩa vụ.",
            "Transfers that were decided; technology that the city buys and spreads, licences and duties.",
        ),
        "list_result_transfers",
    ),
    "councils": Family(
        _("Councils"),
        Text(
            "Danh mục hội đồng; phần việc của thành viên: hồ sơ, phiếu chấm, khai báo lợi ích, phiên họp. Bỏ phiếu kín chỉ có trên trang.",
            "The register of councils; a member's part: items, score sheets, interests, meetings. Secret ballots are on the page only.",
        ),
        "list_public_councils",
    ),
    "missions": Family(
        _("Supports and equipment"),
        Text(
            "Khoản hỗ trợ từ thẩm định đến giải ngân: bàn giao, nghiệm thu, đề nghị chi, thu hồi, sổ thiết bị.",
            "A support from the appraisal to the payment: delivery, acceptance, order, recovery, the equipment register.",
        ),
        "deliver_tranche",
    ),
    "fund": Family(
        _("The fund"),
        Text(
            "Quỹ phát triển khoa học và công nghệ: đã hỗ trợ, cho vay gì; hồ sơ và danh mục.",
            "The Science and Technology Development Fund: what it gave and lent, its cases and its portfolio.",
        ),
        "list_fund_grants",
    ),
    "delivery": Family(
        _("Missions"),
        Text(
            "Nhiệm vụ được phê duyệt: ai thực hiện, kinh phí, các mốc và kết quả nghiệm thu.",
            "Missions that are approved: who carries them out, with which money, their milestones and what was accepted.",
        ),
        "list_funded_missions",
    ),
    "intake": Family(
        _("Dossiers from other systems"),
        Text(
            "Nhận hồ sơ từ cổng và hệ thống khác của Thành phố, trả trạng thái.",
            "Dossiers that come in from the city's other portals and systems, and their state.",
        ),
        "read_intake",
    ),
    "people": Family(
        _("People, organisations, keys"),
        Text(
            "Thông tin, ủy quyền, nhóm, vai trò, khóa của tổ chức; gộp bản ghi, đổi tên, kế thừa, danh sách hạn chế.",
            "Records, mandates, groups, roles, keys of organisations; merging, renaming, succession, the sanctions list.",
        ),
        "grant_mandate",
    ),
    "kernel": Family(
        _("Files and notices"),
        Text("Tải tệp theo quyền, đọc thông báo của mình.", "Files by right, and one's own notices."),
        "read_file",
    ),
    "desk": Family(
        _("Desk of the officers"),
        Text(
            "Việc đang chờ: nhận việc, tiếp nhận hồ sơ, yêu cầu bổ sung, hoàn thành bước, chuyển việc, tìm kiếm.",
            "Tasks that wait: take one, accept a dossier, ask for a supplement, complete a step, hand over, search.",
        ),
        "take_task",
    ),
    "documents": Family(
        _("Papers, signatures, templates"),
        Text(
            "Sổ văn bản, ký hoặc từ chối ký, kiểm tra chữ ký của tệp PDF, chứng thư, mẫu văn bản.",
            "The register of papers, signing or declining, checking a PDF's signatures, certificates, templates.",
        ),
        "check_file",
    ),
    "treasury": Family(
        _("Payments and statements"),
        Text(
            "Lệnh chi hai người duyệt, tệp gửi Kho bạc và ngân hàng, sao kê, ghép dòng, tồn quỹ.",
            "Payment orders with a second pair of eyes, files for treasury and banks, statements, matching, daily cash.",
        ),
        "upload_bank_statement",
    ),
    "appeals": Family(
        _("Appeals"),
        Text(
            "Khiếu nại từ lúc soạn đến khi giải quyết, và các việc của cơ quan giải quyết.",
            "An appeal from its first words to the decision, and what officers do on it.",
        ),
        "start_appeal",
    ),
    "privacy": Family(
        _("Personal data"),
        Text(
            "Yêu cầu về dữ liệu của chính mình, sự đồng ý; cán bộ giải quyết yêu cầu, sự cố, thời hạn lưu và xóa.",
            "Requests about one's own data and consents; officers' deeds on requests, breaches, retention and erasure.",
        ),
        "ask_about_my_data",
    ),
    "procedures": Family(
        _("Editor of procedures"),
        Text(
            "Soạn, kiểm tra, so sánh, ban hành phiên bản thủ tục; chuyển hồ sơ sang phiên bản khác.",
            "Write, check, compare and publish versions of procedures; move cases to another version.",
        ),
        "put_draft_part",
    ),
    "staff": Family(
        _("Accounts and absences of staff"),
        Text(
            "Danh bạ, vắng mặt và người thay, bàn giao, mời, giao vai trò, thôi việc, khóa truy cập của cán bộ.",
            "The directory, absences and deputies, handing over, inviting, roles, leaving, access keys of staff.",
        ),
        "register_absence",
    ),
    "operations": Family(
        _("Operation of the system"),
        Text("Tình trạng hệ thống và các việc của máy.", "How the system is doing, and the worker's jobs."),
        "list_jobs",
    ),
    "ledger": Family(
        _("Ledger"),
        Text(
            "Sổ kế toán, dòng ngân sách, giao dự toán, đảo bút toán, khóa sổ.",
            "The books, budget lines, appropriations, reversals, closing a month.",
        ),
        "appropriate",
    ),
    "results": Family(
        _("Registered results"),
        Text(
            "Sổ đăng ký công khai, hồ sơ kết quả, tỷ lệ đóng góp, thu nhập và phân chia, giới thiệu chuyển giao.",
            "The public register, files of results, authors' shares, income and its distribution, offers of transfer.",
        ),
        "list_registered_results",
    ),
}
