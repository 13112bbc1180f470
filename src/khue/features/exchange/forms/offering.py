"""The form of an offer: public words in groups, the confidential part apart at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.exchange.domain.offers import (
    LONGEST_SECRET,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    LONGEST_WORDS,
    Claim,
    Comparison,
    Described,
    DescribeOffer,
    HandInOffer,
    Owner,
    Right,
)
from khue.features.exchange.domain.words import BASES, EVIDENCE, MODES, OBJECTS
from khue.features.exchange.forms.fields import CodesField, PartField, area, in_language
from khue.features.results.domain.register import STAGES
from khue.features.results.domain.rights import IP, IP_KINDS
from khue.features.results.domain.shares import percent
from khue.kernel.forms import DayField, FilesField, MoneyField, OnceForm, SeenForm, TicksField

ROWS = {"claims": 4, "owners": 3, "rights": 3}
"""How many rows of each kind the page draws at first; two more than what stands, up to the domain's bounds."""


class DescribedForm(OnceForm):
    """What a first and a later version share."""

    title_vi = forms.CharField(label=_("Title in Vietnamese"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Title in English"), max_length=LONGEST_TITLE)
    summary_vi = forms.CharField(
        label=_("Public summary in Vietnamese"),
        max_length=LONGEST_SUMMARY,
        widget=area(5),
        help_text=_("Everybody reads it. What must stay secret belongs into the confidential part."),
    )
    summary_en = forms.CharField(label=_("Public summary in English"), max_length=LONGEST_SUMMARY, widget=area(5), required=False)  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind of technology"))
    field = forms.ChoiceField(label=_("Key field"))
    codes = CodesField(label=_("IPC codes"), required=False, upper=True, help_text=_("With commas between them, such as C02F3/34, B01D."))  # fmt: skip
    stage = forms.TypedChoiceField(label=_("Readiness level"), coerce=int)
    stage_evidence = forms.CharField(label=_("What shows this readiness"), max_length=LONGEST_WORDS, widget=area())
    basis = forms.ChoiceField(label=_("By what right it is offered"), widget=forms.RadioSelect)
    basis_paper = forms.CharField(
        label=_("Paper that proves the right"),
        max_length=500,
        help_text=_("Kind, number and day of the title or of the owner's written consent; the officer looks at it."),
    )
    public_money = forms.BooleanField(label=_("It was formed with budget money"), required=False)
    result = forms.CharField(label=_("Number of the registered result"), max_length=20, required=False)
    modes = TicksField(label=_("How it is transferred"), widget=forms.CheckboxSelectMultiple, choices=[])
    price_from = MoneyField(label=_("Price from, in đồng"), required=False)
    price_to = MoneyField(label=_("Price to, in đồng"), required=False)
    price_note = forms.CharField(label=_("What the price covers"), max_length=500, required=False)
    rival = forms.CharField(label=_("Best rival solution"), max_length=300, required=False)
    comparison = forms.CharField(label=_("How it compares"), max_length=LONGEST_WORDS, widget=area(), required=False)
    cost_unit = forms.CharField(label=_("Costs are for one"), max_length=100, required=False)
    own_cost = MoneyField(label=_("Cost with this technology, in đồng"), required=False)
    rival_cost = MoneyField(label=_("Cost with the rival solution, in đồng"), required=False)
    after_sale = forms.CharField(
        label=_("What the supplier undertakes after the transfer"),
        max_length=LONGEST_WORDS,
        widget=area(),
        required=False,
        help_text=_("Training, warranty, improvements, with their time."),
    )
    videos = CodesField(label=_("Links to videos"), required=False)
    papers = FilesField(label=_("Papers that everybody may read"), required=False)

    def __init__(self, *args: Any, fields: Mapping[str, Text], rows: Mapping[str, int] = ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_counts = dict(rows)
        for name, options in (("kind", OBJECTS), ("field", fields), ("stage", STAGES)):
            self.fields[name].choices = in_language(options, empty="–")  # type: ignore[attr-defined]  # a choice field
        for name, options in (("basis", BASES), ("modes", MODES)):
            self.fields[name].choices = in_language(options)  # type: ignore[attr-defined]  # a choice field
        for part, count in self.row_counts.items():
            for no in range(1, count + 1):
                for name, field in _row(part).items():
                    self.fields[f"{part}-{no}-{name}"] = field

    def groups(self) -> list[tuple[str, list[Any]]]:
        """For the page: the words over each row, and its fields."""
        names = {
            "claims": _("Claim about the technology"),
            "owners": _("Owner"),
            "rights": _("Intellectual-property right"),
        }
        return [
            (f"{names[part]} {no}", [self[f"{part}-{no}-{name}"] for name in _row(part)])
            for part, count in self.row_counts.items()
            for no in range(1, count + 1)
        ]

    def _filled(self, part: str, *needed: str) -> list[dict[str, Any]]:
        """Rows in which one of the ``needed`` fields is filled in."""
        found = []
        for no in range(1, self.row_counts[part] + 1):
            values = {name: self.cleaned_data.get(f"{part}-{no}-{name}") for name in _row(part)}
            if any(values[name] not in (None, "") for name in needed):
                found.append(values)
        return found

    def described(self) -> Described:
        said = self.cleaned_data
        return Described(
            title=Text(said["title_vi"], said["title_en"]),
            summary=Text(said["summary_vi"], said["summary_en"]),
            kind=said["kind"],
            field=said["field"],
            codes=said["codes"],
            stage=said["stage"],
            stage_evidence=said["stage_evidence"],
            basis=said["basis"],
            basis_paper=said["basis_paper"],
            modes=tuple(said["modes"]),
            price_from=said["price_from"],
            price_to=said["price_to"],
            price_note=said["price_note"],
            public_money=said["public_money"],
            result=said["result"],
            after_sale=said["after_sale"],
            videos=said["videos"],
            claims=tuple(Claim(row["says"], row["level"] or "stated", row["proof"], row["buyer"]) for row in self._filled("claims", "says", "proof", "buyer")),
            owners=tuple(_owner(row) for row in self._filled("owners", "name", "share")),
            rights=tuple(Right(row["kind"], row["state"], row["territory"] or "VN", row["number"]) for row in self._filled("rights", "kind", "number")),
            comparison=Comparison(said["rival"], said["comparison"], said["cost_unit"], said["own_cost"], said["rival_cost"]),
        )  # fmt: skip


def _owner(row: Mapping[str, Any]) -> Owner:
    share = row["share"] if row["share"] is not None else Fraction(0)
    return Owner(row["name"], share.numerator, share.denominator)


def _row(part: str) -> dict[str, forms.Field]:
    if part == "claims":
        return {
            "says": forms.CharField(label=_("What it does"), max_length=500, required=False),
            "level": forms.ChoiceField(label=_("Level of evidence"), choices=in_language(EVIDENCE), required=False),
            "proof": forms.CharField(label=_("Paper that shows it"), max_length=500, required=False),
            "buyer": forms.CharField(label=_("Buyer who uses it"), max_length=300, required=False),
        }
    if part == "owners":
        return {
            "name": forms.CharField(label=_("Name of the owner"), max_length=300, required=False),
            "share": PartField(label=_("Share"), required=False),
        }
    return {
        "kind": forms.ChoiceField(label=_("Kind of right"), choices=in_language(IP_KINDS, empty="–"), required=False),
        "state": forms.ChoiceField(label=_("Status of the right"), choices=in_language(IP.labels), required=False),
        "territory": forms.CharField(label=_("Country, or PCT, EP"), max_length=4, required=False, initial="VN"),
        "number": forms.CharField(label=_("Number of the application or title"), max_length=60, required=False),
    }


SECRET_HELP = _("Read by your side and by the officer in charge only, each time with a record that you see.")


class OfferForm(DescribedForm):
    party = forms.ChoiceField(label=_("Who offers"))
    valid_until = DayField(label=_("The offer is valid until"))
    confidential = forms.CharField(label=_("Confidential part"), max_length=LONGEST_SECRET, widget=area(5), required=False, help_text=SECRET_HELP)  # fmt: skip
    looked = forms.BooleanField(label=_("I have looked at similar entries; this is another technology"), required=False)
    draft = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)
    field_order = ("party", "title_vi", "title_en")

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field

    def command(self) -> HandInOffer:
        said = self.cleaned_data
        return HandInOffer(
            said["party"], self.described(), said["valid_until"], said["papers"], said["confidential"], said["looked"], said["once"],
            said["draft"],
        )  # fmt: skip


class DescribeForm(DescribedForm, SeenForm):
    ground = forms.CharField(label=_("What changes, and why"), max_length=1000, widget=area(2))
    anew = forms.BooleanField(label=_("Write the confidential part anew"), required=False)
    confidential = forms.CharField(
        label=_("Confidential part"),
        max_length=LONGEST_SECRET,
        widget=area(5),
        required=False,
        help_text=_("It goes on as it is unless you tick the box above. It is not shown here."),
    )
    field_order = ("ground", "title_vi", "title_en")

    def command(self, offer_id: int) -> DescribeOffer:
        said = self.cleaned_data
        secret = said["confidential"] if said["anew"] else None
        return DescribeOffer(
            offer_id, self.described(), said["ground"], said["papers"], secret, said["seen"], said["once"]
        )


def initial_of(said: Described) -> dict[str, Any]:
    """What a form begins with: the public words of a version, or of a registered result."""
    beside = said.comparison
    found: dict[str, Any] = {
        "title_vi": said.title.vi, "title_en": said.title.en, "summary_vi": said.summary.vi, "summary_en": said.summary.en, "kind": said.kind,
        "field": said.field, "codes": ", ".join(said.codes), "stage": said.stage, "stage_evidence": said.stage_evidence, "basis": said.basis,
        "basis_paper": said.basis_paper, "public_money": said.public_money, "result": said.result, "modes": list(said.modes),
        "price_from": said.price_from, "price_to": said.price_to, "price_note": said.price_note, "after_sale": said.after_sale,
        "videos": ", ".join(said.videos), "rival": beside.rival, "comparison": beside.says, "cost_unit": beside.unit,
        "own_cost": beside.own_cost, "rival_cost": beside.rival_cost,
    }  # fmt: skip
    for no, claim in enumerate(said.claims, 1):
        at = f"claims-{no}-"
        found |= {
            f"{at}says": claim.says,
            f"{at}level": claim.level,
            f"{at}proof": claim.proof,
            f"{at}buyer": claim.buyer,
        }
    for no, owner in enumerate(said.owners, 1):
        found |= {f"owners-{no}-name": owner.name, f"owners-{no}-share": _typed(owner.share)}
    for no, right in enumerate(said.rights, 1):
        at = f"rights-{no}-"
        found |= {
            f"{at}kind": right.kind,
            f"{at}state": right.state,
            f"{at}territory": right.territory,
            f"{at}number": right.number,
        }
    return found


def _typed(share: Fraction) -> str:
    """As one types it: per cent where two decimals say it exactly, else the fraction."""
    whole = share * 10**4
    if whole.denominator == 1:
        return percent(share).vi.removesuffix("%")
    return f"{share.numerator}/{share.denominator}"


def rows_for(said: Described) -> dict[str, int]:
    """Two free rows beside what stands, within the bounds."""
    standing = {"claims": len(said.claims), "owners": len(said.owners), "rights": len(said.rights)}
    return {part: min(8, max(least, standing[part] + 2)) for part, least in ROWS.items()}
