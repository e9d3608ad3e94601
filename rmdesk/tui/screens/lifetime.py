"""Lifetime value of one customer: what is still to come, how sure, and what could be done."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from rmdesk.errors import BadInput, DeskError
from rmdesk.i18n import N_, _, dates, money, ngettext
from rmdesk.i18n.words import words
from rmdesk.terms import CustomerKind
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.lifetime_sentences import lifetime_assumptions, lifetime_parts
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import bar, fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell

if TYPE_CHECKING:
    from rmdesk.desk.lifetimes import LifetimeView, Wish

Drawn = list[tuple[Row, object]]
_LABEL = 32
_YEARS = (0, 1, 2, 3, 4, 5)


class LifetimeScreen(FullScreen[None]):
    """`w` asks what would be if; the answer stands beside what is expected now."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "what_if", show=False)]

    def __init__(self, customer_id: int) -> None:
        super().__init__()
        self._customer_id = customer_id
        self._now: LifetimeView | None = None
        self._then: LifetimeView | None = None

    def hints(self) -> list[Hint]:
        return [("w", N_("what if …"), "screen.what_if"), ("esc", N_("back"), "screen.back")]

    def begin(self) -> None:
        self.load(None)

    @work(group="load", exclusive=True)
    async def load(self, wish: "Wish | None") -> None:
        """Read the customer's lifetime value, and what it would be with a wish come true."""
        read = bridge_of(self).read
        try:
            self._now = await read(verbs.lifetimes.look, self._customer_id)
            self._then = None
            if wish is not None:
                self._then = await read(verbs.lifetimes.look, self._customer_id, wish)
        except DeskError:
            self.notify(_("There is no lifetime value of this customer yet."), severity="warning")
            self.leave(None)
            return
        text = _("estimated {day}").format(day=dates.full(self._now.estimated))
        self.head(_("Lifetime value · {name}").format(name=self._now.name), text)
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> Drawn:
        assert self._now is not None
        return [
            *_values(self._now, self._then),
            *_parts(self._then or self._now),
            *_month(self._now),
            *_stay(self._now, places),
            *_spending(self._now),
            *_assumptions(self._now),
        ]

    def action_what_if(self) -> None:
        self.app.push_screen(WhatIf(self._customer_id), self._wished)

    def _wished(self, wish: "Wish | None") -> None:
        if wish is not None:
            self.load(wish)


def _values(now: "LifetimeView", then: "LifetimeView | None") -> Drawn:
    """What is still to come within each horizon, and its interval at 80 %."""
    title = _("Still to come after expected loss and cost of capital")
    sure = _("80 % range")
    found: Drawn = [([Cell(" " + title, "heading"), Cell(f"  {sure}", "dim")], None)]
    labels = (_("in one year"), _("in three years"), _("in five years"))
    for place, label in enumerate(labels):
        outlook = now.outlook
        value = outlook.values[place]
        row = [_label(label), Cell(_amount(value, now.currency), "bright")]
        if then is not None:
            row += _then(value, then.outlook.values[place], now.currency)
        else:
            row.append(_range(outlook.lows[place], outlook.highs[place], now.currency))
        found.append((row, -1))
    if then is not None:
        found.append((_interval(then), -1))
    return found


def _interval(then: "LifetimeView") -> Row:
    """The interval of the longest horizon, with a wish come true."""
    between = _range(then.outlook.low, then.outlook.high, then.currency)
    return [_label(_("in five years, 80 % range")), Cell("  →", "dim"), between]


def _range(low: int, high: int, currency: str) -> Cell:
    between = _("{low} to {high}").format(
        low=money.whole(low, currency), high=money.whole(high, currency)
    )
    return Cell(f"  {between}", "dim")


def _label(text: str) -> Cell:
    return Cell("   " + fit(text, _LABEL))


def _amount(minor: int, currency: str) -> str:
    return fit(money.whole(minor, currency), 14, right=True)


def _parts(view: "LifetimeView") -> Drawn:
    """Of what five years bring: what is agreed already, what may be renewed, what may leave."""
    found: Drawn = [([Cell(" " + _("Of five years"), "heading")], None)]
    for label, minor, note in lifetime_parts(view):
        row = [_label(label), Cell(_amount(minor, view.currency)), Cell(f"  {note}", "dim")]
        found.append((row, -1))
    return found


def _assumptions(view: "LifetimeView") -> Drawn:
    found: Drawn = [([Cell(" " + _("Assumed"), "heading")], None)]
    return [*found, *(([Cell("   " + text, "dim")], -1) for text in lifetime_assumptions(view))]


