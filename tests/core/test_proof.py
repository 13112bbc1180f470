"""The audit's proofs: whatever is changed, removed, moved or cut off before the anchor is found, and named."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from khue.core import proof
from khue.core.proof import Checkpoint, Kept, Report, Unusable, verify_export

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = proof.public_hex(KEY.public_key())
START = datetime(2026, 1, 5, 1, tzinfo=UTC)


@dataclass
class Export:
    lines: list[bytes]
    anchor: Checkpoint


def build(
    chains: list[int], *, seal_every: int = 4, values: bool = False, key: Ed25519PrivateKey = KEY, deed: str = "a.deed"
) -> Export:
    """An export whose records fall on ``chains`` in this order; every fourth is followed by a checkpoint."""
    lines = [proof.header_line(city="khue_hanoi", exported_at=START, public_key=PUBLIC).encode()]
    ends: dict[int, tuple[int, str]] = {}
    last: Checkpoint | None = None
    tree, first = proof.Tree(), 1
    for number, chain in enumerate(chains, 1):
        seq, prev = ends.get(chain, (0, proof.ZERO))
        matter = Kept(sha256(b"salt%d" % number).digest()[:16], proof.canonical({"after": {"amount": number}}))
        personal = Kept(sha256(b"more%d" % number).digest()[:16], proof.canonical({"name": f"Nguyễn Văn {number}"}))
        moment = START + timedelta(minutes=number)
        body = proof.record_body(
            chain=f"dossier:{chain}", seq=seq + 1, prev=prev, at=moment, wall=moment, actor="party:5", mandate="",
            deed=deed, subjects=[f"dossier:{chain}"], values=matter.commitment, personal=personal.commitment,
            id=UUID(int=number),
        )  # fmt: skip
        digest = proof.digest_of(body)
        ends[chain] = (seq + 1, digest.hex())
        tree.add(digest)
        lines.append(proof.record_line(digest.hex(), body).encode())
        if values:
            lines.append(proof.values_line("values", matter.salt, matter.body).encode())
            lines.append(proof.values_line("personal", personal.salt, personal.body).encode())
        if number % seal_every == 0 or number == len(chains):
            last = proof.seal(
                previous=last, first=first, last=number, count=tree.count, root=tree.root(), at=moment, key=key
            )
            lines.append(last.line.encode() + b"\n")
            tree, first = proof.Tree(), number + 1
    assert last is not None
    return Export([*lines, proof.END.encode()], last)


MIXED = [1, 2, 1, 3, 2, 1, 4, 4, 1, 2]


def check(export: Export, lines: list[bytes] | None = None) -> Report:
    return verify_export(lines if lines is not None else export.lines, anchor=export.anchor, public_keys=[PUBLIC])


# -- what is in order -------------------------------------------------------------------------------------------------


def test_an_untouched_export_is_in_order_and_counted() -> None:
    report = check(build(MIXED))
    assert report.ok
    assert report.findings == []
    assert (report.records, report.chains, report.checkpoints, report.sealed) == (10, 4, 3, 10)
    assert report.anchored_at == 3
    assert report.cannot_prove == []


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_any_order_of_chains_and_seals_verifies(chains: list[int], seal_every: int) -> None:
    report = check(build(chains, seal_every=seal_every))
    assert report.ok
    assert report.records == report.sealed == len(chains)


def test_erased_values_still_verify_and_are_counted_as_absent() -> None:
    export = build(MIXED, values=True)
    whole = check(export)
    kept = [line for line in export.lines if not line.startswith(b"V personal ")]
    erased = check(export, kept)
    assert whole.ok
    assert (whole.values_proven, whole.values_absent) == (20, 0)
    assert erased.ok
    assert (erased.values_proven, erased.values_absent) == (10, 10)


# -- what is found ----------------------------------------------------------------------------------------------------

EXPORTS = [
    build(MIXED),
    build([1] * 9, seal_every=3),
    build([1, 2, 3, 4, 5, 6], seal_every=6),
    build(MIXED, values=True),
]
chosen = st.sampled_from(EXPORTS)


def inner(export: Export, data: st.DataObject, what: str) -> int:
    """A line between header and end. The header is the exporter's word and proves nothing, so nothing guards it."""
    return data.draw(st.integers(1, len(export.lines) - 2), label=what)


