"""Papers and pictures of an offer: added by its supplier, seen by who may."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.features.exchange import access, queries, usecases
from khue.features.exchange.domain.offers import MOST_PICTURES
from khue.features.exchange.forms import MaterialForm
from khue.features.exchange.queries import PictureRow
from khue.features.exchange.views.parts import own_crumbs
from khue.kernel.forms import bind
from khue.kernel.pictures import LARGEST_FILE, WIDE
from khue.kernel.record_pages import Block, DeedPage, ask, ask_for
from khue.kernel.serving import file_answer
from khue.kernel.ui import Link, Picture
from khue.kernel.uploads import size_in_words
from khue.kernel.web import actor_of, language, signed_in


def small_picture(row: PictureRow) -> Picture:
    """The small one, which leads to the large one."""
    width, height = row.small_size
    return Picture(_href(row.small), row.alt, width, height, _href(row.file))


def pictures_block(rows: Iterable[PictureRow]) -> Block | None:
    """Every picture with its words; nothing where there is none."""
    shown = tuple(small_picture(row) for row in rows)
    return Block(_("Pictures"), pictures=shown) if shown else None


def _href(file: str) -> str:
    return reverse("exchange:picture", args=[file])


@require_safe
def picture(request: HttpRequest, identity: UUID) -> HttpResponseBase:
    """The bytes of a picture, large or small."""
    return file_answer(request, queries.picture_file(identity, actor_of(request)))


@ask
def material(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Add papers and pictures, or leave pictures out."""
    actor = signed_in(request)
    card = queries.offer_card(offer_id, actor)
    access.require_side(actor, card.party, access.offer_key(card.id))
    standing = [(one.no, one.alt.into(language())) for one in card.pictures]
    form = bind(MaterialForm, request, standing=standing, initial={"seen": card.stamp})
    at = reverse("exchange:offer", args=[offer_id])
    most = size_in_words(LARGEST_FILE, language())
    page = DeedPage(
        _("Papers and pictures"), card.described.title, _("Hand in"), own_crumbs(actor, Link(card.described.title, at)), at,
        points=(
            _("Two persons of the exchange look at them before everybody sees them. What is confidential belongs into no picture."),
            _("PNG, JPEG or WebP, at most %(most)s each, %(count)s in all; kept at most %(wide)s pixels wide, without place, device and the like.")
            % {"most": most, "count": MOST_PICTURES, "wide": WIDE},
            _("Say what each picture shows, in both languages: who can't see it reads that."),
        ),
        row_name=_("Picture"),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.add_material(form.command(offer_id), actor=actor),
        _("The new version is handed in. An officer checks it next."), at,
    )  # fmt: skip
