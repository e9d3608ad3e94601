"""What an operation touched, so that only what is derived from that is rebuilt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rmdesk.store.driver import Value

_MILLISECONDS = 1000
_PARAMETERS = {
    *("products", "product_bases", "product_rates", "product_costs", "product_tranches"),
    *("product_risks", "activity_costs", "curve_nodes", "exchange_rates", "ratings"),
    *("collaterals", "capital_terms"),
    *("account_costs", "overheads", "taxes", "discount_rates"),
}
_ON_ACCOUNTS = {"transactions", "balances", "account_ratings", "account_holders"}


@dataclass
class Touched:
    """Customers whose search text and standing change, and value from which day on.

    `accounts`, `rated` and `activities` (by customer) hold day numbers; `rated` is the first one of
    an account's ratings that changed, which may change its value on earlier days as well.
    `parameters` means the value of the whole book, `tiers` every standing.
    """

    customers: set[int] = field(default_factory=set)
    interactions: set[int] = field(default_factory=set)
    accounts: dict[int, int] = field(default_factory=dict)
    rated: dict[int, int] = field(default_factory=dict)
    activities: dict[int, int] = field(default_factory=dict)
    parameters: bool = False
    tiers: bool = False
    deed_id: int = 0

    def note(self, table: str, row: Mapping[str, Value]) -> None:
        """One row of a table, as stored, is new, changed or gone."""
        if table in _PARAMETERS:
            self.parameters = True
        elif table == "tiers":
            self.tiers = True
        elif table == "customers":
            self.customers.add(_number(row, "id"))
        elif table in _ON_ACCOUNTS:
            account, day = _number(row, "account_id"), _number(row, "day")
            self.account(account, day)
            if table == "account_holders":
                self.value_of(_number(row, "customer_id"), day)
            elif table == "account_ratings":
                self.rated[account] = min(day, self.rated.get(account, day))
        elif isinstance(row.get("customer_id"), int):
            self._of_customer(table, row)

    def account(self, account: int, day: int) -> None:
        """Note that something on an account changed as of a day."""
        self.accounts[account] = min(day, self.accounts.get(account, day))

    def value_of(self, customer: int, day: int) -> None:
        """Note that a customer's value changes as of a day, whatever happens to its accounts."""
        self.activities[customer] = min(day, self.activities.get(customer, day))

    def _of_customer(self, table: str, row: Mapping[str, Value]) -> None:
        customer = _number(row, "customer_id")
        self.customers.add(customer)
        if table == "accounts":
            self.account(_number(row, "id"), 0)
            self.value_of(customer, 0)
        elif table == "interactions":
            self.interactions.add(_number(row, "id"))
            self.value_of(customer, _day_of(_number(row, "at")))
        elif table == "proposals" and row.get("decided_at") is not None:
            self.value_of(customer, _day_of(_number(row, "decided_at")))


def _day_of(milliseconds: int) -> int:
    moment = datetime.fromtimestamp(milliseconds / _MILLISECONDS, UTC)
    return moment.astimezone().date().toordinal()


def _number(row: Mapping[str, Value], name: str) -> int:
    value = row[name]
    assert isinstance(value, int)
    return value
