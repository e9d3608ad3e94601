"""The demo book's accounts and two years of what moved on them."""

import random
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from rmdesk.desk.demo_occasions import (
    DOLLAR,
    TRADE,
    describe_income,
    describe_payment,
    opening_cash,
    season,
)
from rmdesk.model.account import Account, AccountRating
from rmdesk.model.customer import Customer
from rmdesk.store.driver import Value
from rmdesk.store.session import Writing
from rmdesk.terms import (
    AccountStatus,
    AssetClass,
    CustomerKind,
    Schedule,
    TransactionChannel as Channel,
    TransactionKind as Kind,
)
from rmdesk.value.schedules import level_payment

MONTHS = 24
# What these products' customers pay a year in the shipped catalogue.
_MORTGAGE_PPM, _CONSUMER_PPM = 38_000, 65_000
# The place of the firm whose loan is in default.
_FAILED = 57
_CENTS = 100
_POSTING = ("account_id", "day", "minor", "kind", "channel", "reference", "text", "counterparty")
_BALANCE = ("account_id", "day", "minor")


class Accounts:
    """Makes accounts customer by customer; `write` puts in what moved on them."""

    def __init__(self, writing: Writing, chance: random.Random, today: date) -> None:
        self._writing = writing
        self._chance = chance
        self._today = today
        self._start = today.replace(day=1) - relativedelta(months=MONTHS)
        self._postings: list[tuple[Value, ...]] = []
        self._balances: list[tuple[Value, ...]] = []
        self._count = 0

    def of(self, customer: Customer, income: int, place: int) -> None:
        """Make one customer's accounts."""
        if customer.stage.value in ("target", "prospect"):
            return
        if customer.kind is CustomerKind.PERSON:
            self._person(customer, income, place)
        else:
            self._organisation(customer, income, place)

    def write(self) -> None:
        """Put in all postings and balances, in the order of their days."""
        self._postings.sort(key=lambda p: (p[1], p[0], p[5]))
        writing, touched = self._writing, self._writing.touched
        for table, columns, rows in (
            ("transactions", _POSTING, self._postings),
            ("balances", _BALANCE, self._balances),
        ):
            writing.insert_many(table, columns, [(writing.new_id(), *row) for row in rows])
            for account, day, *_rest in rows:
                assert isinstance(account, int) and isinstance(day, int)
                touched.account(account, day)

    def _account(
        self,
        customer: Customer,
        product: str,
        opened: date | None = None,
        matures: date | None = None,
        principal: int | None = None,
        instalment: int | None = None,
        status: AccountStatus = AccountStatus.OPEN,
        schedule: Schedule | None = None,
        currency: str = "CNY",
    ) -> int:
        self._count += 1
        number = f"6222 {self._count * 733 % 10_000:04d} {self._count * 7_919 % 10_000:04d}"
        row = Account(
            customer_id=customer.id,
            number=f"{number} {self._count:03d}",
            product=product,
            currency=currency,
            opened=opened or self._start,
            matures=matures,
            principal_minor=principal,
            instalment_minor=instalment,
            limit_minor=principal if product == "working-capital" else None,
            status=status,
            schedule=schedule.value if schedule else "",
        )
        return self._writing.add(row).id

    def _rate(
        self, account: int, day: date, rating: str, asset_class: AssetClass = AssetClass.NORMAL
    ) -> None:
        row = AccountRating(account_id=account, day=day, rating=rating)
        row.asset_class = asset_class.value
        self._writing.add(row)

    def _post(
        self, account: int, day: date, units: float, kind: Kind, channel: Channel, text: str
    ) -> None:
        if day <= self._today:
            reference = f"D{len(self._postings):06d}"
            minor = round(units * _CENTS)
            self._postings.append(
                (account, day.toordinal(), minor, kind.value, channel.value, reference, text, "")
            )

    def _days(self, day: int) -> list[date]:
        months = (self._start + relativedelta(months=n) for n in range(MONTHS + 1))
        return [month + relativedelta(day=day) for month in months]

    def _person(self, customer: Customer, income: int, place: int) -> None:
        chance = self._chance
        pupil = customer.occupation == "pupil"
        account = self._account(customer, "salary" if place % 2 else "current")
        first = income * chance.uniform(1.5, 9)
        self._post(account, self._start, first, Kind.TRANSFER, Channel.ONLINE, "opening transfer")
        kind = Kind.PENSION if "retired" in customer.occupation else Kind.SALARY
        kind, text = (Kind.TRANSFER, "pocket money") if pupil else (kind, customer.employer)
        for day in self._days(10):
            self._post(account, day, income, kind, Channel.AUTOMATIC, text)
        self._spending(account, income * chance.uniform(0.55, 0.93))
        self._peculiar(account, income, place)
        self._savings(customer, income, place)
        self._borrowings(customer, income, place)

    def _spending(self, account: int, spend: float) -> None:
        for day in self._days(4):
            self._post(account, day, -0.4 * spend, Kind.HOUSEHOLD, Channel.ONLINE, "rent, bills")
            for step, channel in ((3, Channel.CARD), (9, Channel.MOBILE), (16, Channel.CARD)):
                amount = -0.2 * spend * self._chance.uniform(0.5, 1.4)
                when = day + timedelta(days=step)
                self._post(account, when, round(amount, 2), Kind.CARD, channel, "card payments")

    def _peculiar(self, account: int, income: int, place: int) -> None:
        """What sets single customers apart: cash, fees, penalties, large sums."""
        today = self._today
        for day in self._days(5) if place % 5 == 0 else ():
            for step in (1, 8, 15):
                when = day + timedelta(days=step)
                self._post(account, when, -800, Kind.CASH, Channel.BRANCH, "cash")
        for day in self._days(25) if place % 6 == 2 else ():
            self._post(account, day, -18, Kind.FEE, Channel.AUTOMATIC, "account fee")
        for step in (20, 50, 80) if place == 12 else ():
            day = today - timedelta(days=step)
            self._post(account, day, -60, Kind.PENALTY, Channel.AUTOMATIC, "overdraft penalty")
        for text in {1: ["sale of a flat"], 17: ["dividend"]}.get(place, []):
            day = today - timedelta(days=2)
            self._post(account, day, income * 28, Kind.TRANSFER, Channel.ONLINE, text)

    def _savings(self, customer: Customer, income: int, place: int) -> None:
        chance, today = self._chance, self._today
        if place % 3 == 0:
            amount = round(income * chance.uniform(4, 16), -3)
            if customer.occupation == "pupil":
                # From the grandparents.
                amount = 80_000
            ends = today + timedelta(days=(place * 13) % 300 + 3)
            product = ("term-1y", "term-3y", "term-3m")[place // 3 % 3]
            years = {"term-1y": 12, "term-3y": 36, "term-3m": 3}[product]
            opened = ends - relativedelta(months=years)
            account = self._account(customer, product, matures=ends, opened=opened)
            self._post(account, opened, amount, Kind.TRANSFER, Channel.ONLINE, "placed")
        if place % 4 == 1:
            product = ("bond-fund", "balanced-fund", "equity-fund")[place // 4 % 3]
            self._holding(customer, product, income * chance.uniform(5, 20))
        if place % 10 == 7:
            self._holding(customer, "life-insurance", income * chance.uniform(2, 6))

    def _holding(self, customer: Customer, product: str, units: float) -> None:
        """A wealth product or policy, known by its value at each month's end."""
        account = self._account(customer, product)
        for month in self._days(1):
            day = month - timedelta(days=1)
            units *= self._chance.uniform(0.975, 1.032)
            self._balances.append((account, day.toordinal(), round(units) * _CENTS))

    def _borrowings(self, customer: Customer, income: int, place: int) -> None:
        today = self._today
        if place % 4 == 2:
            opened = today - relativedelta(months=14 + place, days=place % 7 - 3)
            principal = round(income * 38, -4) * _CENTS
            self._account(
                customer,
                "mortgage",
                opened=opened,
                matures=opened + relativedelta(years=20),
                principal=principal,
                instalment=level_payment(principal, _MORTGAGE_PPM, 240),
                schedule=Schedule.LEVEL,
            )
        if place in (12, 22):
            opened = today - relativedelta(months=9, days=11)
            account = self._account(
                customer,
                "consumer-loan",
                opened=opened,
                matures=opened + relativedelta(months=24),
                principal=72_000_00,
                instalment=level_payment(72_000_00, _CONSUMER_PPM, 24),
                status=AccountStatus.IN_ARREARS if place == 12 else AccountStatus.OPEN,
                schedule=Schedule.LEVEL,
            )
            self._rate(account, opened, "C1")
            if place == 12:
                # Two instalments missed: on watch, not in default yet.
                late = today - timedelta(days=45)
                self._rate(account, late, "C3", AssetClass.SPECIAL_MENTION)

    def _organisation(self, customer: Customer, turnover: int, place: int) -> None:
        chance = self._chance
        account = self._account(customer, "business")
        first = turnover * chance.uniform(0.3, 1.6) * opening_cash(customer)
        self._post(account, self._start, first, Kind.TRANSFER, Channel.ONLINE, "opening transfer")
        drift = chance.uniform(-0.012, 0.02)
        for number, day in enumerate(self._days(2)):
            level = turnover * (1 + drift * number)
            for step in (0, 7, 14, 21):
                income = level / 4 * chance.uniform(0.8, 1.2) * season(customer, day.month)
                when = day + timedelta(days=step)
                self._post(account, when, round(income, 2), *describe_income(customer, step))
                paid = -level / 4 * chance.uniform(0.8, 1.16)
                when += timedelta(days=3)
                self._post(account, when, round(paid, 2), *describe_payment(customer, step))
            fee = -turnover * 0.00025
            when = day + timedelta(days=26)
            self._post(account, when, round(fee, 2), Kind.FEE, Channel.AUTOMATIC, "payment fees")
        if place % 3 == 0:
            self._working_capital(customer, turnover, place)
        if place % 5 == 1:
            self._holding(customer, "money-fund", turnover * 0.4)
        if TRADE in customer.tags:
            self._dollars(customer, turnover)

    def _dollars(self, customer: Customer, turnover: int) -> None:
        """What a trader is paid from abroad, a fifth of its sales, and mostly sends on."""
        account = self._account(customer, "fx-account", currency=DOLLAR)
        for number, day in enumerate(self._days(12)):
            dollars = turnover // 5 // 7 * (10 + number % 3) // 11
            self._post(account, day, dollars, Kind.TRANSFER, Channel.ONLINE, "export")
            when = day + timedelta(days=9)
            self._post(account, when, -dollars * 19 // 20, Kind.TRANSFER, Channel.ONLINE, "import")

    def _working_capital(self, customer: Customer, turnover: int, place: int) -> None:
        opened = self._today - relativedelta(months=10, days=place * 5 % 27)
        account = self._account(
            customer,
            "working-capital",
            opened=opened,
            matures=opened + relativedelta(months=12, days=-20),
            principal=round(turnover * 3, -5) * _CENTS,
            schedule=Schedule.BULLET,
        )
        self._rate(account, opened, ("B1", "B2", "B3", "C1")[place % 4])
        if place == _FAILED:
            # A studio that lost its largest client: first on watch, then over 90 days overdue.
            watched = self._today - timedelta(days=190)
            self._rate(account, watched, "C3", AssetClass.SPECIAL_MENTION)
            failed = self._today - timedelta(days=95)
            self._rate(account, failed, "D", AssetClass.SUBSTANDARD)
