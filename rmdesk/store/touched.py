"""What a deed touched, so that what is derived from it is made anew and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rmdesk.store.driver import Value

_MILLISECONDS = 1000
_PARAMETERS = {"products", "product_rates", "product_costs", "activity_costs"}


@dataclass
class Touched:
    """Customers whose search text and standing change, and value from which day on.

    `accounts` and `activities` (by customer) hold day numbers; `parameters` means the value of
    the whole book, `tiers` every standing.
    """

    customers: set[int] = field(default_factory=set)
    interactions: set[int] = field(default_factory=set)
    accounts: dict[int, int] = field(default_factory=dict)
    activities: dict[int, int] = field(default_factory=dict)
    parameters: bool = False
    tiers: bool = False

    def note(self, table: str, row: Mapping[str, Value]) -> None:
        """One row of a table, as stored, is new, changed or gone."""
        if table in _PARAMETERS:
            self.parameters = True
        elif table == "tiers":
            self.tiers = True
        elif table == "customers":
            self.customers.add(_number(row, "id"))
        elif table in ("transactions", "balances"):
            self.account(_number(row, "account_id"), _number(row, "day"))
        elif isinstance(row.get("customer_id"), int):
            self._of_customer(table, row)

    def account(self, account: int, day: int) -> None:
        """Something on an account changed from a day on."""
        self.accounts[account] = min(day, self.accounts.get(account, day))

    def _of_customer(self, table: str, row: Mapping[str, Value]) -> None:
        customer = _number(row, "customer_id")
        self.customers.add(customer)
        if table == "accounts":
            self.account(_number(row, "id"), 0)
            self.activities[customer] = 0
        elif table == "interactions":
            self.interactions.add(_number(row, "id"))
            moment = datetime.fromtimestamp(_number(row, "at") / _MILLISECONDS, UTC)
            day = moment.astimezone().date().toordinal()
            self.activities[customer] = min(day, self.activities.get(customer, day))


def _number(row: Mapping[str, Value], name: str) -> int:
    value = row[name]
    assert isinstance(value, int)
    return value
