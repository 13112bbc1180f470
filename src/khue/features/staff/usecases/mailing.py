"""The mail with the link of an invitation: at least once, the same Message-ID each time."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from khue.features.people import queries as people
from khue.features.staff.models import Invitation
from khue.features.staff.usecases.invitations import link_of
from khue.kernel.wording import moment_words


def mail_invitation(invitation_id: int) -> bool:
    """Mail the link of an open invitation; whether a mail went out."""
    found = Invitation.objects.select_related("person__party").filter(pk=invitation_id, state="open").first()
    if found is None:
        return False
    card = people.party(f"party:{found.person_id}")
    host = urlsplit(settings.KHUE_BASE_URL).hostname or "localhost"
    with translation.override(card.language):
        link = f"{settings.KHUE_BASE_URL.rstrip('/')}/{card.language}/staff/invited/{link_of(found)}/"
        body = "\n\n".join(
            (
                _("Dear %(name)s,") % {"name": card.name},
                _("%(by)s invites you to work on Khuê, the innovation platform of the city.")
                % {"by": found.invited_by_name},
                _("Open this link to choose a user name and a password: %(link)s") % {"link": link},
                _("The link works once, until %(moment)s. If you did not expect it, leave it unopened.")
                % {"moment": moment_words(found.expires_at)},
            )
        )
        subject = _("Invitation to work on Khuê")
    EmailMessage(
        subject=subject,
        body=body + "\n",
        to=[found.email],
        headers={
            "Message-ID": f"<invitation.{found.pk}.{found.nonce[:8]}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    ).send()
    return True
