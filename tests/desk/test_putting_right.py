"""What was typed here can be changed and taken out; two windows do not undo each other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from rmdesk.desk import (
    accounts,
    customers,
    details,
    drafts,
    earnings,
    editing,
    followups,
    interactions,
    learning,
    linking,
    log_entries,
    names,
    offer_catalogue,
    offer_merging,
    opinions,
    outcomes,
    prices,
    proposals,
    undoing,
)
from rmdesk.desk.accounts import Rated
from rmdesk.desk.drafts import DraftKey, Typing
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.desk.prices import Change, Removal
from rmdesk.desk.proposals import Answer
from rmdesk.errors import BadInput, ChangedMeanwhile, Gone
from rmdesk.offers.offer import WrittenOffer
from rmdesk.store import search
from rmdesk.store.book import Book
from rmdesk.store.driver import Row
from rmdesk.terms import (
    Act,
    Aspect,
    AssetClass,
    DeclineReason,
    InteractionKind,
    LifeEventKind,
    ProposalStatus,
)

DECEMBER = date(2026, 12, 1)
CHAIN = ("history_head", "deed_customers")
Tables = dict[str, list[Row]]


def tables(book: Book) -> Tables:
    """All that is kept, without the history and the search index's own shadow tables."""
    names_of_tables = book.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    without = ("deeds", "changes", "derived", "evidence", "showings", *CHAIN)
    found = {}
    for (name,) in names_of_tables:
        if str(name) not in without and not str(name).startswith(("search_", "sqlite_")):
            columns = [str(row[1]) for row in book.rows(f'PRAGMA table_info("{name}")')]
            listed = ", ".join(f'"{c}"' for c in columns if c != "updated_at")
            found[str(name)] = sorted(book.rows(f'SELECT {listed} FROM "{name}"'), key=repr)
    return found


def taken_back(book: Book, act: Callable[[], object]) -> Act:
    """Do something, take it back, and see that everything is as it was; gives what it was."""
    before = tables(book)
    act()
    assert tables(book) != before
    undone = undoing.undo(book).act
    assert tables(book) == before
    return undone


def test_a_log_entry_is_changed_and_what_depends_on_it_follows(book: Book, customer: int) -> None:
    early = book.clock.now().replace(day=2)
    draft = InteractionDraft(InteractionKind.VISIT, "about the plant", minutes=60, at=early)
    number = interactions.log(book, customer, draft).interaction_id
    new = replace(draft, text="about the harbour", minutes=5, at=early.replace(day=20))
    before = customers.look(book, customer)
    log_entries.edit(book, number, new)
    after = customers.look(book, customer)
    assert after.log[0].text == "about the harbour" and after.log[0].cost > before.log[0].cost
    assert after.last_contact == date(2026, 11, 20) != before.last_contact
    assert (search.find(book, "harbour"), search.find(book, "plant")) == (1, 0)
    old = book.value("SELECT old FROM changes WHERE new LIKE '%harbour%'")
    assert "about the plant" in str(old)
    assert undoing.undo(book).act is Act.EDIT_LOG
    assert customers.look(book, customer).log == before.log
    with pytest.raises(BadInput):
        log_entries.edit(book, number, replace(draft, text=" "))


def test_a_removed_log_entry_releases_what_named_it_and_undo_ties_it_again(
    demo_book: Book,
) -> None:
    customer = names.the_one(demo_book, "张伟")
    draft = InteractionDraft(
        InteractionKind.CALL, "unheard-of words", follow_up=FollowUpDraft("call", DECEMBER)
    )
    logged = interactions.log(demo_book, customer, draft)
    posting = demo_book.number(
        "SELECT max(t.id) FROM transactions t JOIN accounts a ON a.id = t.account_id"
        " WHERE a.customer_id = ?",
        (customer,),
    )
    linking.link(demo_book, posting, logged.interaction_id)

    def remove() -> None:
        log_entries.remove(demo_book, logged.interaction_id)
        assert search.find(demo_book, "unheard-of") == 0
        assert linking.look(demo_book, posting).linked is None

    assert taken_back(demo_book, remove) is Act.REMOVE_LOG
    assert search.find(demo_book, "unheard-of") == 1
    assert linking.look(demo_book, posting).linked == logged.interaction_id
    log_entries.remove(demo_book, logged.interaction_id)
    with pytest.raises(Gone):
        log_entries.remove(demo_book, logged.interaction_id)


