"""A restriction of processing begins when its request is carried out, and ends by a deed of its own, with a ground."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.features.people import usecases as people_usecases
from khue.features.privacy import access
from khue.features.privacy.domain.commands import EndRestriction
from khue.features.privacy.domain.requests import may_end_restriction
from khue.features.privacy.events import ProcessingRestricted, RestrictionEnded
from khue.features.privacy.models import SubjectRequest
from khue.features.privacy.usecases.parts import about, facts_of, locked_request, tell_person
from khue.kernel.deeds import Deed, command


def restrict(request: SubjectRequest, *, deed: Deed) -> None:
    """Part of finishing the request: lists, search and public pages lose the person's data in this very deed."""
    party = people.present_party(request.party).key
    people_usecases.restrict(party, request.number, deed=deed)
    _touch(party, deed)
    deed.emit(ProcessingRestricted(**about(request)))


def end_restriction(asked: EndRestriction, *, actor: Actor) -> None:
    """The person's data are processed as before; with a ground, and the person is told. Raises Refused, NotAllowed."""
    actor.require(access.HANDLE)
    with command("privacy.end_restriction", actor, subject=f"subject_request:{asked.request_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        request = locked_request(asked.request_id)
        party = people.present_party(request.party).key
        require(may_end_restriction(facts_of(request, deed), request.kind, asked.ground, asked.told))
        people_usecases.end_restriction(party, asked.ground, deed=deed)
        _touch(party, deed)
        deed.personal(ground=asked.ground.strip(), told=asked.told.strip())
        deed.emit(RestrictionEnded(**about(request)))
        tell_person(
            request,
            Text("Việc hạn chế xử lý dữ liệu đã kết thúc", "The restriction of your data has ended"),
            Text(f"Lý do: {asked.ground.strip()}", f"Ground: {asked.ground.strip()}"),
            deed=deed,
        )
        deed.result(True)


def _touch(party: str, deed: Deed) -> None:
    """What the search knows of the person's matters is taken anew."""
    for subject in dossiers.subjects_of(party):
        deed.about(subject)
