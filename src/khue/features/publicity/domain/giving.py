"""Awards in the 360Giving Data Standard (version 1.4): one package of grants, as its published schema describes it.

Standard: https://standard.threesixtygiving.org (CC BY 4.0). Amounts are whole đồng. A private person is an individual recipient whose
name is the standard's own placeholder and whose identifier leads nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from khue.core.bilingual import Text
from khue.features.publicity.domain.awards import PAID, Award

VERSION: Final = "1.4"
INDIVIDUAL: Final = "Individual Recipient"
"""How the standard wants a person who is not named to be called."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes. ``prefix`` begins every identifier; 360Giving gives it to a publisher on registration."""

    prefix: str
    name: str
    website: str
    licence: str
    registered: bool = True

    @property
    def identifier(self) -> str:
        """In no list of organisations: the publisher's own."""
        return f"{self.prefix}-city"


def package(awards: Iterable[Award], publisher: Publisher, *, address: str, moment: datetime) -> dict[str, Any]:
    """The whole package. ``address``: where this server stands, without a slash at its end; ``moment``: when it was made."""
    return {
        **head(publisher, address=address, moment=moment),
        "grants": list(grants(awards, publisher, address=address)),
    }


def head(publisher: Publisher, *, address: str, moment: datetime) -> dict[str, Any]:
    """Everything but the grants."""
    return {
        "version": VERSION,
        "title": "Khuê: public support for science, technology and innovation in Hanoi",
        "description": "Every award that the city decided, with what was granted and what was paid for accepted results.",
        "issued": moment.date().isoformat(),
        "modified": moment.isoformat(timespec="seconds"),
        "identifier": f"{publisher.prefix}-package",
        "license": publisher.licence,
        "publisher": {
            "identifier": publisher.identifier,
            "name": publisher.name,
            "website": publisher.website or address,
        },
        "downloadURL": f"{address}/vi/awards/360giving.json",
        "accessURL": f"{address}/en/awards/",
    }


def grants(awards: Iterable[Award], publisher: Publisher, *, address: str) -> Iterator[dict[str, Any]]:
    """One after the other, so that a long list is never held as a whole."""
    for award in awards:
        yield _grant(award, publisher, address)


def _grant(award: Award, publisher: Publisher, address: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"{publisher.prefix}-{award.subject.replace(':', '-')}",
        "title": award.title,
        "description": award.description,
        "currency": "VND",
        "amountAwarded": award.granted,
        "amountDisbursed": award.paid,
        "awardDate": award.awarded_on.isoformat(),
        "url": f"{address}{award.href}",
        "fundingOrganization": [{"id": publisher.identifier, "name": publisher.name}],
        "grantProgramme": [{"code": award.programme.code, "title": _both(award.programme.name)}],
        "dataSource": f"{address}/en/awards/",
        **_recipient(award, publisher),
    }
    if award.asked is not None:
        made["amountAppliedFor"] = award.asked
    if award.from_call is not None:
        made["fromOpenCall"] = "Yes" if award.from_call else "No"
    planned = _span(award.starts_on, award.ends_on)
    if planned:
        made["plannedDates"] = [planned]
    if award.key_field:
        made["classifications"] = [{"vocabulary": "khue-key-fields", "code": award.key_field}]
    if award.paid and PAID in award.days:
        made["disbursementTransaction"] = [
            {
                "id": f"{made['id']}-paid",
                "transactionDate": award.days[PAID].isoformat(),
                "currency": "VND",
                "value": award.paid,
                "description": "Paid so far; the date is that of the first payment.",
            }
        ]
    if award.changed_at is not None:
        made["dateModified"] = award.changed_at.isoformat(timespec="seconds")
    return made


def _recipient(award: Award, publisher: Publisher) -> Mapping[str, Any]:
    if award.party:
        organisation = {
            "id": f"{publisher.prefix}-party-{award.party}",
            "name": award.recipient,
            "addressCountry": "Viet Nam",
        }
        return {"recipientOrganization": [organisation]}
    person = f"{publisher.prefix}-individual-{award.subject.replace(':', '-')}"
    return {"recipientIndividual": {"id": person, "name": INDIVIDUAL}}


def _span(since: date | None, until: date | None) -> dict[str, str]:
    found = {"startDate": since.isoformat() if since else "", "endDate": until.isoformat() if until else ""}
    return {name: value for name, value in found.items() if value}


def _both(text: Text) -> str:
    return f"{text.vi} / {text.en}" if text.en and text.en != text.vi else text.vi
