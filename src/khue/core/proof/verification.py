"""Check an export without a database: every record, every link, every seal, in one pass over the lines.

What is proven, and by what: a record's hash fits its text; each chain runs 1, 2, 3 … with every link in place;
the records between two checkpoints are those, in that order, that the checkpoint's Merkle root covers; the
checkpoints are linked and signed. An anchor (a checkpoint got from elsewhere) pins all of it up to its place,
because it names its predecessor. Without one the report says what stays open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from khue.core.proof.checkpoints import BadCheckpoint, Checkpoint, key_name
from khue.core.proof.exports import FORMAT, PARTS
from khue.core.proof.records import SALT_BYTES, ZERO, commit
from khue.core.proof.tree import Tree

KEEP_FINDINGS = 200


class Unusable(ValueError):
    """The input can't be checked at all: it is no export, or the anchor is no checkpoint. One sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. ``line`` counts from 1; 0 is the file as a whole.

    ``kind``: changed, missing, reordered, truncated, seal, signature, key, anchor, values, format.
    """

    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}" if self.line else self.text


@dataclass(slots=True)
class Report:
    """What was read, what is wrong, and what can't be proven from this file."""

    lines: int = 0
    records: int = 0
    chains: int = 0
    checkpoints: int = 0
    sealed: int = 0
    values_proven: int = 0
    values_absent: int = 0
    anchored_at: int | None = None
    last_checkpoint: Checkpoint | None = None
    keys: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    more_findings: int = 0
    cannot_prove: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.findings

    @property
    def unsealed(self) -> int:
        return self.records - self.sealed


def verify_export(
    lines: Iterable[bytes], *, anchor: Checkpoint | None = None, public_keys: Iterable[str] = ()
) -> Report:
    """Check the lines of an export (bytes, each with its line end), holding one link per chain in memory.

    ``anchor``: a checkpoint published before; ``public_keys``: trusted keys, 64 hex digits each.
    Raises Unusable when there is nothing to check; everything else that is wrong is a finding.
    """
    return _Reader(anchor, frozenset(public_keys)).read(lines)


