"""The history in words: which table, which field, what it held, whether it was taken back."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from rmdesk.i18n import N_, _, dates, money, ngettext, prices
from rmdesk.i18n.words import field, words
from rmdesk.terms import Act

_FILES_NAMED = 3
TABLES = {
    "customers": N_("customer"),
    "contacts": N_("contact"),
    "relations": N_("relation"),
    "interactions": N_("log entry"),
    "follow_ups": N_("follow-up"),
    "proposals": N_("proposal"),
    "showings": N_("suggestion shown"),
    "opinions": N_("opinion"),
    "complaints": N_("complaint"),
    "life_events": N_("life event"),
    "accounts": N_("account"),
    "account_holders": N_("owner of an account"),
    "account_ratings": N_("rating of an account"),
    "account_imports": N_("import date of an account"),
    "transactions": N_("transaction"),
    "balances": N_("balance"),
    "standing_orders": N_("standing order"),
    "offers": N_("offer"),
    "offer_texts": N_("text of an offer"),
    "offer_rules": N_("rules for offers"),
    "offer_exclusions": N_("excluded offer"),
    "products": N_("product"),
    "tiers": N_("tier"),
    "drafts": N_("draft"),
    "book": N_("book"),
    "history": N_("history"),
    "product_rates": N_("rates of a product"),
    "product_costs": N_("cost of a transaction"),
    "activity_costs": N_("cost of an interaction"),
    "product_risks": N_("risk of a product"),
    "product_tranches": N_("replication of a product"),
    "product_bases": N_("day basis of a product"),
    "curve_nodes": N_("transfer price"),
    "exchange_rates": N_("exchange rate"),
    "ratings": N_("rating"),
    "collaterals": N_("collateral"),
    "capital_terms": N_("capital"),
    "account_costs": N_("cost of an account"),
    "overheads": N_("overhead"),
    "taxes": N_("tax"),
    "discount_rates": N_("discount rate"),
}
COLUMNS = {
    "customer_id": N_("Customer"),
    "other_id": N_("Other customer"),
    "introducer_id": N_("Introduced by"),
    "account_id": N_("Account"),
    "proposal_id": N_("Proposal"),
    "interaction_id": N_("Log entry"),
    "reverses_id": N_("Reverses"),
    "number": N_("Account number"),
    "minor": N_("Amount"),
    "day": N_("Value date"),
    "booked": N_("Booking date"),
    "opened": N_("Opened"),
    "closed": N_("Closed"),
    "matures": N_("Maturity"),
    "rate_ppm": N_("Rate"),
    "limit_minor": N_("Limit"),
    "principal_minor": N_("Principal"),
    "instalment_minor": N_("Instalment"),
    "status": N_("Status"),
    "schedule": N_("Schedule"),
    "asset_class": N_("Asset class"),
    "reference": N_("Reference"),
    "counterparty": N_("Counterparty"),
    "share_ppm": N_("Share"),
    "removed": N_("Removed"),
    "archived": N_("Archived"),
    "note": N_("Note"),
    "aspect": N_("Aspect"),
    "score": N_("Score"),
    "direction": N_("Direction"),
    "people": N_("People"),
    "outcome": N_("Outcome"),
    "due_minutes": N_("Time of day"),
    "recurrence": N_("Repeats"),
    "first_due": N_("First due"),
    "done_at": N_("Done"),
    "snoozes": N_("Times moved"),
    "offer": N_("Offer"),
    "presented_at": N_("Presented"),
    "decided_at": N_("Decided"),
    "decline_reason": N_("Reason"),
    "expected_minor": N_("Expected per year"),
    "chance_ppm": N_("Chance"),
    "cost_minor": N_("Cost"),
    "cost_days": N_("Days to spread the cost over"),
    "score_minor": N_("Ranked by"),
    "ftp_ppm": N_("Transfer price"),
    "trailer_ppm": N_("Trailer fee"),
    "fee_share_ppm": N_("Share of fees"),
    "piece_minor": N_("Unit cost"),
    "hour_minor": N_("Cost per hour"),
    "weight_ppm": N_("Risk weight"),
    "ccf_ppm": N_("CCF"),
    "billionths": N_("Exchange rate"),
    "default_ppm": N_("PD"),
    "loss_ppm": N_("LGD"),
    "ratio_ppm": N_("Capital ratio"),
    "hurdle_ppm": N_("Hurdle rate"),
    "presented_rest_days": N_("Rest after presenting, days"),
    "declined_rest_days": N_("Rest after a no, days"),
    "at_most_in_rest": N_("At most in a rest"),
    "complaint_days": N_("Complaint open, days"),
    "guardian_id": N_("Spoken with"),
    "surprise_rest_days": N_("Between gifts, days"),
    "surprise_minor": N_("Gifts per year"),
    "retired": N_("Retired"),
    "version": N_("Version"),
    "conditions": N_("Conditions"),
    "presenting": N_("Presenting"),
    "trigger": N_("Trigger"),
    "valid_to": N_("Valid until"),
    "documents": N_("Documents"),
    "points": N_("Points"),
    "count": N_("Rows purged"),
}


def table(name: str) -> str:
    """Return what a row of a table is called; the table's own name where it has none here."""
    return _(TABLES[name]) if name in TABLES else name.replace("_", " ")


