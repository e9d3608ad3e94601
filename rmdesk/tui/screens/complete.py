"""What became of a follow-up: done, no answer, or done with something to log."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from rmdesk.i18n import _, dates
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, start_of
from rmdesk.tui.screens.dialog import Dialog

DONE, NO_ANSWER, WITH_LOG = range(3)


class Complete(Dialog[str]):
    """Gives “done”, “no_answer”, or “log” where a log entry is to follow."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "take(0)", show=False),
        Binding("2", "take(1)", show=False),
        Binding("3", "take(2)", show=False),
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("enter", "save", show=False),
    ]

    taken: reactive[int] = reactive(DONE, init=False)

    def __init__(self, follow_up_id: int) -> None:
        super().__init__(_("Follow-up"), subject_id=follow_up_id)
        self._follow_up_id = follow_up_id
        self._again = date.min

    def keys(self) -> str:
        return _("1 2 3 choose · enter confirm · esc back")

    def rows(self) -> Iterator[Widget]:
        yield Static("", id="what", classes="note", markup=False)
        yield Static("", id="options")

    async def prepare(self) -> None:
        bridge = bridge_of(self)
        line = await bridge.read(verbs.followups.look, self._follow_up_id)
        self.customer_id = line.customer_id
        overview = await bridge.read(verbs.customers.overview)
        week = start_of(self).settings.working_week
        self._again = verbs.followups.next_try(line.snoozes, overview.today, week)
        subject = [line.customer_name] if line.customer_name else []
        self.query_one("#what", Static).update(Content("\n".join([*subject, line.text])))
        self.watch_taken()

    def watch_taken(self) -> None:
        again = dates.full(self._again)
        options = (
            _("Done"),
            _("No answer: log the call, try again on {day}").format(day=again),
            _("Done, and log what was said"),
        )
        parts: list[tuple[str, str]] = []
        for number, text in enumerate(options):
            here = number == self.taken
            style = "bold $rm-bright on $rm-cursor" if here else "$foreground"
            parts.append((f"{'▌' if here else ' '}{number + 1}  {text}", style))
            parts.append(("\n", ""))
        self.query_one("#options", Static).update(Content.assemble(*parts[:-1]))

    def action_take(self, number: int) -> None:
        self.taken = number

    def action_step(self, step: int) -> None:
        self.taken = max(DONE, min(WITH_LOG, self.taken + step))

    async def save(self) -> str:
        number = self._follow_up_id
        if self.taken == NO_ANSWER:
            await self.write(verbs.followups.no_answer, number, self._again)
            day = dates.full(self._again)
            self.notify(_("“No answer” logged; next try on {day}.").format(day=day), timeout=4)
            return "no_answer"
        following = await self.write(verbs.followups.complete, number)
        if following is not None:
            self.notify(_("Done; it comes again on {day}.").format(day=dates.full(following)))
        else:
            self.notify(_("Done. u takes it back."), timeout=3)
        return "log" if self.taken == WITH_LOG else "done"
