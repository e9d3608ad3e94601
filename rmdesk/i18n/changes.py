"""What a person reads for why a contribution changed from one period to another.

A part of the table in `words`, which is as long as a file may be.
"""

from enum import StrEnum

from rmdesk import terms as t
from rmdesk.i18n import N_

CHANGE_WORDS: tuple[tuple[StrEnum, str], ...] = (
    (t.MoneySide.DEPOSITS, N_("deposits")),
    (t.MoneySide.LOANS, N_("loans")),
    (t.MoneySide.INVESTMENTS, N_("investments")),
    (t.ChangeCause.DEPOSIT_VOLUME, N_("Deposits: volume")),
    (t.ChangeCause.DEPOSIT_RATE, N_("Deposits: rates")),
    (t.ChangeCause.DEPOSIT_MIX, N_("Deposits: mix of products")),
    (t.ChangeCause.LOAN_VOLUME, N_("Loans: volume")),
    (t.ChangeCause.LOAN_RATE, N_("Loans: rates")),
    (t.ChangeCause.LOAN_MIX, N_("Loans: mix of products")),
    (t.ChangeCause.INVESTMENT_VOLUME, N_("Investments: volume")),
    (t.ChangeCause.INVESTMENT_RATE, N_("Investments: rates")),
    (t.ChangeCause.INVESTMENT_MIX, N_("Investments: mix of products")),
    (t.ChangeCause.CURRENCY, N_("Exchange rates")),
    (t.ChangeCause.FEES, N_("Fees")),
    (t.ChangeCause.SERVICE_COST, N_("Cost to serve")),
    (t.ChangeCause.OFFER_COST, N_("Cost of offers")),
    (t.ChangeCause.TAX, N_("Tax")),
    (t.ChangeCause.EXPECTED_LOSS, N_("Expected loss")),
    (t.ChangeCause.CAPITAL, N_("Capital charge")),
)