@pytest.fixture
def proposal(demo_book: Book) -> int:
    """A proposal that was accepted, with its follow-up, and an account tied to it."""
    customer = names.the_one(demo_book, "张伟")
    offer = customers.look(demo_book, customer).offers.suggestions[0].offer
    number = proposals.present(demo_book, customer, offer)
    follow_up = FollowUpDraft("see through", DECEMBER)
    proposals.decide(demo_book, number, Answer(ProposalStatus.ACCEPTED, None, "ok", follow_up))
    account = details.look(demo_book, customer).accounts[0].id
    earnings.tie(demo_book, number, {account}, set())
    return number


def test_a_reopened_proposal_is_as_before_its_answer(demo_book: Book, proposal: int) -> None:
    customer = names.the_one(demo_book, "张伟")
    learning.refresh(demo_book)

    def reopen() -> None:
        outcomes.reopen(demo_book, proposal)
        view = customers.look(demo_book, customer)
        assert [p.id for p in view.offers.open] == [proposal]
        assert "see through" not in [f.text for f in view.follow_ups]
        assert not any(line.tied for line in earnings.ties(demo_book, proposal).accounts)
        assert learning.is_stale(demo_book)
        row = "SELECT cost_minor, decided_at, note FROM proposals WHERE id = ?"
        assert demo_book.rows(row, (proposal,)) == [(0, None, "")]
        with pytest.raises(Gone):
            outcomes.reopen(demo_book, proposal)

    assert taken_back(demo_book, reopen) is Act.REOPEN


def test_a_corrected_outcome_keeps_its_day_and_what_it_was_no_longer_counts(
    demo_book: Book, proposal: int
) -> None:
    seen = outcomes.look(demo_book, proposal)
    day = demo_book.value("SELECT decided_at FROM proposals WHERE id = ?", (proposal,))
    answer = Answer(ProposalStatus.DECLINED, DeclineReason.PRICE, "too dear")

    def correct() -> None:
        outcomes.correct(demo_book, proposal, answer, seen)
        row = (
            "SELECT status, decline_reason, note, decided_at, cost_minor FROM proposals WHERE id=?"
        )
        expected = ("declined", "price", "too dear", day, 0)
        assert demo_book.rows(row, (proposal,)) == [expected]
        assert not demo_book.rows(
            "SELECT 1 FROM follow_ups WHERE text = 'see through' AND status = 'open'"
        )

    assert taken_back(demo_book, correct) is Act.CORRECT_OUTCOME
    outcomes.correct(demo_book, proposal, answer, seen)
    with pytest.raises(ChangedMeanwhile) as clash:
        outcomes.correct(demo_book, proposal, Answer(ProposalStatus.ACCEPTED, None, "gladly"), seen)
    assert clash.value.fields == {"note": ("too dear", "gladly")}


def test_opinions_and_life_events_are_put_right_and_taken_out(book: Book, customer: int) -> None:
    opinions.note(book, customer, {Aspect.SERVICE: 2})
    opinions.note(book, customer, {Aspect.SERVICE: 3})
    assert opinions.look(book, customer).scores == {Aspect.SERVICE: 3}
    line = opinions.list_opinions(book, customer)[0]
    november = DECEMBER.replace(month=11)
    new = partial(opinions.edit_opinion, book, line.id, 5, november)
    assert taken_back(book, new) is Act.EDIT_OPINION
    assert taken_back(book, lambda: opinions.remove_opinion(book, line.id)) is Act.REMOVE_OPINION
    opinions.happened(book, customer, LifeEventKind.MARRIAGE, date(2026, 1, 2), "to whom")
    (event,) = opinions.list_life_events(book, customer)
    what = (LifeEventKind.CHILD, date(2026, 1, 3), "a girl")
    change = partial(opinions.edit_life_event, book, event.id, *what)
    assert taken_back(book, change) is Act.EDIT_LIFE_EVENT
    assert (
        taken_back(book, lambda: opinions.remove_life_event(book, event.id))
        is Act.REMOVE_LIFE_EVENT
    )
    with pytest.raises(BadInput):
        opinions.edit_opinion(book, line.id, 6, date(2026, 1, 1))
    with pytest.raises(BadInput):
        opinions.edit_life_event(book, event.id, LifeEventKind.CHILD, DECEMBER, "")


