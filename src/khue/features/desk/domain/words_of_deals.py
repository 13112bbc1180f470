"""What was done in deals about technology, in words."""

from __future__ import annotations

from collections.abc import Mapping

from khue.core.bilingual import Text

DEALS: Mapping[str, Text] = {
    "deals.express_interest": Text("Gửi quan tâm đến chào bán", "Expressed interest in an offer"),
    "deals.answer_interest": Text("Trả lời quan tâm", "Answered an interest"),
    "deals.end_deal": Text("Chấm dứt giao dịch công nghệ", "Broke off a technology deal"),
    "deals.stop_deal": Text("Dừng giao dịch theo danh mục công nghệ", "Stopped a deal by a technology list"),
    "deals.give_valuation": Text("Nộp báo cáo định giá", "Brought a valuation in"),
    "deals.prove_ownership": Text("Chứng minh quyền sở hữu công nghệ", "Proved the ownership of a technology"),
    "deals.confirm_ownership": Text("Xác nhận quyền sở hữu công nghệ", "Confirmed the ownership of a technology"),
    "deals.draw_contract": Text("Lập hợp đồng chuyển giao", "Drew up a transfer contract"),
    "deals.sign_contract": Text("Ký hợp đồng chuyển giao", "Signed a transfer contract"),
    "deals.note_approval": Text("Ghi nhận chấp thuận công nghệ hạn chế", "Noted an approval of restricted technology"),
    "deals.file_contract": Text("Nộp hồ sơ đăng ký hợp đồng", "Filed a contract for registration"),
    "deals.answer_filing": Text("Trả lời về tính đầy đủ của hồ sơ đăng ký", "Answered whether a filing is complete"),
    "deals.decide_filing": Text("Quyết định đăng ký hợp đồng", "Decided on a registration"),
    "deals.report_royalty": Text("Báo cáo phí bản quyền", "Reported a royalty"),
    "deals.receive_due": Text("Ghi nhận tiền bảo chứng", "Took a payment into escrow"),
    "deals.remind_filer": Text("Nhắc nộp hồ sơ đăng ký hợp đồng", "Reminded of the filing of a contract"),
    "deals.settle_due": Text("Quyết toán khoản của giao dịch", "Settled a due of a deal"),
    "deals.draw_amendment": Text("Lập bản sửa đổi hợp đồng", "Drew up an amendment of a contract"),
    "deals.answer_amendment": Text("Trả lời bản sửa đổi hợp đồng", "Answered an amendment of a contract"),
    "deals.ask_audit": Text("Yêu cầu kiểm tra sổ sách", "Asked for an audit of reported sales"),
    "deals.show_books": Text("Báo đã cho xem sổ sách", "Showed the books for an audit"),
    "deals.record_findings": Text("Ghi kết luận kiểm tra sổ sách", "Recorded the findings of an audit"),
    "deals.answer_findings": Text("Trả lời kết luận kiểm tra sổ sách", "Answered the findings of an audit"),
    "deals.withdraw_audit": Text("Rút yêu cầu kiểm tra sổ sách", "Took a request for an audit back"),
    "deals.propose_obligation": Text("Đề nghị nghĩa vụ sau chuyển giao", "Proposed an obligation after the sale"),
    "deals.answer_obligation": Text("Trả lời đề nghị nghĩa vụ sau chuyển giao", "Answered a proposed obligation"),
    "deals.report_obligation": Text("Báo đã thực hiện nghĩa vụ sau chuyển giao", "Reported an obligation done"),
    "deals.confirm_obligation": Text("Trả lời báo cáo thực hiện nghĩa vụ", "Answered a reported obligation"),
    "deals.remind_obliged": Text("Nhắc thực hiện nghĩa vụ sau chuyển giao", "Reminded of an obligation after the sale"),
    "deals.order_share": Text("Lập lệnh chi phần của giao dịch", "Prepared the payment of a share of a deal"),
    "deals.follow_order": Text("Cập nhật phần chi theo lệnh chi", "Followed the payment order of a share"),
    "deals.propose_nda": Text("Lập thỏa thuận bảo mật", "Proposed a non-disclosure"),
    "deals.sign_nda": Text("Ký thỏa thuận bảo mật", "Signed a non-disclosure"),
    "deals.end_nda": Text("Chấm dứt thỏa thuận bảo mật", "Ended a non-disclosure"),
    "deals.name_broker": Text("Công khai môi giới của giao dịch", "Disclosed a broker of a deal"),
    "deals.drop_broker": Text("Thôi ủy thác môi giới", "Let a broker go"),
    "deals.write_message": Text("Gửi trao đổi trong giao dịch", "Sent a message in a deal"),
    "deals.set_task": Text("Giao việc trong giao dịch", "Set a task in a deal"),
    "deals.finish_task": Text("Báo xong việc trong giao dịch", "Finished a task in a deal"),
    "deals.make_terms": Text("Đưa đề nghị điều khoản", "Offered terms"),
    "deals.answer_terms": Text("Trả lời đề nghị điều khoản", "Answered terms"),
    "deals.reopen_terms": Text("Mở lại thương lượng", "Reopened negotiations"),
}
