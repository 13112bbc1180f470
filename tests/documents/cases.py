"""Papers to sign, made the way the city makes them: a granted support whose decision and agreement are rendered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.documents import usecases
from khue.features.documents.domain import IssueSampleCertificate, SignPaper
from khue.features.documents.models import Certificate, Paper, Signer
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.models import Document
from khue.site.sample.stories import Story
from tests.cast import persona, setup_actor
from tests.missions.stories import TOPIC, appraised

_numbers = count(100)
RENDER = "job.dossiers.render_document"


def job() -> Actor:
    """The worker that renders."""
    actor = setup_actor()
    return Actor(key="job:render", name="render", moment=actor.moment, rights=frozenset({RENDER}))


def certificate(who: str, days: int = 365, since: int = 10) -> Certificate:
    """A sample certificate of a persona, registered ``since`` days ago, valid ``days`` from then."""
    actor = setup_actor().at(setup_actor().moment - timedelta(days=since))
    asked = IssueSampleCertificate(persona(who).key, days, "Thành phố Hà Nội (mẫu)", once=uuid4())
    return Certificate.objects.get(pk=usecases.issue_certificate_of_sample(asked, actor=actor))


def paper_of(story: Story, kind: str) -> Paper:
    """The rendered paper of a kind, newest first."""
    document = Document.objects.filter(dossier=story.dossier_id, kind=kind).latest("pk")
    dossiers.render_document(document.pk, actor=job())
    return Paper.objects.get(reference=f"document:{document.pk}")


def granted() -> Story:
    """A granted support of its own; no two share an invoice."""
    items = tuple(replace(item, invoice=next(_numbers)) for item in TOPIC.items)
    return appraised(replace(TOPIC, items=items)).granted()


def decision() -> tuple[Story, Paper]:
    """A decision that waits for the decider."""
    if not Certificate.objects.filter(holder=persona("decider").key).exists():
        certificate("decider")
    story = granted()
    return story, paper_of(story, "decision")


def agreement() -> tuple[Story, Paper]:
    """An agreement that waits for the institute, then for the officer."""
    certificate("officer")
    certificate("researcher")
    story = granted()
    if Certificate.objects.filter(holder=persona("decider").key).exists():
        sign(paper_of(story, "decision"), "decider")
    story.agreed()
    return story, paper_of(story, "agreement")


def turn(paper: Paper, number: int = 1) -> Signer:
    return Signer.objects.select_related("signing").get(signing=paper.signings.latest("pk"), turn=number)


def sign(paper: Paper, who: str, number: int = 1, **more: object) -> bool:
    row = turn(paper, number)
    asked = SignPaper(row.pk, row.signing.stamp, **{"once": uuid4(), **more})  # type: ignore[arg-type]  # the test changes fields by name
    return usecases.sign_paper(asked, actor=persona(who))
