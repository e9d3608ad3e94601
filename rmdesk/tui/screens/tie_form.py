"""Which accounts and postings are the results of an accepted proposal."""

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import SelectionList, Static
from textual.widgets.selection_list import Selection

from rmdesk.desk.earnings import TieLine
from rmdesk.i18n import _, dates, money
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.text import fit


class TieForm(Dialog[bool]):
    """The customer's accounts, and the largest postings since; space marks the results."""

    def __init__(self, customer_id: int, proposal_id: int, name: str) -> None:
        title = _("Results of · {name}").format(name=name)
        super().__init__(title, customer_id, proposal_id)
        self._proposal_id = proposal_id

    def keys(self) -> str:
        return _("space marks · ctrl+s save · esc back")

    def rows(self) -> Iterator[Widget]:
        hint = _("What is marked counts as earned by it, and by nothing else.")
        yield Static(Content(hint), classes="note", markup=False)
        yield SelectionList[int](id="field-choices")

    async def prepare(self) -> None:
        found = await bridge_of(self).read(verbs.earnings.ties, self._proposal_id)
        self._accounts = {line.id for line in found.accounts}
        choices = self.query_one("#field-choices", SelectionList)
        for line in (*found.accounts, *found.postings):
            choices.add_option(Selection(Content(_text(line)), line.id, line.tied))
        choices.highlighted = 0 if choices.option_count else None

    async def save(self) -> bool:
        marked = set(self.query_one("#field-choices", SelectionList).selected)
        accounts = marked & self._accounts
        before = {int(number) for number in self.opened_with["choices"].split()}
        await self.write(verbs.earnings.tie, self._proposal_id, accounts, marked - accounts, before)
        return True


def _text(line: TieLine) -> str:
    day = dates.full(line.day) if line.day else ""
    amount = "" if line.minor is None else money.amount(line.minor, line.currency, sign=True)
    return f"{fit(day, 12)}{fit(line.text, 36)}{fit(amount, 18, right=True)}"
