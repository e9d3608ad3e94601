from hypothesis import given, strategies as st

from rmdesk.exchange.spreadsheets import (
    neutralise_cell,
    neutralise_list,
    neutralise_text,
    restore_list,
    restore_text,
)

texts = st.text(st.sampled_from("'=+-@\t\r\n|%＝＋－＠a1 张"), max_size=6) | st.text(max_size=20)


@given(texts)
def test_every_text_comes_back_unharmed_and_is_no_formula(text: str) -> None:
    written = neutralise_text(text)
    assert written[:1] not in tuple("=+-@\t\r\n|%＝＋－＠")
    assert restore_text(written) == text


@given(st.lists(texts.map(lambda text: text.replace(";", "").strip()), min_size=1))
def test_a_list_comes_back_unharmed_and_begins_no_formula_anywhere(words: list[str]) -> None:
    written = neutralise_list(";".join(words), ";")
    assert not [part for part in written.split(";") if part[:1] in tuple("=+-@|%＝＋－＠")]
    assert restore_list(written, ";") == ";".join(words)


@given(texts)
def test_what_is_neutral_already_stays_as_it_is(text: str) -> None:
    assert neutralise_cell(neutralise_cell(text)) == neutralise_cell(text)


def test_numbers_stay_numbers_where_a_cell_may_hold_either() -> None:
    assert neutralise_cell("-1,234.50") == "-1,234.50"
    assert neutralise_cell("+12%") == "+12%"
    assert neutralise_cell("-1+cmd|' /C calc'!A0") == "'-1+cmd|' /C calc'!A0"
