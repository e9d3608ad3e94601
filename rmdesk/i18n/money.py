"""How amounts are written: grouped, right sign, in full or short enough for a list."""

from rmdesk.currencies import digits

MINUS = "\N{MINUS SIGN}"
# While amounts are marked, each of their characters is written by its twin in a plane for private
# use: as wide, and known for an amount wherever the text goes.
_MARKS = {ord(c): 0x100000 + ord(c) for c in "0123456789,.+kmbn" + MINUS}
_CLEAR = {mark: character for character, mark in _MARKS.items()}
_marking = False
_SHORT = ((1_000_000_000, "bn"), (1_000_000, "m"), (1_000, "k"))


def mark_amounts(on: bool) -> None:
    """Mark amounts from now on, for `hide_amounts`; or no more. Only a screen does so."""
    global _marking
    _marking = on


def show_amounts(text: str) -> str:
    """Return the text with its marked amounts in plain characters."""
    return text if text.isascii() else text.translate(_CLEAR)


def hide_amounts(text: str, dot: str) -> str:
    """Return the text with a dot for each character of a marked amount."""
    return text if text.isascii() else text.translate(dict.fromkeys(_CLEAR, dot))


def _marked(text: str) -> str:
    return text.translate(_MARKS) if _marking else text


def amount(minor: int, currency: str, *, sign: bool = False) -> str:
    """An amount in full: 1 234 567 minor units of CNY are 12,345.67.

    With `sign` a plus stands before what is above zero.
    """
    places = digits(currency)
    whole, part = divmod(abs(minor), 10**places)
    text = f"{whole:,}" + (f".{part:0{places}d}" if places else "")
    return _marked(_signed(minor, text, sign))


def minor_units(minor: int) -> str:
    """Return an amount whose currency is not known, in minor units: 1,234,567."""
    return _marked(_signed(minor, f"{abs(minor):,}", False))


def whole(minor: int, currency: str, *, sign: bool = False) -> str:
    """An amount in full units, without decimals."""
    units = _units(minor, currency)
    return _marked(_signed(units, f"{abs(units):,}", sign))


def short(minor: int, currency: str, *, sign: bool = False) -> str:
    """An amount in at most six places: 128.4k, −1.2m, 950."""
    units = _units(minor, currency)
    size = abs(units)
    text = str(size)
    for step, letter in _SHORT:
        if size >= step:
            text = f"{size / step:.1f}{letter}" if size < 1000 * step else f"{size // step}{letter}"
            break
    return _marked(_signed(units, text, sign))


def change(now: int, before: int) -> str:
    """How far an amount moved against an earlier one above zero; empty where there is none."""
    if before <= 0:
        return ""
    ppm = (now - before) * 1_000_000 // before
    return f"{'▲' if ppm >= 0 else '▼'} {percent(abs(ppm))}"


def percent(ppm: int, places: int = 0) -> str:
    """A share in millionths as percent: 624 000 is 62 %."""
    return _signed(ppm, f"{abs(ppm) / 10_000:.{places}f}", False) + " %"


def _units(minor: int, currency: str) -> int:
    scale = int(10 ** digits(currency))
    return (abs(minor) + scale // 2) // scale * (1 if minor >= 0 else -1)


def _signed(value: int, text: str, sign: bool) -> str:
    if value < 0:
        return MINUS + text
    return "+" + text if sign and value > 0 else text
