"""The Law on Technology Transfer, before and after 1 April 2026: registration of contracts, its clocks and fees.

Everything here goes by the day of the contract or of the filing: the law of that day counts, not that of today.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import (
    as_expression,
    choice,
    choose,
    day,
    greatest,
    law,
    least,
    money,
    ordinarily,
    value_of,
    yesno,
)
from khue.core.rules.kinds import Kind
from khue.core.rules.rule import Impossible, Refusal, Ruling, rule, say

TOLD_FROM = date(2025, 7, 1)
"""The law files tell the older law from here."""

direction = choice(
    "direction",
    "Chiều chuyển giao",
    "Direction of the transfer",
    ask=("Công nghệ được chuyển giao theo chiều nào?", "In which direction is the technology transferred?"),
    options={
        "into-vietnam": ("từ nước ngoài vào Việt Nam", "from abroad into Viet Nam"),
        "out-of-vietnam": ("từ Việt Nam ra nước ngoài", "from Viet Nam abroad"),
        "domestic": ("trong nước", "within Viet Nam"),
    },
    changeable=False,
)
public_money = yesno(
    "public_money",
    "Có vốn nhà nước hoặc ngân sách nhà nước",
    "State capital or budget money takes part",
    ask=(
        "Hợp đồng có sử dụng vốn nhà nước hoặc ngân sách nhà nước không?",
        "Does the contract use State capital or budget money?",
    ),
    changeable=False,
)
has_result_certificate = yesno(
    "has_result_certificate",
    "Đã có giấy chứng nhận đăng ký kết quả nhiệm vụ",
    "The result holds a registration certificate",
    ask=(
        "Kết quả được chuyển giao đã có giấy chứng nhận đăng ký kết quả thực hiện nhiệm vụ chưa?",
        "Does the result already hold the certificate of a registered task result?",
    ),
)
signed_on = day(
    "signed_on",
    "Ngày ký hợp đồng",
    "Day of signing",
    ask=("Hợp đồng được ký ngày nào?", "On which day was the contract signed?"),
    changeable=False,
)
filed_on = day(
    "filed_on",
    "Ngày nộp hồ sơ",
    "Day of filing",
    ask=("Hồ sơ được nộp ngày nào?", "On which day was the dossier filed?"),
    changeable=False,
)
dossier_full_on = day(
    "dossier_full_on",
    "Ngày hồ sơ đầy đủ",
    "Day on which the dossier was full",
    ask=("Hồ sơ đầy đủ từ ngày nào?", "Since which day is the dossier full?"),
    changeable=False,
)
has_registration = yesno(
    "has_registration",
    "Đã được cấp giấy chứng nhận đăng ký",
    "The registration certificate was issued",
    ask=(
        "Hợp đồng đã được cấp giấy chứng nhận đăng ký chuyển giao công nghệ chưa?",
        "Has the registration certificate of the contract been issued?",
    ),
)
registered_on = day(
    "registered_on",
    "Ngày cấp giấy chứng nhận",
    "Day of the certificate",
    ask=("Giấy chứng nhận đăng ký được cấp ngày nào?", "On which day was the certificate issued?"),
    changeable=False,
)
agreed_effect_on = day(
    "agreed_effect_on",
    "Ngày có hiệu lực theo thỏa thuận",
    "Day of effect that the parties agreed",
    ask=("Các bên thỏa thuận hợp đồng có hiệu lực từ ngày nào?", "From which day did the parties agree that it holds?"),
)
contract_value = money(
    "contract_value",
    "Giá trị hợp đồng",
    "Value of the contract",
    ask=("Giá trị của hợp đồng là bao nhiêu đồng?", "What is the value of the contract, in đồng?"),
)

DUTY: Final = {
    "compulsory": ("bắt buộc đăng ký", "must be registered"),
    "voluntary": ("đăng ký tự nguyện", "may be registered"),
}
CASES: Final = {
    "domestic-public-money": ("trong nước có vốn nhà nước hoặc ngân sách nhà nước", "domestic with public money"),
}
FILER: Final = {"receiver": ("bên nhận công nghệ", "the receiver"), "giver": ("bên giao công nghệ", "the giver")}


@rule(
    "exchange.registration-duty",
    title=("Nghĩa vụ đăng ký hợp đồng chuyển giao công nghệ", "Duty to register a technology transfer contract"),
    cites=(
        "law-07-2017.registration",
        "law-07-2017.registration-filing",
        "law-transfer-amending-2025.registration",
    ),
    since=TOLD_FROM,
    words={
        **DUTY,
        **FILER,
        **CASES,
    },
)
def registration_duty() -> Ruling:
    """Transfers across the border and domestic ones with public money must be registered; a domestic result of a budget
    task that already holds its certificate ordinarily need not. The law of the day of signing counts."""
    cases = law.codes("exchange.registration.compulsory_cases", on=signed_on)
    paid_publicly = direction.is_("domestic") & public_money
    must = direction.among(cases) | (paid_publicly & as_expression("domestic-public-money", Kind.CHOICE).among(cases))
    certified = (
        paid_publicly & has_result_certificate & law.flag("exchange.registration.certificate_exempts", on=signed_on)
    )
    duty = ordinarily(choose(must, "compulsory", "voluntary"), (certified, "voluntary")).called(
        "Nghĩa vụ đăng ký", "Duty"
    )
    filer = choose(
        direction.among(law.codes("exchange.registration.receiver_files", on=signed_on)), "receiver", "giver"
    ).called("Bên nộp hồ sơ", "Who files")
    within = law.term("exchange.registration.file_within", on=signed_on)
    due = signed_on.after(within).called("Hạn nộp hồ sơ", "File by")
    return Ruling(
        values={"value": duty, "filer": filer, "due_on": due},
        then=say(
            "Hợp đồng chuyển giao {direction}, ký ngày {signed}: {duty}; {filer} nộp hồ sơ. Nếu thuộc trường hợp bắt buộc, "
            "hạn nộp là ngày {due}.",
            "A contract for a transfer {direction}, signed on {signed}: it {duty}; {filer} files. Where it must be "
            "registered, the dossier is due by {due}.",
            direction=direction,
            signed=signed_on,
            duty=duty,
            filer=filer,
            due=due,
        ),
    )


@rule(
    "exchange.contract-effect",
    title=("Ngày hợp đồng chuyển giao có hiệu lực", "Day from which a transfer contract holds"),
    cites=("law-07-2017.registration-effect",),
    since=TOLD_FROM,
    words={**DUTY, **CASES},
)
def contract_effect() -> Ruling:
    """A contract that must be registered holds from its certificate; any other when the parties say. Until then it is
    signed and not yet in effect."""
    must = value_of("exchange.registration-duty", Kind.CHOICE).is_("compulsory")
    waits = must & law.flag("exchange.registration.effect_from_certificate", on=signed_on)
    effect = choose(waits, registered_on, agreed_effect_on).called("Ngày có hiệu lực", "Day of effect")
    return Ruling(
        values={"value": effect},
        then=say("Hợp đồng có hiệu lực từ ngày {effect}.", "The contract holds from {effect}.", effect=effect),
        refusals=(
            Refusal(
                "not_effective",
                waits & ~has_registration,
                say(
                    "Hợp đồng ký ngày {signed} thuộc trường hợp bắt buộc đăng ký và chưa có hiệu lực khi chưa được cấp giấy "
                    "chứng nhận.",
                    "The contract signed on {signed} must be registered and does not hold before its certificate.",
                    signed=signed_on,
                ),
                next_step=Text(
                    "Mời ông/bà nộp hồ sơ đăng ký; hợp đồng có hiệu lực từ ngày cấp giấy chứng nhận.",
                    "File for registration; the contract holds from the day of the certificate.",
                ),
                rests_on=("exchange.registration.effect_from_certificate",),
            ),
        ),
        impossible=(
            Impossible(
                waits & has_registration & (registered_on < signed_on),
                Text(
                    "Ngày cấp giấy chứng nhận không thể trước ngày ký hợp đồng.",
                    "The certificate cannot come before the signing.",
                ),
                "registered_on",
            ),
        ),
    )


@rule(
    "exchange.completeness-answer",
    title=("Trả lời về tính đầy đủ của hồ sơ đăng ký", "Answer on the completeness of a registration dossier"),
    cites=("law-07-2017.registration-clock",),
    since=TOLD_FROM,
)
def completeness_answer() -> Ruling:
    """The authority asks for what is missing within working days of the filing."""
    term = law.term("exchange.registration.completeness", on=filed_on)
    due = filed_on.after(term).called("Hạn trả lời", "Answer due")
    return Ruling(
        values={"value": due},
        then=say(
            "Hồ sơ nộp ngày {filed}: cơ quan tiếp nhận yêu cầu bổ sung, nếu có, chậm nhất ngày {due}.",
            "Filed on {filed}: the authority asks for what is missing by {due} at the latest.",
            filed=filed_on,
            due=due,
        ),
    )


@rule(
    "exchange.registration-certificate",
    title=("Thời hạn cấp giấy chứng nhận đăng ký", "Term of the registration certificate"),
    cites=("law-07-2017.registration-clock",),
    since=TOLD_FROM,
)
def registration_certificate() -> Ruling:
    """Certificate or reasoned refusal within working days of the full dossier: days on which the applicant completes it
    do not count, since the term starts only then."""
    term = law.term("exchange.registration.certificate", on=dossier_full_on)
    due = dossier_full_on.after(term).called("Hạn cấp giấy chứng nhận", "Certificate due")
    return Ruling(
        values={"value": due},
        then=say(
            "Hồ sơ đầy đủ từ ngày {full}: giấy chứng nhận hoặc văn bản từ chối có lý do chậm nhất ngày {due}.",
            "Full since {full}: certificate, or refusal with reasons, by {due} at the latest.",
            full=dossier_full_on,
            due=due,
        ),
    )


@rule(
    "exchange.filing-notices",
    title=("Ngày nhắc nộp hồ sơ đăng ký", "Days of the notices to file"),
    cites=("law-07-2017.registration",),
    since=TOLD_FROM,
)
def filing_notices() -> Ruling:
    """Notices before the term of filing runs out; their days are proposed, not law."""
    steps = ("first", "second", "third", "last")
    notices = {step: signed_on.after(law.term(f"exchange.registration.notice_{step}", on=signed_on)) for step in steps}
    return Ruling(
        values={
            "value": notices["first"],
            "second": notices["second"],
            "third": notices["third"],
            "last": notices["last"],
        },
        then=say(
            "Nhắc nộp hồ sơ vào các ngày {first}, {second}, {third} và {last}.",
            "Notices to file on {first}, {second}, {third} and {last}.",
            **notices,
        ),
    )


@rule(
    "exchange.amendment-fee",
    title=("Phí đăng ký gia hạn, sửa đổi, bổ sung hợp đồng", "Fee for registering an amendment"),
    cites=("law-07-2017.amendment-fee",),
    since=TOLD_FROM,
)
def amendment_fee() -> Ruling:
    """A share of the value of the amended contract, not below a floor and not above a ceiling."""
    rate = law.share("exchange.amendment_fee.rate")
    floor, ceiling = law.money("exchange.amendment_fee.floor"), law.money("exchange.amendment_fee.ceiling")
    by_rate = rate.of(contract_value, "half_up").called("Phí tính theo tỷ lệ", "Fee by rate")
    fee = least(ceiling, greatest(floor, by_rate).called("Không thấp hơn mức sàn", "Not below the floor"))
    fee = fee.called("Phí phải nộp", "Fee due")
    return Ruling(
        values={"value": fee},
        then=say(
            "Phí đăng ký sửa đổi, bổ sung cho hợp đồng {value} là {fee}: bằng {rate} giá trị hợp đồng, nhưng không thấp hơn "
            "{floor} và không cao hơn {ceiling}.",
            "The fee for amending a contract of {value} is {fee}: {rate} of its value, but not below {floor} and not above "
            "{ceiling}.",
            value=contract_value,
            fee=fee,
            rate=rate,
            floor=floor,
            ceiling=ceiling,
        ),
    )


@rule(
    "exchange.registration-fee",
    title=("Phí đăng ký lần đầu", "Fee of a first registration"),
    cites=("law-07-2017.first-fee",),
    since=TOLD_FROM,
)
def registration_fee() -> Ruling:
    """Like the amendment fee; no source that could be checked gives its figures, so the answer waits for them."""
    by_rate = law.share("exchange.first_fee.rate").of(contract_value, "half_up")
    fee = least(law.money("exchange.first_fee.ceiling"), greatest(law.money("exchange.first_fee.floor"), by_rate))
    return Ruling(
        values={"value": fee},
        then=say("Phí đăng ký lần đầu là {fee}.", "The fee of a first registration is {fee}.", fee=fee),
    )
