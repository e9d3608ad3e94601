"""Why an offer is put forward, and why it must wait, in words with their figures.

Keys are the codes of `rmdesk.offers`, which this layer does not import; a test holds the two
together.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from rmdesk.i18n import N_, _, conduct, dates, money, ngettext
from rmdesk.i18n.words import words
from rmdesk.terms import (
    AssetClass,
    CustomerKind,
    InteractionKind,
    LifeEventKind,
    ProposalStatus,
    Stage,
)

MONEY = {
    "idle_balance": N_("{figure} idle for 90 days"),
    "current_balance": N_("{figure} on current accounts"),
    "deposits": N_("{figure} in deposits"),
    "loans": N_("{figure} borrowed"),
    "assets": N_("{figure} in wealth products"),
    "maturing": N_("{figure} matures within 90 days"),
    "contribution": N_("earned {figure} in 12 months"),
    "lifetime": N_("{figure} still to come in five years"),
    "salary": N_("{figure} of income comes in a month"),
    "largest_credit": N_("{figure} came in within 30 days"),
    "fees_paid": N_("{figure} paid in fees this year"),
    "overdraft_depth": N_("overdrawn by up to {figure} this year"),
    "lowest_balance": N_("current accounts fell to {figure} this year"),
    "swing": N_("balance swings by {figure} over the year"),
    "turnover": N_("{figure} of turnover this year"),
    "foreign_turnover": N_("{figure} moved in foreign currency this year"),
    "card_spend": N_("{figure} paid by card this year"),
    "card_income": N_("{figure} taken by card this year"),
    "payroll": N_("{figure} paid in salaries this year"),
    "largest_term": N_("{figure} in one term deposit"),
    "loan_maturing": N_("{figure} of loans due within 90 days"),
    "instalments": N_("{figure} of loan instalments a month"),
    "unused_limit": N_("{figure} of limits not drawn"),
}
COUNTS = {
    "penalties": (N_("{n} penalty this year"), N_("{n} penalties this year")),
    "complaints": (N_("{n} open complaint"), N_("{n} open complaints")),
    "branch_visits": (N_("{n} visit to the counter"), N_("{n} visits to the counter in 90 days")),
    "days_to_maturity": (N_("deposit matures in {n} day"), N_("deposit matures in {n} days")),
    "loan_days_left": (N_("loan ends in {n} day"), N_("loan ends in {n} days")),
    "days_to_birthday": (N_("birthday in {n} day"), N_("birthday in {n} days")),
    "days_to_founding": (N_("founding day in {n} day"), N_("founding day in {n} days")),
    "days_to_anniversary": (
        N_("anniversary with us in {n} day"),
        N_("anniversary with us in {n} days"),
    ),
    "days_to_festival": (N_("festival in {n} day"), N_("festival in {n} days")),
    "days_to_risk_expiry": (
        N_("risk assessment ends in {n} day"),
        N_("risk assessment ends in {n} days"),
    ),
    "days_to_identity_expiry": (
        N_("identity document expires in {n} day"),
        N_("identity document expires in {n} days"),
    ),
    "overdraft_days": (N_("overdrawn on {n} day this year"), N_("overdrawn on {n} days this year")),
    "days_silent": (N_("not spoken to for {n} day"), N_("not spoken to for {n} days")),
    "days_since_proposal": (
        N_("nothing proposed for {n} day"),
        N_("nothing proposed for {n} days"),
    ),
    "days_since_surprise": (N_("no surprise for {n} day"), N_("no surprise for {n} days")),
    "days_since_event": (N_("a life event {n} day ago"), N_("a life event {n} days ago")),
    "tenure": (N_("{n} year with us"), N_("{n} years with us")),
    "age": (N_("{n} year old"), N_("{n} years old")),
    "headcount": (N_("{n} employee"), N_("{n} employees")),
    "introduced": (N_("introduced {n} customer"), N_("introduced {n} customers")),
    "accepted": (N_("said yes {n} time"), N_("said yes {n} times")),
    "declined": (N_("{n} unwanted offer this year"), N_("{n} unwanted offers this year")),
    "products": (N_("{n} kind of product"), N_("{n} kinds of product")),
    "month": (N_("month {n} of the year"), N_("month {n} of the year")),
}
# How a count reads where it is 0: for days, on the day itself.
TODAY = {
    "days_to_birthday": N_("birthday today"),
    "days_to_founding": N_("founding day today"),
    "days_to_anniversary": N_("anniversary with us today"),
    "days_to_festival": N_("festival today"),
    "days_to_maturity": N_("deposit matures today"),
    "loan_days_left": N_("loan ends today"),
    "days_to_identity_expiry": N_("identity document expires today"),
    "days_since_proposal": N_("something was proposed today"),
    "days_silent": N_("spoken to today"),
    "overdraft_days": N_("not overdrawn this year"),
    "penalties": N_("no penalties this year"),
    "accepted": N_("never said yes"),
    "declined": N_("no unwanted offers this year"),
}
# How a count of days reads once they are over.
PAST = {
    "days_to_risk_expiry": N_("risk assessment has run out"),
    "days_to_identity_expiry": N_("identity document has expired"),
}
SHARES = {
    "contribution_fall": N_("contribution fell by {figure}"),
    "contribution_rise": N_("contribution rose by {figure}"),
    "deposits_rise": N_("deposits rose by {figure} in 90 days"),
    "deposits_fall": N_("deposits fell by {figure} in 90 days"),
    "current_fall": N_("current accounts fell by {figure} in 90 days"),
    "turnover_fall": N_("turnover fell by {figure}"),
    "limit_use": N_("{figure} of the limits drawn"),
    "maturing_share": N_("{figure} of the deposits mature within 90 days"),
    "leaving": N_("{figure} likely to leave within a year"),
}
SCORES = {
    "satisfaction_material": N_("material satisfaction {n} of 5"),
    "satisfaction_spiritual": N_("spiritual satisfaction {n} of 5"),
    "satisfaction_social": N_("social satisfaction {n} of 5"),
    "benefit_product": N_("products are worth {n} of 5 to the customer"),
    "benefit_service": N_("service is worth {n} of 5 to the customer"),
    "benefit_personnel": N_("our people are worth {n} of 5 to the customer"),
    "benefit_image": N_("our name is worth {n} of 5 to the customer"),
    "burden_money": N_("finds the price a burden, {n} of 5"),
    "burden_time": N_("finds the time a burden, {n} of 5"),
    "burden_energy": N_("finds the effort a burden, {n} of 5"),
    "burden_nuisance": N_("finds us a nuisance, {n} of 5"),
}
WORDED = {
    "kind": (N_("is {what}"), N_("is not {what}")),
    "stage": (N_("stage {what}"), N_("not in stage {what}")),
    "tier": (N_("tier {what}"), N_("not tier {what}")),
    "tag": (N_("tagged #{what}"), N_("not tagged #{what}")),
    "holds": (N_("has {what}"), N_("does not have {what} yet")),
    "misses": (
        N_("does not have {what}, as similar customers do"),
        N_("has what others have: {what}"),
    ),
    "watch": (N_("on watch: {what}"), N_("not on watch: {what}")),
    "life_event": (N_("life event: {what}"), N_("no life event: {what}")),
    "last_proposal": (N_("last proposal: {what}"), N_("last proposal not {what}")),
    "reached_by": (N_("spoken to by {what}"), N_("not spoken to by {what}")),
    "festival": (N_("next festival: {what}"), N_("next festival is not {what}")),
}
# Whose codes a measure in words has; the first kind that knows a code says it.
CODES: dict[str, tuple[type[StrEnum], ...]] = {
    "kind": (CustomerKind,),
    "stage": (Stage,),
    "life_event": (LifeEventKind,),
    "last_proposal": (ProposalStatus,),
    "reached_by": (InteractionKind,),
}
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
FESTIVALS = {
    "spring_festival": N_("Spring Festival"),
    "lantern": N_("Lantern Festival"),
    "dragon_boat": N_("Dragon Boat Festival"),
    "mid_autumn": N_("Mid-Autumn Festival"),
    "double_ninth": N_("Double Ninth Festival"),
    "new_year": N_("New Year"),
    "christmas": N_("Christmas"),
}
WATCHES = {
    "in_arrears": N_("in arrears"),
    "written_off": N_("written off"),
    "special_mention": N_("special mention"),
    "default": N_("in default"),
}
# What the codes of a measure that are no enum's read as.
NAMES = {"holds": HELD, "misses": HELD, "festival": FESTIVALS, "watch": WATCHES}
# A trait in the list of what moves a chance.
TRAITS = {
    "kind": N_("person or firm"),
    "stage": N_("stage"),
    "tier": N_("tier"),
    "last_proposal": N_("last proposal"),
    "reached_by": N_("way of contact"),
    "deposits": N_("deposits"),
    "contribution": N_("contribution"),
    "deposits_rise": N_("trend of deposits"),
    "days_silent": N_("time since last contact"),
    "days_since_proposal": N_("time since last proposal"),
    "tenure": N_("years with us"),
    "age": N_("age"),
    "accepted": N_("said yes before"),
    "declined": N_("unwanted offers"),
    "products": N_("products held"),
    "satisfaction_material": N_("satisfaction"),
}
# What everyone of the kind shares is a condition, but no reason worth a line.
SILENT = ("kind",)

GATES = {
    "open_proposal": N_("already presented; the answer is still open"),
    "excluded": N_("never to be offered to this customer; x allows it again"),
    "instead": N_("the customer took another offer instead of it"),
    "not_yet": N_("valid from {until}"),
    "over": N_("the offer has ended"),
    "surprised": N_("had a surprise lately; the next one from {until}"),
    "same_gift": N_("was the last gift; never the same twice running"),
    "budget": N_("this year's budget for surprises is spent"),
    "below_minimum": N_("less could be moved or lent than the offer takes"),
    "no_prices": N_("a product in it has no prices"),
    "loses": N_("a yes would cost the bank more than it brings"),
    "too_little": N_("brings too little for its chance and the cost to present it"),
    "declined": N_("declined; rests until {until}"),
    "presented": N_("presented lately; rests until {until}"),
    "too_many": N_("enough proposals lately; the next one from {until}"),
    "not_asked": N_("consent was never recorded; ask, and record the channels that are allowed"),
    "no_consent": N_("the customer allows no channel at all; only a new consent opens one"),
    "complaint": N_("a complaint of {since} is open; settle and close it first"),
    "no_guardian": N_("under 18 until {until}; record a guardian or parent to speak with"),
    "minor": N_("under 18: no credit and nothing with investment risk until {until}"),
    "document_expired": N_("identity document expired on {since}; no new business until renewed"),
    "classed": N_("a loan is {asset_class}; only a workout until it is normal again"),
    "held": N_("the customer has it already"),
    "not_assessed": N_("no risk assessment yet; assess the customer first"),
    "not_dated": N_("the risk assessment has no date; record the day it was made"),
    "assessment_over": N_("the risk assessment ran out on {since}; assess the customer again"),
    "too_risky": N_("riskier than the customer's risk class; only a new assessment changes that"),
}


def reason(measure: str, op: str, value: int | str, figure: int | None, currency: str) -> str:
    """One reason in words; empty for a condition that is none."""
    if measure in SILENT:
        return ""
    if measure in MONEY:
        return _(MONEY[measure]).format(figure=money.short(figure or 0, currency))
    if measure in COUNTS:
        if figure == 0 and measure in TODAY:
            return _(TODAY[measure])
        if measure in PAST and (figure or 0) < 0:
            return _(PAST[measure])
        one, many = COUNTS[measure]
        return ngettext(one, many, figure or 0).format(n=figure or 0)
    if measure in SHARES:
        return _(SHARES[measure]).format(figure=money.percent(figure or 0))
    if measure in SCORES:
        return _(SCORES[measure]).format(n=figure)
    return _worded(measure, op, str(value), figure)


def _worded(measure: str, op: str, value: str, figure: int | None) -> str:
    names = NAMES.get(measure, {})
    what = _(names[value]) if value in names else _code_said(measure, value)
    if measure == "misses" and figure is not None:
        text = _("{share} of similar customers have {what}")
        return text.format(share=money.percent(figure), what=what)
    yes, no = WORDED[measure]
    return _(yes if op == "is" else no).format(what=what)


def _code_said(measure: str, code: str) -> str:
    """Return a code in words; one of the bank's own, such as a tag or a product, as it is."""
    for kind in CODES.get(measure, ()):
        if code in kind._value2member_map_:
            return words(kind(code))
    return code


def push(measure: str | None, points: int) -> str:
    """What moves a chance, and by how many percentage points; no measure for all others."""
    trait = _("other") if measure is None else _(TRAITS[measure])
    text = ngettext("{trait} {points} pt", "{trait} {points} pts", abs(points))
    return text.format(trait=trait, points=f"{points:+}".replace("-", "−"))


def festival(code: str) -> str:
    """What a festival is called."""
    return _(FESTIVALS[code])


def gate(
    code: str,
    until: date | None,
    since: date | None = None,
    asset_class: AssetClass | None = None,
) -> str:
    """Return why an offer must wait, until when if that is known, and what can be done about it."""
    return _(GATES[code]).format(
        until=dates.full(until) if until else "",
        since=dates.full(since) if since else "",
        asset_class=words(asset_class) if asset_class else "",
    )


def care(code: str, names: Sequence[str] = ()) -> str:
    """Return what calls for more care; `names` are those of a minor's guardians."""
    return _(conduct.CARES[code]).format(names=_(" or ").join(names))
