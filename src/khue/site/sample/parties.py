"""The people and organisations of the sample city: invented, marked as sample, registered through use-cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from stdnum.vn import mst

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.people import usecases as people
from khue.features.people.domain.commands import (
    AddressWords,
    AssignRole,
    GrantMandate,
    RegisterOrganisation,
    RegisterPerson,
)
from khue.features.people.queries import PERSONA_ACCOUNT


@dataclass(frozen=True, slots=True)
class Persona:
    """One of the people whom a visitor may be with one click. ``holdings`` are (unit, role)."""

    key: str
    name: Text
    role: Text
    first_steps: tuple[Text, ...]
    holdings: tuple[tuple[str, str], ...] = ()
    organisation: str = ""

    @property
    def username(self) -> str:
        return f"{PERSONA_ACCOUNT}{self.key}"


def _persona(
    key: str, name: str, role: Text, *steps: Text, unit: str = "", held: str = "", organisation: str = ""
) -> Persona:
    return Persona(
        key, Text(f"{name} (mẫu)", f"{name} (sample)"), role, steps, ((unit, held),) if held else (), organisation
    )


PERSONAS: tuple[Persona, ...] = (
    _persona(
        "researcher",
        "Nguyễn Minh Châu",
        Text(
            "Chủ nhiệm đề tài, được ủy quyền nộp hồ sơ của Viện", "Principal investigator, may submit for the institute"
        ),
        Text("Mở “Thủ tục” và chọn hỗ trợ máy móc, thiết bị.", "Open “Procedures” and choose support for equipment."),
        Text(
            "Điền từng mục, lưu lại, kiểm tra nội dung đã khai.",
            "Fill in section by section, save, check your answers.",
        ),
        Text(
            "Ký nộp và theo dõi thời hạn trên trang hồ sơ.",
            "Certify, submit, and follow the clock on the dossier page.",
        ),
        organisation="institute",
    ),
    _persona(
        "founder",
        "Trần Quốc Bảo",
        Text("Giám đốc doanh nghiệp công nghệ", "Director of a technology firm"),
        Text("Xem hồ sơ dự án sản xuất thử nghiệm của doanh nghiệp.", "Look at the firm's trial-production dossier."),
        Text("Bàn giao sản phẩm của đợt giải ngân đang mở.", "Deliver for the open tranche."),
        organisation="firm",
    ),
    _persona(
        "clerk",
        "Lê Thị Thu Hà",
        Text("Cán bộ bộ phận một cửa, Sở KH&CN", "One-stop clerk, Department of Science and Technology"),
        Text("Mở bàn làm việc, nhận một hồ sơ mới.", "Open the desk and take a new dossier."),
        Text(
            "Kiểm tra thành phần hồ sơ; tiếp nhận hoặc yêu cầu bổ sung.",
            "Check completeness; accept it or ask for supplements.",
        ),
        unit="DOST-MOTCUA",
        held="one-stop-clerk",
    ),
    _persona(
        "officer",
        "Phạm Đức Long",
        Text("Cán bộ thụ lý, Sở KH&CN", "Case officer, Department of Science and Technology"),
        Text("Ký thỏa thuận cho hồ sơ đã có quyết định.", "Sign the agreement of a granted dossier."),
        Text("Nghiệm thu sản phẩm đã bàn giao.", "Accept what was delivered."),
        unit="DOST-QLKH",
        held="case-officer",
    ),
    _persona(
        "appraiser",
        "Vũ Hoàng Nam",
        Text("Cán bộ thẩm định, Sở KH&CN", "Cost appraiser, Department of Science and Technology"),
        Text("Thẩm định từng hạng mục chi; nêu lý do khi giảm.", "Appraise each cost line; say why when you cut."),
        unit="DOST-QLCN",
        held="appraiser",
    ),
    _persona(
        "finance",
        "Cao Thị Thu Hà",
        Text("Cán bộ thẩm định tài chính, Sở Tài chính", "Finance appraiser, Department of Finance"),
        Text("Xem từng hạng mục đã thẩm định và căn cứ.", "See each appraised line and its ground."),
        Text(
            "Thống nhất kinh phí, hoặc đề nghị thẩm định lại có lý do.",
            "Agree to the costs, or have them appraised again with a reason.",
        ),
        unit="DOF-HCSN",
        held="finance-appraiser",
    ),
    _persona(
        "decider",
        "Đỗ Thanh Bình",
        Text("Người có thẩm quyền quyết định, UBND Thành phố", "Decider, People's Committee"),
        Text(
            "Xem hồ sơ, lý do và căn cứ của từng con số.", "Read the case, the reasons, and the basis of each figure."
        ),
        Text("Quyết định hỗ trợ hoặc từ chối có lý do.", "Grant, or refuse with reasons."),
        unit="HPC",
        held="decider",
    ),
    _persona(
        "accountant",
        "Hoàng Thị Mai",
        Text("Kế toán, Sở Tài chính", "Accountant, Department of Finance"),
        Text("Chi trả đợt đã nghiệm thu.", "Pay an accepted tranche."),
        Text("Mở sổ cái, đi từ con số đến bút toán.", "Open the ledger and go from a figure to its entries."),
        unit="DOF-KT",
        held="accountant",
    ),
    _persona(
        "auditor",
        "Bùi Văn Khải",
        Text("Kiểm toán viên", "Auditor"),
        Text("Xem nhật ký kiểm toán của một hồ sơ đã chi trả.", "Look at the audit record of a paid dossier."),
        Text("Ghi kết quả hậu kiểm.", "Record a later audit."),
        unit="TTHN",
        held="auditor",
    ),
    _persona(
        "administrator",
        "Ngô Phương Linh",
        Text("Quản trị viên", "Administrator"),
        Text("Giao vai trò cho một cán bộ.", "Give an officer a role."),
        unit="PLATFORM",
        held="administrator",
    ),
    _persona(
        "resident",
        "Đặng Thị Hồng",
        Text("Người dân Thủ đô", "Resident"),
        Text(
            "Xem danh mục công khai: ai được hỗ trợ, bao nhiêu, vì sao.",
            "Read the public register: who got how much, and why.",
        ),
        Text(
            "Tải dữ liệu và xem Thành phố lưu gì về mình.", "Download the data, and see what the city holds about you."
        ),
    ),
    _persona(
        "reviewer",
        "Trịnh Quang Vinh",
        Text("Người giải quyết khiếu nại, UBND Thành phố", "Decider of appeals, People's Committee"),
        Text(
            "Mở “Khiếu nại”, xem khiếu nại đến hạn và hồ sơ của lần quyết định đầu.",
            "Open “Appeals”: what is due, with the first case beside it.",
        ),
        Text(
            "Giải quyết: giữ nguyên, sửa đổi, hủy bỏ; xem trước hệ quả về tiền.",
            "Decide: let it stand, amend, annul; see first what it does to the money.",
        ),
        unit="HPC",
        held="appeal-decider",
    ),
    _persona(
        "treasurer",
        "Trịnh Quốc Việt",
        Text(
            "Kế toán trưởng, người duyệt lệnh chi, Sở Tài chính",
            "Chief accountant, approves payments, Department of Finance",
        ),
        Text("Mở “Chi trả”, duyệt lệnh chi do kế toán lập.", "Open “Payments” and approve an accountant's order."),
        Text("Xem bức tranh tiền trong ngày.", "Look at the day's cash picture."),
        unit="DOF-KT",
        held="chief-accountant",
    ),
    _persona(
        "dataofficer",
        "Lương Thu Trang",
        Text("Cán bộ bảo vệ dữ liệu cá nhân", "Personal-data officer"),
        Text(
            "Mở “Dữ liệu cá nhân”, trả lời một yêu cầu sắp đến hạn.",
            "Open “Personal data” and answer a request that is due.",
        ),
        Text("Xem sổ sự cố và thời hạn 72 giờ.", "Look at the breaches and their 72 hours."),
        unit="PLATFORM",
        held="data-officer",
    ),
    _persona(
        "lawyer",
        "Nguyễn Thị Kim Oanh",
        Text("Cán bộ pháp chế, Văn phòng UBND Thành phố", "Legal officer, Office of the People's Committee"),
        Text(
            "Mở “Pháp luật”, xem những giá trị chưa được xác nhận.",
            "Open “The law” and see which values nobody has confirmed.",
        ),
        Text(
            "Xác nhận một giá trị theo văn bản đã đọc; xem phiên bản mới của bộ quy tắc.",
            "Confirm a value from the text that was read, and see the new edition.",
        ),
        unit="HPC-VP",
        held="legal-officer",
    ),
    _persona(
        "policymaker",
        "Vương Minh Châu",
        Text("Cán bộ chính sách, Sở KH&CN", "Policy-maker, Department of Science and Technology"),
        Text(
            "Mở “Mô phỏng chính sách”, xem nâng mức hỗ trợ từ 50 % lên 60 % tốn thêm bao nhiêu.",
            "Open “Policy lab”: what would raising the support from 50 % to 60 % cost?",
        ),
        Text(
            "Sao chép phương án, đổi một giá trị, chạy mô phỏng và công bố.",
            "Copy the study, change a value, run it and publish it.",
        ),
        unit="DOST-VP",
        held="policy-maker",
    ),
    _persona(
        "chair",
        "Lâm Thị Ánh",
        Text("Giáo sư, chủ tịch hội đồng khoa học", "Professor, chair of review councils"),
        Text(
            "Mở “Hội đồng của tôi”, xem phiên đã họp: phiếu kín, kết luận, biên bản.",
            "Open “My councils”: a meeting that was held, its secret ballots, conclusions and minutes.",
        ),
        Text(
            "Khai lợi ích liên quan của mình hoặc báo lợi ích của một thành viên.",
            "Declare an interest of your own, or report a member's.",
        ),
    ),
    _persona(
        "member",
        "Kiều Minh Tú",
        Text("Tiến sĩ, ủy viên phản biện của hội đồng", "Doctor, reviewer on councils"),
        Text("Chấm hồ sơ đang chờ theo từng tiêu chí.", "Score the item that waits, criterion by criterion."),
        Text(
            "Xem thù lao được hưởng theo biên bản đã ký.",
            "See the fees that the signed minutes brought.",
        ),
    ),
)

FUND_POSTS = {
    "officer": ("DOST-QLKH", "fund-executive"),
    "appraiser": ("DOST-QLCN", "fund-director"),
    "decider": ("HPC", "fund-council"),
    "reviewer": ("HPC", "fund-council"),
    "finance": ("DOF-HCSN", "fund-council"),
    "auditor": ("TTHN", "fund-control"),
}
"""Who works for the Science and Technology Development Fund beside the own post; seats come with the fund's story."""

