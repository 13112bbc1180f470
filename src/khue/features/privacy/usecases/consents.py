"""Give and withdraw a consent, each purpose by itself; every act is a row that stays."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.decision import Decision
from khue.core.errors import require
from khue.features.people import queries as people
from khue.features.people.usecases import hold_party
from khue.features.privacy import access
from khue.features.privacy.domain.consents import (
    GIVEN,
    WITHDRAWN,
    GiveConsent,
    Purpose,
    WithdrawConsent,
    may_give,
    may_withdraw,
    stands,
)
from khue.features.privacy.events import ConsentGiven, ConsentWithdrawn
from khue.features.privacy.models import ConsentRecord, SubjectRequest
from khue.features.privacy.queries.consents import last_acts, purpose_of
from khue.kernel.deeds import Deed, command


def give_consent(asked: GiveConsent, *, actor: Actor) -> None:
    """Agree to one purpose, in the words that were shown."""
    party = access.require_self(actor)
    with command("privacy.give_consent", actor, subject=f"consents:{party}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        hold_party(party, deed=deed)
        purpose = purpose_of(asked.purpose)
        last = last_acts(actor.keys).get(asked.purpose)
        standing = purpose is not None and last is not None and stands(purpose, last.action, last.version)
        require(may_give(purpose, asked.version, standing=standing))
        assert purpose is not None
        _write(purpose, party, GIVEN, None, deed=deed)
        deed.emit(ConsentGiven(subject=deed.subject, parties=(party,), purpose=purpose.name.to_json()))
        deed.result(True)


def withdraw_consent(asked: WithdrawConsent, *, actor: Actor) -> None:
    """Take one consent back: as easily as it was given, and from this moment on."""
    party = access.require_self(actor)
    with command("privacy.withdraw_consent", actor, subject=f"consents:{party}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        require(withdraw(asked.purpose, party, None, deed=deed))
        deed.result(True)


def withdraw(code: str, party: str, request: SubjectRequest | None, *, deed: Deed) -> Decision:
    """Withdraw inside the deed that is under way; ``request`` is the paper on which the person asked for it."""
    hold_party(party, deed=deed)
    purpose = purpose_of(code)
    last = last_acts(people.same_party(party)).get(code)
    decision = may_withdraw(purpose, last.action if last else "")
    if decision.granted and purpose is not None:
        _write(purpose, party, WITHDRAWN, request, deed=deed)
        deed.emit(ConsentWithdrawn(subject=f"consents:{party}", parties=(party,), purpose=purpose.name.to_json()))
    return decision


def _write(purpose: Purpose, party: str, action: str, request: SubjectRequest | None, *, deed: Deed) -> None:
    said = purpose.text if action == GIVEN else purpose.withdrawn
    assert said is not None
    newest = ConsentRecord.objects.filter(party=party, purpose=purpose.code).order_by("-seq").first()
    row = ConsentRecord.objects.create(
        party=party,
        purpose=purpose.code,
        seq=newest.seq + 1 if newest else 1,
        action=action,
        version=purpose.version,
        text_vi=said.vi,
        text_en=said.en,
        language=deed.actor.language,
        at=deed.moment,
        by=deed.actor.key,
        request=request,
    )
    deed.after(**{f"consent.{purpose.code}": action, "version": purpose.version, "act": row.seq})
