"""What of a text reaches the terminal: nothing that steers it, in no more places than counted."""

import sys
import unicodedata

import pytest

from rmdesk.tui.text import clean, clean_lines, fit, unsteered, width, wrapped

STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")


def test_no_character_that_steers_a_terminal_passes() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    for cleaned in (clean(everything), unsteered(everything)):
        assert not {unicodedata.category(c) for c in set(cleaned)} & set(STEERING)
    assert set("张é€ ─…▁あ한") <= set(clean(everything))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;owned\x07王芳", "]0;owned王芳"),
        ("a\r\nb\tc\u2028d", "a b c d"),
        ("\u202egnp.exe", "gnp.exe"),
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("☎\ufe0f", "☎"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 4),
        ("\u0301a", "a"),
        ("\U000e0041\U000e007fx", "x"),
        ("b\udcff", "b\ufffd"),
        ("\ue863", "\ue863"),
        ("Việt Nam", "Việt Nam"),
    ],
)
def test_what_is_shown_of_a_text(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_hostile_text_takes_the_places_it_is_given() -> None:
    for hostile in ("\x1b[2J" * 50, "测\u202e试" * 3_000, "x" + "\u0301" * 9_000, "👨\u200d👩" * 9):
        assert width(fit(hostile, 12)) == 12
        assert all(width(line) <= 12 for line in wrapped(hostile, 12))


def test_lines_stay_lines() -> None:
    assert clean_lines("a\x1b[2J\nb\r\nc") == "a[2J\nb\nc"
