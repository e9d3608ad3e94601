"""Eight of ten intervals hold what came, on replayed history of both books."""

from datetime import date
from pathlib import Path

import pytest

from tests.bench import coverage
from tests.conftest import TODAY
from tests.desk.test_berka import BERKA

# Of some dozens of customers, eight of ten are between seven and nine by luck alone.
DEMO_BOUNDS = (0.65, 0.95)
BERKA_BOUNDS = (0.72, 0.93)


@pytest.mark.parametrize("day", [date(2025, 8, 24), date(2025, 11, 24)])
def test_intervals_hold_on_the_demo_book(demo_store: Path, day: date) -> None:
    low, high = DEMO_BOUNDS
    lines = coverage.replay(demo_store, day, TODAY.replace(day=1).toordinal())
    assert [line.months for line in lines] == [6, 12]
    assert all(low <= line.share <= high for line in lines)


@pytest.mark.skipif(not BERKA.exists(), reason="the Berka extract is not here")
def test_intervals_hold_on_the_berka_extract(tmp_path: Path) -> None:
    low, high = BERKA_BOUNDS
    lines = list(coverage.replay_berka(coverage.make_berka(tmp_path, BERKA)))
    assert [line.months for line in lines] == [6, 12, 6, 6]
    assert all(low <= line.share <= high for line in lines)
