"""Resolution 30/2025/NQ-HĐND: the Hà Nội Venture Capital Fund, its capital, investors and bodies."""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.core.rules.expressions import as_expression, choice, count, law, least, money, yesno
from khue.core.rules.kinds import Kind
from khue.core.rules.rule import Refusal, Ruling, rule, say

IN_FORCE = date(2025, 10, 10)

total_capital = money(
    "total_capital",
    "Vốn điều lệ của quỹ",
    "Charter capital of the fund",
    ask=(
        "Vốn điều lệ của quỹ, gồm cả phần của Thành phố, là bao nhiêu đồng?",
        "What is the charter capital of the fund, the city's part included, in đồng?",
    ),
)
city_paid_in = money(
    "city_paid_in",
    "Vốn Thành phố đã góp",
    "Capital paid in by the city",
    ask=("Thành phố đã góp bao nhiêu đồng?", "How much has the city paid in, in đồng?"),
)
total_paid_in = money(
    "total_paid_in",
    "Tổng vốn các bên đã góp",
    "Capital paid in by all",
    ask=("Các bên, gồm cả Thành phố, đã góp tất cả bao nhiêu đồng?", "How much have all parties paid in, in đồng?"),
)
other_investors = count(
    "other_investors",
    "Số nhà đầu tư ngoài Thành phố",
    "Investors besides the city",
    ask=("Ngoài Thành phố, quỹ có bao nhiêu nhà đầu tư?", "How many investors has the fund besides the city?"),
    maximum=1_000,
)
board_members = count(
    "board_members",
    "Số thành viên ban quản lý quỹ",
    "Members of the management board",
    ask=("Ban quản lý quỹ có bao nhiêu thành viên?", "How many members has the management board?"),
    maximum=1_000,
)
representative_rank = choice(
    "representative_rank",
    "Chức vụ của người đại diện vốn của Thành phố",
    "Rank of the city's representative",
    ask=("Người đại diện vốn của Thành phố giữ chức vụ gì?", "Which rank does the city's representative hold?"),
    options={
        "department-director": ("Giám đốc Sở hoặc tương đương", "department director or equal"),
        "deputy-director": ("Phó Giám đốc Sở", "deputy director of a department"),
        "division-head": ("Trưởng phòng", "head of division"),
        "other": ("chức vụ khác", "another rank"),
    },
)
representatives_in_office = count(
    "representatives_in_office",
    "Số người đại diện đang giữ nhiệm vụ",
    "Representatives in office",
    ask=(
        "Hiện có bao nhiêu người khác đang đại diện vốn của Thành phố?",
        "How many other persons represent the city's capital at present?",
    ),
    maximum=100,
)
is_state_enterprise = yesno(
    "is_state_enterprise",
    "Nhà đầu tư là doanh nghiệp nhà nước",
    "The investor is a state enterprise",
    ask=("Nhà đầu tư có phải là doanh nghiệp nhà nước không?", "Is the investor a state enterprise?"),
    changeable=False,
)
has_own_approval = yesno(
    "has_own_approval",
    "Có văn bản chấp thuận của cơ quan đại diện chủ sở hữu",
    "Has the approval of its owner's body",
    ask=(
        "Nhà đầu tư đã có văn bản chấp thuận góp vốn của cơ quan đại diện chủ sở hữu chưa?",
        "Has the investor the approval of the body that represents its owner?",
    ),
)


@rule(
    "venture.city-ceiling",
    title=("Vốn góp tối đa của Thành phố trong quỹ", "The most that the city may put into the fund"),
    cites=("res-30-2025.capital",),
    since=IN_FORCE,
)
def city_ceiling() -> Ruling:
    """The city's money is capped twice, by amount and by share of the charter capital; the tighter limit wins."""
    ceiling = law.money("venture.city.capital_ceiling")
    share = law.share("venture.city.share_ceiling")
    by_share = share.of(total_capital, "down").called("Giới hạn theo tỷ lệ", "Limit by share")
    most = least(ceiling, by_share).called("Vốn góp tối đa của Thành phố", "The most of the city")
    return Ruling(
        values={"value": most},
        then=say(
            "Với vốn điều lệ {total}, Thành phố được góp tối đa {most}: vừa không quá {ceiling}, vừa không quá {share} "
            "vốn điều lệ.",
            "With a charter capital of {total} the city may put in at most {most}: no more than {ceiling} and no more "
            "than {share} of the charter capital.",
            total=total_capital,
            most=most,
            ceiling=ceiling,
            share=share,
        ),
    )