class _Reader:
    def __init__(self, anchor: Checkpoint | None, keys: frozenset[str]) -> None:
        if anchor and not anchor.signature_holds():
            raise Unusable("the anchor's signature does not fit its content: it is not a checkpoint to rely on")
        if anchor and keys and anchor.key not in keys:
            raise Unusable(f"the anchor is signed with key {key_name(anchor.key)}, which is not the key given")
        self.anchor = anchor
        self.trusted = keys
        self.report = Report()
        self.line = 0
        self.chains: dict[str, tuple[int, str]] = {}
        self.tree = Tree()
        self.open_since = 2
        self.waiting: dict[str, str] = {}
        self.damaged = False
        self.ended_at = 0

    def read(self, lines: Iterable[bytes]) -> Report:
        source = iter(lines)
        self.line = 1
        self._header(next(source, b""))
        for line in source:
            self.line += 1
            kind = line[:2]
            if kind == b"R ":
                self._record(line)
            elif kind == b"V ":
                self._values(line)
            elif kind == b"C ":
                self._checkpoint(line)
            else:
                self._other(line)
        return self._finish()

    # -- lines ---------------------------------------------------------------------------------------------

    def _header(self, line: bytes) -> None:
        try:
            said = json.loads(line[2:].decode()) if line.startswith(b"H ") else None
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict) or said.get("format") != FORMAT:
            raise Unusable("this is not an audit export of Khuê: its first line is no header")
        if said.get("v") != 1:
            raise Unusable(f"this export has version {said.get('v')!r}; this program reads version 1")
        if line.endswith(b"\r\n"):
            raise Unusable("the line ends of this file were converted (CR LF): take the file as it was exported")

    def _record(self, line: bytes) -> None:
        body = line[67:-1]
        digest = sha256(body).digest()
        told = digest.hex()
        if line[:67] != b"R " + told.encode() + b" " or line[-1:] != b"\n":
            digest, told = self._torn_record(line, digest, told)
        self.tree.add(digest)
        if self.waiting:
            self._close_values()
        try:
            said = json.loads(body.decode())
            chain, seq, prev = said["chain"], said["seq"], said["prev"]
            self.report.records += 1
            before, last = self.chains.get(chain, (0, ZERO))
            if prev != last or seq != before + 1 or type(seq) is not int:
                self._broken_link(chain, seq, before)
            self.chains[chain] = (seq, told)
            for part in PARTS:
                if said[part] is not None:
                    self.waiting[part] = said[part]
        except (ValueError, KeyError, TypeError, RecursionError):
            self._find("changed", "this is not the text of a record: it can't be read as one")

    def _torn_record(self, line: bytes, digest: bytes, told: str) -> tuple[bytes, str]:
        """Name a record whose text and stored hash differ; go on with the stored one: one wound is told once."""
        if line[-1:] != b"\n":
            self._find("truncated", "the line is cut off")
            return digest, told
        try:
            stored = bytes.fromhex(line[2:66].decode())
        except ValueError:
            stored = b""
        if len(stored) != 32 or line[66:67] != b" ":
            self._find("changed", "the record's hash is unreadable")
            return digest, told
        self._find("changed", f"the record was changed: {self._name(line[67:-1])} no longer has the hash beside it")
        return stored, stored.hex()

    def _broken_link(self, chain: str, seq: int, before: int) -> None:
        if type(seq) is not int:
            raise TypeError
        if seq > before + 1:
            lost = f"#{before + 1}" if seq == before + 2 else f"#{before + 1} to #{seq - 1}"
            self._find("missing", f"chain {chain}: {lost} missing before #{seq}")
        elif seq <= before:
            self._find("reordered", f"chain {chain}: #{seq} stands after #{before}: moved or doubled")
        elif seq == 1:
            self._find("changed", f"chain {chain}: #1 names a predecessor, though a chain starts with it")
        else:
            self._find("changed", f"chain {chain}: #{seq} does not link to #{before} as it stands in this file")

    def _values(self, line: bytes) -> None:
        pieces = line[:-1].split(b" ", 3)
        part = pieces[1].decode("ascii", "replace") if len(pieces) == 4 else ""
        promised = self.waiting.pop(part, None)
        if promised is None or line[-1:] != b"\n":
            self._find("values", "values that belong to no record above")
            return
        try:
            salt = bytes.fromhex(pieces[2].decode())
        except ValueError:
            salt = b""
        fits = len(salt) == SALT_BYTES and salt.hex().encode() == pieces[2] and commit(salt, pieces[3]) == promised
        if fits:
            self.report.values_proven += 1
        else:
            self._find("values", f"the {part} shown are not those that the record above commits to")

    def _checkpoint(self, line: bytes) -> None:
        self._close_values()
        report, tree = self.report, self.tree
        first_line, self.open_since, self.tree = self.open_since, self.line + 1, Tree()
        wounded = self.damaged
        try:
            if line[-1:] != b"\n":
                raise BadCheckpoint("the line is cut off")
            seal = Checkpoint.read(line.decode())
        except (ValueError, RecursionError) as error:
            self._find("seal", f"a checkpoint that can't be read: {error}")
            return
        report.checkpoints += 1
        self._seal_order(seal)
        self._seal_content(seal, tree, first_line, wounded)
        self._seal_signature(seal)
        if self.anchor and seal.n == self.anchor.n:
            report.anchored_at = seal.n
            if seal.hash != self.anchor.hash:
                self._find("anchor", f"checkpoint {seal.n} is not the anchor: the record was rewritten since")
        report.last_checkpoint = seal
        report.sealed = report.records
        self.damaged = False

    def _seal_order(self, seal: Checkpoint) -> None:
        last = self.report.last_checkpoint
        expected, prev = (last.n + 1, last.hash) if last else (1, ZERO)
        if seal.n != expected:
            kind = "missing" if seal.n > expected else "reordered"
            self._find(kind, f"checkpoint {seal.n} stands where checkpoint {expected} belongs")
        elif seal.prev != prev:
            self._find("seal", f"checkpoint {seal.n} does not link to the checkpoint before it")

    def _seal_content(self, seal: Checkpoint, tree: Tree, first_line: int, wounded: bool) -> None:
        where = f"checkpoint {seal.n} (lines {first_line} to {self.line - 1})"
        if tree.count != seal.count:
            fewer = tree.count < seal.count
            self._find(
                "missing" if fewer else "changed",
                f"{where}: {seal.count} records sealed, {tree.count} here: "
                f"{abs(seal.count - tree.count)} {'removed' if fewer else 'added'}",
            )
        elif tree.root().hex() != seal.root:
            why = (
                "see above" if wounded else "a last record of its chain was changed, or records stand in another order"
            )
            self._find("seal", f"{where}: the records are not the ones sealed: {why}")
        last = self.report.last_checkpoint
        if seal.total != seal.count + (last.total if last else 0):
            self._find("seal", f"{where}: its total does not follow from the checkpoint before it")

    def _seal_signature(self, seal: Checkpoint) -> None:
        if not seal.signature_holds():
            self._find("signature", f"checkpoint {seal.n}: the signature does not fit")
        elif self.trusted and seal.key not in self.trusted:
            self._find(
                "key",
                f"checkpoint {seal.n} is signed with key {key_name(seal.key)}, which is not trusted here",
            )
        if seal.key not in self.report.keys:
            self.report.keys.append(seal.key)

    def _other(self, line: bytes) -> None:
        if line == b"Z\n" and not self.ended_at:
            self.ended_at = self.line
        elif line[:1] == b"Z":
            self._find("truncated", "the end line is damaged or doubled")
        else:
            self._find("format", "this line is no record, values or checkpoint")

    # -- ends ----------------------------------------------------------------------------------------------

    def _finish(self) -> Report:
        self._close_values()
        report = self.report
        report.lines, report.chains = self.line, len(self.chains)
        if not self.ended_at:
            self._find("truncated", "the end line is missing: the file was cut off after this line")
        elif self.ended_at != self.line:
            self._find("format", f"the file goes on after its end line {self.ended_at}")
        self.line = 0
        if self.anchor and report.anchored_at is None:
            last = report.last_checkpoint.n if report.last_checkpoint else 0
            reached = f"its last checkpoint is {last}" if last else "it holds no checkpoint"
            self._find("truncated", f"the file does not reach the anchor, checkpoint {self.anchor.n}: {reached}")
        self._say_what_is_open()
        return report

    def _say_what_is_open(self) -> None:
        report, say = self.report, self.report.cannot_prove.append
        if self.anchor is None:
            say("no anchor: whether records, or whole checkpoints, were cut off at the end can't be seen")
            if not self.trusted:
                say("neither anchor nor key: the whole file could have been made anew with another key")
        elif not self.trusted:
            say("no key: that the anchor is the city's own rests on where you got it from")
        if self.anchor and report.last_checkpoint and report.last_checkpoint.n > self.anchor.n and not self.trusted:
            say(f"what follows checkpoint {self.anchor.n} rests on keys that only the file itself names")
        if report.unsealed:
            say(f"{report.unsealed} records after the last checkpoint are linked but not sealed yet")

    def _close_values(self) -> None:
        self.report.values_absent += len(self.waiting)
        self.waiting.clear()

    def _find(self, kind: str, text: str) -> None:
        self.damaged = True
        if len(self.report.findings) < KEEP_FINDINGS:
            self.report.findings.append(Finding(self.line, kind, text))
        else:
            self.report.more_findings += 1

    @staticmethod
    def _name(body: bytes) -> str:
        try:
            said = json.loads(body.decode())
            return f"{said['chain']} #{said['seq']} ({said['deed']})"
        except (ValueError, KeyError, TypeError, RecursionError):
            return "the record on this line"
