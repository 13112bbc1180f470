"""Doors of the room: papers and their texts, turns to sign, the public check, certificates, templates."""

from khue.features.documents.api import certificates, checking, papers, signing, templates
from khue.features.documents.api.shapes import door

__all__ = ["certificates", "checking", "door", "papers", "signing", "templates"]
