"""What holds an erasure back: records of this room that name a person and are kept."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.results.models import (
    AuthorShare,
    IncomeReport,
    OwnerShare,
    Payout,
    PayoutClaim,
    Result,
    ShareConsent,
    TransferClaim,
)


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: parts of results, and money that results brought. One query."""
    return people.told_by(
        persons,
        (
            Text(
                "là tác giả, chủ sở hữu hoặc người đề nghị nhận kết quả",
                "is an author or owner of results, or claimed one",
            ),
            [
                (AuthorShare.objects, "person"),
                (ShareConsent.objects, "person"),
                (Result.objects, "party"),
                (OwnerShare.objects, "party"),
                (TransferClaim.objects, "party"),
            ],
        ),
        (
            Text("có khoản tiền từ kết quả phải lưu", "has money from results that must be kept"),
            [(Payout.objects, "party"), (PayoutClaim.objects, "party"), (IncomeReport.objects, "intermediary")],
        ),
    )
