"""The accounts that a customer has, as far as an offer's value depends on them."""

from typing import NamedTuple


class HeldAccount(NamedTuple):
    """A running account. `minor` is the customer's part of its balance, in its own currency.

    `rate_ppm` is its own rate, None the product's; days are day numbers.
    """

    number: int
    product: str
    kind: str
    currency: str
    minor: int
    rate_ppm: int | None = None
    opened: int | None = None
    matures: int | None = None
