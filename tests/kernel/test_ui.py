"""The look: components say what they must in both languages, keep what was typed, stay readable, and load nothing from elsewhere."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason, Source
from khue.kernel import gallery, ui, wording
from khue.kernel.templatetags import khue as tags

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src/khue/kernel/static"
VENDORED = tomllib.loads((STATIC / "vendor/VENDORED.toml").read_text(encoding="utf-8"))["package"]
TOKENS = (STATIC / "khue/tokens.css").read_text(encoding="utf-8")
SPRITE = (STATIC / "vendor/tabler-icons/sprite.svg").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def english(settings: Any) -> Iterator[None]:
    """English words, and plain names of assets: the manifest of a running server may lag behind the tree."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    with translation.override("en"):
        yield


def draw(source: str, request: HttpRequest | None = None, **context: object) -> str:
    return Template("{% load khue %}" + source).render(Context({"request": request, **context}))


def visible(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class Ids(HTMLParser):
    """Ids of a page, what points to them, and what the page's policy forbids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointers: list[str] = []
        self.forbidden: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("aria-describedby", "for", "aria-labelledby"):
                self.pointers += (value or "").split()
            if name == "style" or name.startswith("on"):
                self.forbidden.append(f"{tag} {name}")
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.forbidden.append("inline script")


# ---- what is vendored ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("package", VENDORED, ids=lambda package: package["name"])
def test_vendored_files_are_the_ones_that_were_recorded(package: dict[str, dict[str, str]]) -> None:
    for name, digest in package["files"].items():
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, name


def test_every_vendored_file_is_recorded() -> None:
    recorded = {name for package in VENDORED for name in package["files"]}
    lying = {
        str(path.relative_to(ROOT))
        for folder in (STATIC / "vendor", ROOT / "tests/vendor")
        for path in folder.rglob("*")
        if path.is_file() and path.name not in {"VENDORED.toml", "README.md"}
    }
    assert lying == recorded


def test_style_sheets_load_nothing_from_elsewhere() -> None:
    for sheet in STATIC.rglob("*.css"):
        source = sheet.read_text(encoding="utf-8")
        assert "@import" not in source, sheet.name
        assert "sourceMappingURL" not in source, sheet.name
        for address in re.findall(r"url\(\s*['\"]?([^'\")]{0,200})", source):
            assert address.startswith(("data:", "../vendor/")), f"{sheet.name}: {address}"


def test_fonts_named_in_the_sheet_are_there() -> None:
    named = re.findall(r"url\(\.\./([^)]+\.woff2)\)", TOKENS)
    assert len(named) == 9
    assert not [name for name in named if not (STATIC / name).is_file()]


def test_icons_used_are_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
    used: dict[str, str] = {}
    for path in (ROOT / "src").rglob("*.html"):
        for name in re.findall(r"\{% icon [\"']([\w-]+)[\"']", path.read_text(encoding="utf-8")):
            used[name] = str(path.relative_to(ROOT))
    for path in (ROOT / "src").rglob("*.py"):
        for name in re.findall(r"\bicon=\"([\w-]+)\"", path.read_text(encoding="utf-8")):
            used[name] = str(path.relative_to(ROOT))
    assert used
    assert not {name: place for name, place in used.items() if name not in known}


# ---- colours --------------------------------------------------------------------------------------------------------


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--khue-([\w-]+):(#[0-9a-f]{6})", block))


LIGHT = colours(TOKENS.split(":root{", 1)[1].split("}", 1)[0])
DARK_CHOSEN = TOKENS.split("[data-bs-theme=dark]{", 1)[1].split("}", 1)[0]
DARK = colours(DARK_CHOSEN)
READ_ON = {
    "ivory": ("ink", "ink-2", "vermilion", "vermilion-deep"),
    "paper": ("ink", "ink-2", "vermilion", "vermilion-deep", "jade", "indigo"),
    "grey-soft": ("ink", "ink-2"),
    "jade-soft": ("ink", "jade-deep"),
    "vermilion-soft": ("ink", "vermilion-deep"),
    "gold-soft": ("ink", "gold-deep", "vermilion"),
    "indigo-soft": ("ink", "indigo"),
    "act": ("act-ink",),
    "act-over": ("act-ink",),
}
SEEN_ON = {"paper": ("edge", "jade", "vermilion", "focus"), "ivory": ("edge", "focus")}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_reach_the_contrast_of_wcag_aa(theme: dict[str, str]) -> None:
    weak = {
        f"{ink} on {ground}": round(contrast(theme[ink], theme[ground]), 2)
        for ground, inks in READ_ON.items()
        for ink in inks
        if contrast(theme[ink], theme[ground]) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_inputs_clocks_and_focus_reach_three_to_one(theme: dict[str, str]) -> None:
    weak = {
        f"{line} on {ground}": round(contrast(theme[line], theme[ground]), 2)
        for ground, lines in SEEN_ON.items()
        for line in lines
        if contrast(theme[line], theme[ground]) < 3
    }
    assert not weak


def test_dark_is_the_same_whether_chosen_or_followed() -> None:
    followed = TOKENS.split("[data-bs-theme=auto]{", 1)[1].split("}", 1)[0]
    assert followed == DARK_CHOSEN
    assert set(DARK) == set(LIGHT)


# ---- words, days, money ---------------------------------------------------------------------------------------------


def test_a_day_is_written_as_each_language_writes_it() -> None:
    assert wording.day_words(date(2026, 3, 17)) == "Tue 17 Mar 2026"
    with translation.override("vi"):
        assert wording.day_words(date(2026, 3, 17)) == "thứ Ba, 17/03/2026"
        assert wording.day_words(date(2026, 3, 15)) == "Chủ nhật, 15/03/2026"


def test_a_moment_late_in_utc_belongs_to_the_next_day_of_the_city() -> None:
    shown = tags.moment(datetime(2026, 3, 16, 18, 30, tzinfo=UTC))
    assert "01:30, 17 Mar 2026" in shown
    assert 'datetime="2026-03-17T01:30:00+07:00"' in shown


def test_money_and_numbers_are_grouped_as_each_language_does() -> None:
    assert visible(tags.money(1_850_000_000)) == "1,850,000,000 VND"
    assert wording.number(12_345) == "12,345"
    with translation.override("vi"):
        assert visible(tags.money(1_850_000_000)) == "1.850.000.000 đ"
        assert wording.number(12_345) == "12.345"
        assert wording.size(1_482_113) == "1,5 MB"


def test_missing_english_is_shown_in_vietnamese_and_marked() -> None:
    assert wording.words(Text("Góp ý")) == '<span lang="vi" class="fallback">Góp ý</span>'
    assert wording.words(Text("Góp ý", "Comment")) == "Comment"


def test_typed_markup_stays_text() -> None:
    table = ui.TableView((ui.Column("<i>Name</i>"),), (ui.Row((ui.Cell("<b>x</b>", note=Text("<u>n</u>")),)),))
    shown = draw("{% datatable t %}", t=table)
    assert "<b>" not in shown
    assert "<u>" not in shown
    assert "<i>" not in shown
    assert "&lt;b&gt;x&lt;/b&gt;" in shown


# ---- clocks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("remaining", "unit", "sentence", "tone"),
    [
        (6, "working_days", "6 working days left", "good"),
        (1, "working_days", "1 working day left", "now"),
        (0, "working_days", "Due today", "now"),
        (-1, "working_days", "1 working day overdue", "bad"),
        (-3, "calendar_days", "3 days overdue", "bad"),
    ],
)
def test_a_clock_says_how_it_stands(remaining: int, unit: str, sentence: str, tone: str) -> None:
    value = ui.DeadlineView(date(2026, 3, 17), remaining, unit, total=10)
    shown = draw("{% deadline d %}", d=value)
    assert sentence in visible(shown)
    assert "Tue 17 Mar 2026" in visible(shown)
    assert f"clock-{tone}" in shown


def test_the_ring_shows_the_share_of_the_term_that_is_left() -> None:
    shown = draw("{% deadline d %}", d=ui.DeadlineView(date(2026, 3, 17), 5, total=10))
    assert f'stroke-dasharray="{tags.RING_LENGTH / 2:.1f} {tags.RING_LENGTH:.1f}"' in shown


def test_a_paused_clock_gives_its_ground_instead_of_a_promise() -> None:
    value = ui.DeadlineView(
        date(2026, 3, 17), 4, total=10, paused=True, ground=Text("Chờ báo giá", "Waiting for a quotation")
    )
    shown = visible(draw("{% deadline d %}", d=value))
    assert "The clock is paused" in shown
    assert "Waiting for a quotation" in shown
    assert "17 Mar" not in shown


# ---- tables ---------------------------------------------------------------------------------------------------------

NAMES = ui.TableView(
    (ui.Column("Name"), ui.Column("Amount", "money")),
    (ui.Row(("Sông Hồng", 1500), href="/r/1/"), ui.Row(("Tây Hồ", None))),
    next="Y3Vyc29y",
    exports=(ui.Link("CSV", "?format=csv"),),
    caption="Support",
)


def test_a_cell_carries_its_column_name_for_narrow_screens() -> None:
    shown = draw("{% datatable t %}", t=NAMES)
    assert '<td class="kind-money" data-label="Amount"><span class="money">1,500 VND</span></td>' in shown
    assert 'href="/r/1/"' in shown
    assert "?format=csv" in shown


def test_the_next_page_keeps_the_search() -> None:
    request = RequestFactory().get("/en/register/", {"q": "sông", "after": "old"})
    assert 'href="?q=s%C3%B4ng&amp;after=Y3Vyc29y"' in draw("{% datatable t %}", request, t=NAMES)


def test_a_row_with_too_few_cells_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="shorter"):
        draw("{% datatable t %}", t=ui.TableView((ui.Column("A"), ui.Column("B")), (ui.Row(("a",)),)))


def test_an_empty_table_says_what_to_do() -> None:
    empty = ui.EmptyView("No dossier yet", "Begin one.", "/procedures/", "Choose a procedure")
    shown = draw("{% datatable t %}", t=ui.TableView((ui.Column("A"),), (), empty=empty))
    assert "No dossier yet" in shown
    assert 'href="/procedures/"' in shown
    assert "<table" not in shown


# ---- why ------------------------------------------------------------------------------------------------------------


def test_a_why_note_names_the_provision_its_certainty_and_the_next_step() -> None:
    reason = Reason(
        "cap",
        Text("Vượt mức.", "Over the cap."),
        Text("Giảm số tiền.", "Lower the amount."),
        source=Source("NQ 34/2025", "digest"),
    )
    shown = visible(draw("{% whynote d %}", d=Decision.refuse(reason, binding=False)))
    assert "Over the cap." in shown
    assert "NQ 34/2025" in shown
    assert "from a digest: working default" in shown
    assert "Lower the amount." in shown
    assert "not yet confirmed" in shown


def test_a_decision_without_reasons_leaves_no_empty_note() -> None:
    assert draw("{% whynote d %}", d=Decision.grant()) == ""


# ---- asking ---------------------------------------------------------------------------------------------------------


class Ask(forms.Form):
    amount = forms.CharField(label="Amount", help_text="In đồng")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)


ALL_FIELDS = "{% errorsummary f %}{% for bound in f %}{% field bound %}{% endfor %}"


def test_a_mistake_is_linked_from_the_summary_to_its_input_and_described_there() -> None:
    form = Ask({"amount": "", "note": "<kept>"})
    page = draw(ALL_FIELDS, f=form)
    found = Ids(page)
    anchors = re.findall(r'<li><a href="#([^"]+)"', page)
    assert anchors == ["id_amount", "id_kind_0"]
    assert set(anchors) <= set(found.ids)
    assert set(found.pointers) <= set(found.ids)
    assert 'aria-invalid="true"' in page
    assert "id_amount_hint id_amount_error" in page
    assert "&lt;kept&gt;" in page


def test_a_form_not_sent_yet_shows_no_mistakes() -> None:
    page = draw(ALL_FIELDS, f=Ask())
    assert "summary-bad" not in page
    assert "field-error" not in page
    assert "(optional)" in page


def test_what_the_decision_asks_for_never_calls_itself_optional() -> None:
    class Needed(Ask):
        needed = tuple(name for name, field in Ask().fields.items() if not field.required)

    assert "(optional)" not in draw(ALL_FIELDS, f=Needed())


def test_rows_of_inputs_can_be_added_and_removed_without_script() -> None:
    page = draw("{% lines l 'Costs' %}", l=gallery.gallery_page().lines)
    assert 'name="add_line" value="lines"' in page
    assert 'name="remove_line" value="lines-1"' in page
    assert page.index('<button type="submit" class="visually-hidden"') < page.index('name="remove_line"')
    assert 'value="1.850.000.000"' in page


def test_values_of_a_chart_cannot_close_its_script() -> None:
    chart = ui.ChartView("Paid", {"title": Text("</script><b>x", "</script><b>x")}, NAMES)
    page = draw("{% chart c %}", c=chart)
    assert page.count("</script>") == 1
    assert "\\u003C/script" in page
    assert "<table" in page


# ---- the whole ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_gallery_obeys_the_page_policy_and_names_every_input(language: str) -> None:
    request = RequestFactory().get(f"/{language}/")
    shell = ui.Shell(
        language=language, sample=True, business_day=date(2026, 3, 9), theme_href="/theme/", user_name="Mai"
    )
    with translation.override(language):
        page = Template('{% include "ui/gallery.html" %}').render(
            Context({"page": gallery.gallery_page(), "shell": shell, "request": request})
        )
    found = Ids(page)
    assert not found.forbidden
    assert len(found.ids) == len(set(found.ids))
    assert set(found.pointers) <= set(found.ids)
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 429, 500, 503])
def test_an_error_page_says_what_why_and_what_next_without_a_request(status: int) -> None:
    reason = Reason("r", Text("Lý do.", "The reason."))
    view = ui.ErrorView(status, "What happened", "Why it did", "Do this next", (reason,), "req-7")
    shown = visible(
        Template(f'{{% include "errors/{status}.html" %}}').render(Context({"page": view, "shell": ui.Shell()}))
    )
    for part in ("What happened", "Why it did", "Do this next", "The reason.", "req-7"):
        assert part in shown


def test_a_deputys_name_is_read_in_the_readers_language() -> None:
    from khue.kernel.wording import plain, words

    kept = "Trần Thu Lan (thay Đỗ Thanh Bình (mẫu))"
    with translation.override("en"):
        assert words(kept) == plain(kept) == "Trần Thu Lan (for Đỗ Thanh Bình (mẫu))"
        assert words(Text(f"{kept} đã ký.", f"{kept} signed.")) == "Trần Thu Lan (for Đỗ Thanh Bình (mẫu)) signed."
        assert words("Sửa tên (thay đổi nhỏ)") == "Sửa tên (thay đổi nhỏ)"
    with translation.override("vi"):
        assert words(kept) == kept
