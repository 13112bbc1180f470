"""What a person chooses for the own desk."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.desk import access
from khue.features.desk.domain.choices import DIGESTS, ChooseDigest, ChooseShortcuts
from khue.features.desk.models import DeskChoice
from khue.kernel.deeds import command


def choose_shortcuts(asked: ChooseShortcuts, *, actor: Actor) -> None:
    """Shortcuts of single keys on or off (WCAG 2.1.4)."""
    access.require_desk(actor)
    with command("desk.choose_shortcuts", actor, subject=actor.key) as deed:
        if deed.repeated(asked.once) is not None:
            return
        DeskChoice.objects.update_or_create(person=actor.key, defaults={"shortcuts": asked.on})
        deed.after(shortcuts=asked.on)
        deed.result(True)


def choose_digest(asked: ChooseDigest, *, actor: Actor) -> None:
    """How often a mail says what waits. Raises Refused for a word that is none of the three."""
    access.require_desk(actor)
    with command("desk.choose_digest", actor, subject=actor.key) as deed:
        if deed.repeated(asked.once) is not None:
            return
        if asked.often not in DIGESTS:
            raise Refused.because(
                Reason(
                    "desk.digest",
                    Text("Chưa chọn nhận thư tóm tắt khi nào.", "How often is not chosen."),
                    Text("Mời ông/bà chọn một trong ba mục.", "Choose one of the three."),
                    "often",
                )
            )
        DeskChoice.objects.update_or_create(person=actor.key, defaults={"digest": asked.often})
        deed.after(digest=asked.often)
        deed.result(True)
