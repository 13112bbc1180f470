"""Everybody may check; keeping a check is for who is signed in, and each sees only the own ones."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed


def require_person(actor: Actor) -> None:
    """Raises NotAllowed for a visitor."""
    if not actor.is_signed_in:
        raise NotAllowed(
            Text("Ông/bà cần đăng nhập để lưu kết quả tra cứu.", "You need to sign in to save a check."),
            Text("Mời ông/bà đăng nhập rồi tiếp tục.", "Sign in, then go on."),
        )
