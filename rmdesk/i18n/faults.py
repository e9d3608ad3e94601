"""What the doctor found, in words.

Keys are the codes of `rmdesk.desk.doctor`, which this layer does not import; a test holds the two
together.
"""

from datetime import date

from rmdesk.i18n import N_, _, dates, money

FAULTS = {
    "no_rates": N_("{subject}: no rates; {count} accounts with {amount} earn nothing here"),
    "no_transfer_price": N_(
        "{subject}: no transfer price; {count} accounts with {amount} have no margin"
    ),
    "no_customer_rate": N_(
        "{subject}: no customer rate; {count} accounts with {amount} have no margin"
    ),
    "before_rates": N_("{subject}: {count} postings before the first rates of {day}"),
    "closed_early": N_("Account {subject} closed {other_day}, before it was opened {day}"),
    "matures_early": N_("Account {subject} ends {other_day}, before it was opened {day}"),
    "difference": N_(
        "Account {subject}: its balances say {amount} more or less than its postings this year"
    ),
    "no_cost": N_("{subject}: {count} were logged, and what one costs is not known"),
    "unknown_tier": N_("Tier {subject}: {count} customers have it, and nobody described it"),
    "unknown_currency": N_("Currency {subject}: {count} accounts have it, and there is none such"),
}


def sentence(
    code: str,
    subject: str,
    count: int,
    minor: int | None,
    currency: str,
    day: date | None,
    other_day: date | None,
) -> str:
    """One finding in words."""
    return _(FAULTS[code]).format(
        subject=subject,
        count=f"{count:,}",
        amount=money.amount(minor or 0, currency),
        day=dates.full(day) if day else "",
        other_day=dates.full(other_day) if other_day else "",
    )
