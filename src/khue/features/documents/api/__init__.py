"""Doors of the room: papers and their texts, turns to sign, the public check, certificates, templates."""

from khue.features.documents.api import certificates, checking, copies, papers, signing, templates
from khue.features.documents.api.shapes import door

__all__ = ["certificates", "checking", "copies", "door", "papers", "signing", "templates"]
