"""What the doctor finds in the history: what was altered, dropped or inserted outside rmdesk."""

from collections.abc import Iterator

from rmdesk.desk.findings import Fault, Finding
from rmdesk.store.book import Book
from rmdesk.store.chain_check import verify_chain
from rmdesk.terms import Damage

AT_MOST = 100
_OPERATIONS = {
    Damage.ALTERED: Fault.HISTORY_ALTERED,
    Damage.DROPPED: Fault.HISTORY_DROPPED,
    Damage.INSERTED: Fault.HISTORY_INSERTED,
}
_CHANGES = {
    Damage.ALTERED: Fault.CHANGES_ALTERED,
    Damage.DROPPED: Fault.CHANGES_DROPPED,
    Damage.INSERTED: Fault.CHANGES_INSERTED,
}


def find_damage(book: Book) -> Iterator[Finding]:
    """Yield a finding for each damage of the history, `AT_MOST` at most."""
    for number, found in enumerate(verify_chain(book)):
        if number == AT_MOST:
            return
        fault = (_CHANGES if found.changes else _OPERATIONS)[found.damage]
        day = found.at.date() if found.at else None
        yield Finding(fault, str(found.operation_id), found.changes or 1, day=day)
