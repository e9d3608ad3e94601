"""What happens to a book in random ledgers, step by step, and how such steps are drawn."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from hypothesis import strategies as st

from rmdesk.desk import deriving, editing, interactions, prices, undoing
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.model.account import Account, AccountHolder, AccountRating, Balance, Transaction
from rmdesk.model.proposal import Proposal
from rmdesk.store.book import Book
from rmdesk.store.session import Writing
from rmdesk.terms import (
    AccountStatus,
    Act,
    InteractionKind,
    ProposalStatus,
    TransactionChannel,
    TransactionKind,
)
from tests.conftest import TODAY

BEGIN, END = date(2025, 8, 1), date(2026, 11, 20)
days = st.dates(BEGIN, END)
PRICES = (
    ("exchange_rates", (("currency", "JPY"), ("valid_from", "2025-01-01"), ("rate", "0.048"))),
    ("exchange_rates", (("currency", "JPY"), ("valid_from", "2026-02-11"), ("rate", "0.0512"))),
    ("exchange_rates", (("currency", "KWD"), ("valid_from", "2025-10-05"), ("rate", "23.4"))),
    ("ratings", (("code", "B1"), ("valid_from", "2025-09-09"), ("default", "1.3"))),
    ("ratings", (("code", "C3"), ("valid_from", "2026-03-03"), ("default", "100"))),
    ("collaterals", (("code", "property"), ("valid_from", "2026-01-20"), ("loss", "31.7"))),
)
# Of these each step draws one: what accounts cost, overhead, tax, operational risk, rates, risks.
COSTS = (
    ("account_costs", (("product", "current"), ("valid_from", "2026-02-10"), ("month", "7.77"))),
    ("account_costs", (("product", "mortgage"), ("valid_from", "2025-11-30"), ("month", "0"))),
    ("overheads", (("valid_from", "2026-03-15"), ("income", "12.3456"), ("account_month", "3.33"))),
    ("overheads", (("valid_from", "2025-12-01"), ("income", "0"), ("account_month", "0"))),
    ("taxes", (("valid_from", "2026-01-07"), ("loan_interest", "7.77"), ("fees", "3.2101"))),
    (
        "capital_terms",
        (("valid_from", "2026-04-04"), ("ratio", "11"), ("hurdle", "9"), ("operational", "12")),
    ),
    ("product_rates", (("product", "mortgage"), ("valid_from", "2000-01-01"), ("rate", "7.2"))),
    (
        "product_risks",
        (
            *(("product", "mortgage"), ("valid_from", "2026-02-02"), ("rating", "C2")),
            *(("collateral", "none"), ("weight", "100"), ("default", "3.3")),
        ),
    ),
)
LATER = ("product_rates", (("product", "mortgage"), ("valid_from", "2026-05-17"), ("ftp", "2.1")))


@dataclass
class Ledger:
    """A book that is being filled, deed by deed."""

    book: Book
    people: list[int] = field(default_factory=list)
    accounts: list[int] = field(default_factory=list)
    posted: list[int] = field(default_factory=list)

    def begin(self) -> None:
        self.people = [editing.create(self.book, {"name": f"C{n}"}) for n in range(3)]
        kinds = (("current", "CNY"), ("mortgage", "CNY"), ("current", "JPY"), ("mortgage", "KWD"))
        with self.book.deed(Act.SET_UP) as writing:
            for n, (product, currency) in enumerate(kinds):
                row = Account(customer_id=self.people[n % 3], number=f"A{n}", product=product)
                row.currency, row.opened = currency, date(2025, 9, 1)
                row.limit_minor = 500_000 if n % 2 else None
                if n % 2:
                    row.principal_minor, row.instalment_minor = 4_000_000, 250_000
                    row.matures = date(2026, 6, 10) if n == 1 else None
                    row.schedule = "level" if n == 3 else ""
                self.accounts.append(writing.add(row).id)
        for table, texts in PRICES:
            prices.put(self.book, prices.Change(table, texts))
        deriving.catch_up(self.book)

    def post(
        self,
        place: int,
        day: date,
        minor: int,
        kind: TransactionKind,
        channel: TransactionChannel | None,
    ) -> None:
        with self.book.deed(Act.SET_UP) as writing:
            row = Transaction(account_id=self.accounts[place], day=day, minor=minor, kind=kind)
            row.channel, row.reference = channel, str(writing.new_id())
            self.posted.append(writing.add(row).id)

    def state(self, place: int, day: date, minor: int) -> None:
        account = self.accounts[place]
        sql = "SELECT 1 FROM balances WHERE account_id = ? AND day = ?"
        if not self.book.value(sql, (account, day.toordinal())):
            with self.book.deed(Act.SET_UP) as writing:
                writing.add(Balance(account_id=account, day=day, minor=minor))

    def reverse(self, place: int, day: date, part: int) -> None:
        """Reverse a transaction: all of it from its own day, a part of it from another day."""
        if not self.posted:
            return
        original = self.posted.pop(place % len(self.posted))
        with self.book.deed(Act.SET_UP) as writing:
            old = writing.get(Transaction, original)
            row = Transaction(account_id=old.account_id, day=old.day, minor=-old.minor)
            row.kind, row.channel, row.booked = old.kind, old.channel, day
            if part < abs(old.minor):
                row.day, row.minor = day, part if old.minor < 0 else -part
            row.reverses_id, row.reference = old.id, str(writing.new_id())
            writing.add(row)

    def share(self, place: int, day: date, part: int) -> None:
        with self.book.deed(Act.EDIT_CUSTOMER) as writing:
            for person, share in ((0, part), (1, 1_000_000 - part)):
                row = AccountHolder(
                    account_id=self.accounts[place],
                    day=day,
                    customer_id=self.people[person],
                    share_ppm=share,
                )
                same = writing.book.value(
                    "SELECT 1 FROM account_holders WHERE account_id = ? AND day = ?"
                    " AND customer_id = ?",
                    (row.account_id, day.toordinal(), row.customer_id),
                )
                if share and not same:
                    writing.add(row)

    def rate(self, place: int, day: date, rating: str, collateral: str, asset_class: str) -> None:
        account = self.accounts[place]
        sql = "SELECT 1 FROM account_ratings WHERE account_id = ? AND day = ?"
        if not self.book.value(sql, (account, day.toordinal())):
            with self.book.deed(Act.EDIT_CUSTOMER) as writing:
                row = AccountRating(account_id=account, day=day, rating=rating)
                row.collateral, row.asset_class = collateral, asset_class
                writing.add(row)

    def rate_again(
        self, place: int, day: date, rating: str, collateral: str, asset_class: str
    ) -> None:
        """Put a rating row right, its day as well where none is there."""
        with self.book.deed(Act.EDIT_CUSTOMER) as writing:
            if (row := self.find_rating(writing, place)) is not None:
                sql = "SELECT 1 FROM account_ratings WHERE account_id = ? AND day = ?"
                if not self.book.value(sql, (row.account_id, day.toordinal())):
                    row.day = day
                row.rating, row.collateral, row.asset_class = rating, collateral, asset_class

    def unrate(self, place: int) -> None:
        with self.book.deed(Act.EDIT_CUSTOMER) as writing:
            if (row := self.find_rating(writing, place)) is not None:
                writing.remove(row)

    def find_rating(self, writing: Writing, place: int) -> AccountRating | None:
        """Return one of all rating rows, None where there is none."""
        rows = self.book.rows("SELECT id FROM account_ratings ORDER BY id")
        return writing.get(AccountRating, int(str(rows[place % len(rows)][0]))) if rows else None

    def agree(self, place: int, name: str, value: object) -> None:
        """Change what was agreed on an account."""
        with self.book.deed(Act.EDIT_ACCOUNT) as writing:
            setattr(writing.get(Account, self.accounts[place]), name, value)

    def stand(self, place: int, status: AccountStatus, closed: date | None) -> None:
        with self.book.deed(Act.EDIT_ACCOUNT) as writing:
            row = writing.get(Account, self.accounts[place])
            row.status, row.closed = status, closed

    def talk(self, person: int, day: date, minutes: int) -> None:
        at = datetime.combine(day, time(12)).astimezone()
        draft = InteractionDraft(InteractionKind.VISIT, "x", minutes=minutes, at=at)
        interactions.log(self.book, self.people[person], draft)

    def offer(self, person: int, day: date, cost: int) -> None:
        at = datetime.combine(day, time(12)).astimezone()
        with self.book.deed(Act.ACCEPT) as writing:
            row = Proposal(customer_id=self.people[person], offer="o", presented_at=at)
            row.status, row.decided_at = ProposalStatus.ACCEPTED, at
            row.cost_minor, row.cost_days = cost, 90
            writing.add(row)

    def change_prices(self) -> None:
        prices.put(self.book, prices.Change(*LATER))
        deriving.catch_up(self.book)

    def change_costs(self, place: int) -> None:
        prices.put(self.book, prices.Change(*COSTS[place]))
        deriving.catch_up(self.book)

    def close(self, place: int, day: date) -> None:
        with self.book.deed(Act.EDIT_CUSTOMER) as writing:
            writing.get(Account, self.accounts[place]).closed = day

    def undo(self) -> None:
        undoing.undo(self.book)
        deriving.catch_up(self.book)


ratings = (
    days,
    st.sampled_from(["", "C2", "C3", "D"]),
    st.sampled_from(["", "deposit"]),
    st.sampled_from(["", "normal", "special_mention", "substandard", "loss"]),
)
terms = st.sampled_from(
    [
        *(("schedule", "level"), ("schedule", "straight"), ("schedule", "bullet")),
        *(("schedule", ""), ("principal_minor", 7_000_000), ("principal_minor", None)),
        *(("matures", date(2026, 3, 9)), ("matures", date(2027, 8, 8)), ("matures", None)),
        *(("opened", date(2025, 11, 11)), ("opened", None), ("limit_minor", 900_000)),
        *(("limit_minor", None), ("rate_ppm", 44_000), ("product", "working-capital")),
    ]
)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("post"),
            st.integers(0, 3),
            days,
            st.integers(-5_000_000, 9_000_000),
            st.sampled_from(
                [
                    TransactionKind.TRANSFER,
                    TransactionKind.LOAN_PAYMENT,
                    TransactionKind.FEE,
                    TransactionKind.INTEREST,
                ]
            ),
            st.sampled_from([None, TransactionChannel.BRANCH, TransactionChannel.ATM]),
        ),
        st.tuples(st.just("state"), st.integers(0, 3), days, st.integers(-5_000_000, 9_000_000)),
        st.tuples(st.just("reverse"), st.integers(0, 99), days, st.integers(1, 9_000_000)),
        st.tuples(
            st.just("share"), st.integers(0, 3), days, st.sampled_from([0, 333_333, 1_000_000])
        ),
        st.tuples(st.just("rate"), st.integers(0, 3), *ratings),
        st.tuples(st.just("rate_again"), st.integers(0, 9), *ratings),
        st.tuples(st.just("unrate"), st.integers(0, 9)),
        st.tuples(st.integers(0, 3), terms).map(lambda drawn: ("agree", drawn[0], *drawn[1])),
        st.tuples(
            st.just("stand"),
            st.integers(0, 3),
            st.sampled_from(list(AccountStatus)),
            st.one_of(st.none(), days),
        ),
        st.tuples(st.just("talk"), st.integers(0, 2), days, st.integers(0, 240)),
        st.tuples(st.just("offer"), st.integers(0, 2), days, st.integers(1, 99_999)),
        st.tuples(st.just("change_prices")),
        st.tuples(st.just("change_costs"), st.integers(0, len(COSTS) - 1)),
        st.tuples(st.just("close"), st.integers(0, 3), days),
        st.tuples(st.just("undo")),
    ),
    max_size=14,
)
ends = st.tuples(st.dates(date(2025, 7, 1), TODAY), st.dates(date(2025, 7, 1), TODAY)).map(sorted)
