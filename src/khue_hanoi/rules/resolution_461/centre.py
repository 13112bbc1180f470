"""Resolution 461/NQ-HĐND: the Hà Nội Innovation Centre, its founders, criteria, targets and charges."""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.core.rules.expressions import (
    Expression,
    Fact,
    as_expression,
    by,
    choice,
    choose,
    count,
    greatest,
    law,
    lines,
    money,
    share,
    yesno,
)
from khue.core.rules.kinds import Kind
from khue.core.rules.rule import Refusal, Ruling, rule, say

IN_FORCE = date(2025, 10, 10)
PRESENTED = date(2026, 2, 26)
"""What was told of the company holds from the day on which it was presented."""
CRITERIA_SINCE = date(2025, 10, 14)

founders = lines(
    "founders",
    "Vốn góp của cổ đông",
    "Contributions of the shareholders",
    ask=("Mỗi cổ đông góp bao nhiêu vốn điều lệ?", "How much of the charter capital does each shareholder hold?"),
    fields=(
        choice(
            "holder",
            "Cổ đông",
            "Shareholder",
            ask=("Cổ đông là ai?", "Who is the shareholder?"),
            options={
                "city": ("Thành phố", "the city"),
                "university": ("Đại học Bách khoa Hà Nội", "Hanoi University of Science and Technology"),
                "company": ("Tập đoàn CMC", "CMC Group"),
                "other": ("cổ đông khác", "another shareholder"),
            },
        ),
        money(
            "contribution",
            "Vốn góp",
            "Contribution",
            ask=("Cổ đông góp bao nhiêu đồng?", "How much does the shareholder hold, in đồng?"),
            maximum=10**15,
        ),
    ),
)
centre_level = choice(
    "centre_level",
    "Loại trung tâm",
    "Kind of centre",
    ask=("Trung tâm đề nghị công nhận ở cấp nào?", "For which level is recognition sought?"),
    options={
        "basic": ("trung tâm đổi mới sáng tạo", "innovation centre"),
        "provincial": ("trung tâm cấp tỉnh", "provincial centre"),
        "national": ("trung tâm cấp quốc gia", "national centre"),
    },
)
staff = count(
    "staff",
    "Số nhân sự",
    "Staff",
    ask=("Trung tâm có bao nhiêu nhân sự?", "How many staff has the centre?"),
    maximum=100_000,
)
degree_share = share(
    "degree_share",
    "Tỷ lệ nhân sự có bằng đại học",
    "Staff with a degree",
    ask=("Bao nhiêu phần trăm nhân sự có bằng đại học trở lên?", "Which share of the staff holds a degree?"),
)
enterprises_supported = count(
    "enterprises_supported",
    "Số doanh nghiệp được hỗ trợ trong năm",
    "Enterprises supported this year",
    ask=(
        "Trong năm, trung tâm đã hỗ trợ bao nhiêu doanh nghiệp?",
        "How many enterprises has the centre supported this year?",
    ),
    maximum=1_000_000,
)
projects_supported = count(
    "projects_supported",
    "Số dự án khởi nghiệp được hỗ trợ trong năm",
    "Startup projects supported this year",
    ask=(
        "Trong năm, trung tâm đã hỗ trợ bao nhiêu dự án khởi nghiệp?",
        "How many startup projects has the centre supported this year?",
    ),
    maximum=1_000_000,
)
startups_incubated = count(
    "startups_incubated",
    "Số doanh nghiệp khởi nghiệp đã ươm tạo",
    "Startups incubated",
    ask=("Trung tâm đã ươm tạo bao nhiêu doanh nghiệp khởi nghiệp?", "How many startups were incubated?"),
    maximum=1_000_000,
)
money_mobilised = money(
    "money_mobilised",
    "Vốn đã huy động",
    "Money mobilised",
    ask=("Đã huy động được bao nhiêu đồng?", "How much money was mobilised, in đồng?"),
)
network_organisations = count(
    "network_organisations",
    "Số tổ chức trong mạng lưới",
    "Organisations of the network",
    ask=("Mạng lưới có bao nhiêu tổ chức?", "How many organisations are in the network?"),
    maximum=1_000_000,
)
market_products = count(
    "market_products",
    "Số sản phẩm sẵn sàng ra thị trường",
    "Market-ready products",
    ask=("Có bao nhiêu sản phẩm sẵn sàng ra thị trường?", "How many products are ready for the market?"),
    maximum=1_000_000,
)
lab_charge = money(
    "lab_charge",
    "Mức thu dự kiến",
    "Charge proposed",
    ask=("Phòng thí nghiệm dự kiến thu bao nhiêu đồng?", "How much does the laboratory want to charge, in đồng?"),
)


