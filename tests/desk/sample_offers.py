"""Offers that fit whoever has idle money, in place of shipped ones: samples for tests."""

from dataclasses import replace

from rmdesk.desk import offer_catalogue
from rmdesk.store.book import Book

IDLE = "idle-to-fund"
SERVICE = "closer-care"


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


def put_service_offer(book: Book) -> None:
    """Let a shipped service fit any idle money: nothing is sold, lent or moved by it."""
    shipped = next(item for item in offer_catalogue.written(book) if item.code == SERVICE)
    sample = replace(
        shipped,
        family="creative_solution",
        when=("idle_balance at_least 50000",),
        effects=("gain 1% * idle_balance",),
        chance="",
    )
    offer_catalogue.save(book, sample, new=False)
