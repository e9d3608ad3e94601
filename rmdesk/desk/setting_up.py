"""What a new store starts with: the catalogue's tiers, products, prices and risks."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from rmdesk import limits
from rmdesk.desk import offer_catalogue
from rmdesk.desk.catalogue import read, tables
from rmdesk.errors import BadCatalogue
from rmdesk.model.base import Kept
from rmdesk.model.customer import Tier
from rmdesk.model.market import (
    CapitalTerm,
    Collateral,
    CurveNode,
    DiscountRate,
    Overhead,
    Rating,
    Tax,
)
from rmdesk.model.offer import OfferRule
from rmdesk.model.product import (
    AccountCost,
    ActivityCost,
    Product,
    ProductCost,
    ProductRate,
    ProductRisk,
    ProductTranche,
)
from rmdesk.offers.policy import Policy
from rmdesk.paths import resource
from rmdesk.store.book import Book
from rmdesk.store.session import Writing
from rmdesk.terms import (
    Act,
    InteractionKind,
    InterestMode,
    Pricing,
    ProductKind,
    TransactionChannel,
)
from rmdesk.value.share import half_even

_PERCENT = 10_000
_CATALOGUE_DIGITS = 2
_SINCE = date(1900, 1, 1)
# In units of the book's currency; the manager changes it with the other rules for offers.
SURPRISES_A_YEAR = 20_000


def fill(book: Book) -> None:
    """Put the shipped tiers, products and activity costs into a new store."""
    digits = offer_catalogue.digits_of(book)
    with book.deed(Act.SET_UP) as writing:
        data = read("products")
        path = resource("db", "catalogue", "products.toml")
        try:
            add_products(writing, tables(data, "product"))
            for entry in tables(data, "activity"):
                writing.add(_activity_cost(entry, digits))
            for row in _market(data, digits):
                writing.add(row)
            offer_catalogue.fill(writing)
            writing.add(_offer_rules(digits))
            for rank, entry in enumerate(tables(read("tiers"), "tier"), 1):
                code, name = str(entry["code"]), str(entry["name"])
                days = _whole(entry["rhythm_days"])
                writing.add(Tier(code=code, name=name, rank=rank, rhythm_days=days))
        except (KeyError, ValueError, InvalidOperation) as error:
            raise BadCatalogue(path=path, reason=error) from None


def _offer_rules(digits: int) -> OfferRule:
    usual = Policy()
    return OfferRule(
        valid_from=_SINCE,
        presented_rest_days=usual.presented_rest_days,
        declined_rest_days=usual.declined_rest_days,
        at_most_in_rest=usual.at_most_in_rest,
        surprise_rest_days=usual.surprise_rest_days,
        a_week=usual.a_week,
        surprise_minor=SURPRISES_A_YEAR * 10**digits,
        festivals=" ".join(usual.festivals),
    )


def add_products(writing: Writing, entries: Iterable[Mapping[str, object]]) -> int:
    """Add those products that the store does not have yet; gives how many."""
    have = {str(row[0]) for row in writing.book.rows("SELECT code FROM products")}
    digits = offer_catalogue.digits_of(writing.book)
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
                pricing=Pricing(str(entry.get("pricing", "floating"))),
                risk=str(entry.get("risk", "")),
            )
        )
        writing.flush()
        for rates in tables(entry, "rates"):
            writing.add(_product_rate(code, rates))
        for costs in tables(entry, "costs"):
            for row in _product_costs(code, costs, digits):
                writing.add(row)
        for days, share in _pairs(entry.get("tranches", [])):
            part = _ppm(share)
            writing.add(
                ProductTranche(product=code, valid_from=_SINCE, days=_whole(days), share_ppm=part)
            )
        if isinstance(exposure := entry.get("exposure"), Mapping):
            writing.add(_product_risk(code, exposure))
        if isinstance(account := entry.get("account"), Mapping):
            writing.add(_account_cost(code, account, digits))
    writing.flush()
    return count


def add_collaterals(writing: Writing, entries: Iterable[Mapping[str, object]]) -> None:
    """Add those kinds of collateral that the store does not have yet."""
    have = {str(row[0]) for row in writing.book.rows("SELECT code FROM collaterals")}
    for entry in entries:
        if entry["code"] not in have:
            writing.add(_collateral(entry))
    writing.flush()


def list_parameters(data: Mapping[str, object], digits: int) -> Iterator[Kept]:
    """Yield what accounts cost and risk, and what holds for the whole bank.

    Amounts are in a currency with `digits` decimals.
    """
    for entry in tables(data, "product"):
        code = str(entry["code"])
        if isinstance(exposure := entry.get("exposure"), Mapping):
            yield _product_risk(code, exposure)
        if isinstance(account := entry.get("account"), Mapping):
            yield _account_cost(code, account, digits)
    yield from _market(data, digits)


def add_ratings(writing: Writing, entries: Iterable[Mapping[str, object]]) -> None:
    """Add those ratings that the store does not have yet."""
    have = {str(row[0]) for row in writing.book.rows("SELECT code FROM ratings")}
    for entry in entries:
        if entry["code"] not in have:
            writing.add(_rating(entry))
    writing.flush()


def _rating(entry: Mapping[str, object]) -> Rating:
    default = _ppm(entry["default"])
    return Rating(code=str(entry["code"]), valid_from=_from(entry), default_ppm=default)


def _collateral(entry: Mapping[str, object]) -> Collateral:
    loss = _ppm(entry["loss"])
    return Collateral(code=str(entry["code"]), valid_from=_from(entry), loss_ppm=loss)


def _market(data: Mapping[str, object], digits: int) -> Iterator[Kept]:
    """The curve, ratings, collateral, capital, overhead, tax and discount of the catalogue."""
    for entry in tables(data, "curve"):
        for days, percent in _pairs(entry["nodes"]):
            row = CurveNode(
                currency=str(entry.get("currency", "")),
                valid_from=_from(entry),
                days=_whole(days),
                rate_ppm=_ppm(percent),
            )
            yield row
    for entry in tables(data, "rating"):
        yield _rating(entry)
    for entry in tables(data, "collateral"):
        yield _collateral(entry)
    for entry in tables(data, "capital"):
        ratio, hurdle = _ppm(entry["ratio"]), _ppm(entry["hurdle"])
        operational = _ppm(entry.get("operational", 0))
        yield CapitalTerm(
            valid_from=_from(entry),
            ratio_ppm=ratio,
            hurdle_ppm=hurdle,
            operational_ppm=operational,
        )
    yield from _of_the_bank(data, digits)


def _of_the_bank(data: Mapping[str, object], digits: int) -> Iterator[Kept]:
    """Yield overhead, tax and discount rate of the catalogue."""
    for entry in tables(data, "overhead"):
        share = _ppm(entry.get("income", 0))
        minor = _money(entry.get("account_month", 0), digits)
        yield Overhead(valid_from=_from(entry), income_ppm=share, account_minor=minor)
    for entry in tables(data, "tax"):
        interest, fees = _ppm(entry.get("loan_interest", 0)), _ppm(entry.get("fees", 0))
        yield Tax(valid_from=_from(entry), interest_ppm=interest, fees_ppm=fees)
    for entry in tables(data, "discount"):
        yield DiscountRate(valid_from=_from(entry), discount_ppm=_ppm(entry["discount"]))


def _account_cost(code: str, account: Mapping[str, object], digits: int) -> AccountCost:
    minor = _money(account["month"], digits)
    return AccountCost(product=code, valid_from=_from(account), month_minor=minor)


def _product_costs(code: str, costs: Mapping[str, object], digits: int) -> Iterator[ProductCost]:
    for channel in TransactionChannel:
        if channel.value in costs:
            yield ProductCost(
                product=code,
                channel=channel,
                valid_from=_from(costs),
                piece_minor=_money(costs[channel.value], digits),
            )


def _product_risk(code: str, exposure: Mapping[str, object]) -> ProductRisk:
    return ProductRisk(
        product=code,
        valid_from=_from(exposure),
        rating=str(exposure["rating"]),
        collateral=str(exposure["collateral"]),
        weight_ppm=_ppm(exposure["weight"]),
        ccf_ppm=_ppm(exposure.get("ccf", 0)),
        default_ppm=_ppm(exposure["default"]) if "default" in exposure else None,
    )


def _product_rate(code: str, rates: Mapping[str, object]) -> ProductRate:
    return ProductRate(
        product=code,
        valid_from=_from(rates),
        ftp_ppm=_ppm(rates["ftp"]) if "ftp" in rates else None,
        rate_ppm=_ppm(rates["rate"]) if "rate" in rates else None,
        trailer_ppm=_ppm(rates.get("trailer", 0)),
        fee_share_ppm=_ppm(rates.get("fee_share", 100)),
    )


def _activity_cost(entry: Mapping[str, object], digits: int) -> ActivityCost:
    return ActivityCost(
        kind=InteractionKind(str(entry["kind"])),
        valid_from=_from(entry),
        piece_minor=_money(entry.get("piece", 0), digits),
        hour_minor=_money(entry.get("hour", 0), digits),
    )


def _pairs(value: object) -> Iterator[tuple[object, object]]:
    if not isinstance(value, list):
        raise ValueError(f"{value} is not a list of pairs")
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2:
            raise ValueError(f"{pair} is not a pair")
        yield pair[0], pair[1]


def _from(entry: Mapping[str, object]) -> date:
    value = entry.get("from", _SINCE)
    if not isinstance(value, date):
        raise ValueError(f"{value} is not a date")
    return value


def _ppm(percent: object) -> int:
    ppm = _exact(Decimal(str(percent)) * _PERCENT)
    if fault := limits.rate_fault("weight" if ppm > 0 else "rate", ppm):
        raise ValueError(f"{percent} is not in the range {fault.detail}")
    return ppm


def _money(units: object, digits: int) -> int:
    """Return a price in minor units of a currency with `digits` decimals. Raises ValueError.

    The catalogue has hundredths; a currency without them takes the nearest whole unit.
    """
    finest = max(digits, _CATALOGUE_DIGITS)
    minor = half_even(_exact(Decimal(str(units)) * 10**finest), 10 ** (finest - digits))
    if fault := limits.price_fault(minor, digits):
        raise ValueError(f"{units} is not a price from 0 to {fault.detail}")
    return minor


def _exact(value: Decimal) -> int:
    if not value.is_finite() or value.copy_abs() > limits.MOST_MINOR:
        raise ValueError(f"{value} is too large")
    if value != int(value):
        raise ValueError(f"{value.normalize()} is finer than the smallest unit")
    return int(value)


def _whole(value: object) -> int:
    return int(str(value))


def _basis(value: object) -> int:
    if value not in (360, 365):
        raise ValueError(f"basis {value} is neither 360 nor 365")
    return _whole(value)
