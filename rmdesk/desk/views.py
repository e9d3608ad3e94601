"""What is drawn: frozen data without tables, sessions or sentences. Money in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rmdesk.desk.complaint_views import ComplaintLine
from rmdesk.desk.offer_views import OffersView
from rmdesk.terms import (
    AccountStatus,
    AssetClass,
    Component,
    CustomerKind,
    Direction,
    FollowUpStatus,
    InteractionKind,
    Outcome,
    ProductKind,
    Recurrence,
    RelationKind,
    Schedule,
    Section,
    Stage,
)


@dataclass(frozen=True)
class BookView:
    """The book as a whole: how many customers, in which currency, on which day.

    `behind` says that prices changed, and not everybody's value was calculated again since;
    `imported` is the day of the newest import, None where nothing of the bank's was imported;
    `drafts` is the number of forms in which something was typed and not saved.
    """

    today: date
    currency: str
    customers: int
    demo: bool
    behind: bool = False
    imported: date | None = None
    drafts: int = 0


@dataclass(frozen=True)
class CustomerLine:
    """A line of the customer list; `trend` is twelve months' contribution, oldest first."""

    id: int
    name: str
    tier: str
    stage: Stage
    contribution: int
    trend: tuple[int, ...]
    last_contact: date | None
    next_due: date | None


@dataclass(frozen=True)
class Page:
    """Some lines of the list from line `first` on; `count` is how long the whole list is."""

    first: int
    count: int
    lines: tuple[CustomerLine, ...]


@dataclass(frozen=True)
class Share:
    """One component's part of a contribution."""

    component: Component
    minor: int


@dataclass(frozen=True)
class LogEntry:
    """An interaction; `cost` is what it cost, below zero, `brought` what came of it so far."""

    id: int
    at: datetime
    kind: InteractionKind
    direction: Direction
    minutes: int
    people: tuple[str, ...]
    text: str
    outcome: Outcome | None
    cost: int
    brought: int = 0


@dataclass(frozen=True)
class FollowUpLine:
    """A follow-up, with whose it is (None: the manager's own)."""

    id: int
    customer_id: int | None
    customer_name: str
    text: str
    due: date
    due_minutes: int | None
    recurrence: Recurrence
    status: FollowUpStatus
    snoozes: int


@dataclass(frozen=True)
class AccountLine:
    """An account with its balance at the end of today, in the account's own currency.

    `share_ppm` is how much of it the customer owns today, in millionths: 0 when it moved away.
    `rating` and `collateral` are the account's own, empty where it has its product's; without an
    `asset_class` it is not classified; without a `schedule` nobody said how a loan is paid back.
    `imported` is the day on which it was last in an import: what it holds is known as of then.
    """

    id: int
    number: str
    product: str
    kind: ProductKind
    opened: date | None
    closed: date | None
    matures: date | None
    rate_ppm: int | None
    limit: int | None
    status: AccountStatus
    balance: int
    currency: str
    share_ppm: int
    rating: str
    collateral: str
    imported: date | None = None
    asset_class: AssetClass | None = None
    schedule: Schedule | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is not closed yet."""
        return self.closed is None and self.status is not AccountStatus.CLOSED


@dataclass(frozen=True)
class LifetimeLine:
    """What a customer is still to bring over five years, and its interval at 80 %."""

    minor: int
    low: int
    high: int


@dataclass(frozen=True)
class CustomerView:
    """The customer panel. Contribution is of the twelve complete months before this one.

    So is `charge`, what the capital that the customer binds has to earn (below zero). `complaints`
    are those that are open.
    """

    today: date
    id: int
    kind: CustomerKind
    name: str
    other_names: tuple[str, ...]
    bank_id: str
    tier: str
    stage: Stage
    phones: tuple[str, ...]
    since: date | None
    archived: bool
    notes: str
    contribution: int
    previous: int
    charge: int
    this_month: int
    trend: tuple[int, ...]
    components: tuple[Share, ...]
    lifetime: LifetimeLine | None
    rank: int
    customers: int
    currency: str
    last_contact: date | None
    accounts: tuple[AccountLine, ...]
    offers: OffersView
    log: tuple[LogEntry, ...]
    follow_ups: tuple[FollowUpLine, ...]
    complaints: tuple[ComplaintLine, ...] = ()

    @property
    def as_of(self) -> date | None:
        """The oldest import that figures of the open accounts rest on; None where it is today's."""
        days = [a.imported for a in self.accounts if a.imported and a.is_running]
        oldest = min(days, default=self.today)
        return oldest if oldest < self.today else None


@dataclass(frozen=True)
class ContactLine:
    """A person to talk to at an organisation."""

    id: int
    name: str
    role: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    born: date | None
    notes: str


@dataclass(frozen=True)
class RelationLine:
    """Another customer, and what that one is to this one."""

    id: int
    other_id: int
    other_name: str
    kind: RelationKind
    note: str


@dataclass(frozen=True)
class DetailsView:
    """What else is known of a customer. `fields` are those of its form, in their order."""

    today: date
    id: int
    name: str
    kind: CustomerKind
    currency: str
    fields: Mapping[str, str]
    contacts: tuple[ContactLine, ...]
    relations: tuple[RelationLine, ...]
    accounts: tuple[AccountLine, ...]
    complaints: tuple[ComplaintLine, ...] = ()


@dataclass(frozen=True)
class TodayLine:
    """One thing to see to. `text` is data; `minor` an amount in `currency` where there is one.

    `follow_up_id` is set for follow-ups; `detail` says which of a section's things it is. `as_of`
    is the day of the account's last import, where it rests on one that is not of today;
    `complaint_id` is set for complaints.
    """

    section: Section
    day: date
    customer_id: int | None
    customer_name: str
    text: str
    minor: int | None = None
    currency: str = ""
    follow_up_id: int | None = None
    due_minutes: int | None = None
    detail: str = ""
    count: int = 0
    as_of: date | None = None
    complaint_id: int | None = None


@dataclass(frozen=True)
class TodayView:
    """All that a day asks for, section by section, most pressing first.

    `more` says of how many a section has beyond its lines, where a large book has too many.
    """

    today: date
    currency: str
    lines: tuple[TodayLine, ...]
    more: Mapping[Section, int] = field(default_factory=dict)

    def count(self, section: Section) -> int:
        """How many there are in a section."""
        return sum(line.section is section for line in self.lines) + self.more.get(section, 0)
