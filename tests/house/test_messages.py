"""No sentence without its Vietnamese: the catalogue as it is, and the tool that watches over it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext, ngettext

from khue.site.messages import catalogue
from khue.site.messages.bare_text import bare_text
from khue.site.messages.faults import entry_faults, find_faults, pair_faults
from khue.site.messages.sources import Message, _collect, library_messages, own_messages
from khue.site.messages.stored_text import Pair, stored_texts
from khue.site.messages.unfound import unfound


def own(*msgids: str, plural: str = "") -> dict[tuple[str, str], Message]:
    return {("", msgid): Message(msgid, plural, places=[("src/khue/page.py", 7)]) for msgid in msgids}


def problems(english: str, vietnamese: str, tmp_path: Path) -> list[str]:
    entry = Catalog(locale="vi").add(english, vietnamese)
    return [fault.text.split(":")[0] for fault in entry_faults(entry, tmp_path / "django.po")]


@pytest.fixture
def vietnamese(settings: Any) -> Iterator[None]:
    catalogue.compile_messages()
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS]  # Django reads the catalogues anew when this setting changes
    with translation.override("vi"):
        yield


# -- the catalogue as it is ------------------------------------------------------------------------------------------


def test_every_sentence_that_a_reader_may_see_has_sound_vietnamese() -> None:
    assert [f"{fault.place}: {fault.text}" for fault in find_faults()] == []


def test_extracting_twice_keeps_every_translation_and_changes_nothing_the_second_time(tmp_path: Path) -> None:
    for file in (catalogue.OWN, catalogue.LIBRARY):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    own, library = own_messages(), library_messages()
    before = catalogue.entries(catalogue.read(tmp_path / "django.po"))
    catalogue.tidy(own, library, tmp_path)
    after = catalogue.entries(catalogue.read(tmp_path / "django.po"))
    for key in before.keys() & own.keys():
        assert catalogue.vietnamese(after[key]) == catalogue.vietnamese(before[key])
    once = [(tmp_path / file.name).read_bytes() for file in (catalogue.OWN, catalogue.LIBRARY)]
    catalogue.tidy(own, library, tmp_path)
    assert [(tmp_path / file.name).read_bytes() for file in (catalogue.OWN, catalogue.LIBRARY)] == once


def test_a_library_without_vietnamese_speaks_ours(vietnamese: None) -> None:
    assert gettext("Incorrect password.") == "Mật khẩu chưa đúng."


def test_our_wording_wins_over_the_librarys_own(vietnamese: None) -> None:
    # Django's own catalogue says „Đặt lại mật khẩu thành công“, the opposite of the English
    assert gettext("Password reset unsuccessful") == "Chưa đặt lại được mật khẩu"
    too_short = ngettext("Your password must contain at least %(min_length)d character.",
                         "Your password must contain at least %(min_length)d characters.", 12)  # fmt: skip
    assert too_short % {"min_length": 12} == "Mật khẩu phải có ít nhất 12 ký tự."


def test_english_is_what_the_code_says(vietnamese: None) -> None:
    with translation.override("en"):
        assert gettext("Incorrect password.") == "Incorrect password."


def test_a_message_inside_a_formatted_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text("from django.utils.translation import gettext as _\nname = f\"4. {_('Run')}\"\n")
    (tmp_path / "sound.py").write_text('from django.utils.translation import gettext as _\nlabel = _("Run")\n')
    assert list(unfound(tmp_path)) == [f"{tmp_path / 'page.py'}:2"]


# -- collecting ------------------------------------------------------------------------------------------------------


TEMPLATE = (
    '{% load i18n %}<p title="{% trans "up to 100 %" %}">\n'
    "  {% blocktrans trimmed with n=rows %}\n   {{ n }} of\n   100 %\n  {% endblocktrans %}</p>\n"
    '{% blocktrans count n=rows %}one row{% plural %}{{ n }} rows{% endblocktrans %}{% trans "May" context "month" %}\n'
    '{{ _("inside") }}{# {% trans "not me" %} #}{% comment %}{% trans "nor me" %}{% endcomment %}'
)


@pytest.fixture
def collected(tmp_path: Path) -> dict[tuple[str, str], Message]:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text(TEMPLATE)
    return _collect([folder / "page.html"], tmp_path)


def test_a_template_says_what_it_says_with_its_line(collected: dict[tuple[str, str], Message]) -> None:
    assert set(collected) == {
        ("", "up to 100 %%"), ("", "%(n)s of 100 %%"), ("", "one row"), ("month", "May"), ("", "inside"),
    }  # fmt: skip
    assert collected["", "one row"].plural == "%(n)s rows"
    assert collected["", "up to 100 %%"].place == "templates/page.html:1"
    assert collected["", "inside"].place == "templates/page.html:7"


def test_django_finds_each_message_of_a_template_under_the_collected_msgid(
    collected: dict[tuple[str, str], Message], tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "vi" / "LC_MESSAGES"
    catalogue.tidy(collected, {}, folder)
    words = {"up to 100 %%": "tối đa 100 %%", "%(n)s of 100 %%": "%(n)s trong 100 %%", "one row": "%(n)s dòng",
             "May": "tháng Năm", "inside": "bên trong"}  # fmt: skip
    filled = catalogue.read(folder / "django.po")
    for (_, msgid), entry in catalogue.entries(filled).items():
        entry.string = words[msgid] if isinstance(entry.id, str) else (words[msgid],)
    catalogue.write(folder / "django.po", filled)
    catalogue.compile_messages(folder)
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override("vi"):
        shown = Template(TEMPLATE).render(Context({"rows": 2}))
    assert shown.split("\n") == ['<p title="tối đa 100 %">', "  2 trong 100 %</p>", "2 dòngtháng Năm", "bên trong"]


def test_python_messages_are_collected_also_when_lazy_or_in_context(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text(
        'label = gettext_lazy("La" "bel")\nn = ngettext_lazy("%(n)d day", "%(n)d days", "n")\nm = pgettext_lazy("verb", "Open")\n'
    )
    found = _collect([tmp_path / "page.py"], tmp_path)
    assert set(found) == {("", "Label"), ("", "%(n)d day"), ("verb", "Open")}
    assert found["verb", "Open"].place == "page.py:3"


# -- tidying, merging, compiling -------------------------------------------------------------------------------------


def test_tidying_keeps_translations_and_drops_what_nobody_says(tmp_path: Path) -> None:
    catalogue.tidy(own("Save", "Leave"), {}, tmp_path)
    fragment = tmp_path / "fragment.po"
    fragment.write_text(
        'msgid "Save"\nmsgstr "Lưu"\n\nmsgid "Leave"\nmsgstr "Rời trang"\n\nmsgid "Never"\nmsgstr "Không bao giờ"\n'
    )
    merged = catalogue.merge(fragment, folder=tmp_path)
    assert (merged.filled, merged.unused) == (2, ["Never"])

    done = catalogue.tidy(own("Save", "Stay"), {}, tmp_path)
    assert done.dropped == [("Leave", "Rời trang")]
    assert [message.msgid for message in done.missing] == ["Stay"]
    kept = catalogue.entries(catalogue.read(tmp_path / "django.po"))
    assert {key[1]: catalogue.vietnamese(entry) for key, entry in kept.items()} == {"Save": "Lưu", "Stay": ""}
    assert not any(entry.fuzzy for entry in kept.values())


def test_a_fragment_does_not_overwrite_unless_told_to(tmp_path: Path) -> None:
    catalogue.tidy(own("Save"), {}, tmp_path)
    first, second = tmp_path / "first.po", tmp_path / "second.po"
    first.write_text('msgid "Save"\nmsgstr "Lưu"\n')
    second.write_text('msgid "Save"\nmsgstr "Ghi lại"\n')
    catalogue.merge(first, folder=tmp_path)
    assert catalogue.merge(second, folder=tmp_path).other_wordings == [("Save", "Lưu", "Ghi lại")]
    assert catalogue.merge(second, replace=True, folder=tmp_path).filled == 1


def test_compiling_leaves_out_what_is_fuzzy_and_repeats_only_after_a_change(tmp_path: Path) -> None:
    catalogue.tidy(own("Save", "Leave"), {}, tmp_path)
    path = tmp_path / "django.po"
    path.write_text(path.read_text().replace('msgid "Save"\nmsgstr ""', '#, fuzzy\nmsgid "Save"\nmsgstr "Lưu"')
                    .replace('msgid "Leave"\nmsgstr ""', 'msgid "Leave"\nmsgstr "Rời trang"'))  # fmt: skip
    compiled = catalogue.compile_messages(tmp_path)
    assert "Rời trang".encode() in compiled.read_bytes()
    assert "Lưu".encode() not in compiled.read_bytes()

    made = compiled.stat().st_mtime
    for file in (path, tmp_path / "libraries.po"):
        os.utime(file, (made - 60, made - 60))
    path.write_text(path.read_text().replace("Rời trang", "Rời khỏi trang"))
    os.utime(path, (made - 60, made - 60))
    assert "Rời khỏi trang".encode() not in catalogue.compile_messages(tmp_path).read_bytes()  # no newer file, no work
    os.utime(path, (made + 60, made + 60))
    assert "Rời khỏi trang".encode() in catalogue.compile_messages(tmp_path).read_bytes()


# -- what check finds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "text", "problem"),
    [
        ("%(n)s days left", "còn %(m)s ngày", "placeholders differ"),
        ("{count} rows", "các dòng", "placeholders differ"),
        ("%s of %s", "%s trên tổng số", ""),
        ("Read <strong>this</strong> first.", "Đọc <b>mục này</b> trước.", "tags differ"),
        ("Name: ", "Tên:", "spaces at the ends differ"),
        ("It is kept.", "Đã được lưu", "the last mark differs"),
        ("Save and return", "Save and return", "still English"),
        ("The dossier", "Hồ sơ của bạn", "says “bạn”; the house says “ông/bà”"),
        ("Close the period", "Khoá sổ kỳ này", "“Khoá” carries its mark on the other vowel here"),
        ("The mandate", "Uỷ quyền", "“Uỷ” carries its mark on the other vowel here"),
        ("The dossier", unicodedata.normalize("NFD", "Hồ sơ"), "not in composed form (NFC)"),
    ],
)  # fmt: skip
def test_a_broken_translation_is_found(english: str, text: str, problem: str, tmp_path: Path) -> None:
    assert problems(english, text, tmp_path) == ([problem] if problem else [])


def test_sound_vietnamese_is_left_alone(tmp_path: Path) -> None:
    for english, text in [
        ("Quarter of the year", "Quý trong năm"),
        ("Machinery for the topic, up to 100 %% direct", "Máy móc phục vụ đề tài, tối đa 100 %% trực tiếp"),
        ("What a house!", "Một ngôi nhà đẹp."),
        ("XLSX", "XLSX"),
        ("the peace talks", "cuộc hòa đàm, hoạt động thoáng"),
    ]:
        assert problems(english, text, tmp_path) == []


def test_a_fuzzy_entry_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text('#, fuzzy\nmsgid "Save"\nmsgstr "Lưu"\n')
    (entry,) = catalogue.entries(catalogue.read(path)).values()
    assert [(fault.place, fault.text) for fault in entry_faults(entry, path)] == [
        ("django.po:2", "marked fuzzy: “Save”")
    ]


def test_a_new_sentence_of_a_library_is_missed_until_it_is_written() -> None:
    """The check asks the installed sources, so a catalogue without allauth's sentences must fail for each of them."""
    from khue.site.messages.faults import _missing_of_libraries

    missed = [fault for fault in _missing_of_libraries(library_messages(), {}) if "Incorrect password." in fault.text]
    assert [fault.place.split(":")[0] for fault in missed] == ["allauth/account/adapter.py"]


