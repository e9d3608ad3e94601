"""A small run of each torture; `make torture` runs them long."""

import pytest

from tests.torture import damage, full_disk, kills


def test_damaged_files_end_in_words_or_in_the_right_data() -> None:
    outcome = damage.run(14, seed=3, people=4)
    assert outcome.total >= 14
    assert not outcome.failures, "\n".join(outcome.failures)


def test_a_full_disk_loses_nothing_that_was_acknowledged() -> None:
    outcome = full_disk.run(2, seed=3)
    if outcome.skipped:
        pytest.skip(outcome.skipped)
    assert not outcome.failures, "\n".join(outcome.failures)


def test_a_killed_process_loses_nothing_that_was_acknowledged() -> None:
    loads = (
        kills.use_desk,
        kills.import_files,
        kills.restore,
        kills.make_stores,
        kills.change_passphrase,
    )
    outcome = kills.run(len(loads), 3, loads)
    assert not outcome.failures, "\n".join(outcome.failures)
