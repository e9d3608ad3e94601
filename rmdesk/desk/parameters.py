"""The bank's parameters as the arithmetic takes them, read from the store."""

from collections import defaultdict
from collections.abc import Iterable

from rmdesk import currencies
from rmdesk.desk import stored
from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.terms import InterestMode, Pricing, ProductKind
from rmdesk.value.curve import Curve, CurveOfDay, Node, Tranche
from rmdesk.value.parameters import (
    AccountCostStep,
    ActivityRate,
    CapitalStep,
    CostStep,
    ExchangeStep,
    OverheadStep,
    Parameters,
    Ppm,
    ProductTerms,
    RateStep,
    RiskStep,
    TaxStep,
    TrancheStep,
)

# Millionths a year, where the store has no rate for the manager's day.
USUAL_DISCOUNT_PPM = 80_000


def read(book: Book) -> Parameters:
    """All parameters that the store holds."""
    currency = book.card().currency
    exchange = _exchange(book)
    curves = _curves(book)
    if "" in curves:
        curves.setdefault(currency, curves.pop(""))
    known = {currency, *exchange}
    return Parameters(
        currency=currency,
        digits={code: currencies.digits(code) for code in known if currencies.exists(code)},
        products=_products(book),
        activities=tuple(activity_rates(book)),
        curves=curves,
        exchange=exchange,
        defaults=_by_code(book, "ratings", "default_ppm"),
        losses=_by_code(book, "collaterals", "loss_ppm"),
        capital=_capital(book),
        overheads=_overheads(book),
        taxes=_taxes(book),
    )


def read_discount_ppm(book: Book) -> int:
    """Return by how much a year later contribution counts less, in millionths, as of today."""
    found = book.value(
        "SELECT discount_ppm FROM discount_rates WHERE valid_from <= ?"
        " ORDER BY valid_from DESC LIMIT 1",
        (book.clock.today().toordinal(),),
    )
    return USUAL_DISCOUNT_PPM if found is None else stored.number(found)


def activity_rates(book: Book) -> list[ActivityRate]:
    """What interactions cost, in order of the day from which on."""
    sql = "SELECT kind, valid_from, piece_minor, hour_minor FROM activity_costs ORDER BY valid_from"
    return [ActivityRate(*row) for row in book.rows(sql)]  # type: ignore[arg-type]


def _products(book: Book) -> dict[tuple[str, str], ProductTerms]:
    rates, bases = _rates(book), _bases(book)
    costs, tranches, risks = _costs(book), _tranches(book), _risks(book)
    running = _account_costs(book)
    found = {}
    sql = "SELECT code, kind, basis, interest, pricing FROM products"
    for code, kind, basis, interest, pricing in book.rows(sql):
        product = str(code)
        own = {key[1] for key in (*rates, *bases) if key[0] == product}
        for currency in {"", *own}:
            found[product, currency] = ProductTerms(
                code=product,
                kind=ProductKind(str(kind)),
                basis=bases.get((product, currency), stored.number(basis)),
                interest=InterestMode(str(interest)),
                rates=tuple(rates.get((product, currency), rates.get((product, ""), []))),
                costs=tuple(costs.get(product, ())),
                pricing=Pricing(str(pricing)),
                tranches=tuple(tranches.get(product, ())),
                risks=tuple(risks.get(product, ())),
                account_costs=tuple(running.get(product, ())),
            )
    return found


def _rates(book: Book) -> dict[tuple[str, str], list[RateStep]]:
    found: defaultdict[tuple[str, str], list[RateStep]] = defaultdict(list)
    for product, currency, *step in book.rows(
        "SELECT product, currency, valid_from, ftp_ppm, rate_ppm, trailer_ppm, fee_share_ppm"
        " FROM product_rates ORDER BY valid_from"
    ):
        found[str(product), str(currency)].append(RateStep(*step))  # type: ignore[arg-type]
    return found


def _bases(book: Book) -> dict[tuple[str, str], int]:
    rows = book.rows("SELECT product, currency, basis FROM product_bases")
    return {(str(product), str(currency)): stored.number(b) for product, currency, b in rows}