# (key, name, short name, legal form, commune, line)
ORGANISATIONS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("institute", "Viện Vật liệu Sông Hồng", "VLSH", "institute", "Phường Cầu Giấy", "18 phố Mẫu Một"),
    ("firm", "Công ty Cổ phần Cơ điện Thăng Long Xanh", "TLX", "enterprise", "Xã Hòa Lạc", "Lô A2, khu công nghệ cao"),
    ("university", "Trường Đại học Kỹ thuật Tây Hồ", "ĐHTH", "university", "Phường Tây Hồ", "5 đường Mẫu Hai"),
    ("bio", "Viện Công nghệ Sinh học Đông Đô", "SHĐĐ", "institute", "Phường Nghĩa Đô", "27 phố Mẫu Ba"),
    ("robot", "Công ty TNHH Robot Nông nghiệp Ba Vì", "RNB", "enterprise", "Xã Ba Vì", "Thôn Mẫu Bốn"),
    ("water", "Trung tâm Nghiên cứu Nước sạch Hồ Gươm", "NSHG", "st_organisation", "Phường Hoàn Kiếm", "9 phố Mẫu Năm"),
)
MORE_FIELDS = (
    "Vi mạch", "Vật liệu mới", "Công nghệ số", "Tự động hóa", "Môi trường", "Y sinh", "Năng lượng sạch", "Quang điện",
)  # fmt: skip
MORE_KINDS = (
    ("Công ty TNHH {} Kinh Bắc", "enterprise"),
    ("Công ty Cổ phần {} Hồng Hà", "enterprise"),
    ("Trung tâm {} Đại La", "st_organisation"),
)
COMMUNES = ("Phường Ba Đình", "Phường Hà Đông", "Phường Long Biên", "Xã Sóc Sơn", "Xã Hòa Lạc", "Phường Thanh Xuân")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
GIVEN = ("Anh Tuấn", "Bích Ngọc", "Đình Phúc", "Hải Yến", "Khánh Vân", "Quang Huy", "Thùy Dương", "Xuân Trường")


