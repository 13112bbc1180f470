"""What has happened to people, as their timelines tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event
from khue.features.people.domain import DISSOLUTIONS, RECORD_FIELDS, SCOPES, kind_of_succession


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    wire: ClassVar[str] = "people.person_registered"

    def line(self) -> Text:
        return Text("Thành phố đã lập thông tin của ông/bà.", "The city opened your record.")


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(Event):
    wire: ClassVar[str] = "people.organisation_registered"
    name: str

    def line(self) -> Text:
        return Text(f"Đăng ký tổ chức “{self.name}”.", f"The organisation “{self.name}” was registered.")


@dataclass(frozen=True, kw_only=True)
class IdentityLinked(Event):
    wire: ClassVar[str] = "people.identity_linked"

    def line(self) -> Text:
        return Text("Đã liên kết tài khoản định danh điện tử.", "The national identity was linked to the record.")


@dataclass(frozen=True, kw_only=True)
class RecordCorrected(Event):
    wire: ClassVar[str] = "people.record_corrected"
    fields: tuple[str, ...]

    def line(self) -> Text:
        labels = [RECORD_FIELDS[field] for field in self.fields]
        return Text(
            "Đã sửa: " + ", ".join(label.vi.lower() for label in labels) + ".",
            "Corrected: " + ", ".join(label.en.lower() for label in labels) + ".",
        )


@dataclass(frozen=True, kw_only=True)
class MandateGranted(Event):
    wire: ClassVar[str] = "people.mandate_granted"
    person_name: str
    party_name: str
    scope: str

    def line(self) -> Text:
        scope = SCOPES[self.scope]
        return Text(
            f"{self.person_name} được làm việc thay mặt {self.party_name} ({scope.vi.lower()}).",
            f"{self.person_name} may act for {self.party_name} ({scope.en.lower()}).",
        )


@dataclass(frozen=True, kw_only=True)
class MandateEnded(Event):
    wire: ClassVar[str] = "people.mandate_ended"
    person_name: str
    party_name: str
    ends_on: str

    def line(self) -> Text:
        return Text(
            f"{self.person_name} thôi làm việc thay mặt {self.party_name} từ ngày {self.ends_on}.",
            f"{self.person_name} no longer acts for {self.party_name} from {english_day(self.ends_on)}.",
        )


@dataclass(frozen=True, kw_only=True)
class MandateAsked(Event):
    wire: ClassVar[str] = "people.mandate_asked"
    person_name: str
    party_name: str

    def line(self) -> Text:
        return Text(
            f"{self.person_name} đề nghị được làm việc thay mặt {self.party_name}.",
            f"{self.person_name} asks to act for {self.party_name}.",
        )


@dataclass(frozen=True, kw_only=True)
class MandateRequestRefused(Event):
    wire: ClassVar[str] = "people.mandate_request_refused"
    party_name: str
    reason: str

    def line(self) -> Text:
        return Text(
            f"Đề nghị làm việc thay mặt {self.party_name} không được chấp thuận: {self.reason}",
            f"The request to act for {self.party_name} was refused: {self.reason}",
        )


@dataclass(frozen=True, kw_only=True)
class RoleAssigned(Event):
    wire: ClassVar[str] = "people.role_assigned"
    role: Text
    unit: Text

    def line(self) -> Text:
        return Text(
            f"Được giao vai trò {self.role.vi.lower()} tại {self.unit.vi}.",
            f"Given the role {self.role.into('en').lower()} in {self.unit.into('en')}.",
        )


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    wire: ClassVar[str] = "people.role_ended"
    role: Text
    unit: Text

    def line(self) -> Text:
        return Text(
            f"Thôi giao vai trò {self.role.vi.lower()} tại {self.unit.vi}.",
            f"No longer {self.role.into('en').lower()} in {self.unit.into('en')}.",
        )


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    wire: ClassVar[str] = "people.member_joined"
    person_name: str
    group_name: str

    def line(self) -> Text:
        return Text(f"{self.person_name} vào nhóm {self.group_name}.", f"{self.person_name} joined {self.group_name}.")


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    wire: ClassVar[str] = "people.member_left"
    person_name: str
    group_name: str

    def line(self) -> Text:
        return Text(f"{self.person_name} rời nhóm {self.group_name}.", f"{self.person_name} left {self.group_name}.")


@dataclass(frozen=True, kw_only=True)
class _Told(Event):
    """Something that officers with open dossiers of the party hear. ``mark`` is the same whenever the job repeats."""

    mark: str

    def to_json(self) -> dict[str, Any]:
        said = self.line()
        return {**super().to_json(), "told_vi": said.vi, "told_en": said.en}


@dataclass(frozen=True, kw_only=True)
class PartyGoesOn(_Told):
    """``kind``: duplicate, merger, consolidation, conversion, division, separation. ``formers`` and ``successors``: keys."""

    wire: ClassVar[str] = "people.party_goes_on"
    kind: str
    formers: tuple[str, ...]
    successors: tuple[str, ...]
    former_names: str
    successor_names: str

    def line(self) -> Text:
        label = kind_of_succession(self.kind)
        if self.kind == "separation":  # whoever gives a part away stays what it is
            return Text(
                f"{label.vi}: một phần của {self.former_names} nay do {self.successor_names} tiếp nhận.",
                f"{label.en}: a part of {self.former_names} passes to {self.successor_names}.",
            )
        return Text(
            f"{label.vi}: {self.former_names} nay tiếp tục là {self.successor_names}.",
            f"{label.en}: {self.former_names} goes on as {self.successor_names}.",
        )


@dataclass(frozen=True, kw_only=True)
class SuccessionEnded(_Told):
    wire: ClassVar[str] = "people.succession_ended"
    kind: str
    former_names: str
    successor_names: str
    ground: str

    def line(self) -> Text:
        label = kind_of_succession(self.kind)
        return Text(
            f"Hủy ghi nhận “{label.vi.lower()}” giữa {self.former_names} và {self.successor_names}: {self.ground}",
            f"“{label.en}” between {self.former_names} and {self.successor_names} was taken back: {self.ground}",
        )


@dataclass(frozen=True, kw_only=True)
class PartyRenamed(Event):
    wire: ClassVar[str] = "people.party_renamed"
    before: str
    after: str
    effective_on: str

    def line(self) -> Text:
        return Text(
            f"Đổi tên từ “{self.before}” thành “{self.after}” kể từ ngày {self.effective_on}.",
            f"Renamed from “{self.before}” to “{self.after}” as of {english_day(self.effective_on)}.",
        )


@dataclass(frozen=True, kw_only=True)
class PartyMoved(Event):
    wire: ClassVar[str] = "people.party_moved"
    effective_on: str

    def line(self) -> Text:
        return Text(
            f"Thay đổi địa chỉ kể từ ngày {self.effective_on}.",
            f"The address changed as of {english_day(self.effective_on)}.",
        )


@dataclass(frozen=True, kw_only=True)
class PartyDissolved(_Told):
    wire: ClassVar[str] = "people.party_dissolved"
    name: str
    kind: str
    effective_on: str

    def line(self) -> Text:
        label = DISSOLUTIONS[self.kind]
        return Text(
            f"“{self.name}” chấm dứt hoạt động từ ngày {self.effective_on} ({label.vi.lower()}).",
            f"“{self.name}” is no more from {english_day(self.effective_on)} ({label.en.lower()}).",
        )


@dataclass(frozen=True, kw_only=True)
class DissolutionEnded(_Told):
    wire: ClassVar[str] = "people.dissolution_ended"
    name: str
    ground: str

    def line(self) -> Text:
        return Text(
            f"Hủy ghi nhận chấm dứt hoạt động của “{self.name}”: {self.ground}",
            f"That “{self.name}” is no more was taken back: {self.ground}",
        )


@dataclass(frozen=True, kw_only=True)
class KeyMade(Event):
    wire: ClassVar[str] = "people.key_made"
    prefix: str
    name: str

    def line(self) -> Text:
        return Text(f"Tạo khóa truy cập {self.prefix} ({self.name}).", f"Access key {self.prefix} made ({self.name}).")


@dataclass(frozen=True, kw_only=True)
class KeyRevoked(Event):
    wire: ClassVar[str] = "people.key_revoked"
    prefix: str
    name: str

    def line(self) -> Text:
        return Text(
            f"Thu hồi khóa truy cập {self.prefix} ({self.name}).", f"Access key {self.prefix} revoked ({self.name})."
        )
