"""What a manager may do next: one random step over the services of the desk."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from rmdesk.desk import (
    accounts,
    customers,
    earnings,
    editing,
    followups,
    importing,
    interactions,
    linking,
    offer_catalogue,
    offering,
    opinions,
    prices,
    proposals,
)
from rmdesk.desk.accounts import Rated, Shared
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.importing import Order
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.desk.proposals import Answer
from rmdesk.store.book import Book
from rmdesk.terms import (
    Aspect,
    DeclineReason,
    InteractionKind,
    LifeEventKind,
    ProposalStatus,
    Recurrence,
    RelationKind,
)

NAMES = ("张伟", "王芳", "Anna Berg", "Li Wei", "Müller GmbH", "O'Neil")
PRODUCTS = ("current", "mortgage", "term-1y", "consumer-loan", "equity-fund")


class Steps:
    """Takes random steps in a book; a step that finds nothing to work on does something else."""

    def __init__(self, book: Book, random: Random, folder: Path) -> None:
        self.book = book
        self.random = random
        self.folder = folder
        self.today = book.clock.today()
        self.files = 0
        self.kinds: tuple[Callable[[], object], ...] = (
            *(self.create, self.create, self.edit, self.archive, self.log, self.log),
            *(self.promise, self.finish_follow_up, self.move_follow_up, self.change_follow_up),
            *(
                self.contact,
                self.relate,
                self.look,
                self.look,
                self.present,
                self.decide,
                self.decide,
            ),
            *(self.exclude, self.retire_offer, self.tie),
            *(self.note_opinion, self.note_event, self.change_prices, self.change_account),
            *(self.import_files, self.import_files, self.link),
        )

    def some(self, sql: str) -> int | None:
        """A random id of those that a query finds."""
        rows = self.book.rows(sql)
        return int(self.random.choice(rows)[0] or 0) if rows else None

    def customer(self) -> int:
        """A random customer; a new one where there is none."""
        found = self.some("SELECT id FROM customers ORDER BY id")
        return self.create() if found is None else found

    def day(self, back: int = 400) -> date:
        """A random day up to today."""
        return self.today - timedelta(days=self.random.randint(0, back))

    def create(self) -> int:
        fields = {"name": self.random.choice(NAMES), "tier": self.random.choice(("gold", ""))}
        return editing.create(self.book, fields | {"notes": str(self.random.random())})

    def edit(self) -> None:
        texts = {"notes": str(self.random.random()), "name": self.random.choice(NAMES)}
        name = self.random.choice(list(texts))
        editing.edit(self.book, self.customer(), {name: texts[name], "tags": "a; b"})

    def archive(self) -> None:
        editing.archive(self.book, self.customer(), self.random.random() < 0.5)

    def log(self) -> None:
        at = datetime.combine(self.day() - timedelta(days=1), time(12)).astimezone()
        follow_up = FollowUpDraft("Send", self.today) if self.random.random() < 0.3 else None
        draft = InteractionDraft(
            self.random.choice(list(InteractionKind)),
            f"说了 {self.random.random()}",
            at=at,
            minutes=self.random.randint(0, 90),
            follow_up=follow_up,
        )
        interactions.log(self.book, self.customer(), draft)

    def promise(self) -> None:
        whose = self.customer() if self.random.random() < 0.8 else None
        recurrence = self.random.choice(list(Recurrence))
        draft = FollowUpDraft("Call", self.today + timedelta(days=3), 600, recurrence)
        followups.add(self.book, whose, draft)

    def follow_up(self) -> int | None:
        return self.some("SELECT id FROM follow_ups WHERE status = 'open' ORDER BY id")

    def finish_follow_up(self) -> None:
        if (found := self.follow_up()) is None:
            self.promise()
        elif self.random.random() < 0.7:
            followups.complete(self.book, found)
        else:
            followups.cancel(self.book, found)

    def move_follow_up(self) -> None:
        if (found := self.follow_up()) is None:
            return self.promise()
        move = self.random.choice((followups.snooze, followups.no_answer))
        return move(self.book, found, self.today + timedelta(days=self.random.randint(1, 30)))

    def change_follow_up(self) -> None:
        if (found := self.follow_up()) is not None:
            followups.edit(self.book, found, FollowUpDraft("Else", self.today, None))

    def contact(self) -> None:
        found = self.some("SELECT id FROM contacts WHERE NOT removed ORDER BY id")
        if found is not None and self.random.random() < 0.4:
            editing.remove_contact(self.book, found)
            return
        customer = self.customer()
        own = self.some(f"SELECT id FROM contacts WHERE customer_id = {customer} ORDER BY id")
        fields = {"name": self.random.choice(NAMES), "role": str(self.random.random())}
        editing.save_contact(self.book, customer, own, fields)

    def relate(self) -> None:
        found = self.some("SELECT id FROM relations WHERE NOT removed ORDER BY id")
        if found is not None and self.random.random() < 0.5:
            editing.remove_relation(self.book, found)
            return
        one, other = self.customer(), self.customer()
        if one != other:
            editing.relate(self.book, one, other, self.random.choice(list(RelationKind)))

    def look(self) -> None:
        customer = self.customer()
        proposals.log_shown(
            self.book, customer, customers.look(self.book, customer).offers.suggestions
        )

    def present(self) -> None:
        customer = self.customer()
        fitting = offering.fitting(self.book, customer).suggestions
        if fitting:
            offer = self.random.choice(fitting).offer.code
            proposals.present(self.book, customer, offer)

    def decide(self) -> None:
        found = self.some("SELECT id FROM proposals WHERE status = 'presented' ORDER BY id")
        if found is None:
            return self.present()
        status = self.random.choice(
            (ProposalStatus.ACCEPTED, ProposalStatus.DECLINED, ProposalStatus.LAPSED)
        )
        reason = DeclineReason.NO_NEED if status is ProposalStatus.DECLINED else None
        follow_up = FollowUpDraft("Sign", self.today) if self.random.random() < 0.5 else None
        return proposals.decide(self.book, found, Answer(status, reason, "x", follow_up))

    def exclude(self) -> None:
        code = str(self.book.value("SELECT min(code) FROM offers"))
        proposals.exclude(self.book, self.customer(), code, self.random.random() < 0.6)

    def retire_offer(self) -> None:
        code = str(self.random.choice(self.book.rows("SELECT code FROM offers ORDER BY code"))[0])
        retired = bool(self.book.number("SELECT retired FROM offers WHERE code = ?", (code,)))
        offer_catalogue.retire(self.book, code, not retired)

    def tie(self) -> None:
        """Say which accounts and postings a proposal brought."""
        proposal = self.some("SELECT id FROM proposals ORDER BY id")
        if proposal is not None:
            posting = self.some("SELECT id FROM transactions ORDER BY id")
            account = self.some("SELECT id FROM accounts ORDER BY id")
            earnings.tie(
                self.book, proposal, {i for i in (account,) if i}, {i for i in (posting,) if i}
            )

    def note_opinion(self) -> None:
        aspects = self.random.sample(list(Aspect), 2)
        opinions.note(self.book, self.customer(), {a: self.random.randint(1, 5) for a in aspects})

    def note_event(self) -> None:
        kind = self.random.choice(list(LifeEventKind))
        opinions.happened(self.book, self.customer(), kind, self.day(), "n")

    def change_prices(self) -> None:
        found = self.some("SELECT id FROM exchange_rates ORDER BY id")
        if found is not None and self.random.random() < 0.3:
            prices.put(self.book, prices.Removal("exchange_rates", found))
            return
        texts = (
            ("currency", "JPY"),
            ("valid_from", self.random.choice(("2025-01-01", "2026-03-01"))),
            ("rate", f"0.0{self.random.randint(40, 60)}"),
        )
        prices.put(self.book, prices.Change("exchange_rates", texts))

    def change_account(self) -> None:
        found = self.some("SELECT id FROM accounts ORDER BY id")
        if found is None:
            return self.import_files()
        owner = self.book.number("SELECT customer_id FROM accounts WHERE id = ?", (found,))
        other, shared = self.customer(), None
        if other != owner:
            shared = Shared(owner, self.random.choice((0, 333_333, 500_000)), other)
        rated = Rated("C3", "") if self.random.random() < 0.5 else None
        return accounts.change(self.book, found, self.day(), shared, rated)

    def link(self) -> None:
        posting = self.some("SELECT id FROM transactions ORDER BY id")
        if posting is not None:
            talks = linking.look(self.book, posting).talks
            talk = self.random.choice(talks).id if talks else None
            linking.link(self.book, posting, talk)

    def import_files(self) -> None:
        """A small extract: partly what was imported before, partly changed, partly new."""
        self.files += 1
        folder = self.folder / f"in{self.files}"
        folder.mkdir()
        people = self.random.sample((0, 0, 1, 2, 3), self.random.randint(1, 3))
        people = sorted(set(people))
        names = "bank_id,name,since,risk_class,risk_until,born,consent"
        rest = "C3,2027-06-01,1985-06-01,phone"
        lines = [f"B{n},{self.random.choice(NAMES)},2020-0{n + 1}-03,{rest}" for n in people]
        text = "\n".join([names, *lines]) + "\n"
        (folder / "customers.csv").write_text(text, encoding="utf-8")
        lines = [self._account(n) for n in people]
        (folder / "accounts.csv").write_text(
            "\n".join(["number,customer,product,currency,opened,principal,instalment", *lines])
            + "\n"
        )
        posted = range(self.random.randint(1, 5))
        lines = [self._posting(self.random.choice(people)) for _ in posted]
        # Idle money, for which there is something to offer.
        lines += [f"A{n},IDLE,2026-02-01,1000000,transfer" for n in people if not n]
        (folder / "transactions.csv").write_text(
            "\n".join(["account,reference,date,amount,kind", *lines]) + "\n"
        )
        balances = {(n, self.day(300)) for n in people if n}
        lines = [f"A{n},{day},{self.random.randint(-500, 900)}.00" for n, day in balances]
        if self.random.random() < 0.6:
            (folder / "balances.csv").write_text("\n".join(["account,date,balance", *lines]) + "\n")
        importing.run(self.book, Order((folder,), skip_bad=True))

    def _account(self, place: int) -> str:
        product = PRODUCTS[(place + (self.random.random() < 0.1)) % len(PRODUCTS)]
        currency = "JPY" if place == 3 else "CNY"
        loan = "120000.00,1000.00" if product in ("mortgage", "consumer-loan") else ","
        if currency == "JPY":
            loan = loan.replace(".00", "")
        return f"A{place},B{place},{product},{currency},2025-0{place + 1}-07,{loan}"

    def _posting(self, place: int) -> str:
        amount = self.random.randint(-900, 900) or 1
        kind = self.random.choice(("cash", "transfer", "fee", "interest"))
        return f"A{place},R{self.random.randint(1, 9_999)},{self.day(300)},{amount},{kind}"
