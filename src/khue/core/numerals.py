"""Amounts of đồng in Vietnamese words, as decisions and payment papers write them beside the figures.

The reading follows what accountants and clerks write in the north:

- groups of three digits with *nghìn*, *triệu*, *tỷ*; above that *nghìn tỷ*, *triệu tỷ*, *tỷ tỷ*; groups of zeros are silent;
- after a bigger group the hundreds are always read: 1.005.000 is *một triệu không trăm linh năm nghìn*;
- *linh* stands for zero tens (not *lẻ*): 105 is *một trăm linh năm*;
- *mốt* for 1 and *tư* for 4 after *mươi* only: 21 *hai mươi mốt*, 24 *hai mươi tư*, but 11 *mười một*, 14 *mười bốn*, 104 *một trăm linh bốn*;
- *lăm* for 5 after *mười* and *mươi*: 15 *mười lăm*, 25 *hai mươi lăm*, but 105 *một trăm linh năm*.
"""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9
_SCALES = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))


def amount_in_words(n: int) -> str:
    """``1.850.000.000`` đồng as ``Một tỷ tám trăm năm mươi triệu đồng``: capital letter, no full stop.

    Raises TypeError for anything but a whole number, ValueError for a negative one.
    """
    if not isinstance(n, int) or isinstance(n, bool):
        raise TypeError("an amount is a whole number of đồng")
    if n < 0:
        raise ValueError("an amount to be paid is not negative")
    words = " ".join(_read(n, follows=False)) or _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _read(n: int, *, follows: bool) -> list[str]:
    """The words of ``n``, none for zero. ``follows``: a bigger group was read before, so hundreds are not left out."""
    words: list[str] = []
    above, rest = divmod(n, _BILLION)
    if above:
        words += [*_read(above, follows=follows), "tỷ"]
    for size, name in _SCALES:
        group, rest = divmod(rest, size)
        if group:
            words += _read_group(group, full=follows or bool(words))
            words += [name] if name else []
    return words


def _read_group(group: int, *, full: bool) -> list[str]:
    hundreds, below = divmod(group, 100)
    tens, units = divmod(below, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        if units:
            words += ["linh", _DIGITS[units]] if words else [_DIGITS[units]]
        return words
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if units == 5:
        words.append("lăm")
    elif units in (1, 4) and tens > 1:
        words.append("mốt" if units == 1 else "tư")
    elif units:
        words.append(_DIGITS[units])
    return words