def test_text_in_a_template_outside_of_a_translation_is_found() -> None:
    source = (
        "{% load i18n %}\n<h1>{% trans 'Desk' %}</h1>\n<p>Hello {{ name }}</p>\n"
        '<input placeholder="Tìm hồ sơ" value="x"><a aria-label="{% trans "Open" %}: {{ n }}">→</a>\n'
        "{% blocktrans trimmed %}\nall of this is a message {{ n }}\n{% endblocktrans %}\n"
        "{% comment %}an aside{% endcomment %}{# another #}<script>let word = 'code'</script>\n"
        '<b translate="no">Văn Miếu <i>Quốc Tử Giám</i></b> <a lang="en" href="/en/">English</a> Khuê CSV &nbsp; 12 đ\n'
        "{% block body_class %}wide entrance{% endblock %}<p>the end</p>"
    )
    assert list(bare_text(source)) == [(3, "Hello"), (4, "Tìm hồ sơ"), (10, "the end")]


def test_of_a_child_template_only_what_its_blocks_show_counts() -> None:
    child = "{% extends 'base.html' %}\nnever shown {# a note\n on two lines #}\n{% block main %}shown{% endblock %} nor this"
    assert list(bare_text(child)) == [(4, "shown")]


# -- sentences that are recorded -------------------------------------------------------------------------------------