def _lab_cost(name: str, vi: str, en: str) -> Fact:
    return money(
        f"lab_{name}",
        f"Chi phí {vi}",
        f"Cost of {en}",
        ask=(f"Chi phí {vi} của lần sử dụng này là bao nhiêu đồng?", f"How much is the {en} of this use, in đồng?"),
        maximum=10**15,
    )


LAB_WORDS = {
    "maintenance": ("bảo dưỡng", "maintenance"),
    "repair": ("sửa chữa", "repair"),
    "running": ("vận hành", "running"),
    "depreciation": ("khấu hao", "depreciation"),
}
LAB_COSTS = {kind: _lab_cost(kind, *words) for kind, words in LAB_WORDS.items()}
applicant_is_founder = yesno(
    "applicant_is_founder",
    "Người nộp hồ sơ là cổ đông sáng lập",
    "The applicant is a founding shareholder",
    ask=("Người nộp hồ sơ có phải là cổ đông sáng lập không?", "Is the applicant a founding shareholder?"),
    changeable=False,
)
member_of_founder = yesno(
    "member_of_founder",
    "Thành viên hội đồng thuộc cổ đông đó",
    "The panel member belongs to that shareholder",
    ask=("Thành viên hội đồng có thuộc cổ đông đó không?", "Does the panel member belong to that shareholder?"),
    changeable=False,
)


@rule(
    "centre.shareholding",
    title=("Cơ cấu vốn góp của Trung tâm", "Shareholding of the centre"),
    cites=("res-461.capital",),
    since=PRESENTED,
)
def shareholding() -> Ruling:
    """The contributions of all shareholders together are the charter capital: shares sum to the whole."""
    capital = law.money("centre.charter_capital")
    total = founders.total(lambda line: line.contribution).called("Tổng vốn góp", "Sum of contributions")
    city = founders.total(lambda line: choose(line.holder.is_("city"), line.contribution, 0))
    city = city.called("Vốn góp của Thành phố", "The city's part")
    planned = law.share("centre.share.city").of(capital, "down").called("Vốn góp ban đầu", "At the outset")
    return Ruling(
        values={"value": city, "planned": planned},
        then=say(
            "Tổng vốn góp {total} bằng vốn điều lệ; phần của Thành phố là {city} (ban đầu {planned}).",
            "The contributions sum to the charter capital of {total}; the city holds {city} (at the outset {planned}).",
            total=total,
            city=city,
            planned=planned,
        ),
        refusals=(
            Refusal(
                "sum",
                ~total.equals(capital),
                say(
                    "Tổng vốn góp {total} khác vốn điều lệ {capital}; tổng tỷ lệ phải là {whole}.",
                    "The contributions sum to {total}, not to the charter capital of {capital}; shares sum to {whole}.",
                    total=total,
                    capital=capital,
                    whole=law.share("centre.share.total"),
                ),
                next_step=Text(
                    "Đề nghị kiểm tra lại vốn góp của từng cổ đông.", "Check each shareholder's contribution."
                ),
                rests_on=("centre.charter_capital", "centre.share.total"),
            ),
        ),
    )


def _short(code: str, found: Expression, needed: Expression, vi: str, en: str, *rests_on: str) -> Refusal:
    return Refusal(
        code,
        found < needed,
        say(
            f"Trung tâm có {{found}} {vi}; cần ít nhất {{needed}}.",
            f"The centre has {{found}} {en}; at least {{needed}} are needed.",
            found=found,
            needed=needed,
        ),
        next_step=Text("Đề nghị bổ sung trước khi hết năm.", "Make up for it before the year ends."),
        rests_on=rests_on,
    )


@rule(
    "centre.criteria",
    title=("Tiêu chí trung tâm đổi mới sáng tạo", "Criteria of an innovation centre"),
    cites=("decree-268-2025.centres",),
    since=CRITERIA_SINCE,
)
def criteria() -> Ruling:
    """Staff, degrees, enterprises and projects a year, by level. The source also names a revenue without saying whose: it is
    told and not tested."""

    def of(what: str) -> Expression:
        levels = ("basic", "provincial", "national")
        return by(centre_level, {level: law.count(f"centre.criteria.{level}.{what}") for level in levels})

    basic, national = centre_level.is_("basic"), centre_level.is_("national")
    degrees = law.share("centre.criteria.basic.degree_share")
    projects = law.count("centre.criteria.national.projects")
    return Ruling(
        values={"value": as_expression(True, Kind.YESNO)},
        then=say(
            "Trung tâm đáp ứng tiêu chí về nhân sự và kết quả hỗ trợ đối với {level}. Tiêu chí doanh thu chưa được xét "
            "vì chưa rõ tính doanh thu của ai.",
            "The centre meets the criteria of staff and results ({level}). Whose revenue counts is not clear, so that "
            "criterion is not tested.",
            level=centre_level,
        ),
        refusals=(
            _short("staff", staff, of("staff"), "nhân sự", "staff", "decree-268-2025.centres"),
            _short(
                "enterprises",
                enterprises_supported,
                of("enterprises"),
                "doanh nghiệp được hỗ trợ trong năm",
                "enterprises supported this year",
                "decree-268-2025.centres",
            ),
            Refusal(
                "degrees",
                basic & (degree_share < degrees),
                say(
                    "Tỷ lệ nhân sự có bằng đại học là {found}; cần ít nhất {needed}.",
                    "{found} of the staff hold a degree; at least {needed} are needed.",
                    found=degree_share,
                    needed=degrees,
                ),
                next_step=Text("Đề nghị tuyển thêm nhân sự có bằng đại học.", "Hire more staff with a degree."),
                rests_on=("centre.criteria.basic.degree_share",),
            ),
            Refusal(
                "projects",
                national & (projects_supported < projects),
                say(
                    "Trong năm, trung tâm đã hỗ trợ {found} dự án khởi nghiệp; cần ít nhất {needed}.",
                    "{found} startup projects were supported this year; at least {needed} are needed.",
                    found=projects_supported,
                    needed=projects,
                ),
                next_step=Text(
                    "Đề nghị hỗ trợ thêm dự án trước khi hết năm.", "Support more projects before the year ends."
                ),
                rests_on=("centre.criteria.national.projects",),
            ),
        ),
    )


