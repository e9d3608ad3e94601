"""The shipped catalogue: it names only what exists, says why, and every offer fits somebody."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from rmdesk.desk import catalogue, offer_catalogue, offer_files
from rmdesk.offers import offer as reading
from rmdesk.offers.conditions import Condition, Op, reasons
from rmdesk.offers.effects import SAME, Verb
from rmdesk.offers.measures import Facts, Measure
from rmdesk.offers.offer import Offer, WrittenOffer
from rmdesk.terms import CreditUse, CustomerKind, Move, OfferFamily, ProductKind

FILE = offer_files.read(offer_catalogue.shipped_paths(), 2)
WRITTEN = {written.code: written for written in FILE.offers}
OFFERS = {code: reading.read(written, 2) for code, written in WRITTEN.items()}
PRODUCTS = {str(p["code"]): p for p in catalogue.tables(catalogue.read("products"), "product")}
KINDS = {kind.value for kind in ProductKind}
HAN = re.compile(r"[\u4e00-\u9fff]")
each_offer = pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS.keys())
each_written = pytest.mark.parametrize("written", FILE.offers, ids=WRITTEN.keys())


def products_of(offer: Offer) -> Iterator[str]:
    """The products or kinds that an offer is about."""
    yield from (effect.target for effect in offer.effects if effect.target not in ("", SAME))
    if offer.sells:
        yield offer.sells


def meeting(conditions: tuple[Condition, ...]) -> Facts:
    """A customer that meets each condition just so."""
    numbers: dict[Measure, int] = {}
    words: dict[Measure, set[str]] = {}
    for condition in conditions:
        if isinstance(condition.value, str):
            if condition.op is Op.IS:
                words.setdefault(condition.measure, set()).add(condition.value)
        else:
            numbers[condition.measure] = condition.value
    return Facts(numbers, {measure: frozenset(found) for measure, found in words.items()})


def missing(condition: Condition, facts: Facts) -> Facts:
    """The same customer, but for one condition that is just not met."""
    numbers, words = dict(facts.numbers), dict(facts.words)
    value, measure = condition.value, condition.measure
    if isinstance(value, str):
        has = words.get(measure, frozenset())
        words[measure] = has - {value} if condition.op is Op.IS else has | {value}
    else:
        numbers[measure] = value + (1 if condition.op is Op.AT_MOST else -1)
    return Facts(numbers, words)


def test_the_catalogue_offers_at_least_sixty_things_to_persons_and_firms() -> None:
    kinds = Counter(
        condition.value
        for offer in OFFERS.values()
        for condition in offer.conditions
        if condition.measure is Measure.KIND
    )
    assert len(OFFERS) >= 60
    assert kinds[CustomerKind.PERSON.value] >= 25 and kinds[CustomerKind.ORGANISATION.value] >= 20
    assert {offer.family for offer in OFFERS.values()} == set(OfferFamily)
    assert {offer.move for offer in OFFERS.values()} == set(Move)


@pytest.mark.parametrize(
    "code",
    (
        *("personal-pension", "large-cd", "structured-at-maturity", "insurance-trust"),
        *("fx-settlement", "card-receivables", "bill-discount", "staff-benefits"),
        *("payroll-package", "lombard-loan", "fx-hedging", "discretionary-mandate"),
        *("escrow-home", "green-loan", "identity-renewal", "complaint-recovery"),
        *("firm-restructuring", "instalment-relief"),
    ),
)
def test_what_was_missing_from_the_catalogue_is_there(code: str) -> None:
    assert code in OFFERS


@each_written
def test_every_offer_speaks_both_languages(written: WrittenOffer) -> None:
    for texts in (written.names, written.points):
        assert set(texts) == {"en", "zh"}
    assert not written.documents or set(written.documents) == {"en", "zh"}
    assert HAN.search(written.names["zh"]) and not HAN.search(written.names["en"])
    for lines in (written.points, written.documents):
        if lines:
            assert len(lines["en"]) == len(lines["zh"])
            assert all(HAN.search(line) for line in lines["zh"])
            assert not any(HAN.search(line) for line in lines["en"])


def read_blocks() -> Iterator[tuple[str, str]]:
    """Each offer's code and the text of its table."""
    for path in offer_catalogue.shipped_paths():
        for part in path.read_text(encoding="utf-8").split("[[offer]]")[1:]:
            code = re.search(r'^code = "(.+)"$', part, re.MULTILINE)
            assert code is not None
            yield code[1], part


BLOCKS = list(read_blocks())


@pytest.mark.parametrize(("code", "text"), BLOCKS, ids=[code for code, _text in BLOCKS])
def test_every_offer_has_a_chance_of_its_own_and_says_why(code: str, text: str) -> None:
    assert OFFERS[code].chance_ppm is not None
    said = re.search(r"(?:^# .*\n)chance = .*$|^chance = .* # .+$", text, re.MULTILINE)
    assert said, f"{code} gives no reason for its chance"


@each_offer
def test_every_offer_gives_a_reason_with_a_figure(offer: Offer) -> None:
    assert any(not isinstance(condition.value, str) for condition in offer.conditions)


@each_offer
def test_every_offer_names_only_products_of_the_catalogue(offer: Offer) -> None:
    for product in products_of(offer):
        assert product in PRODUCTS or product in KINDS, f"{offer.code}: {product}"


@each_offer
def test_what_ends_in_a_risky_product_has_at_least_its_risk(offer: Offer) -> None:
    risks = [str(PRODUCTS[p].get("risk", "")) for p in products_of(offer) if p in PRODUCTS]
    assert offer.risk >= max((int(risk[1:]) for risk in risks if risk), default=0)


@each_offer
def test_what_lends_says_that_it_is_credit(offer: Offer) -> None:
    lends = any(effect.verb is Verb.LEND for effect in offer.effects)
    assert lends == (offer.credit in (CreditUse.NEW, CreditUse.RENEWAL))


@each_offer
def test_every_offer_excludes_only_offers_that_exist(offer: Offer) -> None:
    assert offer.excludes <= set(OFFERS)


@each_offer
def test_every_offer_fits_a_customer_that_meets_its_conditions_just_so(offer: Offer) -> None:
    assert reasons(offer.conditions, meeting(offer.conditions)) is not None


@each_offer
def test_no_offer_fits_who_misses_one_of_its_conditions_by_a_unit(offer: Offer) -> None:
    facts = meeting(offer.conditions)
    for condition in offer.conditions:
        assert reasons(offer.conditions, missing(condition, facts)) is None, condition


@each_offer
def test_nothing_of_the_shipped_catalogue_runs_out(offer: Offer) -> None:
    assert offer.valid_to is None and (offer.valid_from or date.min) <= date(2026, 1, 1)


@each_offer
def test_amounts_that_are_lent_have_a_bound(offer: Offer) -> None:
    """A loan is capped by income, turnover, what is pledged or what is owed already."""
    for effect in offer.effects:
        if effect.verb is Verb.LEND:
            text = effect.text
            assert re.search(
                r"salary|turnover|card_income|loan_maturing|assets|payroll|card_spend", text
            )