@dataclass(slots=True)
class Parties:
    """Keys of what was registered: personas and organisations by their short key, everyone else in order."""

    persons: dict[str, str]
    organisations: dict[str, str]
    users: dict[str, int]
    names: dict[str, str]


def sample_tax_code(number: int) -> str:
    """A tax code with a right check digit, in a range marked for samples."""
    bodies = (f"99{number:05d}{last:02d}" for last in range(100))
    return next(code for body in bodies if mst.is_valid(code := body + mst.calc_check_digit(body)))


def organisations() -> Iterator[tuple[str, str, str, str, str, str]]:
    """About thirty: six named ones with a story, and their neighbours."""
    yield from ORGANISATIONS
    for index, (field, (pattern, form)) in enumerate(product(MORE_FIELDS, MORE_KINDS)):
        commune = COMMUNES[index % len(COMMUNES)]
        yield f"more-{index}", pattern.format(field), f"M{index}", form, commune, f"{index + 3} phố Mẫu"


def register_personas(today: date, *, actor: Actor) -> Parties:
    """The personas with their accounts, roles and mandates, and the named organisations."""
    made = Parties({}, {}, {}, {})
    since = today - timedelta(days=400)
    for number, organisation in enumerate(ORGANISATIONS, start=1):
        _register_organisation(made, number, organisation, actor=actor)
    for number, persona in enumerate(PERSONAS, start=1):
        key = people.register_person(
            RegisterPerson(
                name=persona.name.vi,
                citizen_number=f"0011{80 + number % 20:02d}{number:06d}",
                birth_year=1980 + number % 20,
                email=f"{persona.key}@sample.example",
                address=AddressWords("1 phố Mẫu", "Phường Ba Đình", "01"),
                source="sample",
            ),
            actor=actor,
        )
        made.persons[persona.key] = key
        made.names[key] = persona.name.vi
        made.users[persona.key] = people.give_account(key, persona.username, None, actor=actor)
        for unit, role in persona.holdings:
            people.assign_role(AssignRole(key, unit, role, since), actor=actor)
        if persona.key in FUND_POSTS:
            people.assign_role(AssignRole(key, *FUND_POSTS[persona.key], since), actor=actor)
        if persona.organisation:
            _mandate(made, key, persona.organisation, since, actor=actor)
    return made