def test_two_edits_of_one_customer_are_both_there(book: Book, customer: int) -> None:
    seen = dict(details.look(book, customer).fields)
    editing.edit(book, customer, seen | {"tier": "diamond"}, seen)
    editing.edit(book, customer, seen | {"notes": "mine"}, seen)
    now = details.look(book, customer).fields
    assert (now["tier"], now["notes"]) == ("diamond", "mine")
    with pytest.raises(ChangedMeanwhile) as clash:
        editing.edit(book, customer, seen | {"tier": "silver", "employer": "x"}, seen)
    assert clash.value.fields == {"tier": ("diamond", "silver")}
    assert details.look(book, customer).fields == now
    # The same on both sides is no question.
    editing.edit(book, customer, seen | {"tier": "diamond", "employer": "x"}, seen)
    assert details.look(book, customer).fields["employer"] == "x"


def test_two_edits_of_one_contact_and_one_follow_up(book: Book, customer: int) -> None:
    number = editing.save_contact(book, customer, None, {"name": "Li", "role": "cfo"})
    seen = {"name": "Li", "role": "cfo", "phones": ""}
    editing.save_contact(book, customer, number, seen | {"phones": "138 0013 8000"}, seen)
    editing.save_contact(book, customer, number, seen | {"role": "ceo"}, seen)
    (contact,) = details.contacts(book, customer)
    assert (contact.role, contact.phones) == ("ceo", ("138 0013 8000",))
    with pytest.raises(ChangedMeanwhile):
        editing.save_contact(book, customer, number, seen | {"role": "cto"}, seen)
    follow_up = followups.add(book, customer, FollowUpDraft("call", DECEMBER))
    before = followups.form_texts(followups.look(book, follow_up))
    followups.edit(book, follow_up, FollowUpDraft("call", DECEMBER, 600), before)
    followups.edit(book, follow_up, FollowUpDraft("visit", DECEMBER), before)
    line = followups.look(book, follow_up)
    assert (line.text, line.due_minutes) == ("visit", 600)
    with pytest.raises(ChangedMeanwhile) as clash:
        followups.edit(book, follow_up, FollowUpDraft("call", date(2026, 12, 9)), before)
    assert clash.value.fields == {"due": ("2026-12-01 10:00", "2026-12-09")}
    with pytest.raises(ChangedMeanwhile):
        followups.snooze(book, follow_up, date(2026, 12, 3), date(2026, 11, 30))


def test_two_edits_of_one_account_keep_rating_and_collateral(demo_book: Book) -> None:
    customer = names.the_one(demo_book, "赵敏")
    line = details.accounts(demo_book, customer)[0]
    seen = accounts.form_texts(Rated(line.rating, line.collateral), line.share_ppm)
    day = date(2026, 6, 1)

    def change(rated: Rated) -> None:
        accounts.change(demo_book, line.id, day, None, rated, seen)

    change(Rated(line.rating, "deposit"))
    change(Rated("C3", line.collateral))
    now = next(a for a in details.accounts(demo_book, customer) if a.id == line.id)
    assert (now.rating, now.collateral) == ("C3", "deposit")
    with pytest.raises(ChangedMeanwhile):
        change(Rated("D", line.collateral))


