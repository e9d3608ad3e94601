"""What is missing or contradicts itself in the store, so that figures leave something out."""

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
