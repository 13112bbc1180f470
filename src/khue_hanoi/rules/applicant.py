"""Who asks, and what they have in hand: the facts that the entitlements of all resolutions share.

A fact is declared here once, with one question, so that one questionnaire asks it once for all programmes. What decides
most programmes comes first: rules name their facts in this order.
"""

from __future__ import annotations

from typing import Final

from khue.core.rules.expressions import choice, law, yesno

KEY_FIELDS: Final = {
    "digital-technology": ("công nghệ số", "digital technology"),
    "information-communication": ("công nghệ thông tin và truyền thông", "information and communication technology"),
    "biotechnology": ("công nghệ sinh học", "biotechnology"),
    "new-materials": ("vật liệu mới", "new materials"),
    "manufacturing-automation": ("chế tạo, tự động hóa", "manufacturing and automation"),
    "environmental-technology": ("công nghệ môi trường", "environmental technology"),
    "carbon-reduction": ("giảm phát thải các-bon", "reduction of carbon emissions"),
    "climate-response": ("ứng phó biến đổi khí hậu", "response to climate change"),
    "smart-city": ("đô thị thông minh", "smart city"),
    "smart-education": ("giáo dục thông minh", "smart education"),
    "smart-health": ("y tế thông minh", "smart health"),
    "medical-biological": ("công nghệ y–sinh học", "biomedical technology"),
    "financial-technology": ("công nghệ tài chính", "financial technology"),
    "high-tech-agriculture": ("nông nghiệp công nghệ cao", "high technology in agriculture"),
}
"""Words for the key fields. Which of them count on a day is a list of the law, not of this file."""

MORE_FIELDS: Final = {
    "manufacturing-processing": ("sản xuất, chế biến", "manufacturing and processing"),
    "creative-industry": ("công nghiệp văn hóa, sáng tạo", "creative industries"),
}
"""Fields that are not key fields of the capital and still open a programme."""

applicant_kind = choice(
    "applicant_kind",
    "Ông/bà là",
    "You are",
    ask=("Ông/bà là ai?", "Who are you?"),
    options={
        "person": ("cá nhân hoặc nhóm cá nhân", "a person or a group of persons"),
        "enterprise": ("doanh nghiệp", "an enterprise"),
        "st_organisation": ("tổ chức khoa học và công nghệ", "a science and technology organisation"),
        "institute": ("viện nghiên cứu", "a research institute"),
        "university": ("trường đại học", "a university"),
        "public-body": ("cơ quan, đơn vị sự nghiệp công lập", "a public body"),
        "investor": ("nhà đầu tư, quỹ đầu tư", "an investor or a fund"),
    },
    changeable=False,
)
in_hanoi = yesno(
    "in_hanoi",
    "Hoạt động trên địa bàn Hà Nội",
    "Works in Hà Nội",
    ask=(
        "Ông/bà có trụ sở, cư trú hoặc thực hiện hoạt động này tại Hà Nội không?",
        "Are you based in Hà Nội, or is this work done in Hà Nội?",
    ),
    changeable=False,
)
small_or_medium = yesno(
    "small_or_medium",
    "Doanh nghiệp nhỏ và vừa",
    "Small or medium enterprise",
    ask=(
        "Doanh nghiệp của ông/bà có phải là doanh nghiệp nhỏ và vừa không?",
        "Is your enterprise a small or medium enterprise?",
    ),
    changeable=False,
    help=(
        "Theo tiêu chí về lao động, doanh thu hoặc nguồn vốn của Luật Hỗ trợ doanh nghiệp nhỏ và vừa.",
        "By the criteria of staff, turnover or capital of the law on support for small and medium enterprises.",
    ),
)
startup_status = choice(
    "startup_status",
    "Khởi nghiệp sáng tạo",
    "Innovative startup",
    ask=(
        "Ông/bà đang có dự án hoặc doanh nghiệp khởi nghiệp sáng tạo không?",
        "Do you have an innovative startup or startup project?",
    ),
    options={
        "recognised": ("có, đã được công nhận", "yes, recognised"),
        "not-recognised": ("có, chưa được công nhận", "yes, not recognised yet"),
        "none": ("không", "no"),
    },
    changeable=False,
)
field = choice(
    "field",
    "Lĩnh vực",
    "Field",
    ask=("Hoạt động của ông/bà thuộc lĩnh vực nào?", "In which field do you work?"),
    options={**KEY_FIELDS, **MORE_FIELDS, "other": ("lĩnh vực khác", "another field")},
    changeable=False,
)
in_key_field = field.among(law.codes("law.key_fields.statutory")) | field.among(law.codes("law.key_fields.city"))
"""Whether the field is a key field of the capital on the day asked: of the law, or added by the city."""

