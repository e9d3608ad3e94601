"""Prices as they are before costs, tax and operational risk: for tests about a margin alone."""

from rmdesk.store.book import Book

# The products that the catalogue had before it knew any of these.
EARLIER_PRODUCTS = (
    *("current", "salary", "business", "term-3m", "term-1y", "term-3y"),
    *("mortgage", "consumer-loan", "working-capital", "investment-loan", "credit-card"),
    *("money-fund", "bond-fund", "balanced-fund", "equity-fund", "life-insurance"),
    "trade-finance",
)
_OF_PRODUCTS = (
    *("product_bases", "product_rates", "product_costs", "product_tranches", "product_risks"),
    "account_costs",
)


def drop_costs(book: Book) -> None:
    """Take out all parameters that make every account cost something."""
    for table in ("account_costs", "overheads", "taxes"):
        book.rows(f"DELETE FROM {table}")
    book.rows("UPDATE capital_terms SET operational_ppm = 0")
    book.rows("UPDATE product_risks SET default_ppm = NULL")


def make_older(book: Book) -> None:
    """Leave a book with the products and parameters of the catalogue before all these.

    Accounts of later products become current accounts. What is derived is as it was; whoever needs
    it rebuilds it.
    """
    drop_costs(book)
    marks = ", ".join("?" * len(EARLIER_PRODUCTS))
    later = f"UPDATE accounts SET product = 'current' WHERE product NOT IN ({marks})"
    book.rows(later, EARLIER_PRODUCTS)
    for table in _OF_PRODUCTS:
        book.rows(f"DELETE FROM {table} WHERE product NOT IN ({marks})", EARLIER_PRODUCTS)
    book.rows(f"DELETE FROM products WHERE code NOT IN ({marks})", EARLIER_PRODUCTS)
