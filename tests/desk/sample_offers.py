"""An offer that pays whoever has idle money, in place of the shipped one: a sample for tests."""

from dataclasses import replace

from rmdesk.desk import offer_catalogue
from rmdesk.store.book import Book

IDLE = "idle-to-fund"


def put_idle_offer(book: Book) -> None:
    """Let the shipped offer for idle money fit any idle money, and be worth an estimate."""
    shipped = next(item for item in offer_catalogue.written(book) if item.code == IDLE)
    sample = replace(
        shipped,
        when=("kind is person", "idle_balance at_least 50000", "holds is_not wealth"),
        effects=("gain 40% * idle_balance * 0.45%",),
        sells="wealth",
        minimum="0",
        chance="",
        presenting="40",
    )
    offer_catalogue.save(book, sample, new=False)
