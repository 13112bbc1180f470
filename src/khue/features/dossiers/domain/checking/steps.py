"""Steps, their outcomes and clocks, and the ways that lead from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from khue.features.dossiers.domain.checking.names import ROUTE, UNITS, City, Table, clean_keys, items_of
from khue.features.dossiers.domain.definition import END_RETURNED, ENDS, STEP_KINDS
from khue.features.dossiers.domain.locating import Path
from khue.features.dossiers.domain.shapes import Found, near


def step_problems(content: Table, city: City) -> Iterator[Found]:
    steps = items_of(content, "steps")
    if not steps:
        yield Found((), "there is no step", "Chưa có bước nào")
        return
    yield from clean_keys(steps, ("steps",), "step")
    kinds = {step["key"]: step.get("kind") for _, step in steps if "key" in step}
    for index, step in steps:
        path: Path = ("steps", index)
        yield from _step(step, path, city)
        yield from _outcomes(step, path, kinds)
        yield from _step_clock(step, path, city)
    main = [(index, step) for index, step in steps if step.get("kind") != "follow"]
    if not main:
        yield Found(
            ("steps",),
            "every step is a follow-up: there is no way to go",
            "Mọi bước đều là bước theo dõi: hồ sơ không có đường đi",
        )
        return
    yield from _receipt(main)
    yield from _ways(main)


def _step(step: Table, path: Path, city: City) -> Iterator[Found]:
    key, kind, right, page = step.get("key", ""), step.get("kind"), step.get("right"), step.get("page")
    if kind is not None and kind not in STEP_KINDS:
        yield Found(
            (*path, "kind"),
            f'the step "{key}" has the unknown kind "{kind}"; known are {", ".join(STEP_KINDS)}',
            f"Loại bước “{kind}” không tồn tại",
        )
    if right == "":
        yield Found((*path, "right"), f'the step "{key}" names no right', "Bước này chưa ghi quyền cần có")
    elif right is not None and city.rights is not None and right not in city.rights:
        yield Found(
            (*path, "right"),
            f'the step "{key}" needs the right "{right}", which no role brings{near(right, city.rights)}',
            f"Bước cần quyền “{right}”, nhưng không vai trò nào có quyền này",
        )
    if page and not ROUTE.fullmatch(page):
        yield Found(
            (*path, "page"),
            f'the page of "{key}" is named as room:page, not "{page}"',
            f"Trang xử lý phải ghi dạng room:page, không phải “{page}”",
        )


def _outcomes(step: Table, path: Path, kinds: Mapping[str, str | None]) -> Iterator[Found]:
    key, kind = step.get("key", ""), step.get("kind")
    outcomes = items_of(step, "outcomes")
    if not outcomes:
        yield Found(path, f'the step "{key}" has no outcome', "Bước này chưa có kết quả nào")
    yield from clean_keys(outcomes, (*path, "outcomes"), "outcome")
    for index, outcome in outcomes:
        at, target = (*path, "outcomes", index, "next"), outcome.get("next", "")
        if target and target not in kinds and target not in ENDS:
            known = [*kinds, *ENDS]
            yield Found(
                at,
                f'the step "{target}" is named as next of "{key}" but does not exist{near(target, known)}',
                f"Bước tiếp theo “{target}” không tồn tại",
            )
        elif target and kind == "follow":
            yield Found(at, f'"{key}" is a follow-up step: nothing comes next', "Bước theo dõi không có bước tiếp theo")
        elif kinds.get(target) == "follow":
            yield Found(
                at,
                f'"{target}" is a follow-up step, which the room opens: it cannot be next of "{key}"',
                f"“{target}” là bước theo dõi, không thể là bước tiếp theo",
            )
        elif target == END_RETURNED and kind != "check":
            yield Found(
                at,
                f'"{key}" is past receipt: it cannot end in {END_RETURNED}',
                "Bước sau khi tiếp nhận không thể kết thúc bằng từ chối tiếp nhận",
            )
        elif target in ENDS and target != END_RETURNED and kind == "check":
            yield Found(
                at,
                f'"{key}" checks the papers: it leads on to a step, or to {END_RETURNED}',
                "Bước kiểm tra hồ sơ phải dẫn đến một bước khác hoặc từ chối tiếp nhận",
            )


def _step_clock(step: Table, path: Path, city: City) -> Iterator[Found]:
    clock = step.get("clock")
    if clock is None:
        return
    at, key, parameter = (*path, "clock"), step.get("key", ""), clock.get("parameter")
    if parameter is not None:
        if "amount" in clock or "unit" in clock:
            yield Found(
                at,
                f'the clock of "{key}" has a parameter and an amount: only one can count',
                "Thời hạn chỉ lấy theo tham số hoặc theo số ngày riêng, không cả hai",
            )
        if not parameter or (city.has_parameter is not None and not city.has_parameter(parameter)):
            yield Found(
                at,
                f'the clock of "{key}" names the parameter "{parameter}", which the law files lack',
                f"Tham số “{parameter}” không có trong dữ liệu pháp luật",
            )
    elif "amount" not in clock or clock.get("unit") not in UNITS:
        yield Found(
            at,
            f'the clock of "{key}" needs a parameter, or an amount with its unit ({" or ".join(UNITS)})',
            "Thời hạn cần một tham số, hoặc số ngày và đơn vị",
        )
    elif "note" not in clock:
        yield Found(
            at,
            f'the clock of "{key}" has an amount of its own: a note says on what ground',
            "Thời hạn theo số ngày riêng phải nêu căn cứ",
        )


def _receipt(main: list[tuple[int, Table]]) -> Iterator[Found]:
    """The way begins with the check of the papers, and no later step is one: receipt happens once."""
    first, step = main[0]
    if step.get("kind") in STEP_KINDS and step["kind"] != "check":
        yield Found(
            ("steps", first, "kind"),
            f'the way begins with a check of the papers, not with "{step.get("key", "")}"',
            "Bước đầu tiên phải là bước kiểm tra hồ sơ",
        )
    for index, later in main[1:]:
        if later.get("kind") == "check":
            yield Found(
                ("steps", index, "kind"),
                f'only the first step is a check: "{later.get("key", "")}" comes later',
                "Chỉ bước đầu tiên là bước kiểm tra hồ sơ",
            )


def _ways(main: list[tuple[int, Table]]) -> Iterator[Found]:
    """Every main step is reached from the first, and an end is reached from every one."""
    leads = {
        step.get("key", ""): {outcome.get("next", "") for _, outcome in items_of(step, "outcomes")} for _, step in main
    }
    reached = _reached(main[0][1].get("key", ""), leads)
    for index, step in main:
        key = step.get("key", "")
        if key not in reached:
            yield Found(("steps", index), f'no way leads to the step "{key}"', "Không có kết quả nào dẫn đến bước này")
        elif not _reached(key, leads) & set(ENDS):
            yield Found(
                ("steps", index),
                f'from the step "{key}" no way leads to an end',
                "Từ bước này không đường nào dẫn đến kết thúc",
            )


def _reached(start: str, leads: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    todo = [start]
    while todo:
        at = todo.pop()
        if at not in reached:
            reached.add(at)
            todo += leads.get(at, ())
    return reached