@given(chosen, st.data())
@settings(max_examples=400, deadline=None)
def test_any_single_changed_byte_is_found(export: Export, data: st.DataObject) -> None:
    index = inner(export, data, "line")
    line = export.lines[index]
    at = data.draw(st.integers(0, len(line) - 1), label="byte")
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != line[at]), label="becomes")
    text = b"".join([*export.lines[:index], line[:at] + bytes([byte]) + line[at + 1 :], *export.lines[index + 1 :]])
    assert not check(export, text.splitlines(keepends=True) if byte != 13 else text.split(b"\n")).ok


@given(chosen, st.data())
@settings(max_examples=100, deadline=None)
def test_any_removed_record_or_checkpoint_is_found(export: Export, data: st.DataObject) -> None:
    index = inner(export, data, "line")
    report = check(export, [*export.lines[:index], *export.lines[index + 1 :]])
    # Values may be left out lawfully (erased, or not asked for): then they count as absent.
    if export.lines[index].startswith(b"V "):
        assert report.ok
        assert report.values_absent == 1
    else:
        assert not report.ok


@given(chosen, st.data())
@settings(max_examples=200, deadline=None)
def test_any_two_swapped_lines_are_found(export: Export, data: st.DataObject) -> None:
    one, other = inner(export, data, "one"), inner(export, data, "other")
    lines = list(export.lines)
    lines[one], lines[other] = lines[other], lines[one]
    same_record = all(lines[index].startswith(b"V ") for index in (one, other)) and abs(one - other) == 1
    report = check(export, lines)
    if one == other or (same_record and report.values_proven == len([1 for line in lines if line[:1] == b"V"])):
        assert report.ok  # the two parts of one record have no order among them
    else:
        assert not report.ok


@given(chosen, st.data())
@settings(max_examples=100, deadline=None)
def test_any_doubled_line_is_found(export: Export, data: st.DataObject) -> None:
    index, to = inner(export, data, "line"), inner(export, data, "to")
    lines = [*export.lines[:to], export.lines[index], *export.lines[to:]]
    assert not check(export, lines).ok


@given(chosen, st.data())
@settings(max_examples=100, deadline=None)
def test_a_cut_anywhere_before_the_anchor_is_found_even_with_a_forged_end(export: Export, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(export.lines) - 2))
    report = check(export, [*export.lines[:cut], b"Z\n"])
    assert [finding.kind for finding in report.findings] == ["truncated"]
    assert "does not reach the anchor" in report.findings[0].text


def test_a_file_cut_in_transport_is_found_without_an_anchor() -> None:
    report = verify_export(build(MIXED).lines[:-1])
    assert "the end line is missing" in str(report.findings[0])


def test_a_history_made_anew_with_the_same_key_is_not_the_anchored_one() -> None:
    honest, forged = build(MIXED), build(MIXED, deed="another.deed")
    assert verify_export(forged.lines, public_keys=[PUBLIC]).ok
    report = check(honest, forged.lines)
    assert [finding.kind for finding in report.findings] == ["anchor"]


def test_a_history_made_anew_with_another_key_is_found_by_the_key() -> None:
    report = verify_export(build(MIXED, key=OTHER_KEY).lines, public_keys=[PUBLIC])
    assert {finding.kind for finding in report.findings} == {"key"}


def test_records_added_after_the_end_line_are_found() -> None:
    export = build(MIXED)
    assert not check(export, [*export.lines, export.lines[1]]).ok


# -- what is said -----------------------------------------------------------------------------------------------------


def test_a_changed_record_is_named_once_with_line_chain_and_place() -> None:
    export = build(MIXED)
    lines = list(export.lines)
    assert b'"deed":"a.deed"' in lines[3]
    lines[3] = lines[3].replace(b'"deed":"a.deed"', b'"deed":"b.deed"')
    report = check(export, lines)
    assert [(finding.line, finding.kind) for finding in report.findings] == [(3 + 1, "changed")]
    assert "dossier:1 #2 (b.deed)" in report.findings[0].text


