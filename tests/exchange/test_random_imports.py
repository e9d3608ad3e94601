"""Random import files: a value that is taken is the one that was meant."""

from tests.torture import imports


def test_random_files_are_read_as_meant_or_refused() -> None:
    outcome = imports.run(300, 7)
    assert outcome.failures == []
    assert outcome.counts["rows taken"] > 500 and outcome.counts["files refused"] > 50
