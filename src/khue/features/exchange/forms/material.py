"""The form by which papers and pictures are added to an offer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.exchange.domain.offers import LONGEST_ALT, AddMaterial, NewPicture
from khue.features.exchange.forms.fields import area
from khue.kernel.forms import FilesField, OnceForm, SeenForm, TicksField
from khue.kernel.pictures import ACCEPT

SLOTS = (1, 2, 3)
"""Pictures of one sending; more are added by the next."""


class MaterialForm(OnceForm, SeenForm):
    papers = FilesField(label=_("Papers that everybody may read"), required=False)
    drop = TicksField(label=_("Pictures that go"), widget=forms.CheckboxSelectMultiple, choices=[], required=False)
    ground = forms.CharField(label=_("What is added, and why"), max_length=1000, widget=area(2))

    def __init__(self, *args: Any, standing: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(no), f"{no}. {alt}") for no, alt in standing]
        if choices:
            self.fields["drop"].choices = choices  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["drop"]
        for no in SLOTS:
            self.fields |= {
                f"picture_{no}": forms.FileField(label=_("Picture file"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})),
                f"alt_vi_{no}": forms.CharField(label=_("What it shows, in Vietnamese"), max_length=LONGEST_ALT, required=False),
                f"alt_en_{no}": forms.CharField(label=_("What it shows, in English"), max_length=LONGEST_ALT, required=False),
            }  # fmt: skip

    def groups(self) -> list[tuple[str, list[Any]]]:
        """For the page: the words over each picture, and its fields."""
        return [(str(no), [self[f"{name}_{no}"] for name in ("picture", "alt_vi", "alt_en")]) for no in SLOTS]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for no in SLOTS:
            words = said.get(f"alt_vi_{no}") or said.get(f"alt_en_{no}")
            if words and not said.get(f"picture_{no}") and f"picture_{no}" not in self.errors:
                self.add_error(f"picture_{no}", _("Choose the file of this picture, or leave its words out."))
        return said

    def command(self, offer_id: int) -> AddMaterial:
        said = self.cleaned_data
        pictures = tuple(
            NewPicture(said[f"picture_{no}"], said[f"alt_vi_{no}"], said[f"alt_en_{no}"], f"_{no}")
            for no in SLOTS
            if said.get(f"picture_{no}")
        )
        drop = tuple(int(no) for no in said.get("drop") or ())
        return AddMaterial(offer_id, said["ground"], said["papers"], pictures, drop, said["seen"], said["once"])
