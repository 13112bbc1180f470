"""Parts that several use-cases share: locking, who is told. Each joins the deed that is under way."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.documents import access
from khue.features.documents.domain import SignerKind
from khue.features.documents.models import Paper, Signer, Signing
from khue.features.people import queries as people
from khue.kernel.deeds import Deed
from khue.kernel.models import StoredFile


def locked_paper(reference: str) -> Paper:
    """Raises Missing."""
    found = Paper.objects.select_for_update().filter(reference=reference).first()
    if found is None:
        raise access.no_such_paper()
    return found


def locked_turn(signer_id: int) -> tuple[Signer, Signing, Paper]:
    """The turn with its envelope and paper, locked: the paper first, as whoever supersedes it does. Raises Missing."""
    place = Signer.objects.filter(pk=signer_id).values_list("signing_id", "signing__paper_id").first()
    if place is None:
        raise access.no_such_paper()
    paper = Paper.objects.select_for_update().get(pk=place[1])
    signing = Signing.objects.select_for_update().get(pk=place[0])
    return Signer.objects.select_for_update().get(pk=signer_id), signing, paper


def owner_of(paper: Paper) -> str:
    """The party whose file the paper is: that of its first file. Empty before there is one."""
    first = paper.versions.order_by("number").values_list("file", flat=True).first()
    return StoredFile.objects.filter(pk=first).values_list("owner", flat=True).first() or "" if first else ""


def parties_of(paper: Paper, *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in (owner_of(paper), *more) if key.startswith("party:")))


def notify_turn(signing: Signing, paper: Paper, *, deed: Deed) -> None:
    """Tell those who may take the next turn that it is theirs."""
    row = Signer.objects.filter(signing=signing, state="waiting").order_by("turn").first()
    if row is None:
        return
    title = Text(f"Văn bản {paper.number} chờ ông/bà ký", f"Paper {paper.number} waits for your signature")
    body = Text(f"{paper.title_vi}. {paper.about_vi}".strip(), f"{paper.title_en}. {paper.about_en}".strip())
    for reader in _people_of(row, deed):
        if reader != deed.actor.key:
            deed.notify(reader, "signing", title, body, f"/documents/sign/{row.pk}/")


def _people_of(row: Signer, deed: Deed) -> tuple[str, ...]:
    match SignerKind(row.kind):
        case SignerKind.PERSON:
            return (row.who,)
        case SignerKind.MANDATE:
            found = people.mandates_of(row.who, deed.today)
            return tuple(dict.fromkeys(line.person_key for line in found if line.scope in ("sign", "all")))
        case SignerKind.RIGHT:
            return tuple(card.key for card in people.people_with_right(row.who, deed.today))
