"""What the doctor found, in words.

Keys are the codes of `rmdesk.desk.findings`, which this layer does not import; a test holds the two
together.
"""

from datetime import date

from rmdesk import faults, paths
from rmdesk.i18n import N_, _, dates, money

FAULTS = {
    "no_rates": N_("{subject}: no rates; {count} accounts with {amount} earn nothing here"),
    "no_transfer_price": N_(
        "{subject}: no transfer price; {count} accounts with {amount} have no margin"
    ),
    "no_customer_rate": N_(
        "{subject}: no customer rate; {count} accounts with {amount} have no margin"
    ),
    "no_curve": N_(
        "{subject}: no transfer price curve; {count} accounts with {amount} have no margin"
    ),
    "no_exchange": N_("{subject}: no exchange rate; {count} accounts with {amount} are left out"),
    "no_risk": N_("{subject}: no risk; {count} accounts with {amount} bear no expected loss"),
    "no_capital": N_("{subject}: no capital ratio; {count} accounts with {amount} bind no capital"),
    "unknown_rating": N_(
        "Rating {subject} is not known; {count} accounts with {amount} bear no expected loss"
    ),
    "unknown_collateral": N_(
        "Collateral {subject} is not known; {count} accounts with {amount} bear no expected loss"
    ),
    "before_exchange": N_(
        "{subject}: {count} postings before the first exchange rate of {day} are left out"
    ),
    "tranches": N_("{subject}: the tranches from {day} on are not 100 % together"),
    "owners": N_("Account {subject}: its owners from {day} on have {share} together"),
    "before_rates": N_("{subject}: {count} postings before the first rates of {day}"),
    "past_maturity": N_("Account {subject} matured {day} and is still open with {amount}"),
    "unpaid": N_(
        "Loan {subject} matured {day} and {amount} is unpaid: it is overdue since,"
        " and in default after 90 days"
    ),
    "arrears_unrated": N_(
        "Account {subject} is in arrears without a rating of its own:"
        " it counts with the next worse rating than its product's; rate it as of the day"
    ),
    "write_off_undated": N_(
        "Account {subject} is written off, since when is not known;"
        " close it as of the day, or class it as a loss"
    ),
    "no_schedule": N_(
        "Loan {subject} has no schedule: its instalment counts as principal, without interest;"
        " choose one (d, o), or import accounts.csv with the column schedule"
    ),
    "more_accounts": N_("… and {count} more accounts: {subject}"),
    "no_trailer": N_("{subject}: no trailer fee; {count} accounts with {amount} earn nothing"),
    "future": N_("Account {subject}: {count} postings lie in the future, up to {day}"),
    "sells_unknown": N_("Offer {subject}: it sells a product that is not known"),
    "closed_early": N_("Account {subject} closed {other_day}, before it was opened {day}"),
    "matures_early": N_("Account {subject} ends {other_day}, before it was opened {day}"),
    "difference": N_(
        "Account {subject}: its balances say {amount} more or less than its postings this year"
    ),
    "new_parameters": N_(
        "{count} parameters of the shipped catalogue are not in this book:"
        " rmdesk prices shows what they do"
    ),
    "no_cost": N_("{subject}: {count} were logged, and what one costs is not known"),
    "history_altered": N_("History: entry {subject} of {day} was altered outside rmdesk"),
    "history_dropped": N_("History: one or more entries after {subject} of {day} are missing"),
    "history_inserted": N_("History: entry {subject} of {day} was inserted outside rmdesk"),
    "changes_altered": N_(
        "History: {count} changes of entry {subject} of {day} were altered outside rmdesk"
    ),
    "changes_dropped": N_("History: {count} changes of entry {subject} of {day} are missing"),
    "changes_inserted": N_(
        "History: {count} changes of entry {subject} of {day} were inserted outside rmdesk"
    ),
    "unknown_tier": N_("Tier {subject}: {count} customers have it, and nobody described it"),
    "no_currency": N_(
        "The book has no currency, so nothing is counted; the desk asks for it when it is opened,"
        " or say it with rmdesk import --currency"
    ),
    "unknown_currency": N_("Currency {subject}: {count} accounts have it, and there is none such"),
    "not_asked": N_(
        "No consent recorded, so no offers: {count} of the customers. Edit the customer (e), or"
        " import the column consent"
    ),
    "not_dated": N_(
        "Risk assessment without a date, so nothing with investment risk: {count} of the"
        " customers. Edit the customer (e) and record its day"
    ),
    "no_guardian": N_("{subject} is under 18; no guardian and no parent is recorded (d, r)"),
    "complaints": N_(
        "Open complaints: {count}, the oldest of {day}. Each holds offers back until it is"
        " closed (c)"
    ),
    "no_value": N_(
        "{subject}: amounts or prices are beyond what can be calculated; its value is left out"
    ),
    "damaged": N_(
        "{subject} is damaged in {count} places; go back to a backup: rmdesk restore NAME"
    ),
    "index_damaged": N_("{subject}: {count} faults in indexes; rmdesk doctor --mend mends them"),
    "broken_reference": N_("{subject}: {count} rows refer to rows that are gone"),
    "adjustments_stale": N_(
        "{subject}: adjustments differ from a rebuild ({count}); rmdesk doctor --mend mends them"
    ),
    "rollup_stale": N_(
        "{subject}: value differs from a rebuild ({count}); rmdesk doctor --mend mends it"
    ),
    "standings_stale": N_(
        "{subject}: the customer list differs from a rebuild ({count});"
        " rmdesk doctor --mend mends it"
    ),
    "search_stale": N_(
        "{subject}: search differs from a rebuild ({count}); rmdesk doctor --mend mends it"
    ),
    "readable": N_("Others can read {subject}: take the permission away with chmod go= FILE"),
    "folder_writable": N_("Others can replace files in {subject}: chmod go-w FOLDER"),
    "network_share": N_(
        "{subject} is on a network share, which can damage it: move it to a disk of this machine"
    ),
    "sync_folder": N_(
        "{subject} is synchronised: a second machine that opens the store can overwrite it;"
        " move it out and synchronise backups instead"
    ),
    "conflict": N_(
        "{subject} is a copy made when two machines wrote at once; compare it with the store"
    ),
    "value_fault": N_(
        "{subject}: value is left out because of a fault in rmdesk;"
        " where it happened is in {report}, without any data"
    ),
    "no_month": N_(
        "The figures are those of an earlier month because of a fault in rmdesk;"
        " where it happened is in {report}, without any data"
    ),
}

# What is wrong with accounts that are counted only.
_COUNTED = {
    "past_maturity": N_("open past their maturity"),
    "unpaid": N_("unpaid after their maturity"),
    "arrears_unrated": N_("in arrears without a rating of their own"),
    "write_off_undated": N_("written off, since when is not known"),
    "no_schedule": N_("without a schedule"),
    "future": N_("with postings in the future"),
}


def sentence(
    code: str,
    subject: str,
    count: int,
    minor: int | None,
    currency: str,
    day: date | None,
    other_day: date | None,
    share_ppm: int,
) -> str:
    """One finding in words."""
    if code == "more_accounts":
        subject = _(_COUNTED[subject]) if subject in _COUNTED else subject
    return (
        _(FAULTS[code])
        .format(
            subject=subject or _("The book"),
            count=f"{count:,}",
            amount=money.amount(minor or 0, currency),
            day=dates.full(day) if day else "",
            share=money.percent(share_ppm, 2),
            report=paths.home().log / faults.FILE,
            other_day=dates.full(other_day) if other_day else "",
        )
        .strip()
    )