def test_an_asset_class_set_meanwhile_stays(demo_book: Book) -> None:
    customer = names.the_one(demo_book, "赵敏")
    line = details.accounts(demo_book, customer)[0]
    seen = accounts.form_texts(Rated(line.rating, line.collateral), line.share_ppm)
    day, watch = date(2026, 6, 1), AssetClass.SPECIAL_MENTION
    accounts.change(demo_book, line.id, day, None, Rated("", "", watch), seen)
    accounts.change(demo_book, line.id, day, None, Rated("", "deposit"), seen)
    now = next(a for a in details.accounts(demo_book, customer) if a.id == line.id)
    assert (now.asset_class, now.collateral) == (watch, "deposit")
    with pytest.raises(ChangedMeanwhile):
        accounts.change(demo_book, line.id, day, None, Rated("", "", AssetClass.LOSS), seen)


def test_two_edits_of_one_offer_and_one_price(demo_book: Book) -> None:
    offer = offer_catalogue.written(demo_book)[0]
    seen = offer_merging.form_texts(offer)

    def save(item: WrittenOffer) -> None:
        offer_catalogue.save(demo_book, item, False, seen)

    offer_catalogue.retire(demo_book, offer.code)
    save(replace(offer, cost_days="99"))
    save(replace(offer, names=dict(offer.names) | {"en": "Another name"}))
    now = next(o for o in offer_catalogue.written(demo_book) if o.code == offer.code)
    assert (now.cost_days, now.names["en"], now.retired) == ("99", "Another name", True)
    with pytest.raises(ChangedMeanwhile) as clash:
        save(replace(offer, cost_days="98"))
    assert clash.value.fields == {"cost_days": ("99", "98")}

    table = next(t for t in prices.tables(demo_book) if t.name == "tiers")
    line, fields = table.lines[0], [field.name for field in table.fields]

    def put(new: dict[str, str]) -> None:
        texts = dict(zip(fields, line.texts, strict=True)) | new
        prices.put(demo_book, Change("tiers", tuple(texts.items())), line)

    put({"name": "Top"})
    put({"rhythm_days": "9"})
    texts = next(t for t in prices.tables(demo_book) if t.name == "tiers").lines[0].texts
    known = dict(zip(fields, texts, strict=True))
    assert (known["name"], known["rhythm_days"]) == ("Top", "9")
    with pytest.raises(ChangedMeanwhile):
        put({"name": "Best"})
    with pytest.raises(ChangedMeanwhile):
        prices.put(demo_book, Removal("tiers", line.id), line)


def test_two_opinions_noted_from_the_same_form(book: Book, customer: int) -> None:
    opinions.note(book, customer, {Aspect.SERVICE: 2}, {})
    seen = {Aspect.SERVICE: 2}
    opinions.note(book, customer, {Aspect.SERVICE: 4}, seen)
    opinions.note(book, customer, {Aspect.SERVICE: 2, Aspect.IMAGE: 5}, seen)
    assert opinions.look(book, customer).scores == {Aspect.SERVICE: 4, Aspect.IMAGE: 5}
    with pytest.raises(ChangedMeanwhile):
        opinions.note(book, customer, {Aspect.SERVICE: 1}, seen)


def test_a_draft_is_in_no_history_and_its_id_collides_with_nothing(
    book: Book, customer: int
) -> None:
    before = book.number("SELECT count(*) FROM changes")
    keys = [DraftKey("LogForm", customer), DraftKey("LogForm", customer, 7), DraftKey("LogForm")]
    for key in keys:
        drafts.save_draft(book, key, Typing({"text": "a"}, {"text": ""}))
        drafts.save_draft(book, key, Typing({"text": "ab"}, {"text": ""}))
    assert book.number("SELECT count(*) FROM changes") == before
    assert drafts.count_drafts(book) == len(keys)
    assert {d.typed["text"] for d in drafts.list_drafts(book)} == {"ab"}
    number = followups.add(book, customer, FollowUpDraft("x", DECEMBER))
    assert number > book.number("SELECT max(id) FROM drafts")
    drafts.save_draft(book, keys[0], Typing())
    assert drafts.find_draft(book, keys[0]) is None and drafts.count_drafts(book) == 2
