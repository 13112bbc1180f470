"""A stored file as an answer, once somebody has said that this reader may have it."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified

from khue.kernel import files, uploads
from khue.kernel.headers import disposition
from khue.kernel.models import StoredFile


def file_answer(request: HttpRequest, row: StoredFile) -> HttpResponseBase:
    """Its bytes, or that they are as the browser has them. Kept by the reader's browser alone, which asks each time. Raises Missing."""
    tag = f'"{row.sha256}"'
    if tag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = FileResponse(files.open_bytes(row.id), content_type=row.media_type)
        inline = row.media_type in uploads.SHOWN_IN_BROWSER
        response.headers["Content-Length"] = str(row.size)
        response.headers["Content-Disposition"] = disposition(row.name, inline=inline)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if row.media_type != uploads.PDF:
        # A browser's own PDF viewer needs scripts; everything else runs nothing.
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
