"""What the deeds of the rooms of experts and soft activities are called. Pure."""

from __future__ import annotations

from khue.core.bilingual import Text

EXPERT_DEEDS = {
    "activities.draft_plan": Text("Bắt đầu lập kế hoạch hoạt động", "Began a plan of activities"),
    "activities.revise_plan": Text("Bắt đầu điều chỉnh kế hoạch hoạt động", "Began to revise a plan of activities"),
    "activities.put_line": Text("Ghi một dòng kế hoạch hoạt động", "Wrote a line of a plan of activities"),
    "activities.take_line_out": Text("Bỏ một dòng khỏi kế hoạch hoạt động", "Left a line out of a plan of activities"),
    "activities.propose_plan": Text("Trình duyệt kế hoạch hoạt động", "Sent a plan of activities for approval"),
    "activities.decide_plan": Text("Quyết định về kế hoạch hoạt động", "Decided on a plan of activities"),
    "activities.withdraw_plan": Text("Bỏ một bản kế hoạch hoạt động", "Gave a version of a plan up"),
    "activities.ask_spend": Text("Đề nghị chi theo dòng kế hoạch", "Asked for money under a plan line"),
    "activities.accept_spend": Text("Duyệt khoản chi hoạt động", "Accepted a spend on an activity"),
    "activities.return_spend": Text("Trả lại đề nghị chi hoạt động", "Sent a spend on an activity back"),
    "activities.withdraw_spend": Text("Rút đề nghị chi hoạt động", "Withdrew a spend on an activity"),
    "activities.order_spend": Text("Lập lệnh chi hoạt động", "Prepared the payment of an activity"),
    "activities.follow_order": Text(
        "Cập nhật khoản chi hoạt động theo lệnh chi", "Brought a spend to where its payment order stands"
    ),
    "activities.ask_back": Text("Đề nghị hoàn trả khoản chi hoạt động", "Asked for money of a spend back"),
    "activities.follow_receivable": Text(
        "Ghi nhận tiền hoàn trả khoản chi hoạt động", "Noted money of a spend that came back"
    ),
    "activities.take_fees": Text("Ghi nhận thù lao theo biên bản", "Noted fees that minutes earned"),
    "activities.place_fee": Text("Lập khoản chi từ thù lao đang chờ", "Prepared a spend from a waiting fee"),
    "activities.settle_fee": Text("Xử lý khoản thù lao đang chờ", "Settled a waiting fee"),
    "activities.report_activity": Text("Báo cáo hoạt động", "Reported an activity"),
    "activities.close_line": Text("Kết thúc dòng kế hoạch hoạt động", "Closed a line of a plan of activities"),
    "talent.raise_need": Text("Nêu nhu cầu chuyên gia", "Raised a need for an expert"),
    "talent.decide_need": Text("Quyết định về nhu cầu chuyên gia", "Decided on a need for an expert"),
    "talent.withdraw_need": Text("Rút nhu cầu chuyên gia", "Withdrew a need for an expert"),
    "talent.publish_profile": Text("Công bố yêu cầu về chuyên gia", "Published what is asked of an expert"),
    "talent.close_search": Text("Kết thúc việc tìm chuyên gia", "Closed the search for an expert"),
    "talent.invite_candidate": Text("Mời chuyên gia", "Invited an expert"),
    "talent.apply": Text("Ứng tuyển chuyên gia", "Applied as an expert"),
    "talent.leave_candidacy": Text("Từ chối lời mời hoặc rút hồ sơ ứng tuyển", "Declined an invitation or withdrew"),
    "talent.put_candidates": Text("Đưa ứng viên ra tổ tuyển chọn", "Put candidates before the selection group"),
    "talent.follow_candidacy": Text("Ghi ý kiến của tổ tuyển chọn", "Recorded the selection group's word"),
    "talent.draft_offer": Text("Lập đề nghị hợp đồng chuyên gia", "Drew up an offer to an expert"),
    "talent.decide_offer": Text("Quyết định về đề nghị hợp đồng chuyên gia", "Decided on an offer to an expert"),
    "talent.answer_offer": Text("Trả lời đề nghị hợp đồng chuyên gia", "Answered an offer"),
    "talent.withdraw_offer": Text("Rút lại đề nghị hợp đồng chuyên gia", "Withdrew an offer to an expert"),
    "talent.lapse_offer": Text("Ghi đề nghị hợp đồng hết hạn trả lời", "Noted that an offer has lapsed"),
    "talent.conclude_contract": Text("Lập hợp đồng chuyên gia", "Concluded an expert's contract"),
    "talent.render_contract": Text("Lập tệp hợp đồng chuyên gia", "Made the file of an expert's contract"),
    "talent.hand_in": Text("Bàn giao theo hợp đồng chuyên gia", "Handed in under an expert's contract"),
    "talent.check_due": Text("Nghiệm thu nội dung chuyên gia bàn giao", "Checked what an expert handed in"),
    "talent.order_due": Text("Lập lệnh chi cho chuyên gia", "Prepared the payment of an expert"),
    "talent.follow_order": Text(
        "Cập nhật khoản chi chuyên gia theo lệnh chi", "Followed the payment order of an expert"
    ),
    "talent.open_evaluation": Text("Mở đợt đánh giá chuyên gia", "Opened the evaluation of an expert"),
    "talent.report_year": Text("Báo cáo công việc trong năm của chuyên gia", "Reported the year as an expert"),
    "talent.follow_evaluation": Text("Ghi ý kiến của tổ đánh giá", "Recorded the evaluation group's word"),
    "talent.conclude_evaluation": Text("Kết luận đánh giá chuyên gia", "Concluded the evaluation of an expert"),
    "talent.answer_evaluation": Text("Trả lời kết luận đánh giá", "Answered an evaluation"),
    "talent.settle_contest": Text("Giải quyết đề nghị xem lại đánh giá", "Settled a contest of an evaluation"),
    "talent.end_engagement": Text("Chấm dứt hợp đồng chuyên gia", "Ended an expert's contract"),
    "talent.close_engagement": Text("Hoàn thành hợp đồng chuyên gia", "Completed an expert's contract"),
    "talent.remind_of_evaluation": Text("Nhắc đánh giá chuyên gia", "Reminded of an expert's evaluation"),
}
