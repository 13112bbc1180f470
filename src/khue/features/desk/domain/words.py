"""The audit in words: what deeds and values are called, and how a kept value reads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.features.dossiers.domain.steps import STATES
from khue.features.missions.domain.support import SUPPORT, TRANCHE

# Values under these names are states of a dossier, a support or a tranche, or what became of them.
STATED = frozenset({"state", "support", "outcome", "finding"})
WORDS_OF_STATES: Mapping[str, Text] = {
    "agreed": Text("thống nhất", "agreed"),
    "objected": Text("đề nghị thẩm định lại", "asked for a new appraisal"),
    "refused": Text("không chấp thuận", "refused"),
    **TRANCHE.labels,
    **SUPPORT.labels,
    **STATES,
}
READ_AUDIT, READ_PERSONAL, READ_DOSSIERS, READ_LEDGER = "audit.read", "people.privacy", "dossiers.read", "ledger.read"

DEEDS = {
    "councils.accept_proposal": Text("Chấp nhận phương án phân công", "Accepted a proposed assignment"),
    "councils.assign_item": Text("Phân công chấm điểm hồ sơ", "Assigned an item to a reviewer"),
    "councils.call_meeting": Text("Triệu tập phiên họp hội đồng", "Called a meeting of a council"),
    "councils.cast_ballot": Text("Bỏ phiếu kín", "Cast a secret ballot"),
    "councils.close_meeting": Text("Bế mạc phiên họp và lập biên bản", "Closed a meeting and drew up its minutes"),
    "councils.close_review": Text("Đóng đợt chấm điểm", "Closed a review"),
    "councils.count_ballot": Text("Kiểm phiếu", "Counted a ballot"),
    "councils.decide_item": Text("Ghi kết luận của hội đồng", "Recorded the decision of a council"),
    "councils.end_assignment": Text("Kết thúc phân công chấm điểm", "Ended an assignment"),
    "councils.open_ballot": Text("Mở lượt bỏ phiếu kín", "Opened a secret ballot"),
    "councils.open_discussion": Text("Chuyển đợt chấm điểm sang thảo luận", "Opened the discussion of a review"),
    "councils.open_meeting": Text("Khai mạc phiên họp", "Opened a meeting"),
    "councils.open_review": Text("Mở đợt chấm điểm", "Opened a review"),
    "councils.publish_sheet": Text("Ban hành mẫu phiếu chấm điểm", "Published a template of score sheets"),
    "councils.record_presence": Text("Ghi nhận thành viên dự họp", "Recorded who is present"),
    "councils.render_minutes": Text("Tạo tệp biên bản họp hội đồng", "Made the file of minutes"),
    "councils.submit_sheet": Text("Nộp phiếu chấm điểm", "Handed in a score sheet"),
    "councils.add_paper": Text("Thêm tài liệu cho hồ sơ của hội đồng", "Added a paper to an item"),
    "councils.answer_invitation": Text(
        "Trả lời lời mời tham gia danh sách chuyên gia", "Answered an expert invitation"
    ),
    "councils.class_expert": Text("Xếp mức thù lao của chuyên gia", "Set the fee class of an expert"),
    "councils.declare_interest": Text("Khai báo lợi ích liên quan", "Declared an interest"),
    "councils.declare_relation": Text("Khai báo người có quan hệ", "Declared a relation"),
    "councils.declare_tie": Text("Khai báo mối liên hệ với tổ chức, cá nhân", "Declared a tie"),
    "councils.end_tie": Text("Kết thúc mối liên hệ đã ghi", "Ended a tie"),
    "councils.dissolve_council": Text("Giải thể hội đồng", "Dissolved a council"),
    "councils.end_relation": Text("Kết thúc khai báo quan hệ", "Ended a declared relation"),
    "councils.end_seat": Text("Cho thôi hoặc thay thành viên hội đồng", "Ended or replaced a member of a council"),
    "councils.found_council": Text("Thành lập hội đồng", "Founded a council"),
    "councils.invite_expert": Text("Mời chuyên gia", "Invited an expert"),
    "councils.leave_register": Text("Rời danh sách chuyên gia", "Left the register of experts"),
    "councils.prepare_council": Text("Chuẩn bị hội đồng", "Prepared a council"),
    "councils.put_item": Text("Đưa hồ sơ ra hội đồng", "Put an item before a council"),
    "councils.review_interest": Text("Xem xét ý kiến về lợi ích liên quan", "Reviewed a reported interest"),
    "councils.seat_member": Text("Bố trí thành viên hội đồng", "Seated a member of a council"),
    "councils.update_profile": Text("Cập nhật thông tin chuyên gia", "Updated an expert profile"),
    "councils.withdraw_item": Text("Rút hồ sơ khỏi hội đồng", "Withdrew an item from a council"),
    "rulebook.confirm_value": Text("Xác nhận giá trị của văn bản", "Confirmed a value of the law"),
    "rulebook.keep_edition": Text("Lưu phiên bản bộ quy tắc", "Stored an edition of the rulebook"),
    "policylab.start_study": Text("Lập phương án chính sách", "Began a policy study"),
    "policylab.copy_study": Text("Sao chép phương án chính sách", "Copied a policy study"),
    "policylab.change_outline": Text("Sửa đề cương phương án", "Changed the outline of a study"),
    "policylab.change_reform": Text("Sửa thay đổi quy định trong phương án", "Changed the reform of a study"),
    "policylab.paste_reform": Text("Dán thay đổi quy định vào phương án", "Pasted the reform of a study"),
    "policylab.change_assumptions": Text("Sửa giả định của phương án", "Changed the assumptions of a study"),
    "policylab.order_run": Text("Chạy mô phỏng phương án", "Ordered the run of a study"),
    "policylab.stop_run": Text("Dừng mô phỏng", "Stopped the run of a study"),
    "policylab.finish_run": Text("Ghi kết quả mô phỏng", "Kept the result of a study"),
    "policylab.fail_run": Text("Ghi lý do mô phỏng không chạy được", "Recorded why a study could not be run"),
    "policylab.publish_study": Text("Công bố phương án chính sách", "Published a policy study"),
    "calls.amend_call": Text("Điều chỉnh thông báo", "Amended a call"),
    "calls.answer_invitation": Text("Trả lời lời mời tham gia đề xuất", "Answered an invitation to a proposal"),
    "calls.answer_question": Text("Trả lời câu hỏi về thông báo", "Answered a question on a call"),
    "calls.approve_order": Text("Phê duyệt đặt hàng", "Approved an order"),
    "calls.ask_question": Text("Gửi câu hỏi về thông báo", "Asked a question on a call"),
    "calls.cancel_call": Text("Hủy thông báo", "Cancelled a call"),
    "calls.change_order": Text("Sửa đặt hàng", "Changed an order"),
    "calls.decide_proposal": Text("Quyết định về đề xuất", "Decided on a proposal"),
    "calls.draft_order": Text("Lập đặt hàng", "Drafted an order"),
    "calls.drop_order": Text("Bỏ đặt hàng", "Dropped an order"),
    "calls.follow_council": Text("Ghi kết luận của hội đồng vào đề xuất", "Recorded a council’s verdict on a proposal"),
    "calls.hand_in_proposal": Text("Nộp đề xuất", "Handed in a proposal"),
    "calls.invite_member": Text("Mời thành viên đề xuất", "Invited a member to a proposal"),
    "calls.merge_need": Text("Gộp nhu cầu", "Merged a need"),
    "calls.open_proposals": Text("Mở đề xuất", "Opened proposals"),
    "calls.prepare_call": Text("Lập thông báo", "Prepared a call"),
    "calls.publish_call": Text("Công bố thông báo", "Published a call"),
    "calls.put_before_council": Text("Đưa đề xuất ra hội đồng", "Put proposals before a council"),
    "calls.raise_need": Text("Nêu nhu cầu", "Raised a need"),
    "calls.record_outcome": Text("Ghi kết luận của hội đồng", "Recorded what a council said"),
    "calls.remind_writers": Text("Nhắc hạn nộp đề xuất", "Reminded the authors of proposals"),
    "calls.remove_member": Text("Gỡ thành viên đề xuất", "Took a member off a proposal"),
    "calls.screen_need": Text("Rà soát nhu cầu", "Screened a need"),
    "calls.send_back_order": Text("Trả lại đặt hàng", "Sent back an order"),
    "calls.start_proposal": Text("Bắt đầu soạn đề xuất", "Began a proposal"),
    "calls.stop_watching": Text("Chấm dứt tìm kiếm đã lưu", "Ended a saved search"),
    "calls.submit_order": Text("Trình phê duyệt đặt hàng", "Submitted an order"),
    "calls.take_back_proposal": Text("Rút đề xuất", "Took back a proposal"),
    "calls.watch_calls": Text("Lưu tìm kiếm thông báo", "Saved a search for calls"),
    "calls.withdraw_need": Text("Rút nhu cầu", "Withdrew a need"),
    "eligibility.save_check": Text("Lưu kết quả tự kiểm tra điều kiện hỗ trợ", "Saved a check of what one may get"),
    "eligibility.remove_check": Text("Xóa kết quả tự kiểm tra đã lưu", "Removed a saved check"),
    "results.hand_in_result": Text("Gửi đăng ký kết quả", "Handed a result in"),
    "results.describe_result": Text("Gửi bản mô tả mới của kết quả", "Described a result anew"),
    "results.check_result": Text("Kiểm tra kết quả", "Checked a result"),
    "results.withdraw_result": Text("Rút kết quả", "Withdrew a result"),
    "results.render_certificate": Text("Lập tệp giấy chứng nhận kết quả", "Made the file of a result's certificate"),
    "results.agree_ownership": Text("Ghi thỏa thuận của các chủ sở hữu", "Recorded an agreement of owners"),
    "results.propose_shares": Text("Lập danh sách tác giả", "Named authors and their shares"),
    "results.answer_shares": Text("Trả lời về tỷ lệ tác giả", "Answered about an author's share"),
    "results.record_consent": Text("Ghi nhận chữ ký của tác giả trên giấy", "Recorded an author's signed paper"),
    "results.report_income": Text("Báo cáo thu nhập từ kết quả", "Reported income of a result"),
    "results.draw_up_distribution": Text("Lập phương án phân chia lợi ích", "Drew up a distribution"),
    "results.approve_distribution": Text("Duyệt phương án phân chia lợi ích", "Approved a distribution"),
    "results.reject_distribution": Text("Không duyệt phương án phân chia lợi ích", "Rejected a distribution"),
    "results.order_payout": Text("Lập lệnh chi trả lợi ích", "Prepared the payment of a payout"),
    "results.follow_order": Text("Cập nhật khoản chi lợi ích theo lệnh chi", "Followed the payment order of a payout"),
    "results.add_right": Text("Ghi đối tượng sở hữu trí tuệ", "Named an intellectual-property object"),
    "results.move_right": Text("Ghi bước của quyền sở hữu trí tuệ", "Recorded a step of a right"),
    "results.offer_transfer": Text("Giới thiệu chuyển giao không bồi hoàn", "Offered a transfer without refund"),
    "results.withdraw_offer": Text("Ngừng giới thiệu chuyển giao", "Withdrew an offer of a transfer"),
    "results.remind_of_report": Text("Nhắc báo cáo thu nhập từ kết quả", "Reminded of an income report"),
    "intake.acknowledge_changes": Text("Ghi nhận nơi gửi đã nhận thay đổi", "The sender confirmed the changes"),
    "intake.end_subscription": Text("Ngừng gửi thông báo tới địa chỉ", "Ended a subscription"),
    "intake.give_list": Text("Nhận danh sách đối soát của nơi gửi", "Took the sender's list of the day"),
    "intake.give_up_messages": Text("Ngừng gửi lại thông báo không đến được", "Gave up messages that never arrived"),
    "intake.hand_over_result": Text("Ghi nhận trả kết quả", "Recorded that the result was handed over"),
    "intake.make_source_key": Text("Cấp khóa kết nối cho nơi gửi", "Made a key for a source"),
    "intake.close_source": Text("Đóng nguồn gửi hồ sơ", "Closed a source"),
    "intake.reopen_source": Text("Mở lại nguồn gửi hồ sơ", "Opened a source again"),
    "intake.map_procedure": Text("Nối mã thủ tục của nơi gửi", "Mapped a procedure code"),
    "intake.note_support_paid": Text("Ghi nhận hỗ trợ đã chi", "Noted that the support is paid"),
    "intake.reconcile_day": Text("Đối soát trong ngày", "Reconciled the day"),
    "intake.register_source": Text("Đăng ký nơi gửi hồ sơ", "Registered a source of dossiers"),
    "intake.revoke_source_key": Text("Thu hồi khóa kết nối", "Revoked a key of a source"),
    "intake.rotate_secret": Text("Đổi khóa ký thông báo", "Rotated the signing secret"),
    "intake.send_again": Text("Gửi lại thông báo", "Sent a message again"),
    "intake.send_all_again": Text("Gửi lại mọi thông báo đang chờ", "Sent all waiting messages again"),
    "intake.subscribe": Text("Đăng ký địa chỉ nhận thông báo", "Subscribed an address"),
    "intake.take_in_dossier": Text("Tiếp nhận hồ sơ từ nơi khác gửi đến", "Took in a dossier from elsewhere"),
    "privacy.accept_request": Text(
        "Trả lời: sẽ thực hiện yêu cầu về dữ liệu", "Answered a data request: it will be carried out"
    ),
    "privacy.confirm_erasure": Text("Xác nhận xóa dữ liệu cá nhân", "Confirmed an erasure of personal data"),
    "privacy.decline_erasure": Text("Không xác nhận việc xóa dữ liệu", "Declined an erasure"),
    "privacy.enter_request": Text(
        "Nhập yêu cầu về dữ liệu nhận trên giấy", "Entered a data request that came on paper"
    ),
    "privacy.extend_request": Text("Gia hạn thực hiện yêu cầu về dữ liệu", "Extended a data request"),
    "privacy.repeat_erasure": Text("Xóa lại sau khi khôi phục", "Repeated an erasure after a restore"),
    "privacy.end_restriction": Text("Kết thúc hạn chế xử lý dữ liệu", "Ended a restriction of processing"),
    "privacy.finish_request": Text("Thực hiện xong yêu cầu về dữ liệu", "Carried out a data request"),
    "privacy.fix_breach": Text(
        "Khắc phục xong vi phạm quy định về bảo vệ dữ liệu cá nhân", "Recorded that a breach is fixed"
    ),
    "privacy.give_consent": Text("Đồng ý cho xử lý dữ liệu", "Gave consent"),
    "privacy.make_request": Text("Gửi yêu cầu về dữ liệu cá nhân", "Made a data request"),
    "privacy.notify_authority": Text("Báo cơ quan có thẩm quyền về vi phạm", "Notified the authority of a breach"),
    "privacy.propose_erasure": Text("Đề nghị xóa dữ liệu cá nhân", "Proposed an erasure of personal data"),
    "privacy.record_breach": Text(
        "Ghi nhận vi phạm quy định về bảo vệ dữ liệu cá nhân", "Recorded a breach of personal data"
    ),
    "privacy.refuse_request": Text("Từ chối yêu cầu về dữ liệu", "Refused a data request"),
    "privacy.render_notice": Text("Lập văn bản báo vi phạm", "Made the notice of a breach"),
    "privacy.tell_persons": Text("Báo những người bị ảnh hưởng", "Told the persons concerned"),
    "privacy.watch_breach": Text("Nhắc thời hạn báo vi phạm", "Reminded of a breach's time limit"),
    "privacy.watch_request": Text("Nhắc thời hạn yêu cầu về dữ liệu", "Reminded of a data request's time limit"),
    "privacy.withdraw_consent": Text("Rút lại sự đồng ý", "Withdrew consent"),
    "privacy.withdraw_request": Text("Rút yêu cầu về dữ liệu", "Withdrew a data request"),
    "staff.make_office_key": Text("Tạo khóa truy cập của cán bộ", "Made a staff access key"),
    "staff.revoke_office_key": Text("Thu hồi khóa truy cập của cán bộ", "Revoked a staff access key"),
    "documents.record_copy": Text("Ghi nhận bản giấy đã ký", "Recorded a copy signed by hand"),
    "documents.answer_copy": Text("Đối chiếu bản giấy đã ký", "Compared a copy signed by hand"),
    "documents.withdraw_copy": Text("Rút bản ghi về bản giấy", "Withdrew the record of a signed copy"),
    "documents.decline_paper": Text("Từ chối ký văn bản", "Declined to sign a paper"),
    "documents.prepare_again": Text("Đề nghị ký lại văn bản", "Asked for signatures again"),
    "documents.issue_sample_certificate": Text("Cấp chứng thư mẫu", "Issued a sample certificate"),
    "documents.load_template": Text("Nạp mẫu văn bản", "Loaded a template"),
    "documents.publish_template": Text("Ban hành phiên bản mẫu văn bản", "Published a template version"),
    "documents.register_certificate": Text("Đăng ký chứng thư ký số", "Registered a signing certificate"),
    "documents.replace_draft": Text(
        "Thay nội dung văn bản trước khi ký", "Replaced the text of a paper before signing"
    ),
    "documents.revoke_certificate": Text("Thu hồi chứng thư ký số", "Revoked a signing certificate"),
    "documents.supersede_paper": Text("Thay thế văn bản", "Superseded a paper"),
    "documents.sign_paper": Text("Ký số văn bản", "Signed a paper"),
    "dossiers.accept_for_processing": Text("Tiếp nhận hồ sơ", "Accepted for processing"),
    "dossiers.add_editor": Text("Thêm người cùng soạn", "Added an editor"),
    "dossiers.complete_step": Text("Hoàn thành bước", "Completed a step"),
    "dossiers.hand_over_task": Text("Chuyển việc", "Handed a task over"),
    "dossiers.load_procedure": Text("Nạp phiên bản thủ tục", "Loaded a version of a procedure"),
    "dossiers.move_draft": Text("Chuyển bản nháp sang phiên bản mới", "Moved a draft to a newer version"),
    "dossiers.refuse_receipt": Text("Từ chối tiếp nhận", "Refused receipt"),
    "dossiers.remove_editor": Text("Bỏ người cùng soạn", "Removed an editor"),
    "dossiers.render_document": Text("Tạo tệp văn bản", "Made the file of a document"),
    "dossiers.request_supplement": Text("Yêu cầu bổ sung", "Asked for supplements"),
    "dossiers.save_answers": Text("Lưu nội dung khai", "Saved answers"),
    "dossiers.send_apology": Text("Xin lỗi và hẹn lại ngày trả", "Apologised and named a new day"),
    "dossiers.start_draft": Text("Bắt đầu soạn hồ sơ", "Started a draft"),
    "dossiers.submit_dossier": Text("Nộp hồ sơ", "Submitted the dossier"),
    "dossiers.supplement_dossier": Text("Bổ sung hồ sơ", "Supplemented the dossier"),
    "dossiers.take_task": Text("Nhận việc", "Took a task"),
    "dossiers.watch_deadline": Text("Theo dõi thời hạn", "Watched a deadline"),
    "dossiers.withdraw_dossier": Text("Rút hồ sơ", "Withdrew the dossier"),
    "ledger.appropriate_budget": Text("Giao dự toán", "Appropriated money"),
    "ledger.close_period": Text("Khóa sổ kỳ kế toán", "Closed a period"),
    "ledger.load_accounts": Text("Nạp hệ thống tài khoản", "Loaded the chart of accounts"),
    "ledger.open_account": Text("Mở tài khoản", "Opened an account"),
    "ledger.open_budget_line": Text("Mở dòng ngân sách", "Opened a budget line"),
    "ledger.post_entry": Text("Ghi bút toán", "Posted an entry"),
    "ledger.post_entries": Text("Ghi nhiều bút toán", "Posted entries"),
    "ledger.reverse_entry": Text("Ghi bút toán đảo", "Reversed an entry"),
    "missions.accept_tranche": Text("Nghiệm thu đợt", "Accepted a tranche"),
    "missions.appraise_costs": Text("Thẩm định kinh phí", "Appraised the costs"),
    "missions.answer_costs": Text("Cho ý kiến tài chính về kinh phí", "Gave the finance opinion on the costs"),
    "appeals.admit_appeal": Text("Thụ lý khiếu nại", "Admitted an appeal"),
    "appeals.assign_decider": Text("Giao người giải quyết khiếu nại", "Gave an appeal to a second decider"),
    "appeals.decide_appeal": Text("Giải quyết khiếu nại", "Decided an appeal"),
    "appeals.decline_appeal": Text("Không thụ lý khiếu nại", "Did not admit an appeal"),
    "appeals.extend_answer": Text("Gia hạn giải quyết khiếu nại", "Extended the answer to an appeal"),
    "appeals.lodge_appeal": Text("Gửi khiếu nại", "Lodged an appeal"),
    "appeals.record_dialogue": Text("Ghi nội dung đối thoại", "Recorded a dialogue"),
    "appeals.resume_execution": Text("Cho tiếp tục thi hành quyết định", "Let the execution go on"),
    "appeals.save_answers": Text("Lưu nội dung khiếu nại", "Saved the answers of an appeal"),
    "appeals.start_appeal": Text("Bắt đầu soạn khiếu nại", "Began an appeal"),
    "appeals.suspend_execution": Text("Tạm đình chỉ thi hành quyết định", "Suspended the execution of a decision"),
    "appeals.withdraw_appeal": Text("Rút khiếu nại", "Withdrew an appeal"),
    "missions.decide_support": Text("Quyết định hỗ trợ", "Decided on the support"),
    "missions.deliver_tranche": Text("Bàn giao sản phẩm của đợt", "Delivered for a tranche"),
    "missions.order_payment": Text("Lập lệnh chi đợt", "Ordered the payment of a tranche"),
    "missions.follow_order": Text("Ghi nhận kết quả chi trả", "Recorded what the bank did"),
    "missions.record_recovery": Text("Ghi thu hồi kinh phí", "Booked money given back"),
    "missions.follow_receivable": Text("Ghi nhận tiền hoàn trả theo sao kê", "Followed what the bank brought in"),
    "treasury.approve_order": Text("Duyệt lệnh chi", "Approved a payment order"),
    "treasury.amend_order": Text("Sửa lệnh chi", "Amended a payment order"),
    "treasury.cancel_order": Text("Hủy lệnh chi", "Cancelled a payment order"),
    "treasury.reopen_order": Text("Mở lại lệnh chi", "Reopened a payment order"),
    "treasury.send_file": Text("Gửi tệp lệnh chi", "Sent a payment file"),
    "treasury.upload_statement": Text("Tải lên sao kê", "Uploaded a statement"),
    "treasury.import_statement": Text("Nhập sao kê, đối chiếu", "Took in and reconciled a statement"),
    "treasury.match_line": Text("Ghép dòng sao kê", "Matched a statement line"),
    "treasury.undo_match": Text("Bỏ ghép dòng sao kê", "Took a match back"),
    "treasury.clear_suspense": Text("Xác định tiền chờ xử lý", "Cleared money out of suspense"),
    "treasury.send_back": Text("Lập lệnh chi trả lại người chuyển", "Prepared an order that sends money back"),
    "treasury.open_city_account": Text("Mở tài khoản chi", "Opened an account"),
    "missions.record_audit": Text("Ghi kết quả hậu kiểm", "Recorded a later audit"),
    "missions.register_equipment": Text("Ghi sổ thiết bị", "Registered equipment"),
    "missions.sign_agreement": Text("Ký thỏa thuận hỗ trợ", "Signed the agreement"),
    "people.add_member": Text("Thêm thành viên nhóm", "Added a member"),
    "people.ask_for_mandate": Text("Đề nghị ủy quyền", "Asked for a mandate"),
    "people.assign_role": Text("Giao vai trò", "Assigned a role"),
    "people.correct_own_record": Text("Tự sửa thông tin của mình", "Corrected own record"),
    "people.end_mandate": Text("Chấm dứt ủy quyền", "Ended a mandate"),
    "people.end_member": Text("Kết thúc tư cách thành viên", "Ended a membership"),
    "people.end_role": Text("Thôi giao vai trò", "Ended a role"),
    "people.give_account": Text("Cấp tài khoản", "Gave an account"),
    "people.grant_mandate": Text("Ủy quyền", "Granted a mandate"),
    "people.link_identity": Text("Liên kết định danh điện tử", "Linked an electronic identity"),
    "people.make_key": Text("Tạo khóa truy cập", "Made an access key"),
    "people.revoke_key": Text("Thu hồi khóa truy cập", "Revoked an access key"),
    "people.load_units": Text("Nạp danh mục đơn vị", "Loaded the units"),
    "people.refuse_mandate_request": Text("Từ chối đề nghị ủy quyền", "Refused a request for a mandate"),
    "people.register_organisation": Text("Đăng ký tổ chức", "Registered an organisation"),
    "people.register_person": Text("Đăng ký cá nhân", "Registered a person"),
    "staff.accept_invitation": Text("Nhận lời mời vào làm việc", "Accepted the invitation"),
    "staff.answer_key_reset": Text("Trả lời đề nghị đặt lại khóa xác thực", "Answered a request to reset keys"),
    "staff.answer_proposal": Text("Trả lời đề nghị giao vai trò", "Answered a role proposal"),
    "staff.ask_key_reset": Text("Đề nghị đặt lại khóa xác thực", "Asked for a reset of keys"),
    "staff.close_departure": Text("Khóa tài khoản người thôi việc", "Closed the account of a leaver"),
    "staff.end_absence": Text("Kết thúc vắng mặt", "Ended an absence"),
    "staff.end_sessions": Text("Đăng xuất các phiên", "Ended sessions"),
    "staff.hand_over_desk": Text("Bàn giao việc", "Handed over a desk"),
    "staff.invite_colleague": Text("Mời cán bộ", "Invited a colleague"),
    "staff.propose_role": Text("Đề nghị giao vai trò", "Proposed a role"),
    "staff.record_departure": Text("Ghi nhận thôi việc", "Recorded a departure"),
    "staff.register_absence": Text("Đăng ký vắng mặt", "Registered an absence"),
    "staff.renew_invitation": Text("Gửi lại lời mời", "Renewed an invitation"),
    "staff.reset_keys": Text("Đặt lại khóa xác thực", "Reset keys"),
    "staff.withdraw_invitation": Text("Thu hồi lời mời", "Withdrew an invitation"),
    "sample.move_day": Text("Chuyển ngày của thành phố mẫu", "Moved the sample city's day"),
    "dossiers.put_back_task": Text("Trả việc về hàng chờ", "Gave a task back to the unit"),
    "desk.finish_bulk": Text("Xong việc làm hàng loạt", "Finished a bulk deed"),
    "desk.order_bulk": Text("Ra lệnh làm hàng loạt", "Ordered a bulk deed"),
    "desk.stop_bulk": Text("Dừng việc làm hàng loạt", "Stopped a bulk deed"),
    "desk.choose_default_view": Text("Chọn bộ lọc mở bàn làm việc", "Chose the view that opens the desk"),
    "desk.choose_digest": Text("Chọn nhận thư tóm tắt việc", "Chose mails of what waits"),
    "desk.choose_shortcuts": Text("Bật, tắt phím tắt", "Turned shortcuts on or off"),
    "desk.prepare_digest": Text("Soạn thư tóm tắt việc", "Prepared a mail of what waits"),
    "desk.renew_feed": Text("Tạo địa chỉ lịch cá nhân", "Made a calendar address"),
    "desk.revoke_feed": Text("Thu hồi địa chỉ lịch cá nhân", "Took a calendar address back"),
    "desk.remove_view": Text("Bỏ bộ lọc đã lưu", "Removed a saved view"),
    "desk.save_view": Text("Lưu bộ lọc", "Saved a view"),
    "desk.strike_note": Text("Gạch bỏ ghi chú nội bộ", "Struck an internal note out"),
    "desk.write_note": Text("Ghi chú nội bộ", "Wrote an internal note"),
    "dossiers.tell_officers_of_party": Text(
        "Báo cán bộ thụ lý về thay đổi của người nộp", "Told the officers of a change of the applicant"
    ),
    "jobs.give_up_job": Text("Kết thúc công việc nền, không chạy lại", "Gave up a job of the worker"),
    "jobs.retry_job": Text("Chạy lại công việc nền", "Tried a job of the worker again"),
    "jobs.retry_kind": Text("Chạy lại các công việc nền cùng loại", "Tried all failed jobs of a kind again"),
    "operations.restore_backup": Text("Khôi phục từ bản sao lưu", "Restored from a backup"),
    "people.merge_duplicates": Text("Gộp hai bản ghi trùng", "Merged duplicate records"),
    "people.record_succession": Text("Ghi nhận tổ chức tiếp nối", "Recorded a succession of organisations"),
    "people.end_succession": Text("Hủy việc gộp, tiếp nối", "Took back a merge or succession"),
    "people.rename_party": Text("Ghi nhận đổi tên", "Recorded a new name"),
    "people.move_party": Text("Ghi nhận đổi địa chỉ", "Recorded a new address"),
    "people.dissolve_party": Text("Ghi nhận chấm dứt hoạt động", "Recorded that an organisation is no more"),
    "people.end_dissolution": Text("Hủy ghi nhận chấm dứt hoạt động", "Took back that an organisation is no more"),
    "people.find_duplicates": Text("Tìm bản ghi nghi trùng", "Searched for records that look alike"),
    "people.dismiss_pair": Text("Xác định hai bản ghi không trùng", "Said that two records are not one"),
    "people.add_sanction": Text("Thêm mục vào danh sách hạn chế", "Added a sanction entry"),
    "people.import_sanctions": Text("Nhập danh sách hạn chế từ tệp", "Took in a file of sanctions"),
    "people.match_sanction": Text("Xác nhận mục hạn chế nói về ai", "Confirmed whom a sanction is about"),
    "people.end_sanction": Text("Kết thúc mục hạn chế", "Ended a sanction entry"),
    "procedures.finish_migration": Text("Hoàn thành đợt chuyển hồ sơ", "Finished a migration of cases"),
    "procedures.give_up_draft": Text("Bỏ bản soạn thảo thủ tục", "Gave a draft of a procedure up"),
    "procedures.import_draft": Text("Nhập bản soạn thảo từ tệp", "Imported a draft from a file"),
    "procedures.migrate_case": Text("Chuyển hồ sơ sang phiên bản khác", "Migrated a case to another version"),
    "procedures.migrate_cases": Text("Ra lệnh chuyển hồ sơ", "Ordered a migration of cases"),
    "procedures.open_draft": Text("Mở bản soạn thảo thủ tục", "Opened a draft of a procedure"),
    "procedures.publish_draft": Text("Ban hành phiên bản thủ tục", "Published a version of a procedure"),
    "procedures.put_part": Text("Sửa bản soạn thảo thủ tục", "Changed a draft of a procedure"),
    "procedures.refuse_case": Text("Hồ sơ ở lại phiên bản cũ", "A case stayed with its version"),
    "procedures.remove_part": Text("Bỏ một phần của bản soạn thảo", "Took a part out of a draft"),
    "procedures.shift_part": Text("Đổi thứ tự trong bản soạn thảo", "Changed the order in a draft"),
    "procedures.take_new_base": Text("Soạn tiếp từ phiên bản mới", "Went on from a newer version"),
    "procedures.withdraw_version": Text("Rút phiên bản trước ngày có hiệu lực", "Withdrew a version before its day"),
}

VALUES = {
    "state": Text("Trạng thái", "State"),
    "step": Text("Bước", "Step"),
    "number": Text("Số", "Number"),
    "document": Text("Văn bản", "Document"),
    "procedure": Text("Thủ tục", "Procedure"),
    "applicant": Text("Người nộp", "Applicant"),
    "assignee": Text("Người xử lý", "Who works on it"),
    "ground": Text("Lý do", "Ground"),
    "note": Text("Ghi chú", "Note"),
    "items": Text("Giấy tờ, nội dung", "Papers and points"),
    "due_on": Text("Hạn", "Due on"),
    "law_day": Text("Ngày áp dụng pháp luật", "Law as it stood on"),
    "section": Text("Mục", "Section"),
    "version": Text("Phiên bản", "Version"),
    "decision": Text("Quyết định số", "Decision no."),
    "outcome": Text("Kết quả", "Outcome"),
    "amount": Text("Số tiền", "Amount"),
    "asked": Text("Đề nghị", "Asked for"),
    "appraised": Text("Thẩm định", "Appraised"),
    "granted": Text("Chấp thuận", "Granted"),
    "total": Text("Tổng", "Total"),
    "paid": Text("Đã chi", "Paid"),
    "cost": Text("Nguyên giá", "Cost"),
    "tranche": Text("Đợt", "Tranche"),
    "tranches": Text("Các đợt", "Tranches"),
    "budget_line": Text("Dòng ngân sách", "Budget line"),
    "support": Text("Khoản hỗ trợ", "Support"),
    "equipment": Text("Thiết bị", "Equipment"),
    "line": Text("Hạng mục chi", "Cost line"),
    "file": Text("Tệp", "File"),
    "files": Text("Các tệp", "Files"),
    "sha256": Text("Mã băm của tệp", "Hash of the file"),
    "invoice_lines": Text("Dòng hóa đơn", "Invoice lines"),
    "invoice_lines_released": Text("Dòng hóa đơn được trả lại", "Invoice lines released"),
    "task": Text("Việc số", "Task no."),
    "dossier": Text("Hồ sơ", "Dossier"),
    "editor": Text("Người cùng soạn", "Editor"),
    "removed": Text("Đã bỏ", "Removed"),
    "warned": Text("Nhắc hạn ngày", "Warned on"),
    "escalated": Text("Báo cấp trên ngày", "Escalated on"),
    "finding": Text("Kết quả kiểm tra", "Finding"),
    "in_order": Text("Đúng quy định", "In order"),
    "sent_back": Text("Trả lại vì", "Sent back because"),
    "answers": Text("Nội dung khai", "Answers"),
    "key": Text("Khóa", "Key"),
    "holder": Text("Người giữ khóa", "Holder of the key"),
    "revoked": Text("Đã thu hồi", "Revoked"),
    "name": Text("Tên", "Name"),
    "role": Text("Vai trò", "Role"),
    "unit": Text("Đơn vị", "Unit"),
    "scope": Text("Phạm vi", "Scope"),
    "mandate": Text("Ủy quyền số", "Mandate no."),
    "valid_from": Text("Từ ngày", "From"),
    "valid_until": Text("Đến ngày", "Until"),
    "kind": Text("Loại", "Kind"),
    "tasks": Text("Số việc", "Tasks"),
    "rows": Text("Kết quả từng dòng", "Results of rows"),
    "stopped": Text("Số dòng đã dừng", "Rows stopped"),
    "feed": Text("Địa chỉ lịch số", "Calendar address no."),
    "view": Text("Bộ lọc số", "View no."),
    "filter": Text("Điều kiện lọc", "Filter"),
    "default": Text("Mở bàn làm việc", "Opens the desk"),
    "mentions": Text("Nhắc đến", "Mentioned"),
    "shortcuts": Text("Phím tắt", "Shortcuts"),
    "digest": Text("Thư tóm tắt", "Digest mail"),
    "due": Text("Hạn", "Due"),
    "text": Text("Nội dung", "Words"),
}
AMOUNTS = frozenset({"amount", "asked", "appraised", "granted", "total", "paid", "cost", "tranches"})
NONE = Text("–", "–")
LONGEST = 2_000
SUBJECT = re.compile(r"[a-z][a-z_-]{0,30}:[A-Za-z0-9._-]{1,80}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a record, before and after the deed."""

    name: Text
    before: Text
    after: Text


