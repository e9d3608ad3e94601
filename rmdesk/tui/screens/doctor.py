"""The doctor: one list of what is missing or wrong, and what figures leave out because of it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work

from rmdesk.errors import DeskError
from rmdesk.i18n import N_, _, ngettext
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, start_of, tell
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.sentences import compared_line, finding_line
from rmdesk.tui.text import wrapped
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell, Lines

if TYPE_CHECKING:
    from rmdesk.desk.doctor import Examination, Finding


class DoctorScreen(FullScreen[int]):
    """Gives the id of a customer to go to, None to go back."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Examination | None = None
        # What is to be said of how thoroughly the store was examined.
        self._compared = ""

    def hints(self) -> list[Hint]:
        return [("enter", N_("open the customer"), ""), ("esc", N_("back"), "screen.back")]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Look the book over."""
        self.head(_("Doctor"), _("looking …"))
        keeping = verbs.backing_up.read_keeping(start_of(self).settings)
        found: tuple[Finding, ...] = ()
        try:
            store = await bridge_of(self).apart(
                lambda book, go_on: verbs.store_checks.examine_store(book, False, keeping, go_on)
            )
            found, self._compared = store.findings, compared_line(store)
        except DeskError as error:
            tell(self, error)
        data = await bridge_of(self).read(verbs.doctor.examine)
        self._found = replace(data, findings=(*found, *data.findings))
        count = len(self._found.findings)
        self.head(_("Doctor"), ngettext("{n} finding", "{n} findings", count).format(n=count))
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        assert self._found is not None
        said = wrapped(self._compared, max(10, places - 2)) if self._compared else []
        if not self._found.findings:
            said = [_("Nothing is missing, nothing contradicts itself."), *said]
        found: list[tuple[Row, object]] = []
        for finding in self._found.findings:
            text = finding_line(finding, self._found.currency)
            for place, part in enumerate(wrapped(text, max(10, places - 4))):
                lead = Cell("   " if place else " ! ", "warn")
                found.append(([lead, Cell(part)], None if place else finding.customer_id or -1))
        return found + [([Cell(f" {text}", "dim")], None) for text in said]

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        thing = self.query_one(Rows).thing
        if isinstance(thing, int) and thing > 0:
            self.dismiss(thing)
