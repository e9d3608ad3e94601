"""What of a text reaches the terminal: nothing that steers it, in no more places than counted."""

import sys
import unicodedata
from datetime import date

import pytest

from rmdesk.desk.views import TodayLine, TodayView
from rmdesk.terms import Section
from rmdesk.tui.text import clean, clean_lines, fit, fit_parts, unsteered, width, wrapped
from rmdesk.tui.widgets.today_list import TodayList

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


def test_what_has_no_room_in_a_head_is_left_out_and_not_cut() -> None:
    text = "12 presented · 3 accepted · 15 more this week"
    assert fit_parts(text, 80) == text
    assert fit_parts(text, 40) == "12 presented · 3 accepted"
    assert fit_parts(text, 9) == "12 prese…"


def test_a_name_that_fills_its_column_does_not_touch_what_follows() -> None:
    day = date(2026, 3, 2)
    line = TodayLine(Section.BIRTHDAY, day, 1, "Harbour Lights Ltd", "founded")
    view = TodayView(day, "CNY", (line,))
    name, _text = TodayList("today")._subject(line, view, 34)
    assert name.text == "Harbour Lights L… "