@rule(
    "centre.target-gap",
    title=("Khoảng cách đến chỉ tiêu của Trung tâm", "Gap to the targets of the centre"),
    cites=("res-461.targets",),
    since=PRESENTED,
)
def target_gap() -> Ruling:
    """How much is missing to each target. Startups and money are to be *more than* their targets, the others at least."""
    startups = greatest(law.count("centre.targets.startups") + 1 - startups_incubated, 0)
    mobilised = greatest(law.money("centre.targets.money") + 1 - money_mobilised, 0)
    network = greatest(law.count("centre.targets.network") - network_organisations, 0)
    products = greatest(law.count("centre.targets.products") - market_products, 0)
    return Ruling(
        values={"value": startups, "money": mobilised, "network": network, "products": products},
        then=say(
            "Còn thiếu {startups} doanh nghiệp khởi nghiệp, {mobilised} vốn huy động, {network} tổ chức và {products} sản phẩm.",
            "Missing: {startups} startups, {mobilised} of money, {network} organisations and {products} products.",
            startups=startups,
            mobilised=mobilised,
            network=network,
            products=products,
        ),
    )


@rule(
    "centre.laboratory-charge",
    title=("Mức thu của phòng thí nghiệm dùng chung", "Charge of a shared laboratory"),
    cites=("law-93-2025.shared-infrastructure",),
    since=IN_FORCE,
    words=LAB_WORDS,
)
def laboratory_charge() -> Ruling:
    """A shared laboratory charges real cost: what the law lets it count, and nothing above."""
    basis = law.codes("centre.lab.charge_basis")
    first, *others = (
        choose(as_expression(kind, Kind.CHOICE).among(basis), cost, 0) for kind, cost in LAB_COSTS.items()
    )
    most = sum(others, start=first).called("Chi phí thực tế", "Real cost")
    return Ruling(
        values={"value": most},
        then=say(
            "Mức thu {charge} không vượt chi phí thực tế {most}.",
            "A charge of {charge} is within the real cost of {most}.",
            charge=lab_charge,
            most=most,
        ),
        refusals=(
            Refusal(
                "above_cost",
                lab_charge > most,
                say(
                    "Mức thu {charge} vượt chi phí thực tế {most}.",
                    "A charge of {charge} is above the real cost of {most}.",
                    charge=lab_charge,
                    most=most,
                ),
                next_step=Text(
                    "Đề nghị giảm mức thu hoặc bổ sung căn cứ chi phí.", "Lower it, or show more of the cost."
                ),
                rests_on=("centre.lab.charge_basis",),
            ),
        ),
    )


@rule(
    "centre.panel-seat",
    title=("Thành viên hội đồng và cổ đông sáng lập", "Panel members and founding shareholders"),
    cites=("res-461.operation",),
    since=IN_FORCE,
)
def panel_seat() -> Ruling:
    """A panel member of a founder that applies leaves. That is proposed, not law: where it matters the answer waits."""
    conflict = applicant_is_founder & member_of_founder
    leaves = conflict & law.flag("centre.founders_leave_panels")
    return Ruling(
        values={"value": ~leaves},
        then=say("Thành viên được tham gia xét hồ sơ này.", "The member takes part."),
        refusals=(
            Refusal(
                "conflict",
                leaves,
                say(
                    "Thành viên thuộc cổ đông đang nộp hồ sơ nên không tham gia xét hồ sơ này.",
                    "The member belongs to the applying shareholder and does not take part.",
                ),
                next_step=Text("Đề nghị cử thành viên khác thay thế.", "Name a substitute."),
                rests_on=("centre.founders_leave_panels",),
            ),
        ),
    )
