"""An offer's expected value is the value engine's own difference between a yes and none."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from rmdesk.desk import editing, facts, offer_catalogue, valuing
from rmdesk.desk.offer_prices import read_prices
from rmdesk.model.account import AccountHolder, AccountRating
from rmdesk.model.market import ExchangeRate
from rmdesk.model.product import ProductRate
from rmdesk.offers.effects import read_all
from rmdesk.offers.expectation import Expectation, expect
from rmdesk.offers.measures import Measure
from rmdesk.offers.offer import Offer
from rmdesk.store.book import Book
from rmdesk.terms import Act, TransactionKind
from rmdesk.value.span import months
from tests.conftest import TODAY
from tests.desk.saying_yes import engine_difference, undone
from tests.desk.test_value import account, post
from tests.offers.offers import offer
from tests.plain_prices import drop_costs

LONG_AGO = TODAY - timedelta(days=400)


def expected(book: Book, customer: int, item: Offer) -> Expectation:
    return expect(item, facts.of_customer(book, customer), read_prices(book))


def plain(*lines: str, **more: object) -> Offer:
    return offer(effects=lines, cost="0", **more)


@pytest.fixture
def example(book: Book, customer: int) -> int:
    """200 000 idle at a spread of 1.65 %, and a fund with a trailer of 0.45 %; no other costs."""
    drop_costs(book)
    post(book, account(book, customer), LONG_AGO, 20_000_000)
    book.rows("UPDATE product_rates SET ftp_ppm = 20000, rate_ppm = 3500 WHERE product = 'current'")
    book.rows("UPDATE product_rates SET trailer_ppm = 4500 WHERE product = 'bond-fund'")
    return customer


def shown_year(book: Book, customer: int) -> int:
    """What the program shows of the coming year: each month rounded once."""
    last = TODAY.replace(year=TODAY.year + 1) - timedelta(days=1)
    first = TODAY.replace(day=1)
    spans = months(first.toordinal(), last.replace(day=1).toordinal() - 1)
    cells = valuing.exact_cells(book, [customer], spans)
    return sum(m for _c, _m, parts in valuing.rounded_months(cells.contribution) for _, m in parts)


def test_idle_money_in_a_fund_costs_the_bank_what_it_earned_as_a_deposit(
    book: Book, example: int
) -> None:
    item = plain("move 40% * idle_balance from current to bond-fund")
    found = expected(book, example, item)
    (part,) = found.parts
    assert part.amount == 8_000_000
    assert [int(part.earns * 10**9), int(part.gives_up * 10**9)] == [4_500_000, 16_500_000]
    assert found.minor == -96_000
    # As it is shown, month by month, the same year earns 3 299.96 and loses 959.95.
    assert shown_year(book, example) == 329_996
    fund = account(book, example, "bond-fund")
    current = book.number("SELECT id FROM accounts WHERE product = 'current'")
    post(book, current, TODAY.replace(day=1), -8_000_000)
    post(book, fund, TODAY.replace(day=1), 8_000_000)
    assert shown_year(book, example) - 329_996 == -95_995


def test_a_better_rate_costs_what_it_gives_on_all_the_money(book: Book, example: int) -> None:
    book.rows(
        "UPDATE product_rates SET ftp_ppm = 20000, rate_ppm = 14500 WHERE product = 'term-1y'"
    )
    found = expected(book, example, plain("move 50% * idle_balance from current to term-1y"))
    assert found.minor == 10_000_000 * (5_500 - 16_500) // 1_000_000 == -110_000


def test_money_that_would_leave_is_given_up_only_as_far_as_it_would_stay(
    book: Book, example: int
) -> None:
    line = "move 40% * idle_balance from current to bond-fund leaving {share}"
    minor = {
        share: expected(book, example, plain(line.format(share=share))).minor
        for share in ("0", "50%", "100%", "300%")
    }
    assert minor == {"0": -96_000, "50%": -30_000, "100%": 36_000, "300%": 36_000}


def test_no_more_is_moved_than_is_there(book: Book, example: int) -> None:
    item = plain(
        "move 3 * idle_balance from current to bond-fund",
        "move idle_balance from current to money-fund",
    )
    first, second = expected(book, example, item).parts
    assert [int(first.asked), int(first.amount)] == [60_000_000, 20_000_000]
    assert [int(second.asked), int(second.amount), second.total] == [20_000_000, 0, 0]


def test_what_is_below_the_minimum_is_too_small(book: Book, example: int) -> None:
    line = "move idle_balance from current to term-1y"
    assert not expected(book, example, plain(line, minimum="200000")).is_too_small
    assert expected(book, example, plain(line, minimum="200000.01")).is_too_small


def test_a_product_nobody_described_brings_nothing(book: Book, example: int) -> None:
    found = expected(book, example, plain("move idle_balance from current to no-such-product"))
    assert not found.parts[0].known and found.minor < 0
    assert not expected(book, example, plain("lend 1000 as no-such-loan")).parts[0].known


def test_the_cost_of_a_yes_is_taken_off_once(book: Book, example: int) -> None:
    assert expected(book, example, offer(effects=("gain 100",), cost="30")).minor == 7_000


# What the catalogue does not say of itself, or not in all ways.
LINES = (
    ("move 40% * idle_balance from current to bond-fund",),
    ("move idle_balance from current to term-1y at +0.30% leaving leaving",),
    ("move current_balance from current to term-3y leaving 35%", "gain 12.34"),
    ("move maturing from maturing to same at +0.10%",),
    ("move 70% * maturing from maturing to balanced-fund leaving 20%",),
    ("move 30000 from outside to money-fund", "move 20000 from outside to term-3m"),
    ("lend 123456.78 as consumer-loan at -0.25%",),
    ("lend loan_maturing as same at +0.15%",),
    ("lend 5% * turnover as working-capital", "fee 240"),
    ("reprice loans of loans by -0.20%",),
    ("reprice 60% * loans of loans by -0.35% leaving 25%",),
    ("reprice deposits of deposits by +0.15% leaving 10%",),
    ("reprice 50% * current_balance of current by +0.05%",),
    ("fee 99.5 * products on current",),
    ("fee -30% * fees_paid", "gain salary * 2%"),
)


def random_customer(book: Book, chance: random.Random, other: int) -> int:
    """Accounts of all kinds with balances, rates, ratings, currencies and owners by chance."""
    customer = editing.create(
        book, {"name": f"N {chance.random()}", "born": "1980-05-05", "tier": "gold"}
    )
    made = [account(book, customer, rate_ppm=chance.choice([None, 0, 12_345]))]
    for _place in range(chance.randrange(10)):
        product = chance.choice(
            (
                *("current", "salary", "business", "term-3m", "term-1y", "term-3y", "mortgage"),
                *("consumer-loan", "working-capital", "credit-card", "bond-fund"),
            )
        )
        opened = TODAY - timedelta(days=chance.randrange(1, 900))
        matures = None
        if product.startswith("term") or chance.random() < 0.5:
            matures = TODAY + timedelta(days=chance.choice([0, 1, 60, 90, 91, 400]))
        currency = "USD" if chance.random() < 0.25 else "CNY"
        made.append(
            account(
                book,
                customer,
                product,
                opened=opened,
                matures=matures,
                currency=currency,
                rate_ppm=chance.choice([None, None, chance.randrange(1_000, 60_000)]),
                limit_minor=chance.choice([None, 5_000_000]) if "loan" in product else None,
            )
        )
    for number in made:
        _fill(book, chance, number, (customer, other))
    return customer


def _fill(book: Book, chance: random.Random, number: int, owners: tuple[int, int]) -> None:
    product = str(book.value("SELECT product FROM accounts WHERE id = ?", (number,)))
    owed = any(part in product for part in ("loan", "mortgage", "capital", "card"))
    minor = chance.randrange(1, 10 ** chance.randrange(4, 10))
    post(book, number, LONG_AGO, -minor if owed else minor)
    post(book, number, TODAY - timedelta(days=9), -chance.randrange(500), TransactionKind.FEE)
    sql = "SELECT DISTINCT code FROM ratings WHERE default_ppm < 1000000 ORDER BY 1"
    performing = [str(row[0]) for row in book.rows(sql)]
    with book.deed(Act.SET_UP) as writing:
        if owed and chance.random() < 0.6:
            writing.add(
                AccountRating(
                    account_id=number,
                    day=TODAY - timedelta(days=30),
                    rating=chance.choice(performing),
                    collateral=chance.choice(["", "none", "property"]),
                )
            )
        if chance.random() < 0.2:
            share = chance.randrange(1, 1_000_000)
            for owner, part in zip(owners, (share, 1_000_000 - share), strict=True):
                writing.add(
                    AccountHolder(
                        account_id=number, day=LONG_AGO, customer_id=owner, share_ppm=part
                    )
                )


def add_market(book: Book) -> None:
    """Exchange rates, and a price that is announced for the coming year."""
    with book.deed(Act.SET_UP) as writing:
        for day, billionths in ((LONG_AGO, 7_123_450_000), (TODAY, 7_200_000_000)):
            row = ExchangeRate(currency="USD", valid_from=day, billionths=billionths)
            writing.add(row)
        writing.add(
            ProductRate(
                product="current",
                currency="",
                valid_from=date(TODAY.year + 1, 3, 15),
                ftp_ppm=18_000,
                rate_ppm=3_000,
                trailer_ppm=0,
                fee_share_ppm=1_000_000,
            )
        )
        writing.touched.parameters = True


@pytest.mark.parametrize("seed", range(3))
def test_expected_value_is_the_engines_difference_after_a_yes(
    book: Book, customer: int, seed: int
) -> None:
    chance = random.Random(seed)
    add_market(book)
    people = [random_customer(book, chance, customer) for _ in range(3)]
    catalogue = [item.effects for item in offer_catalogue.of_book(book)]
    both = [*catalogue, *(read_all(lines, 2) for lines in LINES)]
    moved = 0
    for person in people:
        known = facts.of_customer(book, person)
        foreign = sum(account.currency != "CNY" for account in known.accounts)
        for effects in both:
            item = offer(effects=tuple(effect.text for effect in effects), cost="0")
            found = expect(item, known, read_prices(book))
            exact = sum((part.total for part in found.parts), Fraction(0))
            engine = engine_difference(book, person, known, found.parts)
            # What is booked is whole minor units: half of one may be between them for each line,
            # and a cent of a dollar account earns up to 0.8 of ours.
            slack = Fraction(len(effects), 2) + foreign
            assert abs(exact - engine) <= slack, (item.effects, found)
            assert abs(found.minor - round(engine)) <= 1 + foreign
            moved += any(part.amount for part in found.parts if part.effect.sizes)
    assert moved >= len(people) * 4


def test_booking_a_yes_leaves_no_trace(book: Book, example: int) -> None:
    before = book.number("SELECT count(*) FROM accounts")
    with undone(book) as writing:
        writing.flush()
    assert book.number("SELECT count(*) FROM accounts") == before
    assert facts.of_customer(book, example).numbers[Measure.IDLE_BALANCE] == 20_000_000
