"""Why a month is not what it was: deed by deed, from what to what, and by which postings."""

from datetime import date
from typing import TYPE_CHECKING

from textual import work

from rmdesk.i18n import N_, _, dates, money
from rmdesk.i18n.history import label_words
from rmdesk.i18n.words import cause, words
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell

if TYPE_CHECKING:
    from rmdesk.desk.restating import LatePosting, MonthHistory, Restatement


class RestatedScreen(FullScreen[None]):
    """What changed one month of a customer since it ended."""

    def __init__(self, customer_id: int, name: str, month: date) -> None:
        super().__init__()
        self._customer_id, self._whose, self._month = customer_id, name, month
        self._history: MonthHistory | None = None

    def hints(self) -> list[Hint]:
        return [("esc", N_("back"), "screen.back")]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read what changed the month."""
        read = bridge_of(self).read
        self._history = await read(verbs.restating.history, self._customer_id, self._month)
        month = dates.month(self._month)
        self.head(
            _("{month} · {name}").format(month=month, name=self._whose),
            _("what changed it since it ended"),
        )
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        assert self._history is not None
        found: list[tuple[Row, object]] = []
        for change in self._history.changes:
            found.append((_change(change, self._history.currency, places), -1))
            found += [(_posting(posting, places), -1) for posting in change.postings]
        if not found:
            found.append(([Cell(" " + _("Nothing changed it since."), "dim")], None))
        return found


def _change(change: "Restatement", currency: str, places: int) -> Row:
    label = label_words(change.act, change.label)
    what = words(change.act) + (f" · {label}" if label else "")
    row = [
        Cell(f" {dates.full(change.at.date())}  ", "dim"),
        Cell(fit(what, max(10, places - 62)), "bright"),
    ]
    if change.before is not None and change.after is not None:
        before, now = (money.amount(m, currency) for m in (change.before, change.after))
        difference = change.after - change.before
        row += [
            Cell(fit(f"{before} → {now}", 28, right=True)),
            Cell(
                fit(money.amount(difference, currency, sign=True), 14, right=True),
                "bad" if difference < 0 else "good",
            ),
        ]
    return row


def _posting(posting: "LatePosting", places: int) -> Row:
    booked = ""
    if posting.booked is not None:
        booked = " " + _("(booked {day})").format(day=dates.full(posting.booked))
    text = f"{dates.full(posting.day)}{booked}  {cause(posting.kind)}  {posting.text}"
    amount = money.amount(posting.minor, posting.currency, sign=True)
    return [
        Cell("     "),
        Cell(fit(text, max(10, places - 44))),
        Cell(fit(posting.account, 18), "dim"),
        Cell(fit(amount, 18, right=True), "bad" if posting.minor < 0 else ""),
    ]
