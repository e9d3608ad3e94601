"""What one unit on an account contributes in the coming twelve months, by the value engine itself.

A unit is valued as the engine values any account: `account_cells` on a contract that has it, less
the same contract without it; so whatever an account costs as such drops out, and is what the empty
contract is worth. Everything is at the parameters that are known today, announced ones included.

Named assumptions: what is put on an account stays for the whole year at the price of its first
day, a term shorter than that is renewed at the same price, and a fee is paid from money elsewhere.
Where interest is known from its postings only, it is assumed to be paid at the product's list rate,
else at what the postings of the last year come to on all accounts of the product.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from rmdesk.offers.expectation import Price
from rmdesk.terms import InterestMode, Pricing, ProductKind, TransactionKind
from rmdesk.value.cells import account_cells
from rmdesk.value.contract import Contract, Movement, owned_by
from rmdesk.value.parameters import Parameters, ProductTerms, RateStep
from rmdesk.value.pricing import PriceLists
from rmdesk.value.scale import MILLION, SCALE
from rmdesk.value.share import half_even
from rmdesk.value.span import months
from rmdesk.value.steps import latest

_NOBODY = owned_by(0)
_BORROWED = (ProductKind.LOAN, ProductKind.CARD)
_NO_TERMS = ProductTerms(
    "", ProductKind.CURRENT, 365, InterestMode.RATE, (RateStep(0, None, None, 0, MILLION),)
)
_Key = tuple[object, ...]
# What tells two accounts apart that are worth the same for each unit on them.
_OWN = {"account_id", "terms", "held", "opened", "matures", "limit_minor", "runs_from"}
_ALIKE = tuple(field.name for field in fields(Contract) if field.name not in _OWN)


class YearPrices:
    """The prices of units over twelve months that begin on a day, made once for what is the same.

    `posted_rate` tells at which rate (millionths) the postings of a product paid interest.
    """

    def __init__(
        self,
        parameters: Parameters,
        today: date,
        posted_rate: Callable[[str], int | None] = lambda _product: None,
    ) -> None:
        self.parameters = parameters
        self._today = today.toordinal()
        last = (today + relativedelta(years=1)).toordinal() - 1
        self._lists = PriceLists(parameters, months(self._today, last))
        self._posted_rate = posted_rate
        self._terms: dict[tuple[str, str], ProductTerms | None] = {}
        self._made: dict[_Key, Price] = {}
        self._fees: dict[str, Fraction | None] = {}
        self._new: dict[tuple[str, int], Price | None] = {}

    def terms(self, product: str, currency: str) -> ProductTerms | None:
        """Return a product's terms with a rate to value it by; None where nobody described it."""
        key = product, currency
        if key not in self._terms:
            known = self.parameters.terms(product, currency)
            self._terms[key] = None if known is None else self._rated(known)
        return self._terms[key]

    def _rated(self, terms: ProductTerms) -> ProductTerms:
        """Let interest come from a rate, as nothing is posted yet in a year that is to come."""
        if terms.interest is not InterestMode.POSTED:
            return terms
        step = latest(terms.rates, self._today)
        rates = terms.rates
        if step is not None and step.rate_ppm is None:
            paid = self._posted_rate(terms.code)
            rates = tuple(replace(s, rate_ppm=paid if s == step else s.rate_ppm) for s in rates)
        return replace(terms, interest=InterestMode.RATE, rates=rates)

    def of_new(self, product: str, rate_ppm: int) -> Price | None:
        """Return the price of a new account in the book's currency, against the list price."""
        key = product, rate_ppm
        if key not in self._new:
            contract = self.open_contract(product, self.parameters.currency, rate_ppm)
            self._new[key] = None if contract is None else self.of_contract(contract)
        return self._new[key]

    def open_contract(
        self, product: str, currency: str, rate_ppm: int = 0, term_days: int | None = None
    ) -> Contract | None:
        """Return the contract that a customer would open today; None for an unknown product.

        Without `term_days` it is bound for as long as the product's money is replicated.
        """
        terms = self.terms(product, currency)
        if terms is None:
            return None
        days = term_days or _term_days(terms, self._today)
        return Contract(
            account_id=0,
            terms=terms,
            currency=currency,
            held=_NOBODY,
            rate_ppm=self.moved_rate(terms, None, rate_ppm) if rate_ppm else None,
            opened=self._today,
            matures=self._today + days if days else None,
        )

    def moved_rate(self, terms: ProductTerms, own: int | None, rate_ppm: int) -> int | None:
        """Return a rate of an account, or the list rate of today, moved by some millionths."""
        step = latest(terms.rates, self._today)
        rate = own if own is not None else step.rate_ppm if step else None
        return None if rate is None else rate + rate_ppm

    def of_contract(self, contract: Contract) -> Price:
        """Return what one minor unit of its currency contributes, and what the account costs."""
        key: _Key = (id(contract.terms), *(getattr(contract, name) for name in _ALIKE))
        if contract.keeps_rates:
            key += self._lists.rates(contract, self._today)
        if contract.terms.kind in _BORROWED:
            # Whether it is late, and since when it is in default, depends on its days.
            key += (contract.opened, contract.matures)
        if key not in self._made:
            unit = -1 if contract.terms.kind in _BORROWED else 1
            empty = self._value(contract, 0, ())
            earns = self._value(contract, unit, ()) - empty
            self._made[key] = Price(
                Fraction(earns, SCALE), Fraction(empty, SCALE), contract.terms.code
            )
        return self._made[key]

    def of_fee(self, product: str) -> Fraction | None:
        """Return what one minor unit of fees brings; without a product the bank keeps all of it."""
        if product not in self._fees:
            currency = self.parameters.currency
            terms = self.terms(product, currency) if product else _NO_TERMS
            if terms is None:
                self._fees[product] = None
            else:
                contract = Contract(0, terms, currency, _NOBODY, opened=self._today)
                posted: Sequence[Movement] = (
                    (1, self._today, -1, TransactionKind.FEE.value, None, False, 0),
                    (2, self._today, 1, TransactionKind.TRANSFER.value, None, False, 0),
                )
                value = self._value(contract, 0, posted) - self._value(contract, 0, ())
                self._fees[product] = Fraction(value, SCALE)
        return self._fees[product]

    def _value(self, contract: Contract, opening: int, posted: Sequence[Movement]) -> int:
        """Return contribution and capital charge of the year, over SCALE."""
        plain = replace(contract, held=_NOBODY, limit_minor=0)
        cells = account_cells(plain, self._lists.of(plain), opening, posted)
        return sum(cell.numerator for _customer, _month, cell in cells)


def _term_days(terms: ProductTerms, today: int) -> int | None:
    """Return for how long a product with fixed prices is bound: as it is replicated."""
    step = latest(terms.tranches, today)
    if terms.pricing is not Pricing.FIXED or step is None:
        return None
    days = sum(tranche.days * tranche.share_ppm for tranche in step.tranches)
    return half_even(days, MILLION)
