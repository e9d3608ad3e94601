"""One offer of the catalogue: all of its fields, and whom it would fit before it is kept."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

from rmdesk.desk import offer_merging
from rmdesk.errors import BadInput
from rmdesk.i18n import _, money, ngettext
from rmdesk.i18n.words import field as label_of, words
from rmdesk.offers.measures import ABOUT, Unit
from rmdesk.offers.offer import FACTORS, LEVELS, WrittenOffer
from rmdesk.terms import Aspect, CreditUse, Move, OfferFamily
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.log_form import choices

if TYPE_CHECKING:
    from rmdesk.desk.campaigns import Preview
    from rmdesk.desk.drafts import DraftKey

_LANGUAGES = ("en", "zh")
_SHORT = (
    *("cost", "cost_days", "presenting", "minimum", "chance", "sells", "risk", "passes"),
    *("trigger", "excludes"),
)
_HINTS = {
    "minimum": "50000",
    "passes": "complaint",
    "chance": "0.2",
    "risk": "R1 … R5",
    "trigger": "days_to_maturity",
    "valid_from": "2026-12-01",
    "valid_to": "2026-12-31",
}


class OfferForm(Dialog[bool]):
    """ctrl+s shows whom the offer would fit, ctrl+s again keeps it."""

    def __init__(self, offer: WrittenOffer | None, new: bool) -> None:
        super().__init__(_("New offer") if new else _("Offer"))
        kind = "OfferCopy" if new and offer else "OfferForm"
        self._form = f"{kind} {offer.code}" if offer else kind
        self._offer = offer or WrittenOffer("")
        self._new = new
        self._shown_for: WrittenOffer | None = None

    def keys(self) -> str:
        return _("ctrl+s preview, again to save · esc back")

    def draft_key(self) -> "DraftKey | None":
        return verbs.drafts.DraftKey(self._form)

    def rows(self) -> Iterator[Widget]:
        known = self._offer
        code = Input("" if self._new else known.code, disabled=not self._new)
        yield from self._row("code", code)
        for language in _LANGUAGES:
            label = f"{label_of('name')} {language}"
            yield from self.row(f"name-{language}", label, Input(known.names.get(language, "")))
        yield from self._row("family", _select(choices(OfferFamily), known.family))
        yield from self._row("move", _select(choices(Move), known.move))
        yield from self._row("when", TextArea("\n".join(known.when), classes="-long"))
        yield Static(Content(_measures()), classes="hint", markup=False)
        yield from self._row("effects", TextArea("\n".join(known.effects), classes="-long"))
        yield Static(Content(_grammar()), classes="hint", markup=False)
        for name in _SHORT:
            text = str(getattr(known, name))
            yield from self._row(name, Input(text, placeholder=_hint(name)))
        yield from self._row("credit", _select(choices(CreditUse), known.credit))
        for name in ("valid_from", "valid_to"):
            day = getattr(known, name)
            text = day.isoformat() if day else ""
            yield from self._row(name, Input(text, placeholder=_hint(name)))
        for name, codes in (("factor", FACTORS), ("level", LEVELS)):
            named: list[tuple[str, StrEnum]] = [
                (words(Aspect(code)), Aspect(code)) for code in codes
            ]
            yield from self._row(name, _select(named, getattr(known, name)))
        yield from self._texts()
        yield Static("", id="effect", classes="hint", markup=False)

    def _row(self, name: str, widget: Widget) -> Iterator[Widget]:
        yield from self.row(name, label_of(name), widget)

    def _texts(self) -> Iterator[Widget]:
        for name in ("points", "documents"):
            by_language = getattr(self._offer, name)
            for language in _LANGUAGES:
                text = "\n".join(by_language.get(language, ()))
                label = f"{label_of(name)} {language}"
                yield from self.row(f"{name}-{language}", label, TextArea(text))

    def _typed(self, name: str) -> str:
        return self.query_one(f"#field-{name}", Input).value.strip()

    def _lines(self, name: str) -> tuple[str, ...]:
        text = self.query_one(f"#field-{name}", TextArea).text
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    def _chosen(self, name: str) -> str:
        value = self.query_one(f"#field-{name}", Select).value
        return value.value if isinstance(value, StrEnum) else ""

    def _day(self, name: str) -> date | None:
        text = self._typed(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise BadInput(name, "date") from None

    def _written(self) -> WrittenOffer:
        """The offer as it stands in the form. Raises BadInput."""
        texts = {name: self._typed(name) for name in ("code", *_SHORT)}
        names = {lang: self._typed(f"name-{lang}") for lang in _LANGUAGES}
        if not names["en"]:
            raise BadInput("name-en", "missing")
        return WrittenOffer(
            **texts,
            family=self._chosen("family"),
            move=self._chosen("move"),
            when=self._lines("when"),
            effects=self._lines("effects"),
            credit=self._chosen("credit"),
            valid_from=self._day("valid_from"),
            valid_to=self._day("valid_to"),
            factor=self._chosen("factor"),
            level=self._chosen("level"),
            retired=self._offer.retired and not self._new,
            names=dict(self._offer.names) | {k: v for k, v in names.items() if v},
            points=self._by_language("points"),
            documents=self._by_language("documents"),
        )

    def _by_language(self, name: str) -> dict[str, tuple[str, ...]]:
        known = dict(getattr(self._offer, name))
        typed = {lang: self._lines(f"{name}-{lang}") for lang in _LANGUAGES}
        return {k: v for k, v in (known | typed).items() if v}

    async def save(self) -> bool | None:
        written, bridge = self._written(), bridge_of(self)
        if written == self._shown_for:
            opened_with = offer_merging.form_texts(self._offer) | self.opened_with
            await self.write(verbs.offer_catalogue.save, written, self._new, opened_with)
            self.notify(_("Saved. u takes it back."))
            return True
        said = self.query_one("#effect", Static)
        said.update(_("calculating …"))
        try:
            found = await bridge.apart(lambda book, _go_on: verbs.campaigns.preview(book, written))
        finally:
            said.update("")
        self._shown_for = written
        said.update(Content(_fits(found)))
        box = self.query_one(VerticalScroll)
        self.call_after_refresh(box.scroll_end, animate=False, force=True)
        return None


def _hint(name: str) -> str:
    """An example for an empty field."""
    return _("such as {example}").format(example=_HINTS[name]) if name in _HINTS else ""


def _select(known: list[tuple[str, StrEnum]], value: str) -> Select[StrEnum]:
    """A field of codes; the first one where none is known yet."""
    first = next((code for _words, code in known if code == value), known[0][1])
    return Select(known, value=first, allow_blank=False)


def _grammar() -> str:
    """Return the lines that say what an offer does."""
    return _(
        "One line each: move AMOUNT from SOURCE to PRODUCT [at +0.30%] [leaving SHARE] · lend"
        " AMOUNT as PRODUCT · reprice AMOUNT of SOURCE by -0.20% · fee AMOUNT [on PRODUCT] · gain"
        " AMOUNT. SOURCE: current, maturing, loans, deposits, outside."
    )


def _measures() -> str:
    """All measures by name: what conditions and formulas are made of."""
    numbers = [m.value for m, about in ABOUT.items() if about.unit is not Unit.WORDS]
    texts = [m.value for m, about in ABOUT.items() if about.unit is Unit.WORDS]
    return _("Measures: {numbers}. With is, is_not: {words}.").format(
        numbers=", ".join(numbers), words=", ".join(texts)
    )


def _fits(found: "Preview") -> str:
    text = ngettext("Fits {n} customer today", "Fits {n} customers today", found.fits)
    said = text.format(n=found.fits)
    if found.names:
        said += ": " + ", ".join(found.names) + (" …" if found.fits > len(found.names) else "")
    if found.waits:
        said += "; " + _("{n} of them must wait").format(n=found.waits)
    if found.worthless:
        said += "; " + _("for {n} it costs more than it brings").format(n=found.worthless)
    amount = money.whole(found.expected, found.currency)
    said += ". " + _("Expected of all: {amount} a year.").format(amount=amount)
    return said + " " + _("ctrl+s saves it.")
