"""What a minor unit of a contract earns, costs and risks in each span of days."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rmdesk.terms import Component, InterestMode
from rmdesk.value.account_costs import Bearing, get_bearing, list_changes
from rmdesk.value.contract import Contract
from rmdesk.value.credit import Credit, Credits
from rmdesk.value.curve import Curve
from rmdesk.value.default import Charged, ChargedSpan
from rmdesk.value.parameters import (
    CapitalStep,
    ExchangeStep,
    Parameters,
    ProductTerms,
    RateStep,
)
from rmdesk.value.scale import BILLION, MILLION, UNSHARED
from rmdesk.value.span import Span, cut, month_of
from rmdesk.value.steps import kept_from, latest

NOTHING_CHARGED = Charged()


class Price(NamedTuple):
    """What holds for a contract over a span, as numerators over UNSHARED.

    `margin` is of one minor unit of balance over one day, `interest` and `fees` of one minor unit
    posted, `pieces` the cost of one posting by its channel. Of a millionth of a minor unit of
    exposure over one day, `loss` is the expected loss while it performs, `charge` the capital
    charge, and `capital` the capital it binds (in minor units × days). `volume` is one minor unit
    in the book's currency. `charged` of the exposure is charged for good at the end of each day,
    `charged_before` at that of the day before the first; off the book nothing else is left.
    `bears` is what the account bears beside all that.
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
    charged: Charged = NOTHING_CHARGED
    charged_before: Charged = NOTHING_CHARGED
    bears: Bearing | None = None

    @property
    def has_default(self) -> bool:
        """Whether a default is charged or released here, or may be."""
        return bool(self.charged.ppm or self.charged_before.ppm)

    def charged_span(self) -> ChargedSpan:
        """What is charged for good over these days."""
        before = self.charged_before
        return ChargedSpan(self.first, self.last, self.volume, self.charged, before)

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
        self._credits = Credits(parameters)

    def of(self, contract: Contract) -> list[Price]:
        """A contract's prices, span by span."""
        kept = self._kept_rates(contract) if contract.keeps_rates else None
        end = self._spans[-1].last
        own = sorted({day for day in contract.cuts() if day <= end})
        if own:
            return self._make(contract, kept, own)
        terms = contract.terms
        key = (id(terms), contract.currency, contract.rate_ppm, kept, contract.in_arrears)
        if key not in self._made:
            self._made[key] = self._make(contract, kept, own)
        return self._made[key]

    def _make(self, contract: Contract, kept: _Rates | None, own: list[int]) -> list[Price]:
        cuts = {*self._cuts(contract), *own}
        return [self._price(contract, kept, span) for span in cut(self._spans, cuts)]

    def _cuts(self, contract: Contract) -> Iterator[int]:
        """The days from which something changes that is not the contract's own."""
        terms = contract.terms
        yield from (step.valid_from for step in terms.rates)
        yield from (step.valid_from for step in terms.costs)
        yield from (step.valid_from for step in terms.tranches)
        yield from (step.valid_from for step in self._exchange(contract.currency))
        yield from list_changes(self._parameters, terms)
        yield from self._credits.changes(contract)

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
        earns = True
        if terms.risks or contract.rated or contract.written_off is not None:
            price = self._with_credit(price, contract)
            earns = _earns(self._credits.stand(contract, day), contract)
        paid = 0 if posted or ftp is None or not earns else (rate or 0) * daily
        earned = price.margin, paid, price.interest, price.fees
        bears = get_bearing(self._parameters, terms, day, span.month, earned)
        return price if bears is None else price._replace(bears=bears)

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

    def _with_credit(self, price: Price, contract: Contract) -> Price:
        """Add what exposures bear; in default a loan earns no margin, written off nothing does."""
        now = self._credits.stand(contract, price.first)
        before = self._credits.stand(contract, price.first - 1)
        capital = latest(self._parameters.capital, price.first) or CapitalStep(0, 0, 0)
        basis, unit = contract.terms.basis, price.volume
        weighted = now.weight_ppm * capital.ratio_ppm * unit
        earns = _earns(now, contract)
        return price._replace(
            margin=price.margin if earns else 0,
            interest=price.interest if earns else 0,
            ccf_ppm=now.ccf_ppm,
            loss=now.loss_ppm * unit // (basis * MILLION**3),
            charge=weighted * capital.hurdle_ppm // (basis * MILLION**4),
            capital=weighted // MILLION**3,
            charged=Charged(now.charged_ppm, now.ccf_ppm, now.is_lost),
            charged_before=Charged(before.charged_ppm, before.ccf_ppm, before.is_lost),
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


def _earns(now: Credit, contract: Contract) -> bool:
    """Whether the interest of a contract counts: not of a loan in default, nor off the book."""
    is_loan = contract.terms.component is Component.LOAN_MARGIN
    return not now.is_lost and not (now.is_default and is_loan)


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
