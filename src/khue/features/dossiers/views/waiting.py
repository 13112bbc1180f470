"""Files that were chosen in a section and are not stored yet: they wait by the name of their input, and go along the next time."""

from __future__ import annotations

from django.http import HttpRequest

from khue.kernel import kept_files
from khue.kernel.forms import KEPT_MARK
from khue.kernel.kept_files import KeptFile

Waiting = dict[str, tuple[KeptFile, ...]]


def waiting_files(request: HttpRequest, holder: str) -> Waiting:
    """What waits since an earlier sending and what this one brought; a removed row takes its files with it, later rows move up."""
    found: Waiting = {}
    for name in request.POST:
        if name.endswith(KEPT_MARK):
            taken = kept_files.take_all(request.POST.getlist(name), holder)
            kept = (kept_files.keep(upload, holder) for upload in taken)
            found[name.removesuffix(KEPT_MARK)] = tuple(each for each in kept if each is not None)
            for upload in taken:
                upload.close()
    for name in request.FILES:
        new = (kept_files.keep(upload, holder) for upload in request.FILES.getlist(name))
        if kept_now := tuple(each for each in new if each is not None):
            found[name] = kept_now
    return _moved_up(found, request.POST.get("remove_line", ""))


def _moved_up(found: Waiting, removed: str) -> Waiting:
    table, _dash, number = removed.rpartition("-")
    if not (table and number.isascii() and number.isdecimal() and len(number) < 6):
        return found
    moved: Waiting = {}
    for name, files in found.items():
        row, _dash, column = name.removeprefix(f"{table}-").partition("-")
        if not name.startswith(f"{table}-") or not row.isdecimal() or int(row) < int(number):
            moved[name] = files
        elif int(row) > int(number):
            moved[f"{table}-{int(row) - 1}-{column}"] = files
    return moved
