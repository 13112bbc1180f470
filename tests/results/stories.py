"""Results at the tests' day: the institute's support with a tranche paid for, and what came out of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import uuid4

from khue.core.bilingual import Text
from khue.features.results import usecases
from khue.features.results.domain.register import CheckResult, Description, HandIn
from khue.features.results.domain.shares import AnswerShares, Author, ProposeShares
from khue.features.results.models import Result, ShareConsent
from khue.site.sample.applications import paper
from tests.cast import persona
from tests.missions.stories import running

CANARY = "CANARY-7F3A"
SAID = Description(
    Text("Màng lọc nước từ sợi tre", "Water filter made of bamboo fibre"),
    Text("Màng lọc giữ lại 99% vi nhựa.", "The filter holds back 99% of microplastics."),
    "product",
    "engineering",
    6,
    "Thử nghiệm sáu tháng tại nhà máy nước.",
    date(2026, 2, 20),
)


def a_support() -> int:
    """The institute's support whose first tranche was accepted; its id."""
    story = running()
    story.delivered(1).accepted()
    return story.support_id


def handed_in(support: int = 0, said: Description = SAID, confidential: str = CANARY) -> int:
    asked = HandIn(f"support:{support or a_support()}", said, (paper("bao-cao"),), confidential, uuid4())
    return usecases.hand_in_result(asked, actor=persona("researcher"))


def registered(support: int = 0) -> int:
    result = handed_in(support)
    usecases.check_result(CheckResult(result, True, once=uuid4()), actor=persona("officer"))
    return result


def author(who: str, share: str, orcid: str = "") -> Author:
    person = persona(who)
    part = Fraction(share)
    return Author(person.key, person.name, part.numerator, part.denominator, orcid, "thiết kế và thử nghiệm")


def proposed(result: int, *authors: Author, ground: str = "") -> int:
    return usecases.propose_shares(ProposeShares(result, authors, ground, once=uuid4()), actor=persona("researcher"))


def consent_of(who: str, result: int) -> int:
    row = ShareConsent.objects.filter(share_list__result=result, person=persona(who).person_id).latest("pk")
    return int(row.pk)


def with_authors(support: int = 0) -> int:
    """A registered result of two authors, two thirds and one third, both confirmed."""
    result = registered(support)
    proposed(result, author("researcher", "2/3", "0000-0002-1825-0097"), author("founder", "1/3"))
    for who in ("researcher", "founder"):
        usecases.answer_shares(AnswerShares(consent_of(who, result), True, once=uuid4()), actor=persona(who))
    return result


def result_of(id: int) -> Result:
    return Result.objects.get(pk=id)
