"""Seed files become immutable versions: only contents that were never seen are added."""

from __future__ import annotations

import tomllib
from typing import Any

from django.db.models import Max

from khue.core.actor import Actor
from khue.features.dossiers import access
from khue.features.dossiers.domain.checking import check
from khue.features.dossiers.domain.definition import digest_of
from khue.features.dossiers.models import ProcedureVersion
from khue.features.people.queries.city import known_rights
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import command


class BadDefinition(ValueError):
    """A definition file that cannot be loaded; the message names every problem with its line."""


def load_procedures(*, actor: Actor) -> int:
    """Add a version for every file of the city package with an unseen content; the number added."""
    if not actor.may(access.SETUP_JOB):
        actor.require(access.PROCEDURES)
    added = 0
    for path in sorted(rulebook.city_package().path("procedures").glob("*.toml")):
        raw = path.read_bytes()
        problems = check(path.name, raw, rights=known_rights(), has_parameter=has_parameter)
        if problems:
            raise BadDefinition("\n".join(str(problem) for problem in problems))
        added += _add(tomllib.loads(raw.decode("utf-8")), actor=actor)
    return added


def has_parameter(identity: str) -> bool:
    return identity in rulebook.law_files().entries


def _add(content: dict[str, Any], *, actor: Actor) -> int:
    digest = digest_of(content)
    key = content["key"]
    if ProcedureVersion.objects.filter(key=key, digest=digest).exists():
        return 0
    with command("dossiers.load_procedure", actor, subject=f"procedure:{key}") as deed:
        last = ProcedureVersion.objects.filter(key=key).aggregate(last=Max("number"))["last"] or 0
        # A version that staff have published for a later day goes first: what the file brings follows it.
        planned = ProcedureVersion.objects.filter(key=key, withdrawal=None).aggregate(day=Max("effective_on"))["day"]
        ProcedureVersion.objects.create(
            key=key,
            number=last + 1,
            digest=digest,
            content=content,
            published_at=deed.moment,
            published_by=actor.key,
            effective_on=planned,
        )
        deed.after(version=last + 1, digest=digest)
    return 1
