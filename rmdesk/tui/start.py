"""What the desk is opened with."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rmdesk.paths import Home
from rmdesk.settings import Settings


class Secret:
    """A passphrase that can be taken once and is held no longer."""

    def __init__(self, text: str) -> None:
        self._text: str | None = text

    def take(self) -> str | None:
        """Return the passphrase and forget it; None once it was taken."""
        text, self._text = self._text, None
        return text


@dataclass(frozen=True)
class Start:
    """Which store, on which day, with which settings; `today` None is the machine's day.

    `encrypted` asks for the passphrase on the screen where none is given. A demo book is
    made where there is none, and again where `fresh`.
    """

    path: Path
    home: Home
    settings: Settings = field(default_factory=Settings)
    today: date | None = None
    encrypted: bool = False
    passphrase: Secret | None = field(default=None, repr=False)
    demo: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class Place:
    """Where the manager was when the screen was locked: ids and codes only, no data."""

    mode: str
    customer_id: int | None
    sort: str
    opened: bool