def deed_label(code: str) -> Text:
    """What a deed is called; its code name when nobody has named it."""
    return DEEDS.get(code, Text(code, code))


def value_label(name: str) -> Text:
    plain = name.replace("_", " ")
    return VALUES.get(name, Text(plain, plain) if plain.strip() else NONE)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Every value that a record names, in the order in which the deed gave them."""
    for name in dict.fromkeys([*after, *before]):
        yield Change(value_label(name), shown(name, before.get(name)), shown(name, after.get(name)))


def shown(name: str, value: Any) -> Text:
    """A kept value as people read it: days, amounts and states in words, lists and tables flattened."""
    text = _shown(name, value)
    return text if len(text.vi) <= LONGEST else Text(text.vi[:LONGEST] + "…", text.en[:LONGEST] + "…")


def _shown(name: str, value: Any) -> Text:
    if value is None or value in ("", [], {}):
        return NONE
    if isinstance(value, bool):
        return Text("có", "yes") if value else Text("không", "no")
    if isinstance(value, int) and name in AMOUNTS:
        return Text(format_dong(value, "vi"), format_dong(value, "en"))
    if isinstance(value, Mapping):
        return _joined(
            [_pair(str(key), _shown(name if str(key).isdigit() else str(key), part)) for key, part in value.items()]
        )
    if isinstance(value, list):
        return _joined([_shown(name, part) for part in value])
    if name in STATED and value in WORDS_OF_STATES:
        return WORDS_OF_STATES[value]
    return _plain(str(value))


def _plain(text: str) -> Text:
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            text = f"{date.fromisoformat(text):%d/%m/%Y}"
    return Text(text, text) if text.strip() else NONE


def _pair(key: str, value: Text) -> Text:
    label = value_label(key)
    return Text(f"{label.vi}: {value.vi}", f"{label.into('en')}: {value.into('en')}")


def _joined(parts: list[Text]) -> Text:
    return Text("; ".join(p.vi for p in parts), "; ".join(p.into("en") for p in parts))
