"""The web process loads beside the preparation of the portal, and serves when that has said that it is done.

Loading is a second and a half of one processor, the preparation as much of another. A pipe between the two carries one word; a
preparation that failed or died closes it without a word, and the web process ends.
"""

from __future__ import annotations

import os

READY_AT = "KHUE_READY_AT"
"""The descriptor of the pipe's reading end; not set where nobody prepares (gunicorn by hand, a web process that is started again)."""
READY = b"1"


def wait_until_prepared() -> None:
    """Raises SystemExit when the preparation ended without saying that it is done."""
    given = os.environ.pop(READY_AT, "")
    if not given:
        return
    with os.fdopen(int(given), "rb") as told:
        if told.read(1) != READY:
            raise SystemExit("the portal was not prepared: the web process does not serve")
