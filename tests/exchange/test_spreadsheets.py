from hypothesis import given, strategies as st

from rmdesk.exchange.spreadsheets import neutralise_cell, neutralise_text, restore_text

texts = st.text(st.sampled_from("'=+-@\t\r\n|%＝＋－＠a1 张"), max_size=6) | st.text(max_size=20)


@given(texts)
def test_every_text_comes_back_unharmed_and_is_no_formula(text: str) -> None:
    written = neutralise_text(text)
    assert written[:1] not in tuple("=+-@\t\r\n|%＝＋－＠")
    assert restore_text(written) == text


def test_numbers_stay_numbers_where_a_cell_may_hold_either() -> None:
    assert neutralise_cell("-1,234.50") == "-1,234.50"
    assert neutralise_cell("+12%") == "+12%"
    assert neutralise_cell("-1+cmd|' /C calc'!A0") == "'-1+cmd|' /C calc'!A0"
