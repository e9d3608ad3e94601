"""A table of contacts with dates is learnt from by days, any other case by case."""

from pathlib import Path

import pytest

from rmdesk.desk import tables_of_contacts


def table(path: Path, days: list[str]) -> Path:
    lines = [f"{day},{n % 3},{'yes' if n % 2 else 'no'}" for n, day in enumerate(days)]
    path.write_text("\n".join(["on,a,y", *lines]) + "\n", encoding="utf-8")
    return path


def test_dates_that_never_go_back_are_the_days(tmp_path: Path) -> None:
    days = ["2026-01-30", "2026-01-30", "2026-02-01"]
    cases = tables_of_contacts.read(table(tmp_path / "c.csv", days), "y")
    assert cases.days is not None
    assert (cases.days - cases.days[0]).tolist() == [0, 0, 2]
    assert cases.ages().tolist() == [2, 2, 0]
    assert (cases.number_names, cases.word_names) == (("a",), ())


@pytest.mark.parametrize(
    "days",
    [
        ["2026-01-30", "2026-01-29", "2026-02-01"],
        ["2026-01-30", "2026-01-30", "2026-01-30"],
        ["2026-01-30", "unknown", "2026-02-01"],
        ["30.1.2026", "31.1.2026", "1.2.2026"],
    ],
)
def test_other_columns_are_no_days(tmp_path: Path, days: list[str]) -> None:
    cases = tables_of_contacts.read(table(tmp_path / "c.csv", days), "y")
    assert cases.days is None
    assert cases.ages().tolist() == [2, 1, 0]
    assert cases.word_names == ("on",)
