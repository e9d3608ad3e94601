"""A contribution as it is drawn: lines that sum to a total, and what stands below it."""

from dataclasses import dataclass
from datetime import date

from rmdesk.terms import Component, ValueView
from rmdesk.value.returns import cost_income_ppm, raroc_ppm


@dataclass(frozen=True)
class ValueLine:
    """One line of a contribution.

    What `key` says depends on the view: a component's or product's code, a month's first day
    (ISO), a posting's or interaction's id; `label` is data (a name, a text), empty for none.
    `day` is set for postings and activities, `cause` is their kind (of a transaction or an
    interaction), or why a balance moved without a posting. `attributed` marks what an activity
    brought, of any component: accounts, offers and postings that are attributed to it.
    """

    key: str
    label: str
    component: Component | None
    minor: int
    day: date | None = None
    cause: str = ""
    attributed: bool = False


@dataclass(frozen=True)
class ValueReport:
    """A contribution over a period (both days in), broken down; the lines sum to `total`.

    `income`, `costs` and `tax` (both below zero) are parts of it, expected loss is the rest.
    `charge` is the capital charge of the same customers and accounts (below zero), which stands
    apart; `bound` the capital they bind, in minor units × days, `has_credit` whether credit binds
    some of that, and not operational risk alone. `counted_to` is today where the
    period runs past it, since nothing is counted beyond today; otherwise None.
    """

    view: ValueView
    first: date
    last: date
    currency: str
    total: int
    lines: tuple[ValueLine, ...]
    income: int = 0
    costs: int = 0
    tax: int = 0
    charge: int = 0
    bound: int = 0
    has_credit: bool = False
    counted_to: date | None = None

    @property
    def after_capital(self) -> int:
        """What is left when the capital has earned what it has to."""
        return self.total + self.charge

    @property
    def raroc_ppm(self) -> int | None:
        """The contribution a year for each unit of capital, in millionths; None without credit.

        Operational risk alone binds so little that any deposit would return several times that.
        """
        return raroc_ppm(self.total, self.bound) if self.has_credit else None

    @property
    def cost_income_ppm(self) -> int | None:
        """How much of the income after tax goes into costs, in millionths."""
        return cost_income_ppm(self.costs, self.income + self.tax)
