"""A second record of an organisation of the cast, merged into one party: for tests of what goes on under the survivor."""

from __future__ import annotations

from khue.features.people import queries
from khue.features.people import usecases as registering
from khue.features.people.domain import GrantMandate, MergeDuplicates, RegisterOrganisation
from khue.features.people.models import Party
from tests.cast import persona


def merged(former: str, name: str, form: str, *, days: int = 30) -> str:
    """The survivor's key; the resident holds its only mandate."""
    clerk = persona("clerk")
    asked = RegisterOrganisation(name, form, email="ban-sao@sample.example")
    survivor = registering.register_organisation(asked, actor=clerk)
    grant = GrantMandate(persona("resident").key, survivor, "all", clerk.today, None, "Giấy ủy quyền số 2")
    registering.grant_mandate(grant, actor=clerk)
    seen = dict(Party.objects.values_list("pk", "version"))
    versions = (seen[queries.party_id(former)], seen[queries.party_id(survivor)])
    merger = MergeDuplicates(former, survivor, (), "Cùng một tổ chức, lập hai lần", versions)
    registering.merge_duplicates(merger, actor=persona("clerk", days=days))
    return survivor
