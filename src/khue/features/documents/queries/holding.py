"""What of papers and signatures holds the record of a person back from erasure."""

from __future__ import annotations

from collections.abc import Collection

from khue.core.bilingual import Text
from khue.features.documents.models import Certificate, Signer


def holds_of_person(keys: Collection[str]) -> tuple[Text, ...]:
    """A signature and a certificate say who signed: they stay, and with them whose they are."""
    if Signer.objects.filter(person__in=keys).exists() or Certificate.objects.filter(holder__in=keys).exists():
        return (Text("đã ký văn bản hoặc có chứng thư số", "signed a paper or holds a certificate"),)
    return ()
