"""Words and states of the room: roles of seats, kinds of councils, degrees, relations, grounds of an interest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from khue.core.bilingual import Text
from khue.core.flow import Flow, Transition

CHAIR, VICE, SECRETARY, MEMBER, REVIEWER = "chair", "vice", "secretary", "member", "reviewer"
ROLES: Final[Mapping[str, Text]] = {
    CHAIR: Text("Chủ tịch hội đồng", "Chair"),
    VICE: Text("Phó Chủ tịch hội đồng", "Vice chair"),
    SECRETARY: Text("Thư ký khoa học", "Scientific secretary"),
    REVIEWER: Text("Ủy viên phản biện", "Reviewer"),
    MEMBER: Text("Ủy viên", "Member"),
}
SINGLE_ROLES: Final = (CHAIR, VICE, SECRETARY)
"""Held by one seat at a time."""
ORDER: Final = {role: place for place, role in enumerate(ROLES)}

KINDS: Final[Mapping[str, Text]] = {
    "selection": Text("Hội đồng tuyển chọn", "Selection council"),
    "advisory": Text("Hội đồng tư vấn", "Advisory council"),
    "appraisal": Text("Hội đồng thẩm định", "Appraisal council"),
    "acceptance": Text("Hội đồng nghiệm thu", "Acceptance council"),
}
DEGREES: Final[Mapping[str, Text]] = {
    "professor": Text("Giáo sư, tiến sĩ", "Professor"),
    "associate-professor": Text("Phó giáo sư, tiến sĩ", "Associate professor"),
    "doctor": Text("Tiến sĩ", "Doctor"),
    "master": Text("Thạc sĩ", "Master"),
    "graduate": Text("Đại học", "Graduate"),
    "practitioner": Text("Chuyên gia thực tiễn", "Practitioner"),
}
LANGUAGES: Final[Mapping[str, Text]] = {
    "vi": Text("tiếng Việt", "Vietnamese"),
    "en": Text("tiếng Anh", "English"),
    "fr": Text("tiếng Pháp", "French"),
    "de": Text("tiếng Đức", "German"),
    "ru": Text("tiếng Nga", "Russian"),
    "zh": Text("tiếng Trung", "Chinese"),
    "ja": Text("tiếng Nhật", "Japanese"),
    "ko": Text("tiếng Hàn", "Korean"),
}
FEE_CLASSES: Final[Mapping[str, Text]] = {
    "": Text("chưa xếp mức", "not classed yet"),
    "a": Text("mức A", "class A"),
    "b": Text("mức B", "class B"),
    "c": Text("mức C", "class C"),
    "none": Text("không nhận thù lao", "takes no fee"),
}
RELATIONS: Final[Mapping[str, Text]] = {
    "spouse": Text("vợ hoặc chồng", "spouse"),
    "parent": Text("cha hoặc mẹ", "parent"),
    "child": Text("con", "child"),
    "sibling": Text("anh, chị, em ruột", "sibling"),
    "relative": Text("người thân khác", "another relative"),
    "business": Text("cùng góp vốn kinh doanh", "business partner"),
}
GROUNDS: Final[Mapping[str, Text]] = {
    "oneself": Text("là một bên của hồ sơ", "is the party"),
    "employer": Text("nơi công tác", "employer"),
    "mandate": Text("được ủy quyền", "mandate"),
    "membership": Text("thành viên nhóm", "member of the group"),
    "co-author": Text("đồng tác giả", "co-author"),
    "competitor": Text("tham gia đề xuất cạnh tranh", "on a competing proposal"),
    "contract": Text("hợp đồng", "contract"),
    "shareholding": Text("vốn góp, cổ phần", "shareholding"),
    "deal": Text("giao dịch trước đây", "earlier deal"),
    "family": Text("quan hệ gia đình, thân thích", "family"),
    "declared": Text("tự khai báo", "declared by the member"),
    "reported": Text("người khác báo, đã xem xét", "reported by others, reviewed"),
}
TIES: Final[Mapping[str, Text]] = {
    "employer": Text("làm việc, giữ chức vụ", "employment or office"),
    "shareholding": Text("vốn góp, cổ phần", "shareholding"),
    "contract": Text("hợp đồng, tư vấn", "contract or consulting"),
    "deal": Text("giao dịch, hợp tác trước đây", "earlier deal or cooperation"),
    "co-author": Text("đồng tác giả công trình, bài báo, sáng chế", "co-authorship of a work, paper or patent"),
}
"""Kinds of ties between a person and a party that are declared or recorded; each is a ground of an interest, too."""
MUTUAL_TIES: Final = ("contract", "deal", "co-author")
"""Between two persons these hold in both directions."""
PARTY_ROLES: Final[Mapping[str, Text]] = {
    "applicant": Text("bên đề nghị", "applicant"),
    "lead": Text("chủ nhiệm", "principal investigator"),
    "director": Text("người đại diện", "representative"),
    "author": Text("đồng tác giả", "co-author"),
    "partner": Text("bên phối hợp", "partner"),
}

EXPERT: Final = Flow(
    {
        "invited": Text("Đã mời", "Invited"),
        "active": Text("Trong danh sách", "On the register"),
        "declined": Text("Không nhận lời", "Declined"),
        "left": Text("Đã rời danh sách", "Left the register"),
    },
    (
        Transition("accept", ("invited",), "active", Text("nhận lời", "accept")),
        Transition("decline", ("invited",), "declined", Text("không nhận lời", "decline")),
        Transition("leave", ("active",), "left", Text("rời danh sách", "leave")),
        Transition("invite", ("declined", "left"), "invited", Text("mời lại", "invite again")),
    ),
)
COUNCIL: Final = Flow(
    {
        "draft": Text("Đang chuẩn bị", "In preparation"),
        "founded": Text("Đã thành lập", "Founded"),
        "dissolved": Text("Đã giải thể", "Dissolved"),
    },
    (
        Transition("found", ("draft",), "founded", Text("thành lập", "found")),
        Transition("dissolve", ("founded",), "dissolved", Text("giải thể", "dissolve")),
    ),
)
ITEM: Final = Flow(
    {
        "listed": Text("Đã đưa vào danh mục", "Listed"),
        "scoring": Text("Đang chấm điểm", "Being scored"),
        "scored": Text("Đã chấm xong", "Scored"),
        "decided": Text("Đã kết luận", "Decided"),
        "withdrawn": Text("Đã rút", "Withdrawn"),
    },
    (
        Transition("score", ("listed",), "scoring", Text("chấm điểm", "score")),
        Transition("close_scoring", ("scoring",), "scored", Text("kết thúc chấm điểm", "close scoring")),
        Transition("decide", ("listed", "scored"), "decided", Text("kết luận", "decide")),
        Transition("withdraw", ("listed", "scoring", "scored"), "withdrawn", Text("rút khỏi danh mục", "withdraw")),
    ),
)
REVIEW: Final = Flow(
    {
        "blind": Text("Chấm độc lập, ẩn danh", "Independent, blind"),
        "independent": Text("Chấm độc lập", "Independent"),
        "discussion": Text("Thảo luận", "Discussion"),
        "closed": Text("Đã đóng", "Closed"),
    },
    (
        Transition("discuss", ("blind", "independent"), "discussion", Text("mở thảo luận", "open the discussion")),
        Transition("close", ("discussion",), "closed", Text("đóng đợt chấm", "close the review")),
    ),
)
MEETING: Final = Flow(
    {
        "called": Text("Đã triệu tập", "Called"),
        "open": Text("Đang họp", "In session"),
        "closed": Text("Đã bế mạc", "Closed"),
    },
    (
        Transition("open", ("called",), "open", Text("khai mạc", "open")),
        Transition("close", ("open",), "closed", Text("bế mạc", "close")),
    ),
)
CHOICES: Final[Mapping[str, Text]] = {
    "approve": Text("Đồng ý", "In favour"),
    "refuse": Text("Không đồng ý", "Against"),
    "blank": Text("Phiếu trắng", "Blank"),
}
OUTCOMES: Final[Mapping[str, Text]] = {
    "approved": Text("Đề nghị chấp thuận", "Recommended"),
    "refused": Text("Không đề nghị chấp thuận", "Not recommended"),
    "postponed": Text("Để lại phiên sau", "Put off to a later meeting"),
}
