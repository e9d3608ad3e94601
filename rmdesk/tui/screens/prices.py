"""What the bank sets, table by table: each line can be changed from a day on, or taken out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from rmdesk.i18n import N_, _, ngettext, prices as names
from rmdesk.tui import verbs
from rmdesk.tui.asking import app_of, bridge_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.screens.new_parameters import NewParametersDialog
from rmdesk.tui.sentences import effect_line
from rmdesk.tui.text import fit, width
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.header import reckoning
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.drafts import DraftKey
    from rmdesk.desk.new_parameters import NewParameter
    from rmdesk.desk.prices import Change, PriceLine, PriceTable, Removal

_GAP = 2
_LEAST_HEAD = 9
_SINCE_EVER = "1900-01-01"


class PricesScreen(FullScreen[None]):
    """One table at a time; left and right go to the others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h,shift+tab", "turn(-1)", show=False),
        Binding("right,l,tab", "turn(1)", show=False),
        Binding("n", "new", show=False),
        Binding("x,delete", "remove", show=False),
        Binding("t", "take", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._tables: list[PriceTable] = []
        self._new: tuple[NewParameter, ...] = ()
        self._page = 0

    def hints(self) -> list[Hint]:
        return [
            ("← →", N_("table"), ""),
            ("enter", N_("change"), ""),
            ("n", N_("new"), "screen.new"),
            ("x", N_("take out"), "screen.remove"),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.watch(self.app, "catching_up", self._caught_up, init=False)
        self.load()

    def reread(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the tables again."""
        order = names.in_order()
        found = await bridge_of(self).read(verbs.prices.tables)
        self._tables = sorted(found, key=lambda table: order.index(table.name))
        self._new = await bridge_of(self).read(verbs.new_parameters.list_new)
        self._show()
        self.be_ready()

    def _show(self) -> None:
        table = self._table
        self._caught_up(app_of(self).catching_up)
        title = f"{self._page + 1}/{len(self._tables)} {names.table(table.name)}"
        self.query_one(Rows).show(f"‹ {title} ›", self._rows)

    def _caught_up(self, percent: int | None) -> None:
        hint = _("each holds from its day on; undo takes a change back")
        if self._new:
            text = ngettext(
                "the catalogue has {n} new parameter: t shows what it does",
                "the catalogue has {n} new parameters: t shows what they do",
                len(self._new),
            )
            hint = text.format(n=len(self._new))
        self.head(_("Prices"), hint if percent is None else reckoning(percent))

    @property
    def _table(self) -> "PriceTable":
        return self._tables[self._page]

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        table = self._table
        heads = [names.column(table.name, f.name) for f in table.fields]
        shown = [tuple(map(_shown, line.texts)) for line in table.lines]
        widths = _widths(heads, shown, places)

        def cells(texts: tuple[str, ...], style: str = "") -> Row:
            found = [Cell(" ")]
            for n, text in enumerate(texts):
                right = table.fields[n].number
                cut = fit(text, widths[n] - _GAP, right=right) + " " * _GAP
                found.append(Cell(cut, style or ("bright" if n == 0 else "")))
            return found

        lines: list[tuple[Row, object]] = [(cells(tuple(heads), "dim"), None)]
        lines += [(cells(t), line) for t, line in zip(shown, table.lines, strict=True)]
        if not table.lines:
            lines.append(([Cell(" " + _("Nothing yet; n makes the first."), "dim")], None))
        return lines

    def action_turn(self, step: int) -> None:
        if self._tables:
            self._page = (self._page + step) % len(self._tables)
            self.query_one(Rows).cursor = 0
            self._show()

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        if (line := self._line) is not None:
            self.app.push_screen(PriceForm(self._table, line), self._changed)

    def action_new(self) -> None:
        if self._tables:
            self.app.push_screen(PriceForm(self._table, None), self._changed)

    def action_remove(self) -> None:
        if (line := self._line) is not None:
            self.app.push_screen(PriceRemoval(self._table, line), self._changed)

    @work
    async def action_take(self) -> None:
        """Show the new parameters, and take them where the manager says so."""
        if self._new:
            usual = await bridge_of(self).read(
                lambda book: verbs.new_parameters.get_usual_day(book.clock.today())
            )
            self.app.push_screen(NewParametersDialog(self._new, usual), self._changed)

    @property
    def _line(self) -> "PriceLine | None":
        thing = self.query_one(Rows).thing if self._tables else None
        return next((line for line in self._table.lines if line is thing), None)

    def _changed(self, changed: bool | None) -> None:
        if changed:
            app_of(self).catch_up()
            self.load()


def _widths(heads: list[str], shown: list[tuple[str, ...]], places: int) -> list[int]:
    """How wide each column is with its gap: heads are cut before what stands under them."""
    values = [max([0, *(width(texts[n]) for texts in shown)]) for n in range(len(heads))]
    whole = [max(width(head), value) + _GAP for head, value in zip(heads, values, strict=True)]
    if sum(whole) < places:
        return whole
    cut = [
        max(min(width(head), _LEAST_HEAD), value) + _GAP
        for head, value in zip(heads, values, strict=True)
    ]
    cut[0] = max(6, cut[0] - max(0, sum(cut) + 1 - places))
    return cut


def _shown(text: str) -> str:
    """What has always held needs no day."""
    return "" if text == _SINCE_EVER else text


class _Changing(Dialog[bool]):
    """ctrl+s shows what a change does to the book, ctrl+s again keeps it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._shown_for: Change | Removal | None = None

    def keys(self) -> str:
        return _("ctrl+s preview, again to save · esc back")

    def line(self) -> "PriceLine | None":
        """The row as it was shown; None for a new one."""
        raise NotImplementedError

    def effect_line(self) -> Iterator[Widget]:
        """Where it is said what the change does."""
        yield Static("", id="effect", classes="hint", markup=False)

    def change(self) -> "Change | Removal":
        """What is to be done."""
        raise NotImplementedError

    async def save(self) -> bool | None:
        change = self.change()
        bridge, said = bridge_of(self), self.query_one("#effect", Static)
        if change == self._shown_for:
            await self.write(verbs.prices.put, change, self.line())
            self.notify(_("Changed. u takes it back."))
            return True
        said.update(_("calculating …"))
        try:
            found = await bridge.apart(lambda book, _go_on: verbs.prices.effect(book, change))
        finally:
            said.update("")
        self._shown_for = change
        said.update(Content(effect_line(found) + " " + _("ctrl+s saves it.")))
        return None


class PriceForm(_Changing):
    """The fields of one line; with another day or another code it becomes a line of its own."""

    def __init__(self, table: "PriceTable", line: "PriceLine | None") -> None:
        super().__init__(names.table(table.name))
        self._table = table
        self.subject_id = line.id if line else None
        self._texts = line.texts if line else ("",) * len(table.fields)

    def draft_key(self) -> "DraftKey | None":
        return verbs.drafts.DraftKey(f"PriceForm {self._table.name}", None, self.subject_id)

    def line(self) -> "PriceLine | None":
        if self.subject_id is None:
            return None
        texts = tuple(self.opened_with[f.name] for f in self._table.fields)
        return verbs.prices.PriceLine(self.subject_id, texts)

    def rows(self) -> Iterator[Widget]:
        for known, text in zip(self._table.fields, self._texts, strict=True):
            hint = ", ".join(known.codes) or ("2026-12-01" if known.name == "valid_from" else "")
            label = names.column(self._table.name, known.name)
            yield from self.row(known.name, label, Input(text, placeholder=hint))
        yield from self.effect_line()

    def change(self) -> "Change":
        texts = tuple(
            (f.name, self.query_one(f"#field-{f.name}", Input).value.strip().rstrip("% "))
            for f in self._table.fields
        )
        return verbs.prices.Change(self._table.name, texts)


class PriceRemoval(_Changing):
    """Takes one line out, after it was shown what that does."""

    def __init__(self, table: "PriceTable", line: "PriceLine") -> None:
        super().__init__(_("Take out · {name}").format(name=names.table(table.name)))
        self._table, self._line = table, line

    def line(self) -> "PriceLine":
        return self._line

    def rows(self) -> Iterator[Widget]:
        parts = [text for text in self._line.texts if text]
        yield Static(Content(" · ".join(parts)), markup=False)
        yield from self.effect_line()

    def change(self) -> "Removal":
        return verbs.prices.Removal(self._table.name, self._line.id)