def test_a_record_changed_together_with_its_hash_breaks_the_link_after_it() -> None:
    export = build([1, 1, 1])
    lines = list(export.lines)
    body = lines[2][67:-1].replace(b"a.deed", b"b.deed")
    lines[2] = proof.record_line(sha256(body).hexdigest(), body.decode()).encode()
    report = check(export, lines)
    assert [(finding.line, finding.kind) for finding in report.findings] == [(4, "changed"), (5, "seal")]
    assert "#3 does not link to #2" in report.findings[0].text


def test_the_last_record_of_a_chain_changed_with_its_hash_is_caught_by_the_seal() -> None:
    export = build([1, 2])
    lines = list(export.lines)
    body = lines[2][67:-1].replace(b"a.deed", b"b.deed")
    lines[2] = proof.record_line(sha256(body).hexdigest(), body.decode()).encode()
    report = check(export, lines)
    assert [finding.kind for finding in report.findings] == ["seal"]
    assert "checkpoint 1 (lines 2 to 3)" in report.findings[0].text


def test_a_removed_record_is_named_by_chain_and_place() -> None:
    export = build(MIXED)
    report = check(export, [*export.lines[:3], *export.lines[4:]])
    texts = [finding.text for finding in report.findings]
    assert texts[0].endswith("4 records sealed, 3 here: 1 removed")
    assert "chain dossier:1: #2 missing before #3" in texts


def test_without_anchor_and_key_the_report_says_what_it_cannot_prove() -> None:
    open_points = " ".join(verify_export(build(MIXED).lines).cannot_prove)
    assert "cut off at the end" in open_points
    assert "made anew with another key" in open_points


def test_records_after_the_last_checkpoint_are_said_to_be_unsealed() -> None:
    export = build(MIXED)
    body = proof.record_body(
        chain="dossier:9", seq=1, prev=proof.ZERO, at=START, wall=START, actor="public", mandate="", deed="a.deed",
        subjects=["dossier:9"], values=None, personal=None,
    )  # fmt: skip
    line = proof.record_line(proof.digest_of(body).hex(), body).encode()
    report = check(export, [*export.lines[:-1], line, b"Z\n"])
    assert report.ok
    assert report.unsealed == 1
    assert "1 records after the last checkpoint" in report.cannot_prove[0]


def test_a_flood_of_findings_is_counted_not_kept() -> None:
    export = build([1] * 300, seal_every=300)
    report = check(export, [export.lines[0], *[b"x\n"] * 300, b"Z\n"])
    assert len(report.findings) == 200
    assert report.more_findings > 0


@pytest.mark.parametrize(
    "first", [b"", b"\x00\x01\x02", b"H nonsense\n", b"{}\n", b'H {"format":"other"}\n', b"H \xff\n"]
)
def test_what_is_no_export_is_unusable(first: bytes) -> None:
    with pytest.raises(Unusable, match="not an audit export"):
        verify_export([first])


def test_converted_line_ends_are_told_in_one_sentence() -> None:
    lines = [line[:-1] + b"\r\n" for line in build(MIXED).lines]
    with pytest.raises(Unusable, match="line ends"):
        verify_export(lines)


@given(st.lists(st.binary(max_size=200), max_size=10), st.sampled_from([b"R ", b"C ", b"V ", b"Z", b""]))
@settings(max_examples=200, deadline=None)
def test_garbage_after_the_header_is_a_finding_and_never_a_crash(garbage: list[bytes], kind: bytes) -> None:
    lines = [build([1]).lines[0], *[kind + piece for piece in garbage], b"Z"]
    assert not verify_export(lines).ok


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"chain":[],"seq":1,"prev":""}', '{"chain":"a","seq":true,"prev":"%s"}']
)
def test_a_record_with_a_hostile_text_is_a_finding(body: str) -> None:
    text = body.replace("%s", proof.ZERO)
    line = proof.record_line(proof.digest_of(text).hex(), text).encode()
    assert [f.kind for f in verify_export([build([1]).lines[0], line, b"Z\n"]).findings] == ["changed"]


# -- parts ------------------------------------------------------------------------------------------------------------


def test_the_anchor_itself_must_be_signed() -> None:
    export = build(MIXED)
    forged = Checkpoint.read(export.anchor.line.replace('"count":2', '"count":3'))
    with pytest.raises(Unusable, match="signature"):
        verify_export(export.lines, anchor=forged)


def test_an_anchor_of_another_key_is_refused() -> None:
    export = build(MIXED, key=OTHER_KEY)
    with pytest.raises(Unusable, match="not the key given"):
        verify_export(export.lines, anchor=export.anchor, public_keys=[PUBLIC])


