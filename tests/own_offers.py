"""Offers of the tests' own, one of each kind that gates tell apart, in place of the shipped ones.

What the shipped catalogue offers to whom changes with the bank's prices; what is tested with
these is not that.
"""

from dataclasses import replace
from pathlib import Path

from rmdesk.desk import offer_catalogue, offer_files
from rmdesk.desk.offer_files import CatalogueFile
from rmdesk.offers.offer import WrittenOffer
from rmdesk.store.book import Book

# What sells nothing fits every person; each of the others is barred by a gate of its own.
PLAIN, RISK, CREDIT, RECOVERY, GIFT = "plain", "risk", "credit", "recovery", "gift"

_PLAIN = WrittenOffer(
    code=PLAIN,
    family="professional_service",
    move="repeat",
    when=("kind is person",),
    effects=("gain 500",),
    chance="50%",
    factor="product",
    level="material",
    names={"en": "A plain gain", "zh": "普通收益"},
)
OFFERS = (
    _PLAIN,
    replace(
        _PLAIN,
        code=RISK,
        family="creative_solution",
        effects=("gain 400",),
        sells="balanced-fund",
        risk="R3",
        names={"en": "A product with a risk", "zh": "有风险的产品"},
    ),
    replace(
        _PLAIN,
        code=CREDIT,
        family="better_price",
        effects=("gain 300",),
        sells="consumer-loan",
        credit="new",
        names={"en": "A loan", "zh": "贷款"},
    ),
    replace(
        _PLAIN,
        code=RECOVERY,
        move="retain",
        when=("complaints at_least 1",),
        effects=("gain 200",),
        passes="complaint",
        factor="service",
        names={"en": "Say sorry in person", "zh": "当面致歉"},
    ),
    replace(
        _PLAIN,
        code=GIFT,
        family="surprise",
        move="thank",
        when=("days_to_birthday at_most 30",),
        effects=("gain 60",),
        trigger="days_to_birthday",
        factor="image",
        level="social",
        names={"en": "A birthday card", "zh": "生日贺卡"},
    ),
)


def take_own_offers(book: Book, folder: Path) -> None:
    """Take in a catalogue file that has these offers and retires all others of the book."""
    retired = tuple(replace(item, retired=True) for item in offer_catalogue.written(book))
    version = book.number("SELECT max(version) FROM offers")
    path = folder / "own-offers.toml"
    offer_files.write(path, CatalogueFile(version, (*retired, *OFFERS)))
    offer_catalogue.take_in(book, [path])
