"""What the tables of prices and their columns are called."""

from rmdesk.i18n import N_, _

TABLES = {
    "product_rates": N_("Rates by product"),
    "product_costs": N_("Costs of postings"),
    "activity_costs": N_("Costs of activities"),
    "account_costs": N_("Costs of accounts"),
    "overheads": N_("Overhead"),
    "taxes": N_("Tax"),
    "product_risks": N_("Risk by product"),
    "ratings": N_("Ratings"),
    "collaterals": N_("Collateral"),
    "capital_terms": N_("Capital"),
    "discount_rates": N_("Discount rate of lifetime values"),
    "curve_nodes": N_("Transfer price curves"),
    "product_tranches": N_("Replication of money without a term"),
    "exchange_rates": N_("Exchange rates"),
    "product_bases": N_("Day basis by currency"),
    "products": N_("Products"),
    "tiers": N_("Tiers"),
    "offer_rules": N_("Rules for offers"),
}
COLUMNS = {
    "product": N_("Product"),
    "currency": N_("Currency"),
    "valid_from": N_("From"),
    "ftp": N_("Transfer price %"),
    "rate": N_("Rate %"),
    "product_rates.rate": N_("Customer rate %"),
    "exchange_rates.rate": N_("One is worth"),
    "trailer": N_("On assets %"),
    "fee_share": N_("Share of fees %"),
    "channel": N_("Channel"),
    "piece": N_("Apiece"),
    "hour": N_("An hour"),
    "rating": N_("Rating"),
    "collateral": N_("Collateral"),
    "asset_class": N_("Asset class"),
    "weight": N_("Risk weight %"),
    "ccf": N_("Undrawn counts %"),
    "name": N_("Name"),
    "kind": N_("Kind"),
    "code": N_("Code"),
    "default": N_("Default a year %"),
    "loss": N_("Lost in default %"),
    "ratio": N_("Capital ratio %"),
    "hurdle": N_("Hurdle a year %"),
    "operational": N_("Operational risk, % of income"),
    "product_risks.default": N_("Own default a year %"),
    "month": N_("A month"),
    "income": N_("% of income"),
    "account_month": N_("An account and month"),
    "loan_interest": N_("On loan interest %"),
    "fees": N_("On fees %"),
    "discount": N_("Discount a year %"),
    "days": N_("Days"),
    "share": N_("Share %"),
    "basis": N_("Day basis"),
    "interest": N_("Interest"),
    "pricing": N_("Pricing"),
    "risk": N_("Risk class"),
    "rank": N_("Rank"),
    "rhythm_days": N_("Spoken to every … days"),
    "a_week": N_("Proposals a week"),
    "presented_rest": N_("Rest, days"),
    "declined_rest": N_("Rest after a no"),
    "at_most": N_("At most in a rest"),
    "surprise_rest": N_("Between gifts, days"),
    "surprise_budget": N_("Gifts a year"),
    "festivals": N_("Festivals"),
}


# What is not a table, and may have been changed all the same.
_TOGETHER = {"new_parameters": N_("New parameters of the catalogue")}


def table(name: str) -> str:
    """What a table is called; the name itself where there is none like it."""
    known = TABLES.get(name) or _TOGETHER.get(name)
    return _(known) if known else name


def column(of_table: str, name: str) -> str:
    """What a column of a table is called."""
    return _(COLUMNS.get(f"{of_table}.{name}") or COLUMNS.get(name) or name)


def in_order() -> list[str]:
    """The tables in the order in which they are shown."""
    return list(TABLES)
