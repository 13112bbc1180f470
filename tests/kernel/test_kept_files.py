"""Files of a refused form wait for the same person, go along with the next sending, and serve nobody else."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from khue.kernel import files, kept_files, uploads
from khue.kernel.forms import KEPT_MARK, KhueForm

ME, OTHER = "party:7", "party:8"
PDF = b"%PDF-1.7 mau"


class ManyInput(forms.FileInput):
    allow_multiple_selected = True


class ManyField(forms.FileField):
    widget = ManyInput

    def clean(self, value: Any, initial: Any = None) -> Any:
        return tuple(value or ())


class PaperForm(KhueForm):
    name = forms.CharField()
    paper = forms.FileField()


class ManyForm(KhueForm):
    name = forms.CharField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["papers"] = ManyField(required=False)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.KHUE_FILES = tmp_path / "files"
    return tmp_path / "files"


def upload(name: str = "bao-gia.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sent(kind: type[KhueForm], words: dict[str, Any], chosen: dict[str, list[Any]], holder: str = ME) -> KhueForm:
    data = QueryDict(mutable=True)
    for name, value in words.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = kind(data, MultiValueDict(chosen))
    form.files_wait_for = holder
    return form


def test_a_file_of_a_refused_form_goes_along_with_the_next_sending() -> None:
    refused = sent(PaperForm, {"name": ""}, {"paper": [upload()]})
    assert not refused.is_valid()
    (kept,) = refused.files_kept("paper")
    assert (kept.name, kept.size) == ("bao-gia.pdf", len(PDF))
    again = sent(PaperForm, {"name": "Tên", f"paper{KEPT_MARK}": kept.mark}, {})
    assert again.is_valid(), again.errors
    taken = again.cleaned_data["paper"]
    assert (taken.name, taken.size, taken.read()) == ("bao-gia.pdf", len(PDF), PDF)
    taken.seek(0)
    assert files.receive(taken).media_type == "application/pdf"


def test_it_is_kept_through_any_number_of_refusals_as_one_file(store: Path) -> None:
    form = sent(PaperForm, {"name": ""}, {"paper": [upload()]})
    (first,) = form.files_kept("paper")
    assert form.files_kept("paper") == (first,), "drawn twice, kept once"
    for _round in range(3):
        form = sent(PaperForm, {"name": "", f"paper{KEPT_MARK}": first.mark}, {})
        assert form.files_kept("paper") == (first,)
    assert len([path for path in store.rglob("*") if path.is_file()]) == 1


def test_another_file_takes_its_place_and_a_tick_taken_away_leaves_it_out() -> None:
    (kept,) = sent(PaperForm, {"name": ""}, {"paper": [upload()]}).files_kept("paper")
    other = sent(PaperForm, {"name": "Tên", f"paper{KEPT_MARK}": kept.mark}, {"paper": [upload("khac.pdf")]})
    assert other.is_valid()
    assert other.cleaned_data["paper"].name == "khac.pdf"
    without = sent(PaperForm, {"name": "Tên"}, {})
    assert "paper" in without.errors


def test_of_several_files_those_with_their_tick_stay_and_new_ones_join() -> None:
    form = sent(ManyForm, {"name": ""}, {"papers": [upload("a.pdf"), upload("b.pdf")]})
    first, _second = form.files_kept("papers")
    again = sent(ManyForm, {"name": "Tên", f"papers{KEPT_MARK}": [first.mark]}, {"papers": [upload("c.pdf")]})
    assert again.is_valid()
    assert [each.name for each in again.cleaned_data["papers"]] == ["a.pdf", "c.pdf"]


def test_a_mark_serves_its_own_person_only_for_half_a_day_and_no_forgery(monkeypatch: pytest.MonkeyPatch) -> None:
    (kept,) = sent(PaperForm, {"name": ""}, {"paper": [upload()]}).files_kept("paper")
    assert kept_files.take(kept.mark, ME) is not None
    assert kept_files.take(kept.mark, OTHER) is None
    assert kept_files.take(kept.mark, "") is None
    forged = signing.dumps({"i": "../../etc/passwd", "n": "x", "s": 1, "p": ME}, salt=kept_files.SALT)
    for mark in (forged, kept.mark[:-2], "", "x" * 5000, signing.dumps({"i": 1}, salt=kept_files.SALT), "\0"):
        assert kept_files.take(mark, ME) is None
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + kept_files.KEPT_FOR + 5)
    assert kept_files.take(kept.mark, ME) is None


def test_a_visitors_file_and_one_that_is_itself_wrong_are_not_kept(store: Path) -> None:
    assert sent(PaperForm, {"name": ""}, {"paper": [upload()]}, holder="").files_kept("paper") == ()
    empty = sent(PaperForm, {"name": "Tên"}, {"paper": [upload(content=b"")]})
    assert "paper" in empty.errors
    assert empty.files_kept("paper") == ()
    big = sent(ManyForm, {"name": ""}, {"papers": [uploads.TooBig("lon.pdf", 10**9, None)]})
    assert big.files_kept("papers") == ()
    assert not store.exists()


@pytest.mark.django_db
def test_the_nightly_sweep_takes_what_nobody_came_back_for(store: Path) -> None:
    (kept,) = sent(PaperForm, {"name": ""}, {"paper": [upload()]}).files_kept("paper")
    assert files.sweep_orphans() == 0
    (path,) = [path for path in store.rglob("*") if path.is_file()]
    os.utime(path, (0, 0))
    assert kept_files.take(kept.mark, ME) is not None, "somebody is at it: it waits"
    assert files.sweep_orphans() == 0
    os.utime(path, (0, 0))
    assert files.sweep_orphans() == 1
    gone = sent(PaperForm, {"name": "Tên", f"paper{KEPT_MARK}": kept.mark}, {})
    assert "paper" in gone.errors


def test_the_page_shows_each_kept_file_with_its_tick() -> None:
    form = sent(ManyForm, {"name": ""}, {"papers": [upload("biên bản <1>.pdf"), upload("b.pdf")]})
    page = Template("{% load khue %}{% field form.papers %}").render(Context({"form": form}))
    assert page.count(f'name="papers{KEPT_MARK}"') == 2
    assert page.count("checked") == 2
    assert "<1>" not in page
    assert "b.pdf" in page
    fresh = Template("{% load khue %}{% field form.papers %}").render(Context({"form": ManyForm()}))
    assert KEPT_MARK not in fresh
