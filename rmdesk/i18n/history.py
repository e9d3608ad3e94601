"""The history in words: which table, which field, what it held, whether it was taken back."""

from datetime import date, datetime

from rmdesk.i18n import N_, _, dates

TABLES = {
    "customers": N_("customer"),
    "contacts": N_("contact"),
    "relations": N_("relation"),
    "interactions": N_("log entry"),
    "follow_ups": N_("follow-up"),
    "proposals": N_("proposal"),
    "showings": N_("suggestion shown"),
    "opinions": N_("opinion"),
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
}


def table(name: str) -> str:
    """Return what a row of a table is called; the table's own name where it has none here."""
    return _(TABLES[name]) if name in TABLES else name.replace("_", " ")


def value(held: object) -> str:
    """Return what a field held, on one line; a dash for nothing."""
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
    return str(held)


def state(undone_by: int | None, takes_back: int | None, purged: bool) -> str:
    """Return whether a deed is taken back, takes another one back, or was purged."""
    parts = []
    if undone_by is not None:
        parts.append(_("taken back by {id}").format(id=undone_by))
    if takes_back is not None:
        parts.append(_("takes back {id}").format(id=takes_back))
    if purged:
        parts.append(_("purged in part"))
    return ", ".join(parts)
