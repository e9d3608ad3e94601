"""The words for the parts of a contribution."""

from enum import StrEnum

from rmdesk import terms as t
from rmdesk.i18n import N_

WORDS: tuple[tuple[StrEnum, str], ...] = (
    (t.Component.DEPOSIT_MARGIN, N_("deposits")),
    (t.Component.LOAN_MARGIN, N_("loans")),
    (t.Component.ASSET_FEES, N_("assets")),
    (t.Component.FEES, N_("fees")),
    (t.Component.ACTIVITY_COST, N_("activity")),
    (t.Component.TRANSACTION_COST, N_("handling")),
    (t.Component.ACCOUNT_COST, N_("account cost")),
    (t.Component.OFFER_COST, N_("offers")),
    (t.Component.OVERHEAD, N_("overhead")),
    (t.Component.TAX, N_("tax")),
    (t.Component.EXPECTED_LOSS, N_("expected loss")),
    (t.Component.CAPITAL_CHARGE, N_("capital charge")),
    (t.Cause.RUNNING, N_("running the account")),
)
