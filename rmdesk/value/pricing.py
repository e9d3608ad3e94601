"""What a minor unit of a contract earns, costs and risks in each span of days."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rmdesk.terms import Component, InterestMode
from rmdesk.value.account_costs import Bearing, get_bearing, list_changes
from rmdesk.value.contract import Contract
from rmdesk.value.curve import Curve
from rmdesk.value.parameters import (
    CapitalStep,
    ExchangeStep,
    Parameters,
    Ppm,
    ProductTerms,
    RateStep,
    RiskStep,
)
from rmdesk.value.scale import BILLION, MILLION, UNSHARED
from rmdesk.value.span import Span, cut, month_of
from rmdesk.value.steps import kept_from, latest


class Price(NamedTuple):
    """What holds for a contract over a span, as numerators over UNSHARED.

    `margin` is of one minor unit of balance over one day, `interest` and `fees` of one minor unit
    posted, `pieces` the cost of one posting by its channel. Of a millionth of a minor unit of
    exposure over one day, `loss` is the expected loss, `charge` the capital charge, and `capital`
    the capital it binds (in minor units × days). `volume` is one minor unit in the book's
    currency; `bears` is what the account bears beside all that.
    """

    month: int
    first: int
    last: int
    margin: int
    interest: int
    fees: int
    pieces: Mapping[str, int]
    volume: int
    ccf_ppm: int = 0
    loss: int = 0
    charge: int = 0
    capital: int = 0
    bears: Bearing | None = None

    def margin_ppm(self, basis: int) -> int:
        """What a unit of the book's currency earns a year, in millionths."""
        return self.margin * basis * MILLION // UNSHARED


_Rates = tuple[int | None, int | None]


