"""Proof of the record: what an audit record is, how records are sealed, how an outsider checks them offline.

Nothing here needs Django or a database. ``records`` builds the text of a record, ``tree`` the Merkle root,
``checkpoints`` signs and reads seals, ``exports`` writes the file that leaves the house and ``verification``
reads it.
The format is decision record 0002.
"""

from khue.core.proof.checkpoints import (
    BadCheckpoint,
    Checkpoint,
    load_private_key,
    load_public_key,
    new_private_key_pem,
    public_hex,
    seal,
)
from khue.core.proof.exports import END, header_line, record_line, values_line
from khue.core.proof.records import ZERO, Kept, canonical, commit, digest_of, record_body
from khue.core.proof.tree import Tree, merkle_root
from khue.core.proof.verification import Finding, Report, Unusable, verify_export

__all__ = [
    "END",
    "ZERO",
    "BadCheckpoint",
    "Checkpoint",
    "Finding",
    "Kept",
    "Report",
    "Tree",
    "Unusable",
    "canonical",
    "commit",
    "digest_of",
    "header_line",
    "load_private_key",
    "load_public_key",
    "merkle_root",
    "new_private_key_pem",
    "public_hex",
    "record_body",
    "record_line",
    "seal",
    "values_line",
    "verify_export",
]