def register_neighbours(made: Parties, today: date, *, actor: Actor) -> None:
    """The other organisations and people, so that lists, searches and registers look like a city's."""
    for number, organisation in enumerate(organisations(), start=1):
        if organisation[0] not in made.organisations:
            _register_organisation(made, number, organisation, actor=actor)
    since = today - timedelta(days=300)
    wanted = 60 - len(PERSONAS)
    others = [key for key in made.organisations if key not in ("institute", "firm")]
    for number, (given, family) in enumerate(list(product(GIVEN, FAMILY))[:wanted], start=100):
        name = f"{family} {given} (mẫu)"
        foreign = number % 17 == 0
        key = people.register_person(
            RegisterPerson(
                name=name if not foreign else f"Sample Expert {number}",
                citizen_number="" if foreign else f"0011{60 + number % 39:02d}{number:06d}",
                passport_number=f"S{number:07d}" if foreign else "",
                passport_country="KR" if foreign else "",
                nationality="KR" if foreign else "VN",
                birth_year=None if foreign else 1960 + number % 39,
                email=f"person{number}@sample.example",
                source="sample",
            ),
            actor=actor,
        )
        made.persons[f"person-{number}"] = key
        made.names[key] = name
        _mandate(made, key, others[number % len(others)], since, actor=actor)


def _register_organisation(
    made: Parties, number: int, organisation: tuple[str, str, str, str, str, str], *, actor: Actor
) -> None:
    short_key, name, short, form, commune, line = organisation
    key = people.register_organisation(
        RegisterOrganisation(
            name=f"{name} (đơn vị mẫu)",
            legal_form=form,
            tax_code=sample_tax_code(number),
            short_name=short,
            email=f"{short_key}@sample.example",
            address=AddressWords(line, commune, "01"),
            source="sample",
        ),
        actor=actor,
    )
    made.organisations[short_key] = key
    made.names[key] = f"{name} (đơn vị mẫu)"


def _mandate(made: Parties, person: str, organisation: str, since: date, *, actor: Actor) -> None:
    ground = f"Giấy ủy quyền mẫu số {len(made.persons):02d}/GUQ"
    people.grant_mandate(
        GrantMandate(person, made.organisations[organisation], "all", since, None, ground), actor=actor
    )
