"""The program in docs/how-to/connect-a-portal.md runs as it stands, against a real server."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from standardwebhooks import Webhook

from khue.features.dossiers.models import Dossier
from tests.intake.portal import CODE, new_source
from tests.intake.test_interface import key_of

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/connect-a-portal.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


class Quiet(WSGIRequestHandler):
    def log_message(self, *said: object) -> None:
        return


@pytest.fixture
def base(clone_db: str) -> Iterator[str]:
    from khue.site.wsgi import application

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    thread = threading.Thread(target=serve, args=(server,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)


def serve(server: Any) -> None:
    from django.db import connections

    server.serve_forever(0.02)
    connections.close_all()


@pytest.mark.slow
def test_the_program_sends_a_dossier_twice_and_reads_what_became_of_it(base: str) -> None:
    said: dict[str, Any] = {"BASE": base, "KEY": key_of(new_source()), "CODE": CODE}
    exec(compile(BLOCKS[0], str(PAGE), "exec"), said)
    first, again, state, changes = (said[name] for name in ("first", "again", "state", "changes"))
    said["portal"].close()
    assert first.status_code == 201, first.text
    assert again.json() == first.json()
    assert Dossier.objects.get(source="dvcqg").number == first.json()["dossier"]
    assert state.json()["dossier"] == first.json()["dossier"]
    assert [line["kind"] for line in changes.json()["items"]] == ["dossier.taken_in"]


def test_the_receiver_of_the_manual_knows_a_right_signature_from_a_wrong_one() -> None:
    said: dict[str, Any] = {}
    exec(compile(BLOCKS[1], str(PAGE), "exec"), said)
    secret, now = "whsec_" + "QUJD" * 8, datetime.now(UTC)
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(now.timestamp()))}
    headers["webhook-signature"] = Webhook(secret).sign("msg_1", now, '{"type":"x"}')
    assert said["receive"](b'{"type":"x"}', headers, secret) == {"type": "x"}
    with pytest.raises(Exception, match="No matching signature"):
        said["receive"](b'{"type":"y"}', headers, secret)
