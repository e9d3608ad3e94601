"""Every shipped offer pays for the customer it is made for, at the shipped prices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from rmdesk.desk import offer_catalogue, offer_files
from rmdesk.desk.offer_prices import OfferPrices, read_prices
from rmdesk.offers import offer as reading
from rmdesk.offers.conditions import Condition, Op, reasons
from rmdesk.offers.expectation import Expectation, expect
from rmdesk.offers.held import HeldAccount
from rmdesk.offers.measures import Facts, Measure, Unit, unit
from rmdesk.offers.offer import Offer
from rmdesk.store.book import Book
from rmdesk.terms import OfferFamily
from tests.conftest import TODAY

OFFERS = {
    written.code: reading.read(written, 2)
    for written in offer_files.read(offer_catalogue.shipped_paths(), 2).offers
}
M = Measure
UNITS = 100
PERCENT = 10_000
# What an offer is made for, where it is more than its conditions say; units, percent, days, counts.
PERSON = {
    **{M.AGE: 46, M.TENURE: 4, M.MONTH: 6, M.SALARY: 20_000, M.CURRENT_BALANCE: 400_000},
    **{M.DEPOSITS: 700_000, M.IDLE_BALANCE: 300_000, M.MATURING: 300_000, M.ASSETS: 400_000},
    **{M.CONTRIBUTION: 6_000, M.LIFETIME: 30_000, M.LEAVING: 12, M.TURNOVER: 300_000},
    **{M.CARD_SPEND: 120_000, M.FEES_PAID: 200, M.LARGEST_CREDIT: 300_000, M.LOANS: 0},
    **{M.INSTALMENTS: 0, M.LOWEST_BALANCE: 1_500, M.OVERDRAFT_DAYS: 0, M.DAYS_SILENT: 130},
}
FIRM = {
    **{M.AGE: 14, M.TENURE: 6, M.MONTH: 6, M.HEADCOUNT: 160, M.TURNOVER: 80_000_000},
    **{M.CURRENT_BALANCE: 3_000_000, M.DEPOSITS: 3_000_000, M.IDLE_BALANCE: 2_000_000},
    **{M.SWING: 9_000_000, M.LOWEST_BALANCE: 400_000, M.LOANS: 4_000_000},
    **{M.LOAN_MATURING: 4_000_000, M.CONTRIBUTION: 30_000, M.LIFETIME: 140_000, M.LEAVING: 12},
    **{M.FOREIGN_TURNOVER: 8_000_000, M.CARD_INCOME: 3_000_000, M.PAYROLL: 9_000_000},
    **{M.LARGEST_CREDIT: 2_000_000, M.FEES_PAID: 6_000, M.DAYS_SILENT: 130},
}
# Where the offer is for somebody else than the usual customer.
SPECIAL: dict[str, dict[Measure, int]] = {
    "salary-savings": {M.SALARY: 20_000, M.DEPOSITS: 60_000},
    "new-money-rate": {M.SALARY: 30_000, M.DEPOSITS: 60_000, M.ASSETS: 0},
    "what-others-have": {M.SALARY: 30_000, M.DEPOSITS: 60_000},
    "gold-plan": {M.SALARY: 60_000},
    "insurance-trust": {M.ASSETS: 2_000_000},
    "discretionary-mandate": {M.ASSETS: 4_000_000},
    "overdraft-instead": {M.OVERDRAFT_DAYS: 20, M.OVERDRAFT_DEPTH: 6_000},
    "firm-overdraft": {M.OVERDRAFT_DAYS: 20, M.OVERDRAFT_DEPTH: 1_000_000},
    "season-line": {M.TURNOVER: 12_000_000, M.SWING: 1_800_000, M.CURRENT_BALANCE: 600_000},
    "limit-increase": {M.LOANS: 10_000_000},
    "letter-of-credit": {M.FOREIGN_TURNOVER: 20_000_000},
    "mortgage-discount": {M.SALARY: 40_000},
    "mortgage-marriage": {M.SALARY: 20_000},
    "loan-renewal": {M.LOAN_DAYS_LEFT: 30},
    "personal-loan-again": {M.LOANS: 6_000, M.LOAN_MATURING: 6_000, M.LOAN_DAYS_LEFT: 30},
    "gather-deposits": {M.DEPOSITS: 300_000},
    "education-plan": {M.AGE: 38},
    "wage-to-account": {M.SALARY: 0},
    "payroll-loan": {M.LOANS: 0},
    "mobile-first": {M.BRANCH_VISITS: 12},
    "promotion-plan": {M.SALARY: 30_000},
}


def bounded(condition: Condition, number: int | None) -> int:
    """A figure that meets a condition: as it is, or moved past the bound where it does not."""
    value = condition.value
    assert isinstance(value, int)
    if number is not None:
        met = {
            Op.AT_LEAST: number >= value,
            Op.AT_MOST: number <= value,
            Op.IS: number == value,
            Op.IS_NOT: number != value,
        }
        if met[condition.op]:
            return number
    share = unit(condition.measure) is Unit.SHARE
    if condition.op is Op.AT_LEAST:
        return value * 3 // 2 if share else value
    return value


def customer_for(offer: Offer) -> Facts:
    """The customer that an offer is made for."""
    kinds = {c.value for c in offer.conditions if c.measure is M.KIND}
    firm = "organisation" in kinds
    scale = {Unit.MONEY: UNITS, Unit.SHARE: PERCENT}
    figures = (FIRM if firm else PERSON) | SPECIAL.get(offer.code, {})
    numbers = {m: n * scale.get(unit(m), 1) for m, n in figures.items()}
    words: dict[Measure, frozenset[str]] = {
        M.KIND: frozenset({"organisation" if firm else "person"}),
        M.HOLDS: frozenset({"current"}),
    }
    for condition in offer.conditions:
        if isinstance(condition.value, str):
            if condition.op is Op.IS:
                words[condition.measure] = words.get(condition.measure, frozenset()) | {
                    condition.value
                }
        else:
            found = numbers.get(condition.measure)
            numbers[condition.measure] = bounded(condition, found)
    return Facts(numbers, words, accounts=list(accounts_of(numbers, firm)))


def accounts_of(numbers: dict[Measure, int], firm: bool) -> Iterator[HeldAccount]:
    """The accounts on which the figures lie: a current account, and what soon matures."""
    today = TODAY.toordinal()
    product = "business" if firm else "current"
    yield HeldAccount(1, product, "current", "CNY", numbers.get(M.CURRENT_BALANCE, 0))
    soon, long_ago = today + 20, (TODAY - timedelta(days=345)).toordinal()
    if maturing := numbers.get(M.MATURING):
        yield HeldAccount(2, "term-1y", "term_deposit", "CNY", maturing, None, long_ago, soon)
    if owed := numbers.get(M.LOAN_MATURING):
        sold = "working-capital" if firm else "consumer-loan"
        yield HeldAccount(3, sold, "loan", "CNY", -owed, None, long_ago, soon)


@pytest.fixture
def prices(book: Book) -> OfferPrices:
    """The shipped prices."""
    return read_prices(book)


def worth(offer: Offer, found: Expectation) -> int:
    """What presenting it is worth, in minor units: as the list is ordered."""
    assert offer.chance_ppm is not None
    sure = 1_000_000 if offer.family is OfferFamily.SURPRISE else offer.chance_ppm
    return sure * found.minor // 1_000_000 - offer.present_minor


@pytest.mark.parametrize("code", OFFERS)
def test_every_offer_pays_for_the_customer_it_is_made_for(prices: OfferPrices, code: str) -> None:
    offer = OFFERS[code]
    facts = customer_for(offer)
    assert reasons(offer.conditions, facts) is not None
    found = expect(offer, facts, prices)
    assert all(part.known for part in found.parts)
    assert not found.is_too_small
    assert worth(offer, found) > 0, [(p.effect.text, float(p.total) / 100) for p in found.parts]


def test_money_that_stays_is_not_moved_off_a_current_account(prices: OfferPrices) -> None:
    """200 000 idle earn the bank 1.65 % where they are: no offer pays for moving them."""
    moves = [o for o in OFFERS.values() if any(e.source == "current" for e in o.effects)]
    assert len(moves) >= 8
    for offer in moves:
        facts = customer_for(offer)
        stays = replace(
            offer,
            effects=tuple(replace(e, leaving=None) for e in offer.effects if e.source == "current"),
        )
        assert expect(stays, facts, prices).minor < 0, offer.code


def test_a_firm_full_of_cash_is_offered_no_working_capital(prices: OfferPrices) -> None:
    for code in ("working-capital", "season-line"):
        full = customer_for(OFFERS[code])
        full = replace(full, numbers={**full.numbers, M.CURRENT_BALANCE: full.numbers[M.SWING]})
        assert expect(OFFERS[code], full, prices).is_too_small


def test_a_ladder_takes_what_matures_and_not_all_deposits(prices: OfferPrices) -> None:
    facts = customer_for(OFFERS["deposit-ladder"])
    parts = expect(OFFERS["deposit-ladder"], facts, prices).parts
    assert sum(part.amount for part in parts) == facts.numbers[M.MATURING] * 9 // 10


def test_a_mortgage_stays_within_half_of_the_income(prices: OfferPrices) -> None:
    offer = OFFERS["mortgage-home"]
    facts = customer_for(offer)
    free = expect(offer, facts, prices).parts[0].amount
    assert free == 60 * facts.numbers[M.SALARY]
    owing = {**facts.numbers, M.INSTALMENTS: facts.numbers[M.SALARY] * 45 // 100}
    (part,) = expect(offer, replace(facts, numbers=owing), prices).parts
    assert part.amount == 215 * 5 * facts.numbers[M.SALARY] // 100
    owing[M.INSTALMENTS] = facts.numbers[M.SALARY] // 2
    assert expect(offer, replace(facts, numbers=owing), prices).is_too_small
