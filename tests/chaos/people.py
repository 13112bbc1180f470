"""A person at a browser who does not give up: a form whose answer is lost is sent again, the very same form."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from uuid import uuid4

import requests

from tests.chaos.pages import TOKEN, Form, Page

PATIENCE = 60.0
"""Seconds after which a person gives up on one page or deed. The system is whole again much sooner."""
READING = 15.0
"""Seconds for one answer."""
HASTE, HASTY = 0.2, (0.005, 0.12)
"""How often somebody hangs up on the first sending of a form, and after how many seconds: a line that drops."""
Upload = tuple[str, bytes, str]


class Trouble(Exception):
    """Something that a person at a browser would complain about."""


@dataclass
class Deed:
    """One form that was sent until it was answered. ``label`` is its place in the case: ``pay 2``."""

    request: str
    label: str
    name: str
    persona: str
    case: str
    once: str = ""
    tries: int = 0
    lost: int = 0
    last_sent: float = 0.0
    answer: str = "unknown"

    @property
    def acknowledged(self) -> bool:
        return self.answer == "done"


@dataclass
class Journal:
    """What was sent and what was answered, by all people together."""

    deeds: list[Deed] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, deed: Deed) -> None:
        with self._lock:
            self.deeds.append(deed)

    @property
    def acknowledged(self) -> int:
        return sum(deed.acknowledged for deed in list(self.deeds))

    def note_lost(self, why: str) -> None:
        with self._lock:
            self.lost[why] += 1

    def complain(self, what: str) -> None:
        with self._lock:
            self.troubles.append(what)


class Person:
    """One persona at one browser. ``chance`` says when the line drops; without it, it never does."""

    def __init__(self, url: str, persona: str, journal: Journal, chance: random.Random | None = None) -> None:
        self.url, self.persona, self.journal = url, persona, journal
        self.chance = chance
        self.session = requests.Session()
        self.session.trust_env = False
        self.signed_in = False

    # -- reading ------------------------------------------------------------------------------------------------

    def read(self, path: str) -> Page:
        """A page, asked for until it comes. Raises Trouble when it is refused."""
        if not self.signed_in:
            self._sign_in()
        status, text = self._until_answered("GET", path)
        if status != 200:
            raise Trouble(f"{self.persona} reads {path}: {status} {Page(text).title}")
        return Page(text)

    def place_after(self, path: str) -> str:
        """Where a page redirects to."""
        if not self.signed_in:
            self._sign_in()
        status, location = self._until_answered("GET", path)
        return location if status in (301, 302, 303) else path

    def _sign_in(self) -> None:
        """One click on the start page. A sign-in that broke half-way may have renewed the page's token: open it again."""
        for _turn in range(5):
            start = Page(self._until_answered("GET", "/vi/")[1])
            words = {TOKEN: start.token}
            status, told = self._until_answered("POST", f"/vi/sample/persona/{self.persona}/", words)
            if status in (302, 303):
                self.signed_in = True
                return
            if status != 403:
                break
        raise Trouble(f"{self.persona} can't sign in: {status} {Page(told).title}")

    # -- doing --------------------------------------------------------------------------------------------------

    def press(self, path: str, form: Form, label: str, words: dict[str, str]) -> Page:
        """Send a form that does nothing yet (it asks: are you sure?); the page that comes."""
        status, text = self._until_answered("POST", _target(path, form), form.with_words(**words))
        if status != 200:
            raise Trouble(f"{label}: the confirmation did not come: {status} {Page(text).title}")
        return Page(text)

    def do(
        self,
        path: str,
        form: Form,
        deed: Deed,
        words: dict[str, str] | None = None,
        files: list[tuple[str, Upload]] | None = None,
    ) -> str:
        """Send a form until it is answered for good; where it led. The same bytes, the same keys each time."""
        sent = form.with_words(**(words or {}))
        deed.once = sent.get("once", "")
        self.journal.begin(deed)
        headers = {"X-Request-ID": deed.request}
        conflicts, reading = 0, self._patience()
        while True:
            status, text = self._until_answered("POST", _target(path, form), sent, files, headers, deed, reading)
            if status in (302, 303) and "/sign-in/" not in text:
                deed.answer = "done"
                return text
            if status == 409 and deed.lost:
                # The first sending arrived although its answer did not: the record says whether that is true.
                deed.answer = "done"
                return ""
            if status == 409 and conflicts < 5:
                conflicts += 1
                time.sleep(0.1 * conflicts)
                continue
            deed.answer = f"refused with {status}"
            raise Trouble(f"{deed.case} {deed.label}: {status} “{Page(text).title}” {text if status == 303 else ''}")

    def _until_answered(
        self,
        method: str,
        path: str,
        words: dict[str, str] | None = None,
        files: list[tuple[str, Upload]] | None = None,
        headers: dict[str, str] | None = None,
        deed: Deed | None = None,
        reading: float = READING,
    ) -> tuple[int, str]:
        """(status, text or location) of the first answer that is none of a system in trouble.

        ``reading`` bounds the first answer only.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if deed is not None:
                deed.tries += 1
                deed.last_sent = time.time()
            try:
                answer = self.session.request(
                    method,
                    self.url + path,
                    data=words,
                    files=files,
                    headers=headers,
                    timeout=(READING, reading),
                    allow_redirects=False,
                )
            except requests.RequestException as error:
                why = type(error).__name__ if reading == READING else "hung up"
            else:
                if answer.status_code < 500:
                    return answer.status_code, answer.headers.get("Location") or answer.text
                why = str(answer.status_code)
            self.journal.note_lost(why)
            if deed is not None:
                deed.lost += 1
            # After hanging up the form is sent again at once: the first sending may still be under way.
            time.sleep(0.15 if reading == READING else 0.0)
            reading = READING
        raise Trouble(f"{self.persona} {method} {path}: no answer for {PATIENCE:.0f} s")

    def _patience(self) -> float:
        if self.chance is not None and self.chance.random() < HASTE:
            return self.chance.uniform(*HASTY)
        return READING


def new_request() -> str:
    """The name under which the audit keeps a request: the same for every sending of one form."""
    return f"kill-{uuid4().hex}"


def _target(path: str, form: Form) -> str:
    action = form.action.partition("#")[0]
    return action or path.partition("#")[0]
