"""What can be asked about a customer: the one list that conditions, formulas and reasons draw on.

Each measure has a name (its code), a unit, and a line on what it is; the phrase that a manager
reads stands in `rmdesk.i18n.reasons`. What is not known of a customer is left out of its facts, and
nothing that is unknown meets a condition.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rmdesk.offers.held import HeldAccount


class Unit(StrEnum):
    """What a measure is counted in."""

    MONEY = "money"
    SHARE = "share"
    DAYS = "days"
    YEARS = "years"
    COUNT = "count"
    SCORE = "score"
    WORDS = "words"


class Measure(StrEnum):
    """The measures by name; `ABOUT` says what each one is."""

    KIND = "kind"
    STAGE = "stage"
    TIER = "tier"
    TAG = "tag"
    HOLDS = "holds"
    MISSES = "misses"
    WATCH = "watch"
    LIFE_EVENT = "life_event"
    LAST_PROPOSAL = "last_proposal"
    REACHED_BY = "reached_by"
    FESTIVAL = "festival"
    IDLE_BALANCE = "idle_balance"
    CURRENT_BALANCE = "current_balance"
    DEPOSITS = "deposits"
    LOANS = "loans"
    ASSETS = "assets"
    MATURING = "maturing"
    CONTRIBUTION = "contribution"
    LIFETIME = "lifetime"
    SALARY = "salary"
    LARGEST_CREDIT = "largest_credit"
    FEES_PAID = "fees_paid"
    OVERDRAFT_DEPTH = "overdraft_depth"
    LOWEST_BALANCE = "lowest_balance"
    SWING = "swing"
    TURNOVER = "turnover"
    FOREIGN_TURNOVER = "foreign_turnover"
    CARD_SPEND = "card_spend"
    CARD_INCOME = "card_income"
    PAYROLL = "payroll"
    LARGEST_TERM = "largest_term"
    LOAN_MATURING = "loan_maturing"
    INSTALMENTS = "instalments"
    UNUSED_LIMIT = "unused_limit"
    DEPOSITS_RISE = "deposits_rise"
    DEPOSITS_FALL = "deposits_fall"
    CURRENT_FALL = "current_fall"
    TURNOVER_FALL = "turnover_fall"
    LIMIT_USE = "limit_use"
    MATURING_SHARE = "maturing_share"
    CONTRIBUTION_RISE = "contribution_rise"
    CONTRIBUTION_FALL = "contribution_fall"
    LEAVING = "leaving"
    DAYS_TO_MATURITY = "days_to_maturity"
    LOAN_DAYS_LEFT = "loan_days_left"
    DAYS_TO_BIRTHDAY = "days_to_birthday"
    DAYS_TO_FOUNDING = "days_to_founding"
    DAYS_TO_ANNIVERSARY = "days_to_anniversary"
    DAYS_TO_FESTIVAL = "days_to_festival"
    DAYS_TO_RISK_EXPIRY = "days_to_risk_expiry"
    DAYS_TO_IDENTITY_EXPIRY = "days_to_identity_expiry"
    OVERDRAFT_DAYS = "overdraft_days"
    DAYS_SILENT = "days_silent"
    DAYS_SINCE_PROPOSAL = "days_since_proposal"
    DAYS_SINCE_SURPRISE = "days_since_surprise"
    DAYS_SINCE_EVENT = "days_since_event"
    TENURE = "tenure"
    AGE = "age"
    HEADCOUNT = "headcount"
    INTRODUCED = "introduced"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PRODUCTS = "products"
    PENALTIES = "penalties"
    COMPLAINTS = "complaints"
    BRANCH_VISITS = "branch_visits"
    MONTH = "month"
    SATISFACTION_MATERIAL = "satisfaction_material"
    SATISFACTION_SPIRITUAL = "satisfaction_spiritual"
    SATISFACTION_SOCIAL = "satisfaction_social"
    BENEFIT_PRODUCT = "benefit_product"
    BENEFIT_SERVICE = "benefit_service"
    BENEFIT_PERSONNEL = "benefit_personnel"
    BENEFIT_IMAGE = "benefit_image"
    BURDEN_MONEY = "burden_money"
    BURDEN_TIME = "burden_time"
    BURDEN_ENERGY = "burden_energy"
    BURDEN_NUISANCE = "burden_nuisance"


@dataclass(frozen=True, slots=True)
class About:
    """A measure's unit and what it says; `trait` where it is evidence of a yes or a no."""

    unit: Unit
    doc: str
    trait: bool = False


