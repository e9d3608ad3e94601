"""Contracts in a lifetime value: what running ones bring until they end, and after.

A contract (a term deposit, a loan, a fund or policy with a maturity) runs until it matures,
whatever its holder does: it is counted month by month as far as it runs, and proves its holder to
be a customer until then. After that it counts only as far as it is assumed to be renewed.
"""

from dataclasses import dataclass

from rmdesk.terms import ProductKind

# Which contracts are assumed to be renewed as they are, and how likely. Deposits: what an offer at
# maturity is assumed to reach without further knowledge of the customer. Bullet loans are mostly
# working capital, renewed year by year where the customer's class allows it. Funds and policies
# pay out at maturity and are sold again from the start; a loan paid down by instalments is paid
# off.
RENEWALS = {
    ProductKind.TERM_DEPOSIT: 0.6,
    ProductKind.LOAN: 0.5,
    ProductKind.WEALTH: 0.3,
    ProductKind.INSURANCE: 0.3,
}


@dataclass(frozen=True, slots=True)
class Renewal:
    """A contract that may be renewed `after` some months, with a `chance` of 0 to 1.

    `monthly` is what it brings a month then, in minor units: as much as until its end.
    """

    after: int
    monthly: int
    chance: float


@dataclass(frozen=True, slots=True)
class Contracts:
    """A customer's running contracts together.

    `margins` are minor units month by month, the first being the month of the estimate; `lasts`
    is how many months the last of them runs, the one in which it ends included; `until` its last
    day's number, `count` how many there are.
    """

    margins: tuple[int, ...] = ()
    lasts: int = 0
    until: int = 0
    count: int = 0
    renewals: tuple[Renewal, ...] = ()
