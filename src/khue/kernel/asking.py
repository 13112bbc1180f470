"""The page that asks for one deed: shown, sent, refused with each reason beside its field, or done and gone on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from khue.core.errors import Refused
from khue.kernel import web
from khue.kernel.forms import KhueForm, show_refusal


def asked(
    request: HttpRequest, template: str, form: KhueForm, page: Any, deed: Callable[[], Any], to: str, done: str
) -> HttpResponse:
    """Show the form; when it was sent, do the one deed, say ``done`` and go on to the route ``to``."""
    if request.method == "POST" and form.is_valid():
        try:
            deed()
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, done)
            return web.redirect(to)
    return web.render(request, template, page, 422 if form.errors else 200, form=form)
