"""The mask: no name, number or amount of the book is on any screen while it is on."""

import re
import unicodedata

import pytest
from textual.widgets import Input

from rmdesk.desk import opening
from rmdesk.i18n import money
from rmdesk.store.book import Book
from rmdesk.tui.masking import Vocabulary
from rmdesk.tui.start import Start
from tests.conftest import TODAY
from tests.tui.conftest import Desk
from tests.tui.test_pictures import SCREENS

# Columns that hold what somebody wrote or what names somebody.
COLUMNS = {
    "customers": ("name", "search_name", "bank_id", "identity_number", "address", "email", "notes"),
    "customer_names": ("name",),
    "phones": ("number",),
    "contacts": ("name", "phone", "email", "note", "role"),
    "accounts": ("number",),
    "interactions": ("text",),
    "follow_ups": ("text",),
}


def texts_of(book: Book) -> set[str]:
    """Every text of the demo book's tables about customers, and its longer words."""
    found: set[str] = set()
    for (table,) in book.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        if str(table) not in TABLES:
            continue
        for row in book.rows(f'SELECT * FROM "{table}"'):
            found.update(value for value in row if isinstance(value, str))
    return found
