"""Every component in a real browser: axe finds nothing, nothing breaks the page's policy, nothing is wider than the screen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import Browser

from khue.kernel import gallery, ui
from khue.kernel.templatetags.khue import icon

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src/khue/kernel/static"
AXE = (ROOT / "tests/vendor/axe/axe.min.js").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIND = """rules => axe.run(document, {runOnly: rules}).then(found => found.violations.map(
    one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).join(', ')))"""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


class Pages(SimpleHTTPRequestHandler):
    """``/static/…`` from the source tree, everything else from the folder of the test, under the page's policy."""

    def translate_path(self, path: str) -> str:
        path = path.split("?", 1)[0]
        return (
            str(STATIC / path.removeprefix("/static/")) if path.startswith("/static/") else super().translate_path(path)
        )

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def gallery_html(language: str, theme: ui.Theme) -> str:
    shell = ui.Shell(
        menu=(ui.Link("Trang chủ", "/", current=True), ui.Link("Thủ tục", "/p/")),
        language=language,
        language_links=(ui.Link("Tiếng Việt", "/vi/", lang="vi"), ui.Link("English", "/en/", lang="en")),
        theme=theme,
        user_name="Trần Thị Mai",
        sample=True,
        business_day=gallery.DUE,
        unread_notices=3,
        notices_href="/n/",
        theme_href="/theme/",
        sign_out_href="/out/",
    )
    context = {"page": gallery.gallery_page(), "shell": shell}
    # Plain names: the manifest of a running server may lag behind the tree.
    plain = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    icon.cache_clear()  # icons remember where the sprite lies
    try:
        with translation.override(language), override_settings(STORAGES=plain):
            return render_to_string("ui/gallery.html", context)
    finally:
        icon.cache_clear()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("gallery")
    for language in ("vi", "en"):
        for theme in ("light", "dark"):
            html = gallery_html(language, "dark" if theme == "dark" else "light")
            (folder / f"{language}-{theme}.html").write_text(html, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("name", ["vi-light", "en-dark"])
def test_every_component_passes_axe_and_fits_the_screen(browser: Browser, address: str, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/{name}.html")
    page.wait_for_selector("[data-drawn] canvas")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE)
    assert page.evaluate(FIND, RULES) == []
    assert complaints == []
    page.close()


def test_targets_are_at_least_24_pixels(browser: Browser, address: str) -> None:
    """WCAG 2.2, 2.5.8; links inside a sentence are excepted by the criterion."""
    page = browser.new_page(viewport={"width": 360, "height": 900})
    page.goto(f"{address}/vi-light.html")
    small = page.evaluate(
        """[...document.querySelectorAll('button, input:not([type=hidden]), select, summary, nav a, .btn, .exports a, .answer-change a')]
        .filter(one => one.checkVisibility() && !one.closest('.visually-hidden') && !one.classList.contains('visually-hidden'))
        .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html, box]) => html + ' ' + box.width + 'x' + box.height)"""
    )
    assert small == []
    page.close()


def test_the_menu_opens_without_script_and_the_page_is_whole(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/vi-light.html")
    page.locator(".menu-narrow > summary").click()
    assert page.locator(".menu-narrow").get_by_role("link", name="Thủ tục").is_visible()
    assert page.locator(".chart-table table").first.is_visible()
    assert not page.locator(".chart-drawing").first.is_visible()
    context.close()
