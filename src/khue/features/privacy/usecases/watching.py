"""Clocks that run out are said in time. Every deed is safe to repeat."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.features.privacy.domain.requests import OPEN
from khue.features.privacy.models import SubjectRequest
from khue.features.privacy.usecases.parts import path_of, subject_of, tell_desk, words
from khue.kernel.deeds import command


def watch_request(request_id: int, *, actor: Actor) -> None:
    """Remind the desk of an answer or a deed that is due, once for each due day."""
    actor.require("job.privacy.watch_requests")
    with command("privacy.watch_request", actor) as deed:
        request = SubjectRequest.objects.select_for_update().get(pk=request_id)
        if request.state not in OPEN or request.warned_for == request.sort_on:
            deed.nothing_done()
            return
        deed.subject = subject_of(request)
        request.warned_for = request.sort_on
        request.save(update_fields=["warned_for"])
        due = words(request.sort_on)
        tell_desk(
            _title(request),
            Text(f"Hạn: {due}.", f"Due on {english_day(due)}."),
            path_of(request),
            deed=deed,
            but=request.party,
        )
        deed.after(reminded_of=str(request.sort_on))


def _title(request: SubjectRequest) -> Text:
    if request.state == "received":
        return Text(f"Yêu cầu {request.number} sắp hết hạn trả lời", f"The answer to request {request.number} is due")
    return Text(
        f"Yêu cầu {request.number} sắp hết hạn thực hiện", f"Request {request.number} is to be carried out soon"
    )
