"""What of papers and signatures holds the record of a person back from erasure."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.documents.models import Certificate, Signer
from khue.features.people import queries as people

SIGNED = Text("đã ký văn bản hoặc có chứng thư số", "signed a paper or holds a certificate")


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """A signature and a certificate say who signed: they stay, and with them whose they are. Two queries."""
    keys = {key for same in persons.values() for key in same}
    signed = Signer.objects.filter(person__in=keys).values_list("person", flat=True).distinct()
    held = Certificate.objects.filter(holder__in=keys).values_list("holder", flat=True).distinct()
    return people.told_of_each(persons, [(SIGNED, {*signed, *held})])
