"""What a file's columns are made of, and which of them make a row the same as another."""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class Kind(Enum):
    """What stands in a column."""

    TEXT = auto()
    WORDS = auto()
    DAY = auto()
    MOMENT = auto()
    TIME = auto()
    MONEY = auto()
    RATE = auto()
    WHOLE = auto()
    FLAG = auto()
    CODE = auto()
    CUSTOMER = auto()
    ACCOUNT = auto()
    POSTING = auto()
    CURRENCY = auto()
    EXCHANGE = auto()
    ID = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its header, what stands in it, and the store's column for it.

    Money that is `own` is in the currency of the row's account, other money in the book's.
    """

    name: str
    kind: Kind = Kind.TEXT
    stored: str = ""
    required: bool = False
    codes: type[StrEnum] | None = None
    own: bool = False

    @property
    def target(self) -> str:
        """The store's column."""
        return self.stored or self.name


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's file. A row is the same as a stored one when the `key` columns agree.

    Keys are the store's columns; with an `id` in the row, that decides alone. `retired` are columns
    that files of earlier versions have; what is in them is left out.
    """

    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    retired: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column with this header."""
        return next((c for c in self.columns if c.name == name), None)

    @property
    def has_own_money(self) -> bool:
        """Whether amounts are in the currency of an account."""
        return any(c.own for c in self.columns)

    @property
    def has_id(self) -> bool:
        """Whether rows may carry rmdesk's own id."""
        return self.columns[0].kind is Kind.ID


def coded(name: str, codes: type[StrEnum], required: bool = False) -> Column:
    """A column that takes the codes of an enum."""
    return Column(name, Kind.CODE, required=required, codes=codes)


def amount(name: str, stored: str = "", required: bool = False) -> Column:
    """A column of money in the currency of the row's account."""
    return Column(name, Kind.MONEY, stored, required, own=True)
