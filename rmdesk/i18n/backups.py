"""Backups in words.

Keys are the codes of `rmdesk.store.backups`, which this layer does not import; a test holds the
two together.
"""

from datetime import datetime

from rmdesk.i18n import N_, _, dates, ngettext

REASONS = {
    "daily": N_("daily"),
    "import": N_("before an import"),
    "migration": N_("before an update"),
    "manual": N_("by hand"),
    "restore": N_("before a restore"),
}


def reason(code: str) -> str:
    """Return why a backup was made."""
    return _(REASONS[code])


def moment(made_at: datetime) -> str:
    """Return when a backup was made, at the manager's place."""
    at = made_at.astimezone()
    return f"{dates.full(at.date())} {at:%H:%M}"


def contents(customers: int, interactions: int) -> str:
    """Return what is in a backup: 60 customers, 212 log entries."""
    people = ngettext("{n} customer", "{n} customers", customers).format(n=f"{customers:,}")
    entries = ngettext("{n} log entry", "{n} log entries", interactions)
    return f"{people}, {entries.format(n=f'{interactions:,}')}"
