"""The library that all tags are registered in, and its filters."""

from __future__ import annotations

from django import template

from khue.kernel.wording import certainty, number, plain, size, words

register = template.Library()
for _filter in (words, plain, number, size, certainty):
    register.filter(_filter.__name__, _filter)
