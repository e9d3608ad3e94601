"""The introducers of customers: settled once all customers of an import are in the book."""

from dataclasses import dataclass

from rmdesk.desk.import_rules import Refused
from rmdesk.desk.known_ids import KnownIds
from rmdesk.exchange.notes import Problem
from rmdesk.store.driver import Value
from rmdesk.store.session import Writing


@dataclass(frozen=True)
class _Named:
    """A customer of a file, and the introducer that its row names."""

    customer_id: int
    text: str
    file: str
    line: int


class Introducers:
    """Remembers the introducers that rows name, and settles them at the end."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._named: list[_Named] = []

    def remember(self, customer_id: int, text: str, file: str, line: int) -> None:
        """Remember that a row of a file names an introducer."""
        self._named.append(_Named(customer_id, text, file, line))

    def settle(self, ids: KnownIds) -> list[Problem]:
        """Store the introducer of each customer; give what is refused.

        An introducer must be another customer, and nobody may have introduced himself over
        others.
        """
        if not self._named:
            return []
        book = self._writing.book
        rows = book.rows("SELECT id, introducer_id FROM customers WHERE introducer_id IS NOT NULL")
        above: dict[Value, Value] = dict(rows)  # type: ignore[arg-type]
        problems = []
        for named in self._named:
            try:
                introducer = ids.customer(named.text, "introducer")
                _check(above, named, introducer)
            except Refused as refused:
                problems.append(
                    Problem(
                        *(named.file, named.line, refused.column, refused.value, refused.code),
                        refused.figures,
                    )
                )
                continue
            old = above.get(named.customer_id)
            if old != introducer:
                above[named.customer_id] = introducer
                self._writing.update(
                    "customers",
                    named.customer_id,
                    {"introducer_id": old},
                    {"introducer_id": introducer},
                )
        return problems


def _check(above: dict[Value, Value], named: _Named, introducer: int) -> None:
    if introducer == named.customer_id:
        raise Refused("introducer", named.text, "itself")
    seen: set[Value] = set()
    step: Value = introducer
    while step is not None and step not in seen:
        seen.add(step)
        step = above.get(step)
        if step == named.customer_id:
            raise Refused("introducer", named.text, "introducer_circle")
