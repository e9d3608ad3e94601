"""Why an offer is put forward, and why it must wait, in words with their figures.

Keys are the codes of `rmdesk.offers`, which this layer does not import; a test holds the two
together.
"""

from datetime import date

from rmdesk.i18n import N_, _, dates, money, ngettext

MONEY = {
    "idle_balance": N_("{figure} idle for 90 days"),
    "current_balance": N_("{figure} on current accounts"),
    "deposits": N_("{figure} in deposits"),
    "loans": N_("{figure} borrowed"),
    "assets": N_("{figure} in wealth products"),
    "contribution": N_("earned {figure} in 12 months"),
    "salary": N_("{figure} of income comes in a month"),
    "largest_credit": N_("{figure} came in within 30 days"),
    "fees_paid": N_("{figure} paid in fees this year"),
}
COUNTS = {
    "penalties": (N_("{n} penalty this year"), N_("{n} penalties this year")),
    "branch_visits": (N_("{n} visit to the counter"), N_("{n} visits to the counter in 90 days")),
    "days_to_maturity": (N_("deposit matures in {n} day"), N_("deposit matures in {n} days")),
    "loan_days_left": (N_("loan ends in {n} day"), N_("loan ends in {n} days")),
    "days_to_birthday": (N_("birthday in {n} day"), N_("birthday in {n} days")),
    "days_to_anniversary": (
        N_("anniversary with us in {n} day"),
        N_("anniversary with us in {n} days"),
    ),
    "days_to_risk_expiry": (
        N_("risk assessment ends in {n} day"),
        N_("risk assessment ends in {n} days"),
    ),
    "days_silent": (N_("not spoken to for {n} day"), N_("not spoken to for {n} days")),
    "tenure": (N_("{n} year with us"), N_("{n} years with us")),
    "age": (N_("{n} year old"), N_("{n} years old")),
    "headcount": (N_("{n} employee"), N_("{n} employees")),
    "introduced": (N_("introduced {n} customer"), N_("introduced {n} customers")),
    "accepted": (N_("said yes {n} time"), N_("said yes {n} times")),
}
SHARES = {"contribution_fall": N_("contribution fell by {figure}")}
HELD = {
    "wealth": N_("a wealth product"),
    "insurance": N_("insurance"),
    "term_deposit": N_("a term deposit"),
    "loan": N_("a loan"),
    "card": N_("a card"),
    "current": N_("a current account"),
    "mortgage": N_("a mortgage"),
    "consumer-loan": N_("a consumer loan"),
    "trade-finance": N_("trade finance"),
}
# What everyone of the kind shares is a condition, but no reason worth a line.
SILENT = ("kind",)

GATES = {
    "open_proposal": N_("already presented"),
    "declined": N_("declined; rests until {until}"),
    "presented": N_("presented lately; rests until {until}"),
    "too_many": N_("two proposals within 30 days already"),
    "no_consent": N_("the customer allows no contact"),
    "complaint": N_("a complaint is open"),
    "held": N_("the customer has it already"),
    "not_assessed": N_("no risk assessment yet"),
    "assessment_over": N_("the risk assessment has run out"),
    "too_risky": N_("riskier than the customer's risk class"),
    "arrears": N_("payments are in arrears"),
}


def reason(measure: str, op: str, value: int | str, figure: int | None, currency: str) -> str:
    """One reason in words; empty for a condition that is none."""
    if measure in SILENT:
        return ""
    if measure in MONEY:
        return _(MONEY[measure]).format(figure=money.short(figure or 0, currency))
    if measure in COUNTS:
        if figure == 0 and measure == "days_to_birthday":
            return _("birthday today")
        if measure == "days_to_risk_expiry" and (figure or 0) < 0:
            return _("risk assessment has run out")
        one, many = COUNTS[measure]
        return ngettext(one, many, figure or 0).format(n=figure or 0)
    if measure in SHARES:
        return _(SHARES[measure]).format(figure=money.percent(figure or 0))
    return _worded(measure, op, str(value))


def _worded(measure: str, op: str, value: str) -> str:
    if measure == "holds":
        held = _(HELD[value]) if value in HELD else value
        return (_("has {what}") if op == "is" else _("has not yet {what}")).format(what=held)
    if measure == "tag":
        return (_("tagged #{what}") if op == "is" else _("not yet #{what}")).format(what=value)
    return (_("is {what}") if op == "is" else _("is not {what}")).format(what=value)


def gate(code: str, until: date | None) -> str:
    """Why an offer must wait."""
    return _(GATES[code]).format(until=dates.full(until) if until else "")
