"""The book's currency once files are imported: said, or asked for by name.

Accounts may be in any currency; only where all of them are in others than the book's, and nothing
says what those are worth, the book was probably meant to be in theirs.
"""

from collections.abc import Sequence

from rmdesk import currencies
from rmdesk.desk import book_currency
from rmdesk.errors import CurrencyUnclear
from rmdesk.exchange import reading
from rmdesk.exchange.reading import Plan
from rmdesk.store.book import Book


def settle(book: Book, said: str, of_files: str, plans: Sequence[Plan]) -> str:
    """Return the book's currency once files are imported.

    `said` is the manager's word with the import, `of_files` the profile's for accounts that name
    none; either may be empty. Raises UnknownCurrency, CurrencyFixed, and CurrencyUnclear where no
    account would be in the book's currency and the others have no exchange rates.
    """
    held = book.card().currency
    if said:
        currency = book_currency.read_code(said)
        book_currency.check_change(book, currency)
        return currency
    if not held and of_files:
        return of_files
    currency = held or currencies.DEFAULT
    if held and book.value("SELECT EXISTS (SELECT 1 FROM accounts)"):
        return currency
    found = _list_named(plans, "accounts", of_files or currency)
    foreign = found - {currency}
    if foreign and not (held and (currency in found or foreign <= _list_exchanged(book, plans))):
        raise CurrencyUnclear(
            found=", ".join(sorted(foreign)), first=min(foreign), currency=currency
        )
    return currency


def _list_exchanged(book: Book, plans: Sequence[Plan]) -> set[str]:
    """Return the currencies that have an exchange rate, in the book or in files."""
    stored = {str(code) for (code,) in book.rows("SELECT DISTINCT currency FROM exchange_rates")}
    return stored | _list_named(plans, "exchange_rates", "")


def _list_named(plans: Sequence[Plan], table: str, unnamed: str) -> set[str]:
    """Return the currencies that a table's rows name, with what those have that name none."""
    found: set[str] = set()
    for plan in plans:
        if plan.layout.table != table:
            continue
        place = next((n for n, c in enumerate(plan.columns) if c.name == "currency"), None)
        if place is None:
            found.add(unnamed)
            continue
        for batch in reading.batches(plan, currencies.digits(currencies.DEFAULT)):
            found |= {str(row[place] or unnamed).upper() for row in batch.rows}
    return {code for code in found if not code or currencies.exists(code)}
