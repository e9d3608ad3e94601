"""A campaign: one offer and all whom it fits, or the week's best of all; one key for each."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.errors import DeskError, StoreBusy
from rmdesk.i18n import N_, _, money, ngettext
from rmdesk.i18n.words import named
from rmdesk.terms import ProposalStatus
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, tell
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.screens.presenting import present
from rmdesk.tui.sentences import likely, why
from rmdesk.tui.text import bar, fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.campaigns import CampaignLine, CampaignView

_BAR = 12
# From this many places there is room for the tier and for how sure a chance is.
_WIDE = 100


class CampaignScreen(FullScreen[int]):
    """Best first; p presents and goes on to the next. Gives the customer to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,space", "present", show=False),
        Binding("s", "skip", show=False),
        Binding("o", "offers", show=False),
    ]

    def __init__(self, offer: str = "") -> None:
        super().__init__()
        self._offer = offer
        self._view: CampaignView | None = None
        self._gone: set[int] = set()
        self._presented = 0

    def hints(self) -> list[Hint]:
        return [
            ("p", N_("present, next one"), "screen.present"),
            ("s", N_("skip"), "screen.skip"),
            ("o", N_("all of its offers"), "screen.offers"),
            ("enter", N_("go to the customer"), ""),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Look at the whole book, beside whatever else is done."""
        with self.patience(_("Campaign")):
            try:
                self._view = await bridge_of(self).apart(
                    lambda book, _go_on: verbs.campaigns.look(book, self._offer)
                )
            except DeskError as error:
                tell(self, error)
                self.dismiss(None)
                return
        self._gone.clear()
        self._presented = 0
        self._show()
        self.be_ready()
        shown = [(line.customer_id, line.suggestion) for line in self._view.lines]
        try:
            await bridge_of(self).write(verbs.proposals.log_listed, shown)
        except StoreBusy:
            return  # What was listed is worth no waiting; everything else is told.

    def _show(self) -> None:
        view = self._view
        assert view is not None
        name = named(view.names) if view.names else _("the best of this week")
        self.head(_("Campaign · {name}").format(name=name), self._progress(view))
        self.query_one(Rows).show("", self._rows)

    def _progress(self, view: "CampaignView") -> str:
        counts, left = view.counts, len(view.lines) - len(self._gone)
        done = sum(counts.values()) + self._presented
        parts = [
            bar(done, max(1, done + left), _BAR),
            ngettext("{n} still fits", "{n} still fit", left).format(n=left),
            _("{n} presented").format(n=done),
            _("{n} accepted").format(n=counts.get(ProposalStatus.ACCEPTED, 0)),
            _("{n} more this week").format(n=max(0, view.week_left - self._presented)),
            _("{amount} expected of all").format(amount=money.short(view.expected, view.currency)),
        ]
        return " · ".join(part for part in parts if part)

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        view = self._view
        assert view is not None
        lines = [line for line in view.lines if line.customer_id not in self._gone]
        if not lines:
            text = _("It fits nobody else now.") if view.offer else self._nothing_left()
            return [([Cell(" " + text, "dim")], None)]
        return [(_line(line, places, view.currency, not view.offer), line) for line in lines]

    def _nothing_left(self) -> str:
        assert self._view is not None
        if not self._view.week_left:
            return _("This week's proposals are made; the rules for offers (P) say how many.")
        return _("Nothing fits anybody now.")

    @property
    def _chosen(self) -> "CampaignLine | None":
        thing = self.query_one(Rows).thing
        lines = self._view.lines if self._view else ()
        return next((line for line in lines if line is thing), None)

    def action_present(self) -> None:
        if (line := self._chosen) is not None:
            present(self, line.customer_id, line.suggestion, line.name, self._presented_to(line))

    def _presented_to(self, line: "CampaignLine") -> "Callable[[bool], None]":
        """Return what goes on to the next customer once this one is presented to."""

        def go_on(presented: bool) -> None:
            if presented:
                self._presented += 1
                self._take_out(line)

        return go_on

    def action_skip(self) -> None:
        if (line := self._chosen) is not None:
            self._take_out(line)

    def _take_out(self, line: "CampaignLine") -> None:
        self._gone.add(line.customer_id)
        self._show()

    def action_offers(self) -> None:
        from rmdesk.tui.screens.offers import OffersScreen

        if (line := self._chosen) is not None:
            self.app.push_screen(OffersScreen(line.customer_id), self._seen)

    def _seen(self, _none: None) -> None:
        self.load()

    @on(Lines.Chosen)
    def _go_to(self) -> None:
        if (line := self._chosen) is not None:
            self.dismiss(line.customer_id)


def _line(line: "CampaignLine", places: int, currency: str, with_name: bool) -> Row:
    suggestion = line.suggestion
    worth = money.short(suggestion.expected, currency, sign=True)
    reasons = " · ".join(why(suggestion, currency))
    if with_name:
        reasons = f"{named(suggestion.names)}: {reasons}"
    name = max(10, min(24, places // 4))
    wide = places >= _WIDE
    tier = f"{fit(line.tier, 10)} " if wide else ""
    chance = fit(likely(suggestion), 26) if wide else fit(money.percent(suggestion.chance.ppm), 6)
    return [
        Cell(f" {fit(line.name, name)} ", "bright"),
        Cell(tier, "dim"),
        Cell(f"{fit(worth, 8, right=True)}  ", "good"),
        Cell(f"{chance} ", ""),
        Cell(reasons),
    ]
