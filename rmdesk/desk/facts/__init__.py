"""What is known of customers on a day, in the measures that offers are tied to.

One customer or the whole book is asked for by the same statements, so that what a list says and
what a customer's own page says cannot differ.
"""

from collections import defaultdict

from rmdesk.desk.facts import accounts, customers, dealings, watching
from rmdesk.desk.facts.asked import Asked, Found
from rmdesk.errors import Gone
from rmdesk.offers.measures import Facts
from rmdesk.store.book import Book


def of_customer(book: Book, customer_id: int, festivals: tuple[str, ...] = ()) -> Facts:
    """The facts of one customer today. Raises Gone."""
    found = _gather(Asked(book, customer_id, festivals))
    if customer_id not in found:
        raise Gone
    return found[customer_id]


def of_all(book: Book, festivals: tuple[str, ...] = ()) -> dict[int, Facts]:
    """The facts of every customer that is not archived."""
    return _gather(Asked(book, None, festivals))


def _gather(asked: Asked) -> dict[int, Facts]:
    found: Found = {}
    customers.add(asked, found)
    accounts.add(asked, found)
    watching.add(asked, found)
    dealings.add(asked, found)
    peers = _peers(asked.book)
    return {
        number: Facts(
            *(known.numbers, customers.with_missing(known, peers), peers[known.like]),
            known.accounts,
        )
        for number, known in found.items()
    }


def _peers(book: Book) -> defaultdict[tuple[str, str], dict[str, int]]:
    """How common each kind of product is among the customers of a kind and tier."""
    peers: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for kind, tier, product, share in book.rows(
        "SELECT kind, tier, product_kind, share_ppm FROM peer_holdings"
    ):
        peers[str(kind), str(tier)][str(product)] = int(share or 0)
    return peers
