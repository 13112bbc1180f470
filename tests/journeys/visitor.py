"""One person at one browser window. Every page that is seen is checked: axe, language, faults, sideways scroll."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from tests.conftest import ROOT
from tests.journeys.running import RunningCity

AXE = (ROOT / "tests/vendor/axe/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOTS = ROOT / "shots"
DOSSIER = re.compile(r"[A-Z]{2,}-\d{4}-\d{6}")
# What axe can find fault with: elements, classes, roles, states, whether there is a name and whether there is text.
# Rows that follow each other and are built alike count once, and so does a page that differs by its figures only.
SHAPE = """() => {
    const shape = element => {
        const said = name => element.getAttribute(name) ?? '';
        const named = ['aria-label', 'aria-labelledby', 'aria-describedby', 'alt', 'title', 'for', 'href', 'lang']
            .filter(name => said(name).trim()).join();
        const states = ['role', 'type', 'scope', 'aria-current', 'aria-invalid', 'aria-expanded', 'aria-hidden',
            'disabled', 'required', 'autocomplete', 'tabindex', 'open', 'hidden'].map(said).join('|');
        const worded = Array.from(element.childNodes).some(node => node.nodeType === 3 && node.data.trim()) ? 'w' : '';
        const inner = [];
        for (const child of element.children) {
            const found = shape(child);
            if (inner.at(-1) !== found) inner.push(found);
        }
        return `${element.tagName}.${element.className.baseVal ?? element.className}[${states}][${named}]${worded}(${inner.join('')})`;
    };
    return shape(document.documentElement);
}"""


class Visitor:
    """A window of its own: cookies, language, width and colours."""

    # Pages that axe has looked at in this run, by how they are built; the same build need not be judged twice,
    # whatever the figures and the words: no rule of axe reads a language.
    judged: ClassVar[set[str]] = set()

    def __init__(
        self, city: RunningCity, browser: Any, language: str, width: int = 1280, dark: bool = False, script: bool = True
    ) -> None:
        self.city, self.language, self.width, self.dark, self.script = city, language, width, dark, script
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="vi-VN" if language == "vi" else "en-GB",
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.seen = 0
        self.status = 0
        self.page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        self.page.on("console", self._console)
        self.page.on("response", self._response)

    def _console(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _response(self, response: Any) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.status} at {response.url}")
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status

    # -- going about -------------------------------------------------------------------------------------------------

    def sign_in(self, persona: str) -> Visitor:
        """One click on the start page, as the sample city offers it."""
        self.go("/")
        return self.click(f"form[action$='/sample/persona/{persona}/'] button")

    def known_as(self, persona: str) -> Visitor:
        """Signed in without a page, as somebody in this run was before: where a journey is not about signing in. Who signs out,
        or changes the own account, signs in by ``sign_in``."""
        if persona not in self.city.sign_ins:
            door = f"{self.city.url}/{self.language}/sample/persona/{persona}/"
            front = self.context.request.get(f"{self.city.url}/{self.language}/").text()
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', front)
            assert token, front[:400]
            answer = self.context.request.post(
                door, form={"csrfmiddlewaretoken": token[1]}, headers={"Referer": door}, max_redirects=0
            )
            assert answer.status == 303, (answer.status, answer.text()[:400])
            self.city.sign_ins[persona] = self.context.cookies()
        self.context.add_cookies(self.city.sign_ins[persona])
        return self

    def go(self, path: str) -> Visitor:
        """Open a page by its language-less path."""
        self.page.goto(f"{self.city.url}/{self.language}{path}")
        return self.check()

    def click(self, selector: str) -> Visitor:
        """Press what leads to another page (also the same one, sent anew), and look at the page that follows."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self.check()

    def open(self, words: str) -> Visitor:
        """Follow the link in which these words stand."""
        with self.page.expect_navigation():
            self.page.locator("main a", has_text=words).first.click()
        return self.check()

    def again_until(self, selector: str, patience: float = 60) -> Visitor:
        """Load the page again until ``selector`` is on it: what a job makes comes a moment later."""
        deadline = time.monotonic() + patience
        while not self.page.locator(selector).count():
            assert time.monotonic() < deadline, f"{selector} never came:\n{self.text()}"
            self.page.reload()
        return self.check()

    def arrived(self, end: str, patience: float = 60) -> Visitor:
        """Wait for the page whose path ends so, whichever of two clicks led to it: the second breaks off the first's answer."""
        deadline = time.monotonic() + patience
        while not self.path.endswith(end):
            assert time.monotonic() < deadline, f"{end} never came: {self.page.url}"
            self.page.wait_for_timeout(50)
        return self

    @property
    def path(self) -> str:
        """Where the window stands, without the language and without query and anchor."""
        found = re.sub(r"[?#].*", "", self.page.url).removeprefix(self.city.url)
        return found.removeprefix(f"/{self.language}")

    # -- filling in --------------------------------------------------------------------------------------------------

    def fill(self, **answers: str) -> Visitor:
        """Type, choose and tick by the names of the inputs; ``__`` stands for ``-``."""
        for name, value in answers.items():
            self.answer(name.replace("__", "-"), value)
        return self

    def answer(self, name: str, value: str) -> None:
        """One answer: text, choice or a tick (``yes``). A question that opens others is waited for."""
        found = self.page.locator(f"main [name='{name}']:visible, main [name='{name}'][type=radio]")
        kind = found.first.evaluate("e => e.type || e.tagName.toLowerCase()")
        if kind == "radio":
            choice = self.page.locator(f"main [name='{name}'][value='{value}']")
            self._refreshing(choice) if self.script and choice.get_attribute("hx-trigger") else choice.check()
        elif kind == "select-one":
            found.first.select_option(value)
        elif kind == "checkbox":
            found.first.check()
        else:
            found.first.fill(value)

    def _refreshing(self, choice: Any) -> None:
        if choice.is_checked():
            return
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            choice.check()
        self.settled()

    def settled(self) -> Visitor:
        """Wait until htmx has put in what it fetched."""
        self.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
        return self

    def attach(self, name: str, *files: Path | dict[str, Any]) -> Visitor:
        self.page.locator(f"main [name='{name}'][type=file]").set_input_files(list(files))
        return self

    def save(self) -> Visitor:
        """Press the one main button of the page."""
        return self.click("main .deeds button.btn-primary")

    # -- looking -----------------------------------------------------------------------------------------------------

    def text(self) -> str:
        return str(self.page.locator("body").inner_text())

    def error_at(self, name: str) -> str:
        """The sentence beside an input; empty when there is none."""
        where = self.page.locator(f"main [name='{name}']:not([type=hidden])").first
        found = where.evaluate(
            """e => {
                const place = e.closest('.question, td') || e.parentElement;
                return Array.from(place.querySelectorAll('.field-error')).map(f => f.innerText).join(' ');
            }"""
        )
        return str(found).strip()

    def value(self, name: str) -> str:
        found = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        if found.first.get_attribute("type") == "radio":
            chosen = self.page.locator(f"main [name='{name}']:checked")
            return str(chosen.first.get_attribute("value")) if chosen.count() else ""
        return str(found.first.input_value())

    def fetch(self, href: str) -> Any:
        """What the server answers to this visitor at an address, beside the page."""
        address = href if href.startswith("http") else f"{self.city.url}{href}"
        return self.context.request.get(address, max_redirects=0)

    def check(self) -> Visitor:
        """axe on the page as it stands; and nothing on it may have failed on the way."""
        self.page.wait_for_load_state()
        assert not self.troubles, f"{self.page.url}: {json.dumps(self.troubles, ensure_ascii=False)}"
        lang = self.page.locator("html").get_attribute("lang")
        assert lang == self.language, f"{self.page.url} speaks {lang}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{self.page.url} scrolls sideways by {wide}px"
        self._judge()
        self.seen += 1
        return self

    def _judge(self) -> None:
        if not self.script:
            return  # axe is a script; the same pages are judged where scripts run
        shape = self.page.evaluate(SHAPE)
        mark = hashlib.sha256(f"{self.width} {self.dark} {shape}".encode()).hexdigest()
        if mark in self.judged:
            return
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})", RULES
        )
        problems = [f"{v['id']}: {v['help']} {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found["violations"]]
        assert not problems, f"{self.page.url}\n" + "\n".join(problems)
        self.judged.add(mark)

    def shot(self, name: str) -> Visitor:
        """With ``SHOTS=1`` a picture for people to look at: the whole page, in ``shots/`` (not committed)."""
        if not os.environ.get("SHOTS"):
            return self
        SHOTS.mkdir(exist_ok=True)
        theme = "dark" if self.dark else "light"
        path = SHOTS / f"{name}-{self.language}-{self.width}-{theme}.png"
        self.page.screenshot(path=str(path), full_page=True)
        return self

    def led_on(self, action: Callable[[], None]) -> Visitor:
        """Do something that leads to another page, and look at it."""
        with self.page.expect_navigation():
            action()
        return self.check()

    def close(self) -> None:
        self.context.close()
