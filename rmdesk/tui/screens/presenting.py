"""A suggestion is put to a customer: said, or said why not."""

from typing import Any

from textual.screen import Screen

from rmdesk.desk.offer_views import SuggestionLine
from rmdesk.errors import DeskError
from rmdesk.i18n import _
from rmdesk.i18n.words import named
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of, tell


async def present(screen: Screen[Any], customer_id: int, suggestion: SuggestionLine) -> bool:
    """Keep that it was presented, and tell; whether it was."""
    try:
        await bridge_of(screen).write(verbs.proposals.present, customer_id, suggestion.offer)
    except DeskError as error:
        tell(screen, error)
        return False
    text = _("Presented: {name}. u takes it back.")
    screen.notify(text.format(name=named(suggestion.names)), markup=False)
    return True
