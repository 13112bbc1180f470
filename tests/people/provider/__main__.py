"""``python -m tests.people.provider PORT CALLBACK [NAME]``: make the database, then serve until the input closes."""

from __future__ import annotations

import os
import sys
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Nobody reads the provider's log."""


def serve(port: int, callback: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.people.provider.settings"
    import django

    django.setup()
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    from tests.people.provider.claims import PASSWORD, RESIDENTS

    call_command("migrate", verbosity=0)
    for name in RESIDENTS:
        get_user_model().objects.create_user(name, password=PASSWORD)
    for name in ("portal", "mixes-up-nonces"):
        client = Client(id=name, name=name, scopes="openid\nprofile\nemail", redirect_uris=callback)
        client.set_secret("portal-secret")
        client.save()
    server = make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet)
    print(server.server_port, flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