def _costs(book: Book) -> dict[str, list[CostStep]]:
    found: defaultdict[str, list[CostStep]] = defaultdict(list)
    sql = "SELECT product, channel, valid_from, piece_minor FROM product_costs ORDER BY valid_from"
    for product, *step in book.rows(sql):
        found[str(product)].append(CostStep(*step))  # type: ignore[arg-type]
    return found


def _tranches(book: Book) -> dict[str, list[TrancheStep]]:
    together: defaultdict[str, dict[int, list[Tranche]]] = defaultdict(dict)
    for product, day, *tranche in book.rows(
        "SELECT product, valid_from, days, share_ppm FROM product_tranches"
        " ORDER BY product, valid_from, days"
    ):
        step = together[str(product)].setdefault(stored.number(day), [])
        step.append(Tranche(*tranche))  # type: ignore[arg-type]
    return {
        product: [TrancheStep(day, tuple(tranches)) for day, tranches in steps.items()]
        for product, steps in together.items()
    }


def _risks(book: Book) -> dict[str, list[RiskStep]]:
    found: defaultdict[str, list[RiskStep]] = defaultdict(list)
    for product, *step in book.rows(
        "SELECT product, valid_from, rating, collateral, weight_ppm, ccf_ppm, default_ppm"
        " FROM product_risks ORDER BY valid_from"
    ):
        found[str(product)].append(RiskStep(*step))  # type: ignore[arg-type]
    return found


def _curves(book: Book) -> dict[str, Curve]:
    together: defaultdict[str, dict[int, list[Node]]] = defaultdict(dict)
    for currency, day, *node in book.rows(
        "SELECT currency, valid_from, days, rate_ppm FROM curve_nodes"
        " ORDER BY currency, valid_from, days"
    ):
        nodes = together[str(currency)].setdefault(stored.number(day), [])
        nodes.append(Node(*node))  # type: ignore[arg-type]
    return {
        currency: Curve(tuple(CurveOfDay(day, tuple(nodes)) for day, nodes in steps.items()))
        for currency, steps in together.items()
    }


def _exchange(book: Book) -> dict[str, tuple[ExchangeStep, ...]]:
    rows = book.rows("SELECT currency, valid_from, billionths FROM exchange_rates ORDER BY 1, 2")
    return {c: tuple(ExchangeStep(*values) for values in found) for c, found in _grouped(rows)}


def _by_code(book: Book, table: str, column: str) -> dict[str, tuple[Ppm, ...]]:
    rows = book.rows(f"SELECT code, valid_from, {column} FROM {table} ORDER BY 1, 2")
    return {code: tuple(Ppm(*values) for values in found) for code, found in _grouped(rows)}


def _grouped(rows: Iterable[Row]) -> Iterable[tuple[str, list[tuple[int, int]]]]:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for code, day, value in rows:
        found[str(code)].append((stored.number(day), stored.number(value)))
    return found.items()


def _capital(book: Book) -> tuple[CapitalStep, ...]:
    columns = "valid_from, ratio_ppm, hurdle_ppm, operational_ppm"
    sql = f"SELECT {columns} FROM capital_terms ORDER BY valid_from"
    return tuple(CapitalStep(*row) for row in book.rows(sql))  # type: ignore[arg-type]


def _account_costs(book: Book) -> dict[str, list[AccountCostStep]]:
    found: defaultdict[str, list[AccountCostStep]] = defaultdict(list)
    sql = "SELECT product, valid_from, month_minor FROM account_costs ORDER BY valid_from"
    for product, day, minor in book.rows(sql):
        found[str(product)].append(AccountCostStep(stored.number(day), stored.number(minor)))
    return found


def _overheads(book: Book) -> tuple[OverheadStep, ...]:
    sql = "SELECT valid_from, income_ppm, account_minor FROM overheads ORDER BY valid_from"
    return tuple(OverheadStep(*row) for row in book.rows(sql))  # type: ignore[arg-type]


def _taxes(book: Book) -> tuple[TaxStep, ...]:
    sql = "SELECT valid_from, interest_ppm, fees_ppm FROM taxes ORDER BY valid_from"
    return tuple(TaxStep(*row) for row in book.rows(sql))  # type: ignore[arg-type]