has_task = yesno(
    "has_task",
    "Thực hiện nhiệm vụ khoa học và công nghệ",
    "Carries out a science and technology task",
    ask=(
        "Ông/bà có đang hoặc sẽ thực hiện một nhiệm vụ khoa học và công nghệ không?",
        "Do you carry out, or will you, a science and technology task?",
    ),
    help=(
        "Ví dụ: đề tài nghiên cứu, dự án sản xuất thử nghiệm.",
        "For example a research topic or a trial-production project.",
    ),
)
uses_city_budget = yesno(
    "uses_city_budget",
    "Nhiệm vụ dùng ngân sách Thành phố",
    "The task uses the city's budget",
    ask=(
        "Nhiệm vụ này có dùng ngân sách của Thành phố không?",
        "Does this task use the city's budget?",
    ),
    changeable=False,
)
is_key_task = yesno(
    "is_key_task",
    "Là nhiệm vụ trọng điểm của Thủ đô",
    "Is a key task of the capital",
    ask=(
        "Nhiệm vụ này đã được Thành phố đặt hàng hoặc công nhận là nhiệm vụ trọng điểm của Thủ đô chưa?",
        "Has the city ordered this task, or recognised it as a key task of the capital?",
    ),
    changeable=False,
)
needs_expert = yesno(
    "needs_expert",
    "Cần chuyên gia",
    "Needs an expert",
    ask=(
        "Ông/bà có cần thuê hoặc mời chuyên gia, nhà khoa học cho công việc này không?",
        "Do you need to hire or invite an expert or scientist for this work?",
    ),
    changeable=False,
)
serves_startups = choice(
    "serves_startups",
    "Hoạt động hỗ trợ khởi nghiệp",
    "Activity for startups",
    ask=(
        "Ông/bà có tổ chức hoạt động hỗ trợ doanh nghiệp khởi nghiệp sáng tạo không?",
        "Do you organise an activity that helps innovative startups?",
    ),
    options={
        "capacity-programme": ("chương trình nâng cao năng lực", "a programme that raises their capacity"),
        "project-selection": ("tuyển chọn dự án khởi nghiệp", "a selection of startup projects"),
        "none": ("không", "no"),
    },
)
has_bank_loan = yesno(
    "has_bank_loan",
    "Có vay ngân hàng thương mại",
    "Has a loan of a commercial bank",
    ask=(
        "Ông/bà có khoản vay ngân hàng thương mại cho dự án đổi mới sáng tạo không?",
        "Do you have a commercial bank's loan for an innovation project?",
    ),
)
has_technology = yesno(
    "has_technology",
    "Có công nghệ muốn chào bán, chuyển giao",
    "Has technology to sell or license",
    ask=(
        "Ông/bà có công nghệ muốn chào bán, cho thuê hoặc chuyển giao không?",
        "Do you have technology to sell, lease or license?",
    ),
    changeable=False,
)
wants_public_result = yesno(
    "wants_public_result",
    "Muốn tiếp nhận kết quả nghiên cứu từ ngân sách",
    "Wants a result of publicly funded research",
    ask=(
        "Ông/bà có muốn tiếp nhận kết quả nghiên cứu hình thành từ ngân sách để ứng dụng không?",
        "Would you like to take over a result of publicly funded research and apply it?",
    ),
    changeable=False,
)
wants_test = yesno(
    "wants_test",
    "Muốn thử nghiệm có kiểm soát",
    "Wants controlled testing",
    ask=(
        "Ông/bà có sản phẩm, dịch vụ hoặc mô hình mới mà pháp luật chưa quy định hoặc chưa cho phép không?",
        "Do you have a new product, service or business model that the law does not cover or does not yet allow?",
    ),
    changeable=False,
)
seeks_capital = yesno(
    "seeks_capital",
    "Đang gọi vốn",
    "Raises capital",
    ask=("Ông/bà có đang gọi vốn đầu tư không?", "Are you raising investment capital?"),
    changeable=False,
)
wants_incubation = yesno(
    "wants_incubation",
    "Muốn được ươm tạo",
    "Wants incubation",
    ask=(
        "Ông/bà có muốn được ươm tạo hoặc tăng tốc tại Trung tâm Đổi mới sáng tạo Hà Nội không?",
        "Would you like incubation or acceleration at the Hà Nội Innovation Centre?",
    ),
    changeable=False,
)

# ---- what only the programmes of small and medium enterprises ask ---------------------------------------------------

uses_consultant = yesno(
    "uses_consultant",
    "Thuê tư vấn chuyên sâu",
    "Hires deep consulting",
    ask=(
        "Doanh nghiệp có hoặc sắp có hợp đồng tư vấn chuyên sâu không?",
        "Does the enterprise have, or plan, a contract for deep consulting?",
    ),
)
rents_equipment = yesno(
    "rents_equipment",
    "Thuê thiết bị",
    "Rents equipment",
    ask=(
        "Doanh nghiệp có thuê thiết bị tại cơ sở kỹ thuật, cơ sở ươm tạo hoặc khu làm việc chung không?",
        "Does the enterprise rent equipment at a technical facility, an incubator or a co-working space?",
    ),
)
rents_space = yesno(
    "rents_space",
    "Thuê mặt bằng",
    "Rents space",
    ask=(
        "Doanh nghiệp có thuê mặt bằng tại cơ sở kỹ thuật, cơ sở ươm tạo hoặc khu làm việc chung không?",
        "Does the enterprise rent space at a technical facility, an incubator or a co-working space?",
    ),
)
invests_in_fund = yesno(
    "invests_in_fund",
    "Muốn góp vốn vào Quỹ",
    "Wants to invest in the fund",
    ask=(
        "Ông/bà có muốn góp vốn vào Quỹ đầu tư mạo hiểm của Thành phố không?",
        "Would you like to put capital into the city's venture fund?",
    ),
    changeable=False,
)
trains_consultant = yesno(
    "trains_consultant",
    "Học để làm tư vấn viên",
    "Trains as a consultant",
    ask=(
        "Ông/bà, hoặc người của đơn vị, có tham gia đào tạo tư vấn viên cho doanh nghiệp nhỏ và vừa không?",
        "Do you, or does someone of yours, train as a consultant for small and medium enterprises?",
    ),
)
needs_laboratory = yesno(
    "needs_laboratory",
    "Cần dùng phòng thí nghiệm dùng chung",
    "Needs a shared laboratory",
    ask=(
        "Ông/bà có cần sử dụng thiết bị, phòng thí nghiệm dùng chung không?",
        "Do you need the equipment of a shared laboratory?",
    ),
    changeable=False,
)
