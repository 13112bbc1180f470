"""Announcements, the catalogue and tickets: what is asked, and what may be. Pure."""

from khue.features.services.domain.announcing import PublishAnnouncement, WithdrawAnnouncement

__all__ = ["PublishAnnouncement", "WithdrawAnnouncement"]
