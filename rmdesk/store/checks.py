"""What is missing or contradicts itself in the store, so that figures leave something out."""

from collections.abc import Iterable

from rmdesk.store.adjustments import BY_SCHEDULE
from rmdesk.store.book import Book
from rmdesk.store.driver import Row


def movements_before_rates(book: Book) -> list[Row]:
    """Products whose accounts moved before their first rates: code, first rate, movements."""
    return book.rows(
        "SELECT p.code, r.first, count(*) FROM products p"
        " JOIN (SELECT product, min(valid_from) AS first FROM product_rates GROUP BY 1) r"
        " ON r.product = p.code JOIN accounts a ON a.product = p.code"
        " JOIN transactions t ON t.account_id = a.id AND t.day < r.first"
        " GROUP BY 1, 2 ORDER BY 1"
    )


def movements_before_exchange(book: Book, currency: str) -> list[Row]:
    """Other currencies in which accounts moved before their first rate: code, first rate, count."""
    return book.rows(
        "SELECT a.currency, r.first, count(*) FROM accounts a"
        " JOIN (SELECT currency, min(valid_from) AS first FROM exchange_rates GROUP BY 1) r"
        " ON r.currency = a.currency JOIN transactions t ON t.account_id = a.id AND t.day < r.first"
        " WHERE a.currency <> ? GROUP BY 1, 2 ORDER BY 1",
        (currency,),
    )


def owners_of_another_whole(book: Book) -> list[Row]:
    """Accounts whose owners have more or less than all of it: customer, number, day, share."""
    return book.rows(
        "SELECT a.customer_id, a.number, h.day, sum(h.share_ppm) FROM account_holders h"
        " JOIN accounts a ON a.id = h.account_id GROUP BY h.account_id, h.day"
        " HAVING sum(h.share_ppm) <> 1000000 ORDER BY a.number, h.day"
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


_BALANCE = (
    "(SELECT coalesce(sum(minor), 0) FROM transactions WHERE account_id = a.id AND day <= :today)"
    " + (SELECT coalesce(sum(minor), 0) FROM adjustments"
    " WHERE account_id = a.id AND day <= :today)"
)
_RUNNING = "a.closed IS NULL AND a.status IN ('open', 'in_arrears')"


def past_maturity(book: Book, today: int) -> list[Row]:
    """Open accounts past their maturity: customer, number, maturity, kind, currency, balance."""
    return book.rows(
        f"SELECT a.customer_id, a.number, a.matures, p.kind, a.currency, {_BALANCE}"
        " FROM accounts a JOIN products p ON p.code = a.product"
        f" WHERE a.matures < :today AND {_RUNNING} ORDER BY a.matures, a.number",
        {"today": today},
    )


def arrears_without_rating(book: Book) -> list[Row]:
    """Accounts in arrears that never had a rating of their own: customer, number."""
    return book.rows(
        "SELECT customer_id, number FROM accounts a WHERE status = 'in_arrears'"
        " AND NOT EXISTS (SELECT 1 FROM account_ratings"
        " WHERE account_id = a.id AND rating <> '') ORDER BY number"
    )


def undated_write_offs(book: Book) -> list[Row]:
    """Accounts written off that say nowhere since when: customer, number."""
    return book.rows(
        "SELECT customer_id, number FROM accounts a WHERE status = 'written_off'"
        " AND closed IS NULL AND NOT EXISTS (SELECT 1 FROM account_ratings r"
        " LEFT JOIN ratings s ON s.code = r.rating AND s.default_ppm >= 1000000"
        " WHERE r.account_id = a.id AND (s.code IS NOT NULL"
        " OR r.asset_class IN ('substandard', 'doubtful', 'loss'))) ORDER BY number"
    )


def loans_without_schedule(book: Book, today: int) -> list[Row]:
    """Running loans whose instalment counts as principal: customer, number."""
    return book.rows(
        "SELECT a.customer_id, a.number FROM accounts a"
        f" WHERE a.schedule = '' AND {BY_SCHEDULE} AND {_RUNNING}"
        " AND (a.matures IS NULL OR a.matures >= :today) ORDER BY a.number",
        {"today": today},
    )


def assets_without_trailer(book: Book, today: int) -> list[Row]:
    """Wealth and insurance products that earn nothing on assets: product, currency, count, sum."""
    return book.rows(
        f"SELECT p.code, a.currency, count(*), sum({_BALANCE}) FROM products p"
        " JOIN accounts a ON a.product = p.code"
        f" WHERE p.kind IN ('wealth', 'insurance') AND {_RUNNING}"
        " AND EXISTS (SELECT 1 FROM product_rates WHERE product = p.code)"
        " AND coalesce((SELECT trailer_ppm FROM product_rates r WHERE r.product = p.code"
        " AND r.currency IN (a.currency, '') AND r.valid_from <= :today"
        " ORDER BY r.currency = '', r.valid_from DESC LIMIT 1), 0) = 0"
        " GROUP BY 1, 2 ORDER BY 1, 2",
        {"today": today},
    )


def future_transactions(book: Book, today: int) -> list[Row]:
    """Accounts with transactions after today: customer, number, how many, the last day."""
    return book.rows(
        "SELECT a.customer_id, a.number, count(*), max(t.day)"
        " FROM transactions t INDEXED BY ix_transactions_day JOIN accounts a ON a.id = t.account_id"
        " WHERE t.day > ? GROUP BY 1, 2 ORDER BY 2",
        (today,),
    )


def offers_of_unknown_products(book: Book, kinds: Iterable[str]) -> list[Row]:
    """Offers in use that sell what is neither a product nor one of these kinds: their codes."""
    marks = ", ".join(f"'{kind}'" for kind in kinds)
    return book.rows(
        "SELECT code FROM offers WHERE sells <> '' AND NOT retired"
        f" AND sells NOT IN ({marks}) AND sells NOT IN (SELECT code FROM products) ORDER BY code"
    )
