"""The index follows the record, is built anew while it serves, and comes back after a break."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from khue.kernel import finding
from khue.kernel.deeds import command
from khue.kernel.finding import Question, following, index
from khue.kernel.finding import sources as registry
from tests.cast import setup_actor
from tests.finding.conftest import LISTINGS, Exchange, listing


def done(*numbers: int) -> None:
    for number in numbers:
        with command("kernel.test", setup_actor(), subject=f"offers:{number}"):
            pass


def found(asked: str) -> list[str]:
    return [hit.key for hit in finding.find(Question(asked)).hits]


@pytest.mark.django_db
def test_the_first_pass_builds_and_later_ones_take_in_changes(exchange: Exchange) -> None:
    finding.follow()
    assert finding.find(Question()).total == len(LISTINGS) - 1
    exchange["offers:1"] = listing(1, "Pin thể rắn")
    del exchange["offers:2"]
    exchange["offers:7"] = listing(7, "Cảm biến độ rung")
    done(1, 2, 7)
    assert finding.follow() == 3
    assert (found("pin thể rắn"), found("cảm biến"), found("máy sấy")) == (["offers:1"], ["offers:7"], [])
    assert finding.follow() == 0, "nothing new"


@pytest.mark.django_db
def test_a_listing_that_is_closed_to_the_public_is_gone_at_once(built: Exchange) -> None:
    exchange = built
    exchange["offers:3"] = listing(3, "Bộ kit phát hiện vi rút", readers=("cleared:3",))
    done(3)
    finding.follow()
    assert found("bộ kit") == []
    assert finding.find(Question("bộ kit", readers=("cleared:3",))).total == 1


@pytest.mark.django_db
def test_a_deed_that_commits_late_under_an_earlier_number_is_not_missed(built: Exchange) -> None:
    done(4)
    finding.follow()
    edition = index.current()
    assert edition is not None
    place = index.read_place(edition)
    assert place is not None
    built["offers:4"] = listing(4, "Đến muộn")
    # As if its record had not been there to read at the last pass.
    place.recent.remove(place.last)
    index.write_place(edition, place)
    assert finding.follow() == 1
    assert found("đến muộn") == ["offers:4"]


@pytest.mark.django_db
def test_while_it_is_built_anew_questions_and_changes_go_on(built: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def meanwhile(kind: str, count: int) -> None:
        built["offers:8"] = listing(8, "Thay đổi giữa chừng")
        done(8)
        finding.follow()
        seen.append(found("thay đổi giữa chừng"))
        seen.append(finding.rebuild())

    old = index.current()
    assert finding.rebuild(meanwhile) == len(LISTINGS)
    assert seen == [["offers:8"], None], "found at once in the old edition; a second build is refused"
    assert index.current() != old
    finding.follow()
    assert found("thay đổi giữa chừng") == ["offers:8"], "and taken into the new one"
    assert len(list(index.home().glob("edition-*"))) == 1


@pytest.mark.django_db
def test_a_build_that_was_killed_leaves_the_old_index_in_use(built: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(kind: str, count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        finding.rebuild(killed)
    assert found("máy sấy") == ["offers:2"]
    assert finding.rebuild() == len(LISTINGS)
    assert len(list(index.home().glob("edition-*"))) == 1, "what the killed one left is cleared away"


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["cut", "gone", "scrambled"])
def test_a_torn_index_is_built_anew_and_nobody_gets_an_error(built: Exchange, how: str) -> None:
    edition = index.current()
    assert edition is not None
    for file in (edition / "files").iterdir():
        if how == "gone":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:20] if how == "cut" else b"\x00" * 64)
    index.reader.forget()
    assert not finding.find(Question("máy sấy")).ready
    finding.follow()
    assert found("máy sấy") == ["offers:2"]


@pytest.mark.django_db
def test_a_kind_that_an_upgrade_brings_is_taken_in_whole(built: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    need = listing(1, "Cần mua máy lọc bụi")
    needs = Exchange({"needs:1": replace(need, key="needs:1")})
    monkeypatch.setattr(registry, "_SOURCES", {"offers": built.source(), "needs": needs.source()})
    finding.follow()
    assert found("máy lọc bụi")[0] == "needs:1"
    assert [hit.kind for hit in finding.find(Question(kinds=("needs",))).hits] == ["needs"]


@pytest.mark.django_db
def test_a_torn_index_is_noticed_by_the_writer_too(built: Exchange) -> None:
    edition = index.current()
    assert edition is not None
    (edition / "files" / "meta.json").write_text("{")
    done(1)
    finding.follow()
    finding.follow()
    assert found("máy sấy") == ["offers:2"]


def test_following_goes_on_until_it_is_told_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ending, passes = threading.Event(), []

    def once() -> int:
        passes.append(1)
        if len(passes) == 1:
            raise OSError("disk full")
        ending.set()
        return 0

    monkeypatch.setattr(following, "follow", once)
    monkeypatch.setattr(following, "PAUSE", 0.0)
    monkeypatch.setattr(following, "AFTER_A_FAULT", 0.0)
    finding.keep_following(ending)
    assert len(passes) == 2
