"""A suggestion is put to a customer: by which channel, with what care, and to which guardian."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Select, Static

from rmdesk.desk.offer_views import ProposalLine, SuggestionLine
from rmdesk.i18n import _
from rmdesk.i18n.words import field, named, words
from rmdesk.terms import ContactChannel
from rmdesk.tui import verbs
from rmdesk.tui.screens.dialog import Dialog
from rmdesk.tui.screens.log_form import choices
from rmdesk.tui.sentences import care_texts

if TYPE_CHECKING:
    from rmdesk.desk.drafts import DraftKey


class Present(Dialog[bool]):
    """Enter takes the channel by which the customer is best reached; a digit another one.

    Only channels that the customer consented to are offered. A minor's guardian is chosen where
    there are several.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", show=False),
        *(
            Binding(str(number), f"by({number})", show=False)
            for number in range(1, len(ContactChannel) + 1)
        ),
    ]

    def __init__(self, customer_id: int, suggestion: SuggestionLine, name: str = "") -> None:
        title = _("Present · {name}").format(name=named(suggestion.names))
        super().__init__(title, customer_id, customer_name=name)
        self._customer_id, self._suggestion = customer_id, suggestion
        self._channels = suggestion.approach.channels
        self.channel = self._channels[0]

    def keys(self) -> str:
        return _("enter first channel · digit another one · esc back")

    def draft_key(self) -> "DraftKey | None":
        return None

    def rows(self) -> Iterator[Widget]:
        for text in care_texts(self._suggestion.approach):
            yield Static(Content(f"! {text}"), classes="error -shown", markup=False)
        lines = [f" {n}  {words(channel)}" for n, channel in enumerate(self._channels, 1)]
        text = "\n".join([_("By which channel?"), *lines])
        yield Static(Content(text), classes="note", markup=False)
        guardians = self._suggestion.approach.guardians
        if len(guardians) > 1:
            options = [(guardian.name, guardian.customer_id) for guardian in guardians]
            select = Select(options, value=guardians[0].customer_id, allow_blank=False)
            yield from self.row("guardian", field("guardian"), select)

    def action_by(self, number: int) -> None:
        """Take a channel by its number, and save."""
        if number <= len(self._channels):
            self.channel = self._channels[number - 1]
            self.action_save()

    async def save(self) -> bool:
        found = self.query("#field-guardian")
        chosen = found.first(Select).value if found else None
        guardian = chosen if isinstance(chosen, int) and not isinstance(chosen, bool) else None
        offer = self._suggestion.offer
        verb = verbs.proposals.present
        await self.write(verb, self._customer_id, offer, self.channel, guardian)
        text = _("Presented: {name}, {channel}. u takes it back.")
        name = named(self._suggestion.names)
        self.notify(text.format(name=name, channel=words(self.channel)), markup=False)
        return True


def present(
    screen: Screen[Any],
    customer_id: int,
    suggestion: SuggestionLine,
    name: str,
    then: Callable[[bool], None],
) -> None:
    """Ask how a suggestion is put to the customer, store that it was, and tell whether it was."""
    screen.app.push_screen(
        Present(customer_id, suggestion, name), lambda presented: then(bool(presented))
    )


class ChannelForm(Dialog[bool]):
    """By which channel a proposal that is still open was put, corrected."""

    def __init__(self, customer_id: int, line: ProposalLine) -> None:
        title = _("Channel · {name}").format(name=named(line.names))
        super().__init__(title, customer_id, line.id)
        self._line = line

    def rows(self) -> Iterator[Widget]:
        select: Select[object] = Select(choices(ContactChannel), prompt="–")
        yield from self.row("channel", field("channel"), select)

    async def prepare(self) -> None:
        await self.fill({"channel": self._line.channel or ""})

    async def save(self) -> bool:
        value = self.query_one("#field-channel", Select).value
        channel = value if isinstance(value, ContactChannel) else None
        await self.write(verbs.proposals.correct_channel, self._line.id, channel)
        return True
