"""What the report of an import says: one and many, and readings as a person writes them."""

from pathlib import Path

import pytest

from rmdesk.cli.main import run
from rmdesk.exchange.cells import BadCell
from rmdesk.exchange.numbers import Style, parse_number
from rmdesk.i18n.imports import explain_note, explain_problem
from tests.conftest import TODAY, copied


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20.000", "could be 20 or 20,000;"),
        ("20,000", "could be 20 or 20,000;"),
        ("20.403", "could be 20.403 or 20,403;"),
        ("1,230", "could be 1.23 or 1,230;"),
    ],
)
def test_ambiguous_amount_is_shown_as_a_person_would_write_it(text: str, said: str) -> None:
    with pytest.raises(BadCell) as refused:
        parse_number(text, 2, Style(None))
    error = refused.value
    assert said in explain_problem(error.code, text, error.figures)


@pytest.mark.parametrize(("count", "said"), [(1, "in 1 row"), (2, "in 2 rows"), (0, "in 0 rows")])
def test_one_row_is_not_said_to_be_many(count: int, said: str) -> None:
    told = explain_note("code_taken", "gold", {"known": "Gold", "count": count})
    assert told.endswith(said)


def test_own_export_is_imported_with_one_line_a_file_for_decimal_marks(
    demo_store: Path, empty_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stores = []
    for store in (demo_store, empty_store):
        (tmp_path / store.parent.name).mkdir()
        stores.append(str(copied(store, tmp_path / store.parent.name)))
    demo, empty = stores
    day = ["--today", str(TODAY)]
    assert run(["--store", demo, *day, "export", "--plain", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    assert run(["--store", empty, *day, "import", "--dry-run", str(tmp_path / "out")]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "decimal point" in line]
    files = [line.partition(":")[0] for line in lines]
    assert lines and len(files) == len(set(files))
    (rates,) = (line for line in lines if line.startswith("product_rates.csv"))
    assert "(ftp)" in rates and "(rate)" in rates