def test_a_checkpoint_reads_back_from_its_published_line() -> None:
    anchor = build(MIXED).anchor
    again = Checkpoint.read(anchor.line + "\n")
    assert again == anchor
    assert again.signature_holds()


@pytest.mark.parametrize(
    "line", ["", "C", "C abc {}", "C " + "0" * 128 + " {}", "C " + "0" * 128 + " []", "C " + "0" * 128]
)
def test_what_is_no_checkpoint_is_said_to_be_none(line: str) -> None:
    with pytest.raises(proof.BadCheckpoint):
        Checkpoint.read(line)


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + plain_root(leaves[:half]) + plain_root(leaves[half:])).digest()


@pytest.mark.parametrize("count", [*range(34), 100, 257])
def test_the_grown_tree_has_the_root_of_rfc_6962(count: int) -> None:
    leaves = [sha256(b"%d" % number).digest() for number in range(count)]
    assert proof.merkle_root(leaves) == plain_root(leaves)


def test_the_tree_gives_the_published_vectors() -> None:
    # The eight leaves that certificate-transparency implementations test with.
    leaves = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    leaves.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
    assert proof.merkle_root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    assert proof.canonical({"b": 1, "a": "ĐỒNG"}) == proof.canonical({"a": "ĐỒNG", "b": 1}) == '{"a":"ĐỒNG","b":1}'


def test_canonical_text_takes_days_ids_and_fractions() -> None:
    values = {"day": date(2026, 2, 13), "id": UUID(int=1), "share": Fraction(1, 3), "kinds": {"b", "a"}}
    assert proof.canonical(values) == (
        '{"day":"2026-02-13","id":"00000000-0000-0000-0000-000000000001","kinds":["a","b"],"share":"1/3"}'
    )


@pytest.mark.parametrize("value", [float("nan"), object(), b"bytes", datetime(2026, 1, 1), "\ud800"])  # noqa: DTZ001
def test_canonical_text_refuses_what_has_none(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        proof.canonical({"value": value})


def test_the_same_values_commit_differently_each_time() -> None:
    assert Kept.of({"a": 1}).commitment != Kept.of({"a": 1}).commitment


@pytest.mark.parametrize("text", ["", "abc", "0" * 63, "g" * 64, "-----BEGIN PUBLIC KEY-----\nnonsense"])
def test_a_bad_public_key_is_told_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="public key"):
        proof.load_public_key(text)


def test_a_made_key_signs_and_reads_back() -> None:
    key = proof.load_private_key(proof.new_private_key_pem())
    assert len(proof.load_public_key(proof.public_hex(key.public_key()))) == 64


# -- the command ------------------------------------------------------------------------------------------------------

# Fails at once when the command pulls in Django, a database driver or the portal's settings.
OUTSIDER = """
import sys
for name in ("django", "psycopg", "khue.site", "procrastinate"):
    sys.modules[name] = None
from khue.kernel.audit_cli import audit
audit(sys.argv[1:])
"""


def outsider(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", OUTSIDER, *map(str, words)], capture_output=True, text=True, timeout=60, check=False
    )


def test_an_outsider_verifies_a_file_without_django_or_database(tmp_path: Path) -> None:
    export = build(MIXED)
    file, anchor = tmp_path / "audit.txt", tmp_path / "checkpoint.txt"
    file.write_bytes(b"".join(export.lines))
    anchor.write_text(export.anchor.line + "\n")
    fine = outsider("verify", file, "--anchor", anchor, "--key", PUBLIC)
    assert fine.returncode == 0, fine.stderr
    assert "identical with the anchor up to checkpoint 3" in fine.stdout

    file.write_bytes(b"".join(export.lines).replace(b"a.deed", b"b.deed", 1))
    broken = outsider("verify", file, "--anchor", anchor)
    assert broken.returncode == 1
    assert "line 2: the record was changed: dossier:1 #1" in broken.stdout


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 500, b"{}\n", b"H {\n", b"H \xff\xfe\n"])
def test_an_outsider_with_a_wrong_file_gets_one_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wrong"
    file.write_bytes(content)
    answer = outsider("verify", file)
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "not an audit export" in answer.stderr
