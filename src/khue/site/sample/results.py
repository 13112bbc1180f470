"""What came out of the sample city's missions: results, their authors, income and rewards, deed by deed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from uuid import uuid4

from khue.core.bilingual import Text
from khue.features.results import queries, usecases
from khue.features.results.domain.register import CheckResult, Description, HandIn
from khue.features.results.domain.shares import AnswerShares, Author, ProposeShares
from khue.site.sample.applications import paper
from khue.site.sample.stories import Act


@dataclass(frozen=True, slots=True)
class Made:
    """A registered result of the sample city."""

    id: int
    number: str


FILTER = Text("Màng lọc nước từ sợi tre (mẫu)", "Water filter made of bamboo fibre (sample)")
FILTER_SAYS = Text(
    "Màng lọc nhiều lớp từ sợi tre giữ lại 99% vi nhựa trong nước sinh hoạt, rửa được và dùng lại sáu tháng. Dữ liệu mẫu.",
    "A layered filter of bamboo fibre that holds back 99% of microplastics in tap water, can be washed and lasts six months. Sample data.",
)
FILTER_SECRET = "Tỷ lệ phối sợi và nhiệt độ ép là bí quyết của Viện (dữ liệu mẫu)."


def handed_in(support: int, act: Act, title: Text = FILTER, says: Text = FILTER_SAYS, *, kind: str = "product") -> int:
    """The institute hands in what its support brought about."""
    actor = act("researcher")
    said = Description(title, says, kind, "engineering", 6, "Chạy thử sáu tháng tại trạm cấp nước.", actor.today)
    asked = HandIn(f"support:{support}", said, (paper("bao-cao-ket-qua"),), FILTER_SECRET, uuid4())
    return usecases.hand_in_result(asked, actor=actor)


def registered(support: int, act: Act, title: Text = FILTER, says: Text = FILTER_SAYS) -> Made:
    """… and an officer registers it."""
    result = handed_in(support, act, title, says)
    return Made(result, usecases.check_result(CheckResult(result, True, once=uuid4()), actor=act("officer")))


def authors_proposed(result: int, act: Act) -> int:
    """Two authors, two thirds and one third; the first one's question."""
    found = []
    for who, part, orcid in (("researcher", Fraction(2, 3), "0000-0002-1825-0097"), ("founder", Fraction(1, 3), "")):
        person = act(who)
        found.append(Author(person.key, person.name, part.numerator, part.denominator, orcid, "thiết kế và thử nghiệm"))
    usecases.propose_shares(ProposeShares(result, tuple(found), once=uuid4()), actor=act("researcher"))
    card = queries.result_card(result, act("researcher"))
    assert card.proposed is not None
    return card.proposed.consents[0].id


def authors_agreed(result: int, act: Act) -> None:
    """… and both confirm by their own sign-in."""
    authors_proposed(result, act)
    for who in ("researcher", "founder"):
        card = queries.result_card(result, act(who))
        assert card.proposed is not None
        mine = next(consent.id for consent in card.proposed.consents if consent.mine)
        usecases.answer_shares(AnswerShares(mine, True, once=uuid4()), actor=act(who))
