"""What a new store starts with: the catalogue's tiers, products and costs."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from rmdesk.desk.catalogue import read, tables
from rmdesk.errors import BadCatalogue
from rmdesk.model.customer import Tier
from rmdesk.model.product import ActivityCost, Product, ProductCost, ProductRate
from rmdesk.paths import resource
from rmdesk.store.book import Book
from rmdesk.store.session import Writing
from rmdesk.terms import (
    Act,
    InteractionKind,
    InterestMode,
    ProductKind,
    TransactionChannel,
)

_PERCENT = 10_000
_SINCE = date(1900, 1, 1)


def fill(book: Book) -> None:
    """Put the shipped tiers, products and activity costs into a new store."""
    with book.deed(Act.SET_UP) as writing:
        data = read("products")
        path = resource("db", "catalogue", "products.toml")
        try:
            add_products(writing, tables(data, "product"))
            for entry in tables(data, "activity"):
                writing.add(_activity_cost(entry))
            for rank, entry in enumerate(tables(read("tiers"), "tier"), 1):
                code, name = str(entry["code"]), str(entry["name"])
                days = _whole(entry["rhythm_days"])
                writing.add(Tier(code=code, name=name, rank=rank, rhythm_days=days))
        except (KeyError, ValueError, InvalidOperation) as error:
            raise BadCatalogue(path=path, reason=error) from None


def add_products(writing: Writing, entries: Iterable[Mapping[str, object]]) -> int:
    """Add those products that the store does not have yet; gives how many."""
    have = {str(row[0]) for row in writing.book.rows("SELECT code FROM products")}
    count = 0
    for entry in entries:
        code = str(entry["code"])
        if code in have:
            continue
        count += 1
        writing.add(
            Product(
                code=code,
                name=str(entry["name"]),
                kind=ProductKind(str(entry["kind"])),
                basis=_basis(entry.get("basis", 365)),
                interest=InterestMode(str(entry.get("interest", "rate"))),
                risk=str(entry.get("risk", "")),
            )
        )
        writing.flush()
        for rates in tables(entry, "rates"):
            writing.add(_product_rate(code, rates))
        for costs in tables(entry, "costs"):
            for channel in TransactionChannel:
                if channel.value in costs:
                    cost = ProductCost(
                        product=code,
                        channel=channel,
                        valid_from=_day(costs.get("from", _SINCE)),
                        piece_minor=_money(costs[channel.value]),
                    )
                    writing.add(cost)
    writing.flush()
    return count


def _product_rate(code: str, rates: Mapping[str, object]) -> ProductRate:
    return ProductRate(
        product=code,
        valid_from=_day(rates.get("from", _SINCE)),
        ftp_ppm=_ppm(rates["ftp"]) if "ftp" in rates else None,
        rate_ppm=_ppm(rates["rate"]) if "rate" in rates else None,
        trailer_ppm=_ppm(rates.get("trailer", 0)),
        fee_share_ppm=_ppm(rates.get("fee_share", 100)),
    )


def _activity_cost(entry: Mapping[str, object]) -> ActivityCost:
    return ActivityCost(
        kind=InteractionKind(str(entry["kind"])),
        valid_from=_day(entry.get("from", _SINCE)),
        piece_minor=_money(entry.get("piece", 0)),
        hour_minor=_money(entry.get("hour", 0)),
    )


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise ValueError(f"{value} is no date")
    return value


def _ppm(percent: object) -> int:
    return _exact(Decimal(str(percent)) * _PERCENT)


def _money(units: object) -> int:
    return _exact(Decimal(str(units)) * 100)


def _exact(value: Decimal) -> int:
    if value != int(value):
        raise ValueError(f"{value.normalize()} is finer than the smallest unit")
    return int(value)


def _whole(value: object) -> int:
    return int(str(value))


def _basis(value: object) -> int:
    if value not in (360, 365):
        raise ValueError(f"basis {value} is neither 360 nor 365")
    return _whole(value)