def test_recorded_sentences_are_read_from_code_and_from_the_citys_files(tmp_path: Path) -> None:
    (tmp_path / "domain.py").write_text(
        'A = Text("Đã nộp", "Submitted")\nB = Text(vi=f"Còn {n} ngày",\n    en=f"{n} days left")\nC = Text(other.vi, other.en)\n'
    )
    (tmp_path / "steps.toml").write_text(
        '[[step]]\nkey = "check"\nname = { vi = "Kiểm tra", en = "Check" }\n\n[[step]]\nvi = "Quyết định"\n'
    )
    assert list(stored_texts(tmp_path)) == [
        Pair("domain.py:1", "Đã nộp", "Submitted"),
        Pair("domain.py:2", "Còn … ngày", "… days left", computed=True),
        Pair("steps.toml:3", "Kiểm tra", "Check"),
        Pair("steps.toml:6", "Quyết định", ""),
    ]


@pytest.mark.parametrize(
    ("pair", "problem"),
    [
        (Pair("a.py:1", "Còn {days} ngày.", "{days} days left."), ""),
        (Pair("a.py:1", "Còn {days} ngày.", "{day} days left."), "placeholders differ"),
        (Pair("a.py:1", "Hồ sơ của bạn", "Your dossier"), "says “bạn”; the house says “ông/bà”"),
        (Pair("a.py:1", "Dòng hoá đơn", "Invoice line"), "“hoá” carries its mark on the other vowel here"),
        (Pair("a.toml:1", " ", "Check"), "no Vietnamese"),
        (Pair("a.toml:1", "Kiểm tra", ""), ""),
    ],
)
def test_a_broken_recorded_sentence_is_found(pair: Pair, problem: str) -> None:
    assert [fault.text.split(":")[0] for fault in pair_faults(pair)] == ([problem] if problem else [])