_M, _W, _D, _C = Unit.MONEY, Unit.WORDS, Unit.DAYS, Unit.COUNT
_OPINION = "what the customer thinks of it, 1 to 5, as it was noted last"

ABOUT: Mapping[Measure, About] = {
    Measure.KIND: About(_W, "person or organisation", True),
    Measure.STAGE: About(_W, "the stage of the lifecycle", True),
    Measure.TIER: About(_W, "the tier's code", True),
    Measure.TAG: About(_W, "each of the customer's tags"),
    Measure.HOLDS: About(_W, "each product held today, and each kind of product"),
    Measure.MISSES: About(_W, "kinds of product that most similar customers hold, this one not"),
    Measure.WATCH: About(_W, "in_arrears, written_off; special_mention or default by class"),
    Measure.LIFE_EVENT: About(_W, "each life event of the last 180 days"),
    Measure.LAST_PROPOSAL: About(_W, "how the last proposal ended, or that it is open", True),
    Measure.REACHED_BY: About(_W, "how the customer was spoken to most often in a year", True),
    Measure.FESTIVAL: About(_W, "the next festival that gifts are given at"),
    Measure.IDLE_BALANCE: About(_M, "least on current accounts at any day's end of the last 90"),
    Measure.CURRENT_BALANCE: About(_M, "on current accounts"),
    Measure.DEPOSITS: About(_M, "on current and term deposit accounts", True),
    Measure.LOANS: About(_M, "owed on loans and cards"),
    Measure.ASSETS: About(_M, "in wealth products and insurance"),
    Measure.MATURING: About(_M, "in term deposits that mature within 90 days"),
    Measure.CONTRIBUTION: About(_M, "earned in the last twelve complete months", True),
    Measure.LIFETIME: About(_M, "expected contribution of five years, discounted"),
    Measure.SALARY: About(_M, "salary and pension a month, average of three"),
    Measure.LARGEST_CREDIT: About(_M, "largest credit of the last 30 days, interest apart"),
    Measure.FEES_PAID: About(_M, "fees of the last 365 days"),
    Measure.OVERDRAFT_DEPTH: About(_M, "furthest below zero on a current account in 365 days"),
    Measure.LOWEST_BALANCE: About(_M, "least on current accounts in 365 days, account by account"),
    Measure.SWING: About(_M, "highest less lowest of the current account that swings most, a year"),
    Measure.TURNOVER: About(_M, "credits on current accounts in 365 days, interest apart"),
    Measure.FOREIGN_TURNOVER: About(_M, "moved on accounts in other currencies in 365 days"),
    Measure.CARD_SPEND: About(_M, "paid by card in 365 days"),
    Measure.CARD_INCOME: About(_M, "received by card in 365 days, as a shop does"),
    Measure.PAYROLL: About(_M, "salaries paid in 365 days"),
    Measure.LARGEST_TERM: About(_M, "in the largest term deposit"),
    Measure.LOAN_MATURING: About(_M, "owed on loans that end within 90 days"),
    Measure.INSTALMENTS: About(_M, "instalments of loans a month"),
    Measure.UNUSED_LIMIT: About(_M, "what could still be drawn within limits"),
    Measure.DEPOSITS_RISE: About(Unit.SHARE, "how much deposits rose in 90 days", True),
    Measure.DEPOSITS_FALL: About(Unit.SHARE, "how much deposits fell in 90 days"),
    Measure.CURRENT_FALL: About(Unit.SHARE, "how much current accounts fell in 90 days"),
    Measure.TURNOVER_FALL: About(Unit.SHARE, "how much turnover fell, 90 days against 275 before"),
    Measure.LIMIT_USE: About(Unit.SHARE, "part of the limits that is drawn"),
    Measure.MATURING_SHARE: About(Unit.SHARE, "part of the deposits that matures in 90 days"),
    Measure.CONTRIBUTION_RISE: About(Unit.SHARE, "how much a year's contribution rose"),
    Measure.CONTRIBUTION_FALL: About(Unit.SHARE, "how much a year's contribution fell"),
    Measure.LEAVING: About(Unit.SHARE, "the chance to lose the customer within a year"),
    Measure.DAYS_TO_MATURITY: About(_D, "until the next term deposit matures"),
    Measure.LOAN_DAYS_LEFT: About(_D, "until the next loan ends"),
    Measure.DAYS_TO_BIRTHDAY: About(_D, "until a person's next birthday"),
    Measure.DAYS_TO_FOUNDING: About(_D, "until an organisation's next founding day"),
    Measure.DAYS_TO_ANNIVERSARY: About(_D, "until the next anniversary with the bank"),
    Measure.DAYS_TO_FESTIVAL: About(_D, "until the next festival that gifts are given at"),
    Measure.DAYS_TO_RISK_EXPIRY: About(_D, "until the risk assessment lapses; below 0 since then"),
    Measure.DAYS_TO_IDENTITY_EXPIRY: About(_D, "until the identity document expires, or below 0"),
    Measure.OVERDRAFT_DAYS: About(_D, "days of 365 that ended below zero on an account"),
    Measure.DAYS_SILENT: About(_D, "since the customer was last spoken to", True),
    Measure.DAYS_SINCE_PROPOSAL: About(_D, "since the last proposal was presented", True),
    Measure.DAYS_SINCE_SURPRISE: About(_D, "since the last surprise was given"),
    Measure.DAYS_SINCE_EVENT: About(_D, "since the last life event"),
    Measure.TENURE: About(Unit.YEARS, "whole years with the bank", True),
    Measure.AGE: About(Unit.YEARS, "whole years since birth or founding", True),
    Measure.HEADCOUNT: About(_C, "employees of an organisation"),
    Measure.INTRODUCED: About(_C, "customers whom this one introduced"),
    Measure.ACCEPTED: About(_C, "proposals accepted so far", True),
    Measure.DECLINED: About(_C, "proposals declined or lapsed in a year: unwanted offers", True),
    Measure.PRODUCTS: About(_C, "kinds of product held", True),
    Measure.COMPLAINTS: About(_C, "complaints that are open"),
    Measure.PENALTIES: About(_C, "penalties of the last 365 days"),
    Measure.BRANCH_VISITS: About(_C, "postings at the counter in 91 days"),
    Measure.MONTH: About(_C, "the month of the year, 1 to 12: the season"),
    Measure.SATISFACTION_MATERIAL: About(Unit.SCORE, "content with what is bought, 1 to 5", True),
    Measure.SATISFACTION_SPIRITUAL: About(Unit.SCORE, "feels understood, 1 to 5"),
    Measure.SATISFACTION_SOCIAL: About(Unit.SCORE, "proud to bank here, 1 to 5"),
    Measure.BENEFIT_PRODUCT: About(Unit.SCORE, f"benefit of the products: {_OPINION}"),
    Measure.BENEFIT_SERVICE: About(Unit.SCORE, f"benefit of the service: {_OPINION}"),
    Measure.BENEFIT_PERSONNEL: About(Unit.SCORE, f"benefit of the people: {_OPINION}"),
    Measure.BENEFIT_IMAGE: About(Unit.SCORE, f"benefit of the bank's name: {_OPINION}"),
    Measure.BURDEN_MONEY: About(Unit.SCORE, f"burden of the price: {_OPINION}"),
    Measure.BURDEN_TIME: About(Unit.SCORE, f"burden of the time: {_OPINION}"),
    Measure.BURDEN_ENERGY: About(Unit.SCORE, f"burden of the effort: {_OPINION}"),
    Measure.BURDEN_NUISANCE: About(Unit.SCORE, f"burden of the nuisance: {_OPINION}"),
}
BY_NAME: Mapping[str, Measure] = {measure.value: measure for measure in Measure}
# Measures of words that hold one word at a time.
ONE_WORD = frozenset(
    {
        *(Measure.KIND, Measure.STAGE, Measure.TIER, Measure.LAST_PROPOSAL),
        *(Measure.REACHED_BY, Measure.FESTIVAL),
    }
)
TRAITS = tuple(measure for measure, about in ABOUT.items() if about.trait)


def unit(measure: Measure) -> Unit:
    """What a measure is counted in."""
    return ABOUT[measure].unit


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one customer. A number that is not known is left out.

    Numbers are minor units, millionths, days, years or counts, as `unit` says. `words` has for
    each measure of words what holds; `shares` how common a word is among similar customers, in
    millionths, where that is known; `accounts` the running accounts it has a part in.
    """

    numbers: Mapping[Measure, int] = field(default_factory=dict)
    words: Mapping[Measure, frozenset[str]] = field(default_factory=dict)
    shares: Mapping[str, int] = field(default_factory=dict)
    accounts: Sequence[HeldAccount] = ()
