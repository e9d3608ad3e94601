"""The gates of conduct: consent, complaints, age, documents, loan classes; each at its boundary."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rmdesk.offers import ranking
from rmdesk.offers.approach import list_cares, rank_channels
from rmdesk.offers.eligibility import Block, Gate, Guardian, Standing, block, is_new_business
from rmdesk.offers.measures import Measure
from rmdesk.offers.offer import Offer
from rmdesk.terms import AssetClass, Care, ContactChannel
from tests.offers.offers import FACTS, STANDING, TODAY, no_outcomes, offer

DAY = timedelta(days=1)
PLAIN = offer(sells="", risk="", effects=("gain 1000",))
LOAN = offer(sells="", risk="", credit="new", effects=("lend 1000 as mortgage",))
RENEWAL = offer(sells="", risk="", credit="renewal", effects=("gain 1000",))
WORKOUT = offer(sells="", risk="", credit="workout", effects=("gain 1000",))
UNMARKED = offer(sells="", risk="", effects=("lend 1000 as mortgage",))
MOVED = offer(sells="", risk="", effects=("move 1000 from current to money-fund",))
RECOVERY = offer(sells="", risk="", passes="complaint", effects=("gain 1000",))
TURNS_18 = date(2027, 3, 1)
MINOR = replace(STANDING, minor_until=TURNS_18)
WARD = replace(MINOR, guardians=(Guardian(7, "张伟", True),))


def test_a_consent_that_was_never_recorded_is_not_given() -> None:
    assert block(PLAIN, replace(STANDING, consent=None)) == Block(Gate.NOT_ASKED)
    assert block(PLAIN, replace(STANDING, consent=frozenset())) == Block(Gate.NO_CONSENT)
    one = replace(STANDING, consent=frozenset({ContactChannel.POST}))
    assert block(PLAIN, one) is None


def test_channels_come_best_first_and_only_those_that_are_allowed() -> None:
    allowed = (ContactChannel.VISIT, ContactChannel.EMAIL, ContactChannel.PHONE)
    assert rank_channels(allowed, ()) == ("phone", "email", "visit")
    assert rank_channels(allowed, ("meeting",)) == ("visit", "phone", "email")
    assert rank_channels(allowed, ("message",)) == ("phone", "email", "visit")
    assert rank_channels(allowed, ("gift",)) == ("phone", "email", "visit")


def test_a_suggestion_says_by_which_channel_it_may_be_put() -> None:
    words = dict(FACTS.words) | {Measure.REACHED_BY: frozenset({"email"})}
    allowed = replace(STANDING, consent=frozenset({ContactChannel.PHONE, ContactChannel.EMAIL}))
    facts = replace(FACTS, words=words)
    best, _waiting = ranking.suggest([offer()], facts, allowed, no_outcomes("idle"))
    assert best[0].approach.channels == ("email", "phone")


def test_an_open_complaint_lets_through_only_what_makes_good_for_it() -> None:
    angry = replace(STANDING, complaint=TODAY - DAY)
    assert block(PLAIN, angry) == Block(Gate.COMPLAINT, since=TODAY - DAY)
    assert block(WORKOUT, angry) == Block(Gate.COMPLAINT, since=TODAY - DAY)
    assert block(RECOVERY, angry) is None
    silent = replace(angry, consent=None)
    assert block(RECOVERY, silent) == Block(Gate.NOT_ASKED)


@pytest.mark.parametrize("item", [LOAN, RENEWAL, UNMARKED])
@pytest.mark.parametrize("asset_class", list(AssetClass))
def test_nothing_is_lent_or_renewed_for_who_has_a_loan_on_watch(
    item: Offer, asset_class: AssetClass
) -> None:
    standing = replace(STANDING, asset_class=asset_class)
    shut = block(item, standing)
    if asset_class is AssetClass.NORMAL:
        assert shut is None
    else:
        assert shut == Block(Gate.CLASSED, asset_class=asset_class)
    assert block(WORKOUT, standing) is None
    assert block(PLAIN, standing) is None


def test_a_document_holds_on_its_last_day_and_bars_new_business_on_the_next() -> None:
    for until, shut in ((TODAY + DAY, False), (TODAY, False), (TODAY - DAY, True)):
        standing = replace(STANDING, document_until=until)
        for item in (offer(), LOAN, RENEWAL, UNMARKED, MOVED):
            found = block(item, standing)
            assert found == (Block(Gate.DOCUMENT_EXPIRED, since=until) if shut else None)
        for item in (PLAIN, WORKOUT, RECOVERY):
            assert not is_new_business(item)
            assert block(item, standing) is None


def test_an_assessment_holds_on_its_last_day_and_not_on_the_next() -> None:
    for until, shut in ((TODAY + DAY, False), (TODAY, False), (TODAY - DAY, True)):
        found = block(offer(), replace(STANDING, risk_until=until))
        assert found == (Block(Gate.ASSESSMENT_OVER, since=until) if shut else None)


def test_an_assessment_without_any_date_has_lapsed() -> None:
    assert block(offer(), replace(STANDING, risk_until=None)) == Block(Gate.NOT_DATED)
    assert block(PLAIN, replace(STANDING, risk_until=None)) is None


def test_a_minor_is_spoken_to_through_a_guardian_only() -> None:
    for item in (PLAIN, LOAN, WORKOUT, offer(), RECOVERY):
        assert block(item, MINOR) == Block(Gate.NO_GUARDIAN, TURNS_18)
    assert block(PLAIN, WARD) is None
    assert block(MOVED, WARD) is None


@pytest.mark.parametrize("item", [LOAN, RENEWAL, WORKOUT, UNMARKED, offer(risk="R1")])
def test_a_minor_gets_no_credit_at_all_and_nothing_with_investment_risk(item: Offer) -> None:
    assert block(item, WARD) == Block(Gate.MINOR, TURNS_18)


def test_care_is_named_with_the_suggestion() -> None:
    assert list_cares(PLAIN, STANDING) == ()
    assert list_cares(PLAIN, replace(STANDING, senior=True)) == (Care.SENIOR,)
    assert list_cares(PLAIN, WARD) == (Care.MINOR,)


def test_a_guarantor_of_a_bad_loan_is_marked_where_credit_is_offered_and_not_gated() -> None:
    guarantor = replace(STANDING, guarantor=True)
    assert block(LOAN, guarantor) is None
    assert list_cares(LOAN, guarantor) == (Care.GUARANTOR,)
    assert list_cares(RENEWAL, guarantor) == (Care.GUARANTOR,)
    assert list_cares(PLAIN, guarantor) == list_cares(WORKOUT, guarantor) == ()


GATED: list[Standing] = [
    replace(STANDING, consent=None),
    replace(STANDING, consent=frozenset()),
    replace(STANDING, complaint=TODAY),
    replace(STANDING, document_until=TODAY - DAY),
    replace(STANDING, risk_until=None),
    MINOR,
    WARD,
]


@pytest.mark.parametrize("standing", GATED)
def test_what_must_wait_is_never_ranked(standing: Standing) -> None:
    best, waiting = ranking.suggest([offer()], FACTS, standing, no_outcomes("idle"))
    assert not best and len(waiting) == 1
