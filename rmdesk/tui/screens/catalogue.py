"""The catalogue of offers: look, change, copy, retire, and see whom each one fits."""

from itertools import groupby
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.errors import DeskError
from rmdesk.i18n import N_, _
from rmdesk.i18n.words import named, words
from rmdesk.offers.offer import WrittenOffer
from rmdesk.terms import Move, OfferFamily
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, tell
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

# From this many places there is room for whom an offer is for.
_WIDE = 100


class CatalogueScreen(FullScreen[int]):
    """All offers by family. Gives the customer to go to, from a campaign."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False),
        Binding("c", "copy", show=False),
        Binding("x,delete", "retire", show=False),
        Binding("p", "campaign", show=False),
        Binding("i", "take_in", show=False),
        Binding("w", "give_out", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[WrittenOffer, ...] = ()

    def hints(self) -> list[Hint]:
        return [
            ("enter", N_("change"), ""),
            ("n", N_("new"), "screen.new"),
            ("c", N_("copy"), "screen.copy"),
            ("x", N_("retire or bring back"), "screen.retire"),
            ("p", N_("whom it fits"), "screen.campaign"),
            ("i", N_("import"), "screen.take_in"),
            ("w", N_("export"), "screen.give_out"),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the catalogue anew."""
        self._offers = await bridge_of(self).read(verbs.offer_catalogue.written)
        active = sum(not offer.retired for offer in self._offers)
        sub = _("{n} offers, {retired} retired; undo takes a change back").format(
            n=active, retired=len(self._offers) - active
        )
        self.head(_("Catalogue of offers"), sub)
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        found = list[tuple[Row, object]]()
        for (retired, family), offers in groupby(self._offers, lambda o: (o.retired, o.family)):
            title = words(OfferFamily(family))
            if retired:
                title = _("Retired: {family}").format(family=title)
            found.append(([Cell(f" {title}", "heading")], None))
            found += [(_line(offer, places), offer) for offer in offers]
        return found

    @property
    def _offer(self) -> WrittenOffer | None:
        thing = self.query_one(Rows).thing
        return thing if isinstance(thing, WrittenOffer) else None

    @on(Lines.Chosen)
    def _change(self) -> None:
        self._form(self._offer, new=False)

    def action_new(self) -> None:
        self._form(None, new=True)

    def action_copy(self) -> None:
        self._form(self._offer, new=True)

    def _form(self, offer: WrittenOffer | None, new: bool) -> None:
        from rmdesk.tui.screens.offer_form import OfferForm

        if offer is not None or new:
            self.app.push_screen(OfferForm(offer, new), self._changed)

    def _changed(self, changed: bool | None) -> None:
        if changed:
            self.load()

    @work
    async def action_retire(self) -> None:
        if (offer := self._offer) is None:
            return
        try:
            write = bridge_of(self).write
            await write(verbs.offer_catalogue.retire, offer.code, not offer.retired)
        except DeskError as error:
            tell(self, error)
        self.load()

    def action_campaign(self) -> None:
        from rmdesk.tui.screens.campaign import CampaignScreen

        offer = self._offer
        if offer is not None and not offer.retired:
            self.app.push_screen(CampaignScreen(offer.code), self._go_to)

    def _go_to(self, customer_id: int | None) -> None:
        if customer_id is not None:
            self.dismiss(customer_id)

    def action_take_in(self) -> None:
        from rmdesk.tui.screens.offer_file import OfferFile

        self.app.push_screen(OfferFile(_("Import a catalogue"), self._take_in), self._changed)

    async def _take_in(self, path: Path) -> str:
        counts = await bridge_of(self).write(verbs.offer_catalogue.take_in, [path])
        return _("{new} new, {changed} changed, {same} as they were").format(**counts)

    def action_give_out(self) -> None:
        from rmdesk.tui.screens.offer_file import OfferFile

        self.app.push_screen(OfferFile(_("Export the catalogue"), self._give_out))

    async def _give_out(self, path: Path) -> str:
        count = await bridge_of(self).read(verbs.offer_catalogue.give_out, path)
        return _("{n} offers written to {path}").format(n=count, path=path)


def _line(offer: WrittenOffer, places: int) -> Row:
    wide = places >= _WIDE
    name = max(16, min(40, places // 3 if wide else places - 50))
    return [
        Cell(f"   {fit(named(offer.names), name)} ", "dim" if offer.retired else "bright"),
        Cell(f"{fit(words(Move(offer.move)), 11)} ", "dim"),
        Cell(fit(" · ".join(offer.effects), 34) + " ", "good"),
        Cell(" · ".join(offer.when) if wide else "", ""),
    ]
