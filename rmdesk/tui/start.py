"""What the desk is opened with, and where it returns to after it was locked."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rmdesk.paths import Home
from rmdesk.settings import Settings


@dataclass(frozen=True)
class Start:
    """Which store, on which day, with which settings; `today` None is the machine's day.

    `encrypted` asks for the passphrase on the screen where none is given. A demo book is made
    anew at the path.
    """

    path: Path
    home: Home
    settings: Settings = field(default_factory=Settings)
    today: date | None = None
    encrypted: bool = False
    passphrase: str | None = field(default=None, repr=False)
    demo: bool = False


@dataclass(frozen=True)
class Place:
    """Where the manager was when the screen was locked: ids and codes only, no data."""

    mode: str
    customer_id: int | None
    sort: str
    opened: bool
