"""The book as a whole: by tier, stage and product, on whom it rests, who loses, what changed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.i18n import N_, _, dates, money
from rmdesk.i18n.words import words
from rmdesk.terms import Component
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.sentences import returns
from rmdesk.tui.text import bar, fit, spark
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.value_views import ValueLine
    from rmdesk.desk.worth import (
        BookWorth,
        ChangeLine,
        GroupLine,
        LossLine,
        ProductPart,
        RiskLine,
        WorkLine,
    )

Drawn = list[tuple[Row, object]]
_PAGES = (N_("Where from"), N_("On whom"), N_("Losses"), N_("Risk"), N_("Changes"), N_("Work"))
_NAME = 26


class BookScreen(FullScreen[int]):
    """Gives the id of a customer to go to, None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"page({n - 1})", show=False) for n in range(1, len(_PAGES) + 1)),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._worth: BookWorth | None = None
        self._page = 0

    def hints(self) -> list[Hint]:
        return [
            ("1-6", N_("page"), ""),
            ("enter", N_("open the customer"), ""),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the book's worth."""
        self._worth = worth = await bridge_of(self).apart(
            lambda book, _go_on: verbs.worth.look(book)
        )
        total = money.amount(worth.contribution, worth.currency)
        period = _("{first} to {last}").format(
            first=dates.full(worth.first), last=dates.full(worth.last)
        )
        change = money.change(worth.contribution, worth.previous)
        parts = [f"{total} {worth.currency}", change, period]
        self.head(_("The whole book"), " · ".join(part for part in parts if part))
        self._show()
        self.be_ready()

    def _show(self) -> None:
        tabs = "  ".join(
            f"{'▸' if n == self._page else ' '}{n + 1} {_(name)}" for n, name in enumerate(_PAGES)
        )
        self.query_one(Rows).show(tabs, self._rows)

    def action_page(self, page: int) -> None:
        self._page = page
        self._show()

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        thing = self.query_one(Rows).thing
        if isinstance(thing, int) and thing > 0:
            self.dismiss(thing)

    def _rows(self, places: int) -> Drawn:
        assert self._worth is not None
        pages = (_where_from, _on_whom, _losses, _risks, _changes, _work)
        return pages[self._page](self._worth, places)


def _heading(title: str, rows: Iterable[Row]) -> Drawn:
    """A heading and its lines, which lead nowhere; the cursor may stand on them all the same."""
    found: Drawn = [([Cell(f" {title}", "heading")], None)]
    return found + [(row, -1) for row in rows]


def _where_from(worth: "BookWorth", places: int) -> Drawn:
    amounts = [line.contribution for line in (*worth.by_tier, *worth.by_stage)]
    amounts += [line.contribution for line in worth.by_product]
    amounts += [line.minor for line in worth.report.lines]
    most = max(map(abs, amounts), default=0)

    def group(line: "GroupLine") -> Row:
        label = words(line.stage) if line.stage else line.label or _("no tier")
        change = money.change(line.contribution, line.previous)
        return _measured(label, line.customers, line.contribution, change, most, places, worth)

    def product(line: "ProductPart") -> Row:
        label = line.name or line.code or _("work and offers")
        return _measured(label, line.customers, line.contribution, "", most, places, worth)

    def component(line: "ValueLine") -> Row:
        what = line.component or Component.FEES
        return _component(what, line.minor, most, places, worth)

    return [
        *_heading(_("By component"), map(component, worth.report.lines)),
        *_heading(_("By tier"), map(group, worth.by_tier)),
        *_heading(_("By product"), map(product, worth.by_product)),
        *_heading(_("By stage"), map(group, worth.by_stage)),
    ]


def _measured(
    label: str, count: int, minor: int, change: str, most: int, places: int, worth: "BookWorth"
) -> Row:
    return [
        Cell("   " + fit(label, _NAME)),
        Cell(fit(f"{count:,}", 8, right=True) + "  ", "dim"),
        Cell(fit(money.whole(minor, worth.currency), 14, right=True), _style(minor)),
        Cell(fit(change, 10, right=True) + "  ", "dim"),
        Cell(bar(minor, most, max(4, places - _NAME - 41)), _bar(minor)),
    ]


def _component(component: Component, minor: int, most: int, places: int, worth: "BookWorth") -> Row:
    return [
        Cell("   " + fit(words(component), _NAME + 10)),
        Cell(fit(money.whole(minor, worth.currency), 14, right=True), _style(minor)),
        Cell(" " * 12 + bar(minor, most, max(4, places - _NAME - 41)), component.value),
    ]


def _style(minor: int) -> str:
    return "bad" if minor < 0 else "bright"


def _bar(minor: int) -> str:
    return "bad" if minor < 0 else "deposit_margin"


def _on_whom(worth: "BookWorth", places: int) -> Drawn:
    share = worth.makes_most * 1_000_000 // worth.customers if worth.customers else 0
    most = [
        Cell(
            "   " + _("{n} of {count} customers").format(n=worth.makes_most, count=worth.customers)
        ),
        Cell("  " + _("{share} of them, bring 80 %").format(share=money.percent(share)), "dim"),
    ]
    largest = [
        [
            Cell("   " + fit(text, _NAME)),
            Cell(fit(money.percent(part), 8, right=True) + "  ", "bright"),
            Cell(bar(part, 1_000_000, max(4, places - _NAME - 16)), "deposit_margin"),
        ]
        for text, part in zip(
            (_("the largest customer"), _("the largest five"), _("the largest ten")),
            worth.largest,
            strict=True,
        )
    ]
    top = max(worth.curve, default=0)
    curve = [
        [
            Cell("   " + fit(_("the best {share}").format(share=f"{step * 10} %"), _NAME)),
            Cell(fit(money.percent(part), 8, right=True) + "  ", "bright"),
            Cell(bar(part, top, max(4, places - _NAME - 16)), "loan_margin"),
        ]
        for step, part in enumerate(worth.curve, 1)
    ]
    return [
        *_heading(_("Most of it"), [most]),
        *_heading(_("Concentration"), largest),
        *_heading(_("Pareto curve") + "  " + spark(worth.curve, len(worth.curve)), curve),
    ]


def _losses(worth: "BookWorth", _places: int) -> Drawn:
    def row(line: "LossLine") -> Row:
        cause = _("most of it {what}, {amount}").format(
            what=words(line.component), amount=money.whole(line.minor, worth.currency)
        )
        return [
            Cell("   " + fit(line.name, _NAME), "bright"),
            Cell(fit(money.whole(line.contribution, worth.currency), 14, right=True), "bad"),
            Cell(f"  {cause}", "dim"),
        ]

    if not worth.loss_makers:
        return [([Cell(" " + _("Nobody costs more than they bring."), "dim")], None)]
    title = _("{n} customers cost more than they bring, {amount} together").format(
        n=worth.loss_makers, amount=money.whole(worth.loss, worth.currency)
    )
    found: Drawn = [([Cell(f" {title}", "heading")], None)]
    return found + [(row(line), line.id) for line in worth.losses]


def _risks(worth: "BookWorth", places: int) -> Drawn:
    """What is expected to be lost and by whom, and what the capital earns."""
    report = worth.report
    amount = money.whole
    capital = [
        (_("contribution"), report.total),
        (words(Component.CAPITAL_CHARGE), report.charge),
        (_("after capital"), report.after_capital),
    ]
    lines: list[Row] = [
        [
            Cell("   " + fit(label, _NAME + 10)),
            Cell(fit(amount(minor, worth.currency), 14, right=True), _style(minor)),
        ]
        for label, minor in capital
    ]
    if ratios := returns(report.raroc_ppm, report.cost_income_ppm):
        lines.append([Cell(f"   {ratios}", "dim")])

    def row(line: "RiskLine") -> Row:
        status = "! " + words(line.status) if line.status else ""
        after = _("contribution {amount}").format(amount=amount(line.contribution, worth.currency))
        return [
            Cell("   " + fit(line.name, _NAME), "bright"),
            Cell(fit(amount(line.loss, worth.currency), 14, right=True), "bad"),
            Cell(fit(f"  {status}", 16), "warn"),
            Cell(fit(after, places - _NAME - 33), "dim"),
        ]

    found = _heading(_("Capital"), lines)
    found.append(([Cell(" " + _("Expected loss, the largest"), "heading")], None))
    if not worth.risks:
        found.append(
            ([Cell("   " + _("None: nobody owes anything that bears risk."), "dim")], None)
        )
    return found + [(row(line), line.id) for line in worth.risks]


def _changes(worth: "BookWorth", _places: int) -> Drawn:
    def row(line: "ChangeLine") -> Row:
        difference = line.contribution - line.previous
        style = "good" if difference > 0 else "bad"
        return [
            Cell("   " + fit(line.name, _NAME), "bright"),
            Cell(
                fit(money.whole(difference, worth.currency, sign=True), 14, right=True) + "  ",
                style,
            ),
            Cell(fit(money.whole(line.previous, worth.currency), 14, right=True), "dim"),
            Cell(" → ", "dim"),
            Cell(money.whole(line.contribution, worth.currency)),
        ]

    found: Drawn = []
    for title, lines in ((_("Risen most"), worth.risers), (_("Fallen most"), worth.fallers)):
        found.append(([Cell(f" {title}", "heading")], None))
        found += [(row(line), line.id) for line in lines]
    return found


def _work(worth: "BookWorth", _places: int) -> Drawn:
    """What a piece of each kind of work costs and brings, and on how many that rests."""

    def amount(minor: int, count: int) -> str:
        return fit(money.whole(round(minor / count), worth.currency), 12, right=True)

    def row(line: "WorkLine") -> Row:
        each = line.cost + line.brought
        rest = _("of {n}; {successes} were followed by an account within 30 days").format(
            n=line.count, successes=line.successes
        )
        return [
            Cell("   " + fit(words(line.kind), 16), "bright"),
            Cell(amount(line.cost, line.count), "dim"),
            Cell(amount(line.brought, line.count), "good" if line.brought > 0 else "dim"),
            Cell(amount(each, line.count), "bad" if each < 0 else "bright"),
            Cell(f"  {rest}", "dim"),
        ]

    head = [Cell(" " + fit(_("One piece of work"), 18), "heading")]
    for name in (_("costs"), _("brings"), _("is worth")):
        head.append(Cell(fit(name, 12, right=True), "dim"))
    return [(head, None), *((row(line), -1) for line in worth.work)]
