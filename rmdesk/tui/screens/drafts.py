"""All drafts: what was typed somewhere and not saved, to go on with or to throw away."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from rmdesk.errors import DeskError
from rmdesk.i18n import N_, _, dates, ngettext
from rmdesk.tui import verbs
from rmdesk.tui.asking import app_of, bridge_of, tell
from rmdesk.tui.screens.draft_forms import find_form, form_name
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.drafts import Draft

_NAME, _FORM, _DATE = 20, 22, 18


class DraftsScreen(FullScreen[None]):
    """The latest first; Enter opens the form with the draft in it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x,delete", "discard", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._drafts: tuple[Draft, ...] = ()

    def hints(self) -> list[Hint]:
        return [
            ("enter", N_("open the form"), ""),
            ("x", N_("discard"), "screen.discard"),
            ("esc", N_("back"), "screen.back"),
        ]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the drafts again."""
        self._drafts = await bridge_of(self).read(verbs.drafts.list_drafts)
        count = len(self._drafts)
        self.head(_("Drafts"), ngettext("{n} draft", "{n} drafts", count).format(n=count))
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        if not self._drafts:
            return [([Cell(" " + _("No drafts."), "dim")], None)]
        return [(_line(draft, places), draft) for draft in self._drafts]

    @property
    def _draft(self) -> "Draft | None":
        thing = self.query_one(Rows).thing
        return next((draft for draft in self._drafts if draft is thing), None)

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        if (draft := self._draft) is not None:
            self.ready = False
            self._open(draft)

    @work
    async def _open(self, draft: "Draft") -> None:
        try:
            form = await find_form(bridge_of(self), draft.key)
        except DeskError as error:
            tell(self, error)
            return
        finally:
            self.ready = True
        if form is None:
            text = _("Open the form where it was typed; the draft is offered there.")
            self.notify(text, severity="warning")
        else:
            self.app.push_screen(form, self._saved)

    def _saved(self, result: object) -> None:
        self.load()
        if result:
            app_of(self).learn()

    def action_discard(self) -> None:
        if (draft := self._draft) is not None:
            self.ready = False
            self._discard(draft)

    @work
    async def _discard(self, draft: "Draft") -> None:
        try:
            await bridge_of(self).write(verbs.drafts.delete_draft, draft.key)
            self.notify(_("Draft discarded."), timeout=3)
        except DeskError as error:
            tell(self, error)
        self.load()


def _line(draft: "Draft", places: int) -> Row:
    said = " · ".join(text for text in draft.typed.values() if text.strip())
    return [
        Cell(f" {fit(dates.moment(draft.saved), _DATE)}", "dim"),
        Cell(f"{fit(draft.customer_name or '–', _NAME)} ", "bright"),
        Cell(f"{fit(form_name(draft.key.form), _FORM)} ", "accent"),
        Cell(fit(said, max(10, places - _NAME - _FORM - _DATE - 4))),
    ]
