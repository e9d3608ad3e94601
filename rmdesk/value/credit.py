"""The state of a contract on a day: performing, in default, or off the book.

Performing exposure bears PD × LGD as time goes by. In default it is charged exposure × LGD once
(`rmdesk.value.default`), and earns nothing from then on: neither interest on the gross amount nor
the cost of funding it counts, since an LGD is an economic loss that has the time value of the
recoveries in it already. Its capital is that of the standardised approach for defaulted exposure
(Basel CRE20, the Chinese capital rules of 2023): net of what was charged, weighted by 100 %
where that is 20 % of it or more, else by 150 %, whatever the product's own weight is.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rmdesk.value.contract import Contract, RatedStep
from rmdesk.value.overdue import DEFAULT_DAYS
from rmdesk.value.parameters import Parameters, RiskStep
from rmdesk.value.scale import MILLION
from rmdesk.value.share import half_even
from rmdesk.value.steps import latest

_ENOUGH_CHARGED_PPM = 200_000
_NO_RISK = RiskStep(0, "", "", 0, 0)


class Credit(NamedTuple):
    """What a contract's exposure bears on a day, in millionths.

    `charged_ppm` of it is charged for good: 0 while it performs, its LGD in default, the whole
    once it is written off. `loss_ppm` is its expected loss a year while it performs, in millionths
    of a millionth.
    """

    charged_ppm: int = 0
    loss_ppm: int = 0
    weight_ppm: int = 0
    ccf_ppm: int = 0
    is_default: bool = False
    is_lost: bool = False


_PERFORMING = Credit()
_LOST = Credit(charged_ppm=MILLION, is_default=True, is_lost=True)


class Credits:
    """How contracts stand, by the bank's ratings, collateral and risks."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters
        self._worse: dict[tuple[str, int], str] = {}

    def stand(self, contract: Contract, day: int) -> Credit:
        """Return how a contract stands on a day; one without a risk bears nothing."""
        if contract.written_off is not None and day >= contract.written_off:
            return _LOST
        own = latest(contract.rated, day)
        risk = latest(contract.terms.risks, day)
        if risk is None and own is None:
            return _PERFORMING
        default_ppm, loss_ppm = self._rates(contract, own, risk or _NO_RISK, day)
        if default_ppm >= MILLION or _is_default(contract, own, day):
            weight, ccf = (_default_weight(loss_ppm), risk.ccf_ppm) if risk else (0, 0)
            return Credit(loss_ppm, 0, weight, ccf, is_default=True)
        if risk is None:
            return _PERFORMING
        return Credit(0, default_ppm * loss_ppm, risk.weight_ppm, risk.ccf_ppm)

    def _rates(
        self, contract: Contract, own: RatedStep | None, risk: RiskStep, day: int
    ) -> tuple[int, int]:
        """PD and LGD; 0 for a code that is not known.

        An account without a rating of its own has the PD of its product, where that has one.
        """
        rating, late = own.rating if own else "", _is_late(contract, own, day)
        collateral = (own.collateral if own else "") or risk.collateral
        loss = latest(self._parameters.losses.get(collateral, ()), day)
        loss_ppm = loss.ppm if loss else 0
        if not rating and risk.default_ppm is not None:
            default_ppm = risk.default_ppm
            return (self._next_default(default_ppm, day) if late else default_ppm), loss_ppm
        if not rating:
            rating = self.worse(risk.rating, day) if late else risk.rating
        default = latest(self._parameters.defaults.get(rating, ()), day)
        return default.ppm if default else 0, loss_ppm

    def _next_default(self, ppm: int, day: int) -> int:
        """The PD of the rating that comes next above a PD; that itself for none."""
        steps = (latest(steps, day) for steps in self._parameters.defaults.values())
        return min((s.ppm for s in steps if s and ppm < s.ppm < MILLION), default=ppm)

    def worse(self, rating: str, day: int) -> str:
        """Return the rating whose PD comes next above that of a rating; itself for none.

        One in default is never next: that payments are late, for how long is not known, is not
        default yet.
        """
        key = (rating, day)
        if key not in self._worse:
            self._worse[key] = self._find_worse(rating, day)
        return self._worse[key]

    def _find_worse(self, rating: str, day: int) -> str:
        known = self._parameters.defaults
        here = latest(known.get(rating, ()), day)
        if here is None:
            return rating
        steps = ((latest(steps, day), code) for code, steps in known.items())
        above = [(s.ppm, code) for s, code in steps if s and here.ppm < s.ppm < MILLION]
        return min(above)[1] if above else rating

    def changes(self, contract: Contract) -> Iterator[int]:
        """Yield the days from which what exposures bear changes, for all contracts alike."""
        risks, given = contract.terms.risks, self._parameters
        if not risks and not contract.rated:
            return
        yield from (step.valid_from for step in risks)
        yield from (step.valid_from for step in given.capital)
        for table in (given.defaults, given.losses):
            yield from (step.valid_from for steps in table.values() for step in steps)


def _is_late(contract: Contract, own: RatedStep | None, day: int) -> bool:
    """Whether payments are late: since its first row where there is one, else all along."""
    if contract.due is not None and day > contract.due:
        return True
    return contract.in_arrears and (own is not None or not contract.rated)


def _is_default(contract: Contract, own: RatedStep | None, day: int) -> bool:
    """By its class, or unpaid over 90 days after maturity, if nothing was said of it since."""
    said = own.asset_class if own else None
    if said is not None and said.is_default:
        return True
    begins = None if contract.due is None else contract.due + DEFAULT_DAYS + 1
    if begins is None or day < begins:
        return False
    return said is None or own is None or own.valid_from < begins


def _default_weight(loss_ppm: int) -> int:
    weight = MILLION if loss_ppm >= _ENOUGH_CHARGED_PPM else MILLION * 3 // 2
    return half_even((MILLION - loss_ppm) * weight, MILLION)


def find_write_off(
    rated: Sequence[RatedStep],
    parameters: Parameters,
    opened: int | None,
    matures: int | None,
    closed: int | None,
) -> int:
    """Return the day from which an account that was written off is off the book.

    That is the day on which it was closed; else that of its last row in default, its maturity at
    the earliest; else its maturity. Where none is known, it never was on the book.
    """
    if closed is not None:
        return closed
    days = [0 if matures is None else matures]
    days += [step.valid_from for step in rated if says_default(step, parameters)]
    return max(days) or max(0, (opened or 0) - 1)


def says_default(step: RatedStep, parameters: Parameters) -> bool:
    """Return whether a row says that its account is in default: by its class or its rating."""
    if step.asset_class is not None and step.asset_class.is_default:
        return True
    default = latest(parameters.defaults.get(step.rating, ()), step.valid_from)
    return default is not None and default.ppm >= MILLION