@rule(
    "venture.fund-size",
    title=("Quy mô tối đa của quỹ", "The greatest size of the fund"),
    cites=("res-30-2025.total",),
    since=IN_FORCE,
)
def fund_size() -> Ruling:
    """The fund as a whole has a greatest size."""
    ceiling = law.money("venture.total_ceiling")
    return Ruling(
        values={
            "value": ceiling,
            "left": (ceiling - total_capital).called("Phần còn được huy động", "Left to raise"),
        },
        then=say(
            "Quy mô {total} không vượt mức tối đa {ceiling}.",
            "A size of {total} is within the most allowed, {ceiling}.",
            total=total_capital,
            ceiling=ceiling,
        ),
        refusals=(
            Refusal(
                "fund_too_large",
                total_capital > ceiling,
                say(
                    "Quy mô {total} vượt mức tối đa {ceiling}.",
                    "A size of {total} is above the most allowed, {ceiling}.",
                    total=total_capital,
                    ceiling=ceiling,
                ),
                next_step=Text(
                    "Đề nghị giảm quy mô quỹ hoặc báo cáo Hội đồng nhân dân Thành phố xem xét điều chỉnh.",
                    "Lower the size, or bring a change before the People's Council.",
                ),
                rests_on=("venture.total_ceiling",),
            ),
        ),
    )


@rule(
    "venture.paid-in-share",
    title=("Tỷ lệ của Thành phố trên vốn đã góp", "The city's share of the capital paid in"),
    cites=("res-30-2025.capital", "res-30-2025.charter"),
    since=IN_FORCE,
)
def paid_in_share() -> Ruling:
    """The share is tested again on paid-in money at each call. Whether an excess blocks or only warns is not found: an
    excess therefore waits for the legal officer, a share within the limit does not."""
    share = law.share("venture.city.share_ceiling")
    most = share.of(total_paid_in, "down").called("Thành phố được góp đến lúc này", "The city's most at this moment")
    blocks = as_expression("block", Kind.CHOICE).among(law.codes("venture.paid_in_test"))
    return Ruling(
        values={"value": most},
        then=say(
            "Trong {total} đã góp, phần của Thành phố là {city}; mức theo tỷ lệ {share} là {most}.",
            "Of {total} paid in, the city's part is {city}; the most at {share} is {most}.",
            total=total_paid_in,
            city=city_paid_in,
            share=share,
            most=most,
        ),
        refusals=(
            Refusal(
                "city_share_exceeded",
                (city_paid_in > most) & blocks,
                say(
                    "Thành phố đã góp {city}, vượt {share} của {total}.",
                    "The city has paid in {city}, more than {share} of {total}.",
                    city=city_paid_in,
                    share=share,
                    total=total_paid_in,
                ),
                next_step=Text(
                    "Đề nghị huy động phần vốn của các nhà đầu tư khác trước khi Thành phố góp tiếp.",
                    "Call the other investors' capital before the city pays in more.",
                ),
                rests_on=("venture.city.share_ceiling", "venture.paid_in_test"),
            ),
        ),
    )


@rule(
    "venture.investor-seats",
    title=("Số chỗ còn lại cho nhà đầu tư ngoài Thành phố", "Seats left for investors besides the city"),
    cites=("res-30-2025.investors",),
    since=IN_FORCE,
)
def investor_seats() -> Ruling:
    """Beside the city there is a greatest number of investors; more may wait."""
    most = law.count("venture.other_investors")
    left = (most - other_investors).called("Số chỗ còn lại", "Seats left")
    return Ruling(
        values={"value": left},
        then=say(
            "Quỹ có {found} nhà đầu tư ngoài Thành phố, còn {left} trong {most} chỗ.",
            "The fund has {found} investors besides the city; {left} of {most} seats are left.",
            found=other_investors,
            left=left,
            most=most,
        ),
        refusals=(
            Refusal(
                "too_many_investors",
                other_investors > most,
                say(
                    "Quỹ chỉ được có tối đa {most} nhà đầu tư ngoài Thành phố; số đề nghị là {found}.",
                    "Besides the city the fund may have at most {most} investors; {found} are proposed.",
                    most=most,
                    found=other_investors,
                ),
                next_step=Text(
                    "Đề nghị đưa các nhà đầu tư còn lại vào danh sách chờ.",
                    "Put the remaining investors on the waiting list.",
                ),
                rests_on=("venture.other_investors",),
            ),
        ),
    )