def column(name: str) -> str:
    """Return what a column is called."""
    return _(COLUMNS[name]) if name in COLUMNS else field(name)


def operation(act: Act, label: str) -> str:
    """Return what was done, and to what, on one line."""
    return ", ".join(part for part in (words(act), label_words(act, label)) if part)


def label_words(act: Act, label: str) -> str:
    """Return what an operation was done to: its label in words.

    Of many files that were imported together, the first are named.
    """
    if act is Act.EDIT_PRICES:
        return prices.table(label)
    files = label.split(", ")
    if act is not Act.IMPORT or len(files) <= _FILES_NAMED:
        return label
    text = ngettext("{n} file: {names} …", "{n} files: {names} …", len(files))
    return text.format(n=len(files), names=", ".join(files[:_FILES_NAMED]))


def value(
    held: object, name: str = "", currency: str = "", links: Mapping[int, str] | None = None
) -> str:
    """Return what a field held, on one line; a dash for nothing.

    `name` is its column, `currency` the one of its amounts, `links` names the ids of other rows.
    """
    if isinstance(held, StrEnum):
        return _code(held)
    if held is None or held in ("", ()):
        return "–"
    if isinstance(held, bool):
        return _("yes") if held else _("no")
    if isinstance(held, datetime):
        return dates.moment(held)
    if isinstance(held, date):
        return held.isoformat()
    if isinstance(held, tuple):
        return "; ".join(str(part) for part in held)
    return _number(held, name, currency, links or {}) if isinstance(held, int) else str(held)


def _code(code: StrEnum) -> str:
    try:
        return words(code)
    except KeyError:
        # Channels and risk classes are written as they are everywhere.
        return code.value or "–"


def _number(held: int, name: str, currency: str, links: Mapping[int, str]) -> str:
    if name.endswith("_id"):
        return links.get(held, str(held))
    if name == "minor" or name.endswith("_minor"):
        if currency:
            return f"{money.amount(held, currency)} {currency}"
        return _("{amount} minor units").format(amount=money.minor_units(held))
    if name.endswith("_ppm"):
        return money.percent(held, 4 if held % 100 else 2)
    if name == "billionths":
        return f"{held // 10**9}.{held % 10**9:09d}".rstrip("0").rstrip(".")
    return dates.clock(held) if name == "due_minutes" else str(held)


def short_state(undone_by: int | None, takes_back: int | None, purged: bool) -> str:
    """Return in two words whether an operation is in effect, for a column."""
    if undone_by is not None:
        return _("taken back")
    if purged:
        return _("purged")
    return _("takes back") if takes_back is not None else ""


def state(undone_by: int | None, takes_back: int | None, purged: bool) -> str:
    """Return whether an operation is taken back, takes another one back, or was purged."""
    parts = []
    if undone_by is not None:
        parts.append(_("taken back by {id}").format(id=undone_by))
    if takes_back is not None:
        parts.append(_("takes back {id}").format(id=takes_back))
    if purged:
        parts.append(_("purged in part"))
    return ", ".join(parts)
