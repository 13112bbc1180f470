"""``/metrics``: for the machine that watches. From this very machine, or with the token."""

from __future__ import annotations

import ipaddress
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.kernel.metrics import kept, requests

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


@never_cache
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Raises Missing for everybody else: the door does not say that it is there."""
    if not _may_read(request):
        raise Missing(
            Text("Không có trang này.", "There is no such page."),
            Text("Mời ông/bà kiểm tra lại địa chỉ.", "Please check the address."),
        )
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

    own = CollectorRegistry()
    own.register(kept.Collector())
    return HttpResponse(generate_latest(requests.registry()) + generate_latest(own), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    """With the token when one is set; else only a program on this machine that no proxy stands before."""
    if settings.KHUE_METRICS_TOKEN:
        given = request.headers.get("Authorization", "").encode()
        return compare_digest(given, f"Bearer {settings.KHUE_METRICS_TOKEN}".encode())
    if any(name in request.META for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