@rule(
    "venture.board-seats",
    title=("Số chỗ còn lại trong ban quản lý quỹ", "Seats left on the management board"),
    cites=("res-30-2025.bodies",),
    since=IN_FORCE,
)
def board_seats() -> Ruling:
    """The management board has a greatest number of members."""
    most = law.count("venture.board_size")
    left = (most - board_members).called("Số chỗ còn lại", "Seats left")
    return Ruling(
        values={"value": left},
        then=say(
            "Ban quản lý quỹ có {found} thành viên, còn {left} trong {most} chỗ.",
            "The management board has {found} members; {left} of {most} seats are left.",
            found=board_members,
            left=left,
            most=most,
        ),
        refusals=(
            Refusal(
                "board_too_large",
                board_members > most,
                say(
                    "Ban quản lý quỹ chỉ được có tối đa {most} thành viên; số đề nghị là {found}.",
                    "The management board may have at most {most} members; {found} are proposed.",
                    most=most,
                    found=board_members,
                ),
                next_step=Text("Đề nghị giảm số thành viên.", "Propose fewer members."),
                rests_on=("venture.board_size",),
            ),
        ),
    )


@rule(
    "venture.city-representative",
    title=("Người đại diện vốn của Thành phố", "Who represents the city's capital"),
    cites=("res-30-2025.representative",),
    since=IN_FORCE,
)
def city_representative() -> Ruling:
    """The representative is of department-director rank, and there is one at a time."""
    seats = law.count("venture.representative.count")
    ranks = law.codes("venture.representative.rank")
    return Ruling(
        values={"value": (seats - representatives_in_office).called("Số chỗ còn lại", "Seats left")},
        then=say(
            "Người giữ chức vụ {rank} được cử làm đại diện vốn của Thành phố.",
            "A person in the rank of {rank} may represent the city's capital.",
            rank=representative_rank,
        ),
        refusals=(
            Refusal(
                "rank",
                ~representative_rank.among(ranks),
                say(
                    "Chức vụ {rank} chưa đáp ứng yêu cầu đối với người đại diện vốn của Thành phố.",
                    "The rank of {rank} is not the one that the city's representative must hold.",
                    rank=representative_rank,
                ),
                next_step=Text(
                    "Đề nghị cử người giữ chức vụ Giám đốc Sở hoặc tương đương.",
                    "Name a person of department-director rank.",
                ),
                rests_on=("venture.representative.rank",),
            ),
            Refusal(
                "already_represented",
                representatives_in_office >= seats,
                say(
                    "Hiện đã có {found} người đại diện; cùng một lúc chỉ có {seats}.",
                    "There is already a representative ({found}); at one time there is {seats}.",
                    found=representatives_in_office,
                    seats=seats,
                ),
                next_step=Text(
                    "Đề nghị kết thúc nhiệm vụ của người đang đại diện trước khi cử người mới.",
                    "End the present representative's duty before naming another.",
                ),
                rests_on=("venture.representative.count",),
            ),
        ),
    )


@rule(
    "venture.state-enterprise-investor",
    title=("Nhà đầu tư là doanh nghiệp nhà nước", "Investors that are state enterprises"),
    cites=("res-30-2025.investors",),
    since=IN_FORCE,
)
def state_enterprise_investor() -> Ruling:
    """State enterprises are bound to preserve their capital: they attach the approval of their owner's body."""
    needs = is_state_enterprise & law.flag("venture.state_enterprise.own_approval")
    return Ruling(
        values={"value": ~needs | has_own_approval},
        then=say("Hồ sơ của nhà đầu tư đủ điều kiện về chấp thuận góp vốn.", "The investor may contribute."),
        refusals=(
            Refusal(
                "own_approval",
                needs & ~has_own_approval,
                say(
                    "Doanh nghiệp nhà nước phải kèm văn bản chấp thuận góp vốn của cơ quan đại diện chủ sở hữu.",
                    "A state enterprise attaches the approval of the body that represents its owner.",
                ),
                next_step=Text(
                    "Mời ông/bà bổ sung văn bản chấp thuận, trong đó có ý kiến về bảo toàn vốn.",
                    "Add the approval, with its view on the preservation of capital.",
                ),
                rests_on=("venture.state_enterprise.own_approval",),
            ),
        ),
    )
