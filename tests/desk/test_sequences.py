"""A small run of the random sequences that `tests.torture.sequences` runs by the hundreds."""

from tests.torture import sequences


def test_everything_is_undone_to_the_start_and_redone_to_the_end() -> None:
    counts = sequences.run(count=8, seed=10)
    assert counts.sequences == 8
    assert min(counts.steps, counts.undone, counts.redone) > 50
