"""What is missing or contradicts itself in the store, so that figures leave something out."""

from dataclasses import dataclass

from rmdesk.store.book import Book
from rmdesk.store.driver import Row

_BALANCE = (
    "(SELECT coalesce(sum(minor), 0) FROM transactions WHERE account_id = a.id AND day <= :today)"
    " + (SELECT coalesce(sum(minor), 0) FROM adjustments"
    " WHERE account_id = a.id AND day <= :today)"
)
_IN_USE = (
    "SELECT p.code, count(*), coalesce(sum(" + _BALANCE + "), 0) FROM products p"
    " JOIN accounts a ON a.product = p.code WHERE {condition} GROUP BY p.code ORDER BY p.code"
)


@dataclass(frozen=True, slots=True)
class ProductGap:
    """A product in use: how many accounts, and what stands on them today."""

    code: str
    accounts: int
    balance: int


def products_without_rates(book: Book) -> list[ProductGap]:
    """Products in use for which no rates are known at all."""
    return _gaps(book, "NOT EXISTS (SELECT 1 FROM product_rates r WHERE r.product = p.code)")


def products_without_transfer_price(book: Book) -> list[ProductGap]:
    """Deposits and loans in use whose latest rates have no transfer price."""
    return _gaps(
        book,
        "p.kind IN ('current', 'term_deposit', 'loan', 'card') AND (SELECT r.ftp_ppm IS NULL"
        " FROM product_rates r WHERE r.product = p.code ORDER BY r.valid_from DESC LIMIT 1)",
    )


def products_without_customer_rate(book: Book) -> list[ProductGap]:
    """Products in use with a transfer price, but a rate neither of their own nor on the account."""
    return _gaps(
        book,
        "p.kind IN ('current', 'term_deposit', 'loan', 'card') AND p.interest = 'rate'"
        " AND a.rate_ppm IS NULL AND (SELECT r.rate_ppm IS NULL AND r.ftp_ppm IS NOT NULL"
        " FROM product_rates r WHERE r.product = p.code ORDER BY r.valid_from DESC LIMIT 1)",
    )


def _gaps(book: Book, condition: str) -> list[ProductGap]:
    today = {"today": book.clock.today().toordinal()}
    rows = book.rows(_IN_USE.format(condition=condition), today)
    return [ProductGap(str(code), int(n or 0), int(minor or 0)) for code, n, minor in rows]


def movements_before_rates(book: Book) -> list[Row]:
    """Products whose accounts moved before their first rates: code, first rate, movements."""
    return book.rows(
        "SELECT p.code, r.first, count(*) FROM products p"
        " JOIN (SELECT product, min(valid_from) AS first FROM product_rates GROUP BY 1) r"
        " ON r.product = p.code JOIN accounts a ON a.product = p.code"
        " JOIN transactions t ON t.account_id = a.id AND t.day < r.first"
        " GROUP BY 1, 2 ORDER BY 1"
    )


def contradicting_accounts(book: Book, column: str) -> list[Row]:
    """Accounts that closed or matured before they were opened: customer, number, both days."""
    if column not in ("closed", "matures"):
        raise ValueError(column)
    return book.rows(
        f"SELECT customer_id, number, opened, {column} FROM accounts WHERE {column} < opened"
        " ORDER BY number"
    )


def differences(book: Book, since: int, at_most: int) -> list[Row]:
    """Accounts whose stated balances say more than their postings: customer, number, sum.

    The largest first.
    """
    return book.rows(
        "SELECT a.customer_id, a.number, sum(abs(d.minor)) FROM adjustments d"
        " JOIN accounts a ON a.id = d.account_id WHERE d.cause = 'difference' AND d.day >= ?"
        " GROUP BY 1, 2 ORDER BY 3 DESC LIMIT ?",
        (since, at_most),
    )


def work_without_cost(book: Book) -> list[Row]:
    """Kinds of activity that were logged and have no cost: kind, how many."""
    return book.rows(
        "SELECT kind, count(*) FROM interactions"
        " WHERE kind NOT IN (SELECT kind FROM activity_costs) GROUP BY 1 ORDER BY 1"
    )


def unknown_tiers(book: Book) -> list[Row]:
    """Tiers that customers have and nobody described: tier, how many customers."""
    return book.rows(
        "SELECT tier, count(*) FROM customers WHERE tier <> '' AND NOT archived"
        " AND tier NOT IN (SELECT code FROM tiers) GROUP BY 1 ORDER BY 1"
    )


def currencies(book: Book) -> list[Row]:
    """The currencies of accounts, with how many have each."""
    return book.rows("SELECT currency, count(*) FROM accounts GROUP BY 1 ORDER BY 1")
