"""What is in a cell: the balance brought into the period, and each posting, exactly."""

from collections.abc import Sequence

from rmdesk.terms import FEE_KINDS, Cause, Component, ReversalKind, TransactionKind
from rmdesk.value.account_costs import INCOME_UNIT
from rmdesk.value.contract import Contract, Posting, exposure
from rmdesk.value.default import share_out_default
from rmdesk.value.pricing import Price
from rmdesk.value.share import apportion

_FEES = frozenset(kind.value for kind in FEE_KINDS)
# What the account costs for the days on which it runs belongs to no posting.
RUNNING = Posting(-1, 0, 0, Cause.RUNNING)


def opened_cell(
    contract: Contract,
    component: Component,
    customer_id: int,
    whole: int,
    postings: Sequence[Posting],
    prices: Sequence[Price],
) -> list[tuple[Posting, int]]:
    """A customer's cell, its minor units shared out over the postings in it, ties to the lower id.

    `postings` are all of the period up to the end of the cell's month, what was brought into it
    (id 0, day 0) among them; `prices` those of the month. What belongs to the account and to none
    of them is `RUNNING`'s.
    """
    ordered = [*sorted(postings, key=lambda p: (p.day, p.id)), RUNNING]
    numerators = [0] * len(ordered)
    for price in prices:
        share = dict(contract.holders(price.first)).get(customer_id, 0)
        if share:
            found = _numerators(contract, component, ordered[:-1], price)
            found.append(_running(contract, component, price))
            numerators = [n + m * share for n, m in zip(numerators, found, strict=True)]
    inside = [pair for pair in zip(ordered, numerators, strict=True) if pair[1]]
    inside.sort(key=lambda pair: (pair[0].day > 0, pair[0].id))
    shares = apportion([n for _, n in inside], whole)
    return [(posting, minor) for (posting, _), minor in zip(inside, shares, strict=True)]


def _numerators(
    contract: Contract, component: Component, postings: Sequence[Posting], price: Price
) -> list[int]:
    """What each posting is worth in one span, over UNSHARED."""
    if component is contract.terms.component:
        return [_margin(posting, price) for posting in postings]
    if component is Component.FEES:
        return [_fee(posting, price) for posting in postings]
    if component is Component.TRANSACTION_COST:
        return [_cost(posting, price) for posting in postings]
    if component is Component.OVERHEAD:
        share = price.bears.share if price.bears else 0
        return [-_income(posting, price) * share for posting in postings]
    if component is Component.TAX:
        return [_tax(posting, price) for posting in postings]
    if component is Component.ACCOUNT_COST:
        return [0] * len(postings)
    days = _exposure_days(postings, price, contract.limit(price.first))
    if component is Component.CAPITAL_CHARGE:
        factor = price.bears.charge if price.bears else 0
        return [
            -n * price.charge - _income(posting, price) * factor
            for n, posting in zip(days, postings, strict=True)
        ]
    if not price.has_default:
        return [-n * price.loss for n in days]
    charges = share_out_default(contract, price.charged_span(), postings)
    return [-n * price.loss - charge for n, charge in zip(days, charges, strict=True)]


def _running(contract: Contract, component: Component, price: Price) -> int:
    """What the days on which the account runs are worth in one span, over UNSHARED."""
    if price.bears is None or component not in (Component.ACCOUNT_COST, Component.OVERHEAD):
        return 0
    of_a_day = price.bears.account
    if component is Component.OVERHEAD:
        of_a_day = price.bears.overhead
    return -of_a_day * contract.count_running_days(price.first, price.last)


def _income(posting: Posting, price: Price) -> int:
    """What a posting brings, in units of income."""
    return (_margin(posting, price) + _fee(posting, price)) // INCOME_UNIT


def _tax(posting: Posting, price: Price) -> int:
    bears = price.bears
    if bears is None or posting.day > price.last:
        return 0
    tax = posting.minor * (price.last - max(posting.day, price.first) + 1) * bears.tax_balance
    if _is_of(posting, price):
        if posting.kind == TransactionKind.INTEREST:
            tax += posting.minor * bears.tax_interest
        elif posting.kind in _FEES:
            tax += posting.minor * bears.tax_fees
    return tax


def _is_of(posting: Posting, price: Price) -> bool:
    return posting.id != 0 and price.first <= posting.day <= price.last


def _margin(posting: Posting, price: Price) -> int:
    if posting.day > price.last:
        return 0
    days = price.last - max(posting.day, price.first) + 1
    margin = posting.minor * days * price.margin
    if _is_of(posting, price) and posting.kind == TransactionKind.INTEREST:
        margin -= posting.minor * price.interest
    return margin


def _fee(posting: Posting, price: Price) -> int:
    of_it = _is_of(posting, price) and posting.kind in _FEES
    return -posting.minor * price.fees if of_it else 0


def _cost(posting: Posting, price: Price) -> int:
    if not _is_of(posting, price):
        return 0
    piece = price.pieces.get(posting.channel or "", 0)
    return piece if posting.reverses == ReversalKind.WHOLE else -piece


def _exposure_days(postings: Sequence[Posting], price: Price, limit: int) -> list[int]:
    """How much exposure each posting added, times the days for which it counts.

    What was brought in comes first, and carries what the limit alone exposes.
    """
    found, balance, before = [], 0, 0
    for posting in postings:
        balance += posting.minor
        after = exposure(balance, limit, price.ccf_ppm)
        days = price.last - max(posting.day, price.first) + 1 if posting.day <= price.last else 0
        found.append((after - before) * days)
        before = after
    return found
