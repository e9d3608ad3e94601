"""What the doctor finds: what is wrong, with what, and how much is left out because of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong. The words for each are in `rmdesk.i18n.faults`."""

    NO_RATES = "no_rates"
    NO_TRANSFER_PRICE = "no_transfer_price"
    NO_CUSTOMER_RATE = "no_customer_rate"
    NO_CURVE = "no_curve"
    NO_EXCHANGE = "no_exchange"
    NO_RISK = "no_risk"
    NO_CAPITAL = "no_capital"
    UNKNOWN_RATING = "unknown_rating"
    UNKNOWN_COLLATERAL = "unknown_collateral"
    BEFORE_RATES = "before_rates"
    BEFORE_EXCHANGE = "before_exchange"
    TRANCHES = "tranches"
    OWNERS = "owners"
    PAST_MATURITY = "past_maturity"
    UNPAID = "unpaid"
    ARREARS_UNRATED = "arrears_unrated"
    WRITE_OFF_UNDATED = "write_off_undated"
    NO_SCHEDULE = "no_schedule"
    MORE_ACCOUNTS = "more_accounts"
    NO_TRAILER = "no_trailer"
    FUTURE = "future"
    SELLS_UNKNOWN = "sells_unknown"
    CLOSED_EARLY = "closed_early"
    MATURES_EARLY = "matures_early"
    DIFFERENCE = "difference"
    NO_COST = "no_cost"
    NEW_PARAMETERS = "new_parameters"
    UNKNOWN_TIER = "unknown_tier"
    UNKNOWN_CURRENCY = "unknown_currency"
    HISTORY_ALTERED = "history_altered"
    HISTORY_DROPPED = "history_dropped"
    HISTORY_INSERTED = "history_inserted"
    CHANGES_ALTERED = "changes_altered"
    CHANGES_DROPPED = "changes_dropped"
    CHANGES_INSERTED = "changes_inserted"
    NOT_ASKED = "not_asked"
    NOT_DATED = "not_dated"
    NO_GUARDIAN = "no_guardian"
    COMPLAINTS = "complaints"
    NO_VALUE = "no_value"
    VALUE_FAULT = "value_fault"
    NO_MONTH = "no_month"
    DAMAGED = "damaged"
    INDEX_DAMAGED = "index_damaged"
    BROKEN_REFERENCE = "broken_reference"
    ADJUSTMENTS_STALE = "adjustments_stale"
    ROLLUP_STALE = "rollup_stale"
    STANDINGS_STALE = "standings_stale"
    SEARCH_STALE = "search_stale"
    READABLE = "readable"
    FOLDER_WRITABLE = "folder_writable"
    NETWORK_SHARE = "network_share"
    SYNC_FOLDER = "sync_folder"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: with what (a product, an account, a code), and how often.

    `minor` is the balance or the sum that figures leave out, where there is one, in `currency`
    (empty: the book's); `share_ppm` a share that is not the whole; `day` and `other_day` what
    contradicts each other; `customer_id` whom it is about, if one.
    """

    fault: Fault
    subject: str
    count: int = 1
    minor: int | None = None
    currency: str = ""
    share_ppm: int = 0
    day: date | None = None
    other_day: date | None = None
    customer_id: int | None = None
