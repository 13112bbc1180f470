"""Resolution 29/2025/NQ-HĐND: which subjects it covers, and which other regime of testing comes first."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, choose, law, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_29_2025.periods import IN_FORCE

test_subject = choice(
    "test_subject",
    "Lĩnh vực của đối tượng thử nghiệm",
    "What is tested",
    ask=(
        "Sản phẩm, dịch vụ muốn thử nghiệm thuộc lĩnh vực nào?",
        "To which field does the product or service to be tested belong?",
    ),
    options={
        "banking": ("ngân hàng", "banking"),
        "data-product": ("sản phẩm, dịch vụ về dữ liệu", "data product or service"),
        "digital-technology": ("sản phẩm, dịch vụ công nghệ số", "digital-technology product or service"),
        "other": ("lĩnh vực khác", "another field"),
    },
    changeable=False,
)
is_innovative = yesno(
    "is_innovative",
    "Có tính đổi mới sáng tạo",
    "Is innovative",
    ask=(
        "Công nghệ, sản phẩm, dịch vụ hoặc mô hình này có mới, có tính đổi mới sáng tạo không?",
        "Is this technology, product, service or model new and innovative?",
    ),
    changeable=False,
)
legal_gap = choice(
    "legal_gap",
    "Tình trạng pháp luật hiện hành",
    "What the law says today",
    ask=("Pháp luật hiện hành quy định thế nào về việc này?", "What does the law of today say of it?"),
    options={
        "silent": ("chưa quy định", "nothing"),
        "not-allowed": ("chưa cho phép", "it does not allow it yet"),
        "no-longer-fits": ("có quy định nhưng không còn phù hợp", "it has rules that no longer fit"),
        "allowed": ("đã cho phép đầy đủ", "it allows it already"),
    },
    changeable=False,
)
high_value = yesno(
    "high_value",
    "Có khả năng mang lại giá trị kinh tế – xã hội cao",
    "May bring high socio-economic value",
    ask=(
        "Việc thử nghiệm có khả năng mang lại giá trị kinh tế – xã hội cao không?",
        "May the test bring high socio-economic value?",
    ),
    changeable=False,
)


@rule(
    "sandbox.regime",
    title=("Cơ chế thử nghiệm áp dụng", "Which regime of testing applies"),
    cites=("decree-94-2025.sandbox", "decree-169-2025.sandbox", "decree-353-2025.sandbox", "res-29-2025.instruments"),
    since=IN_FORCE,
    words={
        "state-bank": ("cơ chế của Ngân hàng Nhà nước Việt Nam", "the regime of the State Bank of Viet Nam"),
        "decree-169": ("cơ chế thử nghiệm về dữ liệu", "the regime of data products"),
        "decree-353": ("cơ chế thử nghiệm công nghệ số", "the regime of digital technology"),
        "city": ("Nghị quyết của Thành phố về thử nghiệm có kiểm soát", "the city's resolution on controlled testing"),
    },
)
def regime() -> Ruling:
    """Banking, data products and digital technology have regimes of their own; all else is tested under the city's
    resolution. A permit that a sector's law asks for (a flight permit) stays needed beside the test."""
    found = choose(
        test_subject.is_("banking") & law.flag("sandbox.regime.banking"),
        "state-bank",
        choose(
            test_subject.is_("data-product") & law.flag("sandbox.regime.data_products"),
            "decree-169",
            choose(
                test_subject.is_("digital-technology") & law.flag("sandbox.regime.digital_technology"),
                "decree-353",
                "city",
            ),
        ),
    ).called("Cơ chế áp dụng", "Regime")
    return Ruling(
        values={"value": found},
        then=say(
            "Việc thử nghiệm thực hiện theo {regime}. Giấy phép chuyên ngành (nếu có) vẫn phải xin riêng.",
            "The test comes under {regime}. A sector permit, where one is needed, is asked for beside it.",
            regime=found,
        ),
    )


@rule(
    "sandbox.admissible-subject",
    title=("Đối tượng được đề nghị thử nghiệm", "What may be put to a test"),
    cites=("law-39-2024.test-definition",),
    since=IN_FORCE,
    words={
        "innovative": ("mới, có tính đổi mới sáng tạo", "new and innovative"),
        "legal-gap": ("pháp luật chưa quy định, chưa cho phép hoặc không còn phù hợp", "a gap in the law"),
        "high-value": ("giá trị kinh tế – xã hội cao", "high socio-economic value"),
    },
)
def admissible_subject() -> Ruling:
    """Something new and innovative, in a field able to bring high value, which the law does not cover, does not yet
    allow, or covers in a way that no longer fits."""
    definition = law.codes("sandbox.subject.conditions")
    needs_test = legal_gap.is_("silent", "not-allowed", "no-longer-fits")
    return Ruling(
        values={"value": is_innovative & needs_test & high_value},
        then=say(
            "Đối tượng này có thể được đề nghị thử nghiệm có kiểm soát, vì pháp luật hiện hành {gap}.",
            "This may be put forward for a controlled test; what the law says of it today: {gap}.",
            gap=legal_gap,
        ),
        refusals=(
            Refusal(
                "not_innovative",
                ~is_innovative & definition.names("innovative"),
                say(
                    "Đối tượng thử nghiệm phải là cái mới và có tính đổi mới sáng tạo.",
                    "Only what is new and innovative can be tested.",
                ),
                next_step=Text(
                    "Mời ông/bà nêu rõ điểm mới so với cái đang có trên thị trường.",
                    "Say what is new in it, compared with what there is.",
                ),
                rests_on=("sandbox.subject.conditions", "law-39-2024.test-definition"),
            ),
            Refusal(
                "law_allows",
                ~needs_test & definition.names("legal-gap"),
                say(
                    "Pháp luật hiện hành đã cho phép nên không cần thử nghiệm.",
                    "The law allows it already: no test is needed.",
                ),
                next_step=Text("Mời ông/bà thực hiện theo thủ tục thông thường.", "Follow the ordinary procedure."),
                rests_on=("sandbox.subject.conditions", "law-39-2024.test-definition"),
            ),
            Refusal(
                "low_value",
                ~high_value & definition.names("high-value"),
                say(
                    "Chưa thấy khả năng mang lại giá trị kinh tế – xã hội cao.",
                    "It is not seen that the test may bring high socio-economic value.",
                ),
                next_step=Text(
                    "Mời ông/bà bổ sung đánh giá lợi ích kinh tế – xã hội.",
                    "Add an assessment of the socio-economic benefit.",
                ),
                rests_on=("sandbox.subject.conditions", "law-39-2024.test-definition"),
            ),
        ),
    )
