"""Prices as they are before costs, tax and operational risk: for tests about a margin alone."""

from rmdesk.store.book import Book


def drop_costs(book: Book) -> None:
    """Take out all parameters that make every account cost something."""
    for table in ("account_costs", "overheads", "taxes"):
        book.rows(f"DELETE FROM {table}")
    book.rows("UPDATE capital_terms SET operational_ppm = 0")
    book.rows("UPDATE product_risks SET default_ppm = NULL")
