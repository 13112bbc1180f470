"""Resolution 29/2025/NQ-HĐND: how long a test may run."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import as_expression, day, law, lines
from khue.core.rules.kinds import Kind
from khue.core.rules.rule import Impossible, Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_29_2025.periods import IN_FORCE

start = day(
    "start",
    "Ngày bắt đầu thử nghiệm",
    "First day of the test",
    ask=("Thử nghiệm bắt đầu ngày nào?", "On which day does the test start?"),
)
end = day(
    "end",
    "Ngày kết thúc thử nghiệm",
    "Last day of the test",
    ask=("Thử nghiệm kết thúc ngày nào?", "On which day does the test end?"),
)
extensions = lines(
    "extensions",
    "Các lần gia hạn",
    "Extensions",
    ask=(
        "Thử nghiệm được gia hạn lần nào chưa? Nếu có, từ ngày nào đến ngày nào?",
        "Has the test been extended, and if so, from when until when?",
    ),
    fields=(
        day(
            "start",
            "Ngày bắt đầu gia hạn",
            "First day of the extension",
            ask=("Lần gia hạn này bắt đầu ngày nào?", "On which day does this extension start?"),
        ),
        day(
            "end",
            "Ngày kết thúc gia hạn",
            "Last day of the extension",
            ask=("Lần gia hạn này kết thúc ngày nào?", "On which day does this extension end?"),
        ),
    ),
)


@rule(
    "sandbox.term",
    title=("Thời gian thử nghiệm và gia hạn", "Term of a test and its extension"),
    cites=("res-29-2025.term", "law-39-2024.test-term"),
    since=IN_FORCE,
)
def term() -> Ruling:
    """A test runs for a term of limited length and may be extended a limited number of times, each time for a limited
    length, without a gap. The law of the test's first day counts for its term, the law of the day asked for extensions.
    """
    longest_end = start.after(law.term("sandbox.term.longest", on=start)).called(
        "Ngày kết thúc muộn nhất của thời hạn thử nghiệm", "Latest end of the term"
    )
    longest_extension = law.term("sandbox.term.longest_extension")
    may_extend = law.count("sandbox.term.extensions")
    runs_until = extensions.latest(lambda each: each.end, otherwise=end).called(
        "Ngày cuối cùng được thử nghiệm", "Last day on which the test may run"
    )
    # The days between the end of the term and the last day that no extension covers; an extension may start on the
    # day on which what was before it ends, or on the next.
    not_covered = end.days_until(runs_until) - extensions.total(lambda each: each.start.days_until(each.end))
    in_a_row = ~extensions.any(lambda each: each.start < end) & (not_covered <= extensions.count())
    too_long = extensions.any(lambda each: each.end > each.start.after(longest_extension))
    # With one extension, what counts is the day on which the term ended, not the next one.
    too_long |= extensions.count().equals(1) & (runs_until > end.after(longest_extension))
    return Ruling(
        values={
            "value": runs_until,
            "longest_end": longest_end,
            "latest_possible_end": longest_end.after(longest_extension).called(
                "Ngày kết thúc muộn nhất, kể cả gia hạn", "Latest end with an extension"
            ),
            "extensions_left": (may_extend - extensions.count()).called("Số lần còn được gia hạn", "Extensions left"),
        },
        then=say(
            "Thử nghiệm được thực hiện đến hết ngày {runs_until}.",
            "The test may run until the end of {runs_until}.",
            runs_until=runs_until,
        ),
        refusals=(
            Refusal(
                "before_law",
                start < as_expression(IN_FORCE, Kind.DAY),
                say(
                    "Thử nghiệm bắt đầu ngày {start}, trước khi Nghị quyết có hiệu lực.",
                    "The test starts on {start}, before the resolution is in force.",
                    start=start,
                ),
                next_step=Text(
                    "Mời ông/bà chọn ngày bắt đầu từ khi Nghị quyết có hiệu lực.",
                    "Choose a first day on which the resolution is in force.",
                ),
                rests_on=("res-29-2025.term",),
            ),
            Refusal(
                "term_too_long",
                end > longest_end,
                say(
                    "Thử nghiệm kéo dài đến ngày {end}, quá thời hạn tối đa {longest}; muộn nhất là ngày {latest}.",
                    "The test runs until {end}, longer than {longest}; it may end on {latest} at the latest.",
                    end=end,
                    longest=law.term("sandbox.term.longest", on=start),
                    latest=longest_end,
                ),
                next_step=Text(
                    "Mời ông/bà rút ngắn thời gian thử nghiệm; khi cần có thể đề nghị gia hạn sau.",
                    "Shorten the test; an extension can be asked for later.",
                ),
                rests_on=("sandbox.term.longest", "res-29-2025.term"),
            ),
            Refusal(
                "too_many_extensions",
                extensions.count() > may_extend,
                say(
                    "Thử nghiệm được gia hạn {asked} lần, trong khi chỉ được gia hạn nhiều nhất {allowed} lần.",
                    "The test would be extended {asked} times; at most {allowed} is allowed.",
                    asked=extensions.count(),
                    allowed=may_extend,
                ),
                next_step=Text(
                    "Mời ông/bà kết thúc thử nghiệm đúng hạn, hoặc đề nghị chuyển sang hoạt động chính thức.",
                    "End the test on time, or ask for official operation.",
                ),
                rests_on=("sandbox.term.extensions", "res-29-2025.term"),
            ),
            Refusal(
                "extension_too_long",
                too_long,
                say(
                    "Thời gian gia hạn dài hơn {longest}.",
                    "An extension is longer than {longest}.",
                    longest=longest_extension,
                ),
                next_step=Text("Mời ông/bà rút ngắn thời gian gia hạn.", "Shorten the extension."),
                rests_on=("sandbox.term.longest_extension", "res-29-2025.term"),
            ),
            Refusal(
                "extension_not_following",
                ~in_a_row,
                say(
                    "Thời gian gia hạn phải nối tiếp ngày kết thúc, không gián đoạn và không chồng lên thời hạn trước.",
                    "An extension must follow the end of what was before it, without a gap and without overlap.",
                ),
                next_step=Text(
                    "Mời ông/bà sửa ngày bắt đầu gia hạn cho liền với ngày kết thúc trước đó.",
                    "Let the extension start where the time before it ends.",
                ),
                rests_on=("sandbox.term.longest_extension", "res-29-2025.term"),
            ),
        ),
        impossible=(
            Impossible(
                end < start,
                Text("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "The last day cannot be before the first."),
                "end",
            ),
            Impossible(
                extensions.any(lambda each: each.end < each.start),
                Text(
                    "Ngày kết thúc gia hạn phải từ ngày bắt đầu gia hạn trở đi.",
                    "The last day of an extension cannot be before its first.",
                ),
                "extensions",
            ),
        ),
    )
