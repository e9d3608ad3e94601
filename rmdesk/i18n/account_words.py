"""What a person reads for the codes of products and accounts."""

from enum import StrEnum

from rmdesk import terms as t
from rmdesk.i18n import N_

WORDS: tuple[tuple[StrEnum, str], ...] = (
    (t.ProductKind.CURRENT, N_("current account")),
    (t.ProductKind.TERM_DEPOSIT, N_("term deposit")),
    (t.ProductKind.LOAN, N_("loan")),
    (t.ProductKind.CARD, N_("card")),
    (t.ProductKind.WEALTH, N_("wealth product")),
    (t.ProductKind.INSURANCE, N_("insurance")),
    (t.Pricing.FIXED, N_("keeps the rates of its first day")),
    (t.Pricing.FLOATING, N_("follows the rates")),
    (t.AccountStatus.OPEN, N_("open")),
    (t.AccountStatus.CLOSED, N_("closed")),
    (t.AccountStatus.IN_ARREARS, N_("in arrears")),
    (t.AccountStatus.WRITTEN_OFF, N_("written off")),
    (t.Cause.OPENING, N_("brought into the period")),
    (t.Cause.SNAPSHOT, N_("step between balances")),
    (t.Cause.DIFFERENCE, N_("balance beyond the postings")),
    (t.Cause.CLOSING, N_("closed")),
    (t.Cause.SCHEDULE, N_("loan schedule")),
    (t.AssetClass.NORMAL, N_("normal")),
    (t.AssetClass.SPECIAL_MENTION, N_("special mention")),
    (t.AssetClass.SUBSTANDARD, N_("substandard")),
    (t.AssetClass.DOUBTFUL, N_("doubtful")),
    (t.AssetClass.LOSS, N_("loss")),
    (t.Schedule.LEVEL, N_("level payments")),
    (t.Schedule.STRAIGHT, N_("equal parts of principal")),
    (t.Schedule.BULLET, N_("all at the end")),
)
