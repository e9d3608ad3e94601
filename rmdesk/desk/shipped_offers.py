"""The shipped catalogue for a book that has one already: new offers, and what they sell."""

from collections.abc import Mapping

from rmdesk.desk import offer_catalogue, setting_up
from rmdesk.desk.catalogue import read, tables
from rmdesk.store.book import Book
from rmdesk.terms import Act


def add_shipped(book: Book) -> Mapping[str, int]:
    """Take in the shipped offers; return how many are new, changed and the same.

    Products that the book lacks come with the collateral they name, so that a yes can be valued.
    Their ratings do not, as a grade between two others changes what arrears cost: they have default
    probabilities of their own, and the manager takes new ratings with their day. Whatever the book
    has, but for offers of the same code, stays as it is, and so do its figures.
    """
    data = read("products")
    with book.deed(Act.IMPORT, label="products") as writing:
        setting_up.add_products(writing, tables(data, "product"))
        setting_up.add_collaterals(writing, tables(data, "collateral"))
    return offer_catalogue.take_in(book, offer_catalogue.shipped_paths())