def _then(now: int, then: int, currency: str) -> list[Cell]:
    difference = money.whole(then - now, currency, sign=True)
    return [
        Cell("  → ", "dim"),
        Cell(fit(money.whole(then, currency), 14, right=True), "bright"),
        Cell(fit(difference, 14, right=True), "good" if then >= now else "bad"),
    ]


def _month(view: "LifetimeView") -> Drawn:
    """What a month brings, own and of its like, and how far each is believed."""

    def row(label: str, minor: float, note: str) -> tuple[Row, object]:
        amount = fit(money.whole(round(minor), view.currency), 14, right=True)
        return [Cell("   " + fit(label, _LABEL)), Cell(amount), Cell(f"  {note}", "dim")], -1

    margin = view.margin
    weight = money.percent(round(margin.weight * 1_000_000))
    rest = money.percent(round((1 - margin.weight) * 1_000_000))
    like = " · ".join(_segment_word(part) for part in view.segment) or _("the whole book")
    return [
        ([Cell(" " + _("Open-ended money, per month"), "heading")], None),
        row(_("the last two months"), margin.own, _("weight {share}").format(share=weight)),
        row(like, margin.segment, _("weight {share}").format(share=rest)),
        row(_("expected"), margin.estimate, ""),
    ]


def _segment_word(part: str) -> str:
    kinds = {kind.value: kind for kind in CustomerKind}
    return words(kinds[part]) if part in kinds else part


def _stay(view: "LifetimeView", places: int) -> Drawn:
    title = _("Stays: {months} of 60 months expected").format(
        months=round(view.outlook.active_months)
    )
    found: Drawn = [([Cell(f" {title}", "heading")], None)]
    found.append(([Cell("   " + words(view.model), "dim")], -1))
    for year in _YEARS:
        chance = view.presence[12 * year]
        ppm = round(chance * 1_000_000)
        label = ngettext("after {n} year", "after {n} years", year).format(n=year)
        label = label if year else _("now")
        row = [
            Cell("   " + fit(label, _LABEL)),
            Cell(fit(money.percent(ppm), 14, right=True) + "  "),
            Cell(bar(ppm, 1_000_000, max(4, places - _LABEL - 24)), "asset_fees"),
        ]
        found.append((row, -1))
    return found


def _spending(view: "LifetimeView") -> Drawn:
    """What is still to come of purchases by card."""
    card = view.spending
    if card is None:
        return []
    until = _("on {n} days, the last {day}").format(n=card.days, day=dates.full(card.last))
    found: Drawn = [([Cell(" " + _("Purchases by card"), "heading")], None)]
    for label, minor, note in (
        (_("per day with purchases so far"), card.mean, until),
        (
            _("per day with purchases to come"),
            card.expected_mean,
            _("{n} days expected in one year").format(n=f"{card.expected:.1f}"),
        ),
        (
            _("in one year"),
            card.expected_minor,
            _("from the purchases of {n} customers").format(n=f"{card.customers:,}"),
        ),
    ):
        amount = fit(money.whole(minor, view.currency), 14, right=True)
        row = [Cell("   " + fit(label, _LABEL)), Cell(amount), Cell(f"  {note}", "dim")]
        found.append((row, -1))
    return found


class WhatIf(Dialog["Wish"]):
    """What could be done for a customer: more deposits, a product more, better kept."""

    def __init__(self, customer_id: int) -> None:
        super().__init__(_("What if …"), customer_id)

    def keys(self) -> str:
        return _("ctrl+s calculate · esc back")

    def rows(self) -> Iterator[Widget]:
        hint = _("in units, such as 200000")
        yield from self.row("deposits", _("Additional deposits"), Input(placeholder=hint))
        hint = _("a year, in units, such as 1200")
        yield from self.row("yearly", _("A product brings"), Input(placeholder=hint))
        hint = _("percent of those who leave, such as 20")
        yield from self.row("retention", _("Fewer leave by"), Input(placeholder=hint))

    async def save(self) -> "Wish":
        return verbs.lifetimes.Wish(
            deposits=self._number("deposits"),
            yearly=self._number("yearly"),
            retention_percent=self._number("retention", 100),
        )

    def _number(self, name: str, most: int = 10**12) -> int:
        text = self.query_one(f"#field-{name}", Input).value.replace(",", "").strip() or "0"
        sign = -1 if text.startswith("-") else 1
        digits = text.lstrip("+-")
        if not digits.isdecimal() or len(digits) > 20 or int(digits) > most:
            raise BadInput(name, "number")
        return sign * int(text.lstrip("+-"))