class PriceLists:
    """The prices of contracts over some months, made once for all that have the same."""

    def __init__(self, parameters: Parameters, spans: Sequence[Span]) -> None:
        self._parameters = parameters
        self._spans = spans
        self._made: dict[tuple[object, ...], list[Price]] = {}

    def of(self, contract: Contract) -> list[Price]:
        """A contract's prices, span by span."""
        kept = self._kept_rates(contract) if contract.keeps_rates else None
        own = sorted(set(contract.cuts()))
        if own:
            return self._make(contract, kept, own)
        terms = contract.terms
        key = (id(terms), contract.currency, contract.rate_ppm, kept)
        if key not in self._made:
            self._made[key] = self._make(contract, kept, own)
        return self._made[key]

    def _make(self, contract: Contract, kept: _Rates | None, own: list[int]) -> list[Price]:
        cuts = {*self._cuts(contract), *own}
        return [self._price(contract, kept, span) for span in cut(self._spans, cuts)]

    def _cuts(self, contract: Contract) -> Iterator[int]:
        """The days from which something changes that is not the contract's own."""
        terms, given = contract.terms, self._parameters
        yield from (step.valid_from for step in terms.rates)
        yield from (step.valid_from for step in terms.costs)
        yield from (step.valid_from for step in terms.tranches)
        yield from (step.valid_from for step in self._exchange(contract.currency))
        yield from list_changes(given, terms)
        if terms.risks:
            yield from (step.valid_from for step in terms.risks)
            yield from (step.valid_from for step in given.capital)
            for table in (given.defaults, given.losses):
                yield from (step.valid_from for steps in table.values() for step in steps)

    def _price(self, contract: Contract, kept: _Rates | None, span: Span) -> Price:
        terms, day = contract.terms, span.first
        unit, posted = self.unit(contract.currency, day), terms.interest is InterestMode.POSTED
        ftp, rate = kept or self._floating_rates(contract, day)
        channels = {step.channel for step in terms.costs}
        daily = unit // (terms.basis * MILLION)
        price = Price(
            month=span.month,
            first=span.first,
            last=span.last,
            margin=_margin_ppm(terms, day, ftp, rate) * daily,
            interest=unit if posted else 0,
            fees=terms.fee_share_ppm(day) * unit // MILLION,
            pieces={c: terms.piece_minor(c, day) * UNSHARED for c in channels},
            volume=unit,
        )
        paid = 0 if posted or ftp is None else (rate or 0) * daily
        earned = price.margin, paid, price.interest, price.fees
        price = price._replace(bears=get_bearing(self._parameters, terms, day, span.month, earned))
        risk = latest(terms.risks, day)
        return price if risk is None else self._with_risk(price, contract, risk)

    def unit(self, currency: str, day: int) -> int:
        """One minor unit of a currency in the book's, over UNSHARED; 0 where no rate is known."""
        book = self._parameters.currency
        if currency == book:
            return UNSHARED
        step = latest(self._exchange(currency), day)
        if step is None:
            return 0
        digits = self._parameters.digits
        if not {book, currency} <= digits.keys():
            return 0
        numerator = UNSHARED * step.billionths * 10 ** digits[book]
        return int(numerator // (BILLION * 10 ** digits[currency]))

    def _exchange(self, currency: str) -> tuple[ExchangeStep, ...]:
        if currency == self._parameters.currency:
            return ()
        return self._parameters.exchange.get(currency, ())

    def _with_risk(self, price: Price, contract: Contract, risk: RiskStep) -> Price:
        given, day = self._parameters, price.first
        own = latest(contract.rated, day)
        rating = (own.rating if own else "") or risk.rating
        collateral = (own.collateral if own else "") or risk.collateral
        default = latest(given.defaults.get(rating, ()), day)
        if risk.default_ppm is not None and not (own and own.rating):
            default = Ppm(day, risk.default_ppm)
        loss = latest(given.losses.get(collateral, ()), day)
        capital = latest(given.capital, day) or CapitalStep(0, 0, 0)
        basis, unit = contract.terms.basis, price.volume
        weighted = risk.weight_ppm * capital.ratio_ppm * unit
        return price._replace(
            ccf_ppm=risk.ccf_ppm,
            loss=default.ppm * loss.ppm * unit // (basis * MILLION**3) if default and loss else 0,
            charge=weighted * capital.hurdle_ppm // (basis * MILLION**4),
            capital=weighted // MILLION**3,
        )

    def rates(self, contract: Contract, day: int) -> tuple[int | None, int | None]:
        """Transfer price and customer rate on a day, in millionths a year; None is not known."""
        kept = contract.keeps_rates
        return self._kept_rates(contract) if kept else self._floating_rates(contract, day)

    def _floating_rates(self, contract: Contract, day: int) -> _Rates:
        step = latest(contract.terms.rates, day)
        if step is None:
            return None, None
        return self._ftp(contract, step, month_of(day)), _customer_rate(contract, step)

    def _ftp(self, contract: Contract, step: RateStep, month: int) -> int | None:
        """The transfer price by hand, else that of the replicating portfolio."""
        if step.ftp_ppm is not None:
            return step.ftp_ppm
        curve = self._parameters.curves.get(contract.currency, Curve(()))
        replicated = latest(contract.terms.tranches, month)
        return curve.replicated(replicated.tranches, month) if replicated else None

    def _kept_rates(self, contract: Contract) -> _Rates:
        """The rates of the day a contract began; the oldest known where it is older."""
        opened = contract.opened
        assert opened is not None
        step = kept_from(contract.terms.rates, opened)
        if step is None:
            return None, None
        ftp = step.ftp_ppm
        curve = self._parameters.curves.get(contract.currency)
        if ftp is None and curve is not None and contract.matures is not None:
            ftp = curve.matched(opened, max(1, contract.matures - opened))
        if ftp is None:
            ftp = self._ftp(contract, step, month_of(opened))
        return ftp, _customer_rate(contract, step)


def _customer_rate(contract: Contract, step: RateStep) -> int | None:
    return contract.rate_ppm if contract.rate_ppm is not None else step.rate_ppm


def _margin_ppm(terms: ProductTerms, day: int, ftp: int | None, rate: int | None) -> int:
    """What a unit of balance earns a year, in millionths, from the bank's side.

    A balance below zero (a loan) times FTP − rate is its margin as well. Where the product takes
    interest from the postings, only FTP counts here. 0 where a rate is unknown.
    """
    if terms.component is Component.ASSET_FEES:
        step = latest(terms.rates, day)
        return step.trailer_ppm if step else 0
    if terms.interest is InterestMode.POSTED:
        rate = 0
    return 0 if ftp is None or rate is None else ftp - rate
