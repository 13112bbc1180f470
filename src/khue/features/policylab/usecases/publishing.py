"""A study that has run is put before the public, for good."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.errors import require
from khue.features.policylab import access, queries
from khue.features.policylab.domain import FLOW, PublishStudy, may_publish
from khue.features.policylab.events import StudyPublished
from khue.features.policylab.models import Publication, StudyVersion
from khue.kernel.deeds import command


def publish_study(asked: PublishStudy, *, actor: Actor) -> str:
    """The address under which everybody finds it. Raises Refused with all reasons, Missing, NotAllowed."""
    actor.require(access.PUBLISH)
    with command("policylab.publish_study", actor, subject=f"study:{asked.study_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return str(before)
        row = StudyVersion.objects.select_for_update().filter(study=asked.study_id, number=asked.number).first()
        if row is None:
            raise queries.no_such_study()
        slug = asked.slug.strip()
        state = FLOW.after(row.state, "publish")
        require(may_publish(slug, queries.taken_slugs(slug)))
        Publication.objects.create(
            version=row,
            slug=slug,
            published_at=deed.moment,
            published_by=actor.key,
            published_by_name=actor.name,
        )
        row.state = state
        row.save(update_fields=["state"])
        deed.before(state="done")
        deed.after(state=state, number=row.number, slug=slug, digest=(row.result or {}).get("digest", ""))
        deed.emit(StudyPublished(subject=deed.subject, parties=(actor.key,), slug=slug))
        deed.result(slug)
        return slug
