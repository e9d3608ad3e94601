"""Products and their rates: Enter changes them from a day on, and shows first what that does."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from rmdesk.errors import BadInput
from rmdesk.i18n import N_, _, dates, money
from rmdesk.i18n.words import words
from rmdesk.terms import InterestMode
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.rates import ProductView, RateLine

_PERCENT = 10_000
_NAME = 26


class ProductsScreen(FullScreen[None]):
    """Each product with the rates in force, and the earlier ones below."""

    def __init__(self) -> None:
        super().__init__()
        self._products: tuple[ProductView, ...] = ()

    def hints(self) -> list[Hint]:
        return [("enter", N_("change the rates"), ""), ("esc", N_("back"), "screen.back")]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the products anew."""
        self._products = await bridge_of(self).read(verbs.rates.products)
        self.head(_("Products"), _("rates in percent a year; undo takes a change back"))
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        found: list[tuple[Row, object]] = []
        kind_places = 16 if places >= 100 else 0
        indent = _NAME + kind_places + 11
        for product in self._products:
            first, *earlier = [_rates(rate, product) for rate in product.rates] or [
                _("no rates yet")
            ]
            row = [
                Cell(" " + fit(product.name or product.code, _NAME), "bright"),
                Cell(fit(words(product.kind), kind_places), "dim"),
                Cell(fit(f"{product.accounts:,}", 8, right=True) + "  ", "dim"),
                Cell(fit(first, places - indent)),
            ]
            found.append((row, product))
            for line in earlier:
                found.append(([Cell(" " * indent + fit(line, places - indent), "dim")], None))
        return found

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        index = self.query_one(Rows).thing
        product = next((p for p in self._products if p is index), None)
        if product is not None:
            self.app.push_screen(RateForm(product), self._changed)

    def _changed(self, changed: bool | None) -> None:
        if changed:
            self.load()


def _rates(rate: "RateLine", product: "ProductView") -> str:
    """A product's rates on one line, as much as the kind of product has."""
    parts = []
    if rate.ftp_ppm is not None:
        parts.append(_("transfer {rate}").format(rate=money.percent(rate.ftp_ppm, 2)))
    if product.interest is InterestMode.POSTED:
        parts.append(_("customer as posted"))
    elif rate.rate_ppm is not None:
        parts.append(_("customer {rate}").format(rate=money.percent(rate.rate_ppm, 2)))
    if rate.trailer_ppm:
        parts.append(_("assets {rate}").format(rate=money.percent(rate.trailer_ppm, 2)))
    if rate.valid_from.year > 1900:
        parts.append(_("from {day}").format(day=dates.full(rate.valid_from)))
    return " · ".join(parts)


class RateForm(Dialog[bool]):
    """The rates of one product from a day on; ctrl+s shows what that does, again it saves."""

    def __init__(self, product: "ProductView") -> None:
        super().__init__(_("Rates · {name}").format(name=product.name or product.code))
        self._product = product
        self._shown: RateLine | None = None

    def keys(self) -> str:
        return _("ctrl+s what it does, again save · esc cancel")

    def rows(self) -> Iterator[Widget]:
        rates = self._product.rates
        known = rates[0] if rates else None
        yield from self.row("valid_from", _("From"), Input(placeholder="2026-12-01"))
        fields = (
            ("ftp", _("Transfer price %"), known.ftp_ppm if known else None),
            ("rate", _("Customer rate %"), known.rate_ppm if known else None),
            ("trailer", _("On assets %"), known.trailer_ppm if known else None),
            ("fee_share", _("Share of fees %"), known.fee_share_ppm if known else 1_000_000),
        )
        for name, label, ppm in fields:
            yield from self.row(name, label, Input(_text(ppm)))
        yield Static("", id="effect", classes="hint", markup=False)

    async def save(self) -> bool | None:
        line, code = self._line(), self._product.code
        bridge = bridge_of(self)
        if line == self._shown:
            self.query_one("#effect", Static).update(_("reckoning …"))
            await bridge.apart(lambda book, _go_on: verbs.rates.change(book, code, line))
            self.notify(_("Rates changed. u on the desk takes it back."))
            return True
        self.query_one("#effect", Static).update(_("reckoning …"))
        found = await bridge.apart(lambda book, _go_on: verbs.rates.effect(book, code, line))
        self._shown = line
        before, now = (money.whole(m, found.currency) for m in (found.before, found.now))
        difference = money.whole(found.now - found.before, found.currency, sign=True)
        text = _("The book's last 12 months: {before} → {now} ({difference}). ctrl+s saves it.")
        said = text.format(before=before, now=now, difference=difference)
        self.query_one("#effect", Static).update(Content(said))
        return None

    def _line(self) -> "RateLine":
        try:
            day = date.fromisoformat(self._typed("valid_from"))
        except ValueError:
            raise BadInput("valid_from", "date") from None
        return verbs.rates.RateLine(
            valid_from=day,
            ftp_ppm=self._ppm("ftp"),
            rate_ppm=self._ppm("rate"),
            trailer_ppm=self._ppm("trailer") or 0,
            fee_share_ppm=self._ppm("fee_share") or 0,
        )

    def _typed(self, name: str) -> str:
        return self.query_one(f"#field-{name}", Input).value.strip().rstrip("% ")

    def _ppm(self, name: str) -> int | None:
        """Percent as millionths; None for an empty field."""
        if not (text := self._typed(name)):
            return None
        try:
            value = Decimal(text) * _PERCENT
        except InvalidOperation:
            raise BadInput(name, "number") from None
        if value != int(value) or abs(value) > 100 * _PERCENT:
            raise BadInput(name, "number")
        return int(value)


def _text(ppm: int | None) -> str:
    return "" if ppm is None else f"{Decimal(ppm) / _PERCENT:f}"
