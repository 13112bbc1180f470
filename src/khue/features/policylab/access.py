"""Who may do what in the policy lab. What is published is everybody's; studies are seen by all who work in the lab."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed

USE = "policylab.use"
"""Write studies, run them, see those of colleagues."""

PUBLISH = "policylab.publish"
"""Put a study that has run before the public."""


def require_use(actor: Actor) -> None:
    actor.require(USE)


def require_author(actor: Actor, owner: str) -> None:
    """Raises NotAllowed for anyone but the author: colleagues copy a study instead of changing it."""
    if owner not in actor.keys:
        raise NotAllowed(
            Text("Phương án này do người khác lập.", "Somebody else wrote this study."),
            Text("Mời ông/bà sao chép phương án rồi sửa bản sao.", "Copy the study, and change the copy."),
        )
