"""Products and their rates: looked at, and changed from a day on, with what that does first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from rmdesk.desk import stored, valuing
from rmdesk.errors import Gone
from rmdesk.model.account import ProductRate
from rmdesk.store import standing
from rmdesk.store.book import Book
from rmdesk.terms import Act, InterestMode, ProductKind
from rmdesk.value.parameters import ProductTerms, RateStep
from rmdesk.value.span import months, next_month

COMPARED_MONTHS = 12


@dataclass(frozen=True)
class RateLine:
    """A product's rates from a day on, in millionths a year; None is not known."""

    valid_from: date
    ftp_ppm: int | None
    rate_ppm: int | None
    trailer_ppm: int
    fee_share_ppm: int


@dataclass(frozen=True)
class ProductView:
    """A product: what it is, how many accounts it has, its rates with the newest first."""

    code: str
    name: str
    kind: ProductKind
    interest: InterestMode
    basis: int
    accounts: int
    rates: tuple[RateLine, ...]


@dataclass(frozen=True)
class Effect:
    """What a change of rates does to the book's last twelve complete months, in minor units."""

    currency: str
    before: int
    now: int


def products(book: Book) -> tuple[ProductView, ...]:
    """All products, those in use first."""
    rates: dict[str, list[RateLine]] = {}
    for product, day, *rest in book.rows(
        "SELECT product, valid_from, ftp_ppm, rate_ppm, trailer_ppm, fee_share_ppm"
        " FROM product_rates ORDER BY valid_from DESC"
    ):
        ftp, rate, trailer, share = rest
        line = RateLine(
            stored.day(day),
            stored.some(ftp),
            stored.some(rate),
            stored.number(trailer),
            stored.number(share),
        )
        rates.setdefault(str(product), []).append(line)
    rows = book.rows(
        "SELECT p.code, p.name, p.kind, p.interest, p.basis,"
        " (SELECT count(*) FROM accounts a WHERE a.product = p.code) AS n"
        " FROM products p ORDER BY n = 0, p.kind, p.code"
    )
    return tuple(
        ProductView(
            code=str(code),
            name=str(name),
            kind=ProductKind(str(kind)),
            interest=InterestMode(str(interest)),
            basis=stored.number(basis),
            accounts=stored.number(count),
            rates=tuple(rates.get(str(code), ())),
        )
        for code, name, kind, interest, basis, count in rows
    )


def effect(book: Book, product: str, line: RateLine) -> Effect:
    """What the book's last twelve complete months would be with these rates. Raises Gone.

    Nothing is written.
    """
    terms = valuing.product_terms(book)
    if product not in terms:
        raise Gone
    changed = dict(terms) | {product: _with(terms[product], line)}
    after = standing.month(book)
    return Effect(book.card().currency, _total(book, after, terms), _total(book, after, changed))


def _with(terms: ProductTerms, line: RateLine) -> ProductTerms:
    day = line.valid_from.toordinal()
    step = RateStep(day, line.ftp_ppm, line.rate_ppm, line.trailer_ppm, line.fee_share_ppm)
    kept = [rate for rate in terms.rates if rate.valid_from != day]
    return replace(terms, rates=tuple(sorted([*kept, step], key=lambda rate: rate.valid_from)))


def _total(book: Book, after: int, terms: Mapping[str, ProductTerms]) -> int:
    spans = months(next_month(after, -COMPARED_MONTHS), after - 1)
    cells = valuing.exact_cells(book, None, spans, terms)
    return sum(minor for *_where, parts in valuing.rounded_months(cells) for _cell, minor in parts)


def change(book: Book, product: str, line: RateLine) -> None:
    """Keep a product's rates from a day on, in place of those of that day; value follows."""
    with book.deed(Act.EDIT_RATES, label=product) as writing:
        number = book.value(
            "SELECT id FROM product_rates WHERE product = ? AND valid_from = ?",
            (product, line.valid_from.toordinal()),
        )
        if number is None:
            row = writing.add(ProductRate(product=product, valid_from=line.valid_from))
        else:
            row = writing.get(ProductRate, stored.number(number))
        row.ftp_ppm, row.rate_ppm = line.ftp_ppm, line.rate_ppm
        row.trailer_ppm, row.fee_share_ppm = line.trailer_ppm, line.fee_share_ppm
