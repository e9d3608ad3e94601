"""The one table of commands: what can be done, by which keys, and how it is said.

Bindings, footer, palette and help are all made from it. Words are looked up when drawn, so that
the language can change. Each command has a function key too: an input method swallows letters.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from rmdesk.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done on the desk.

    `action` is the desk screen's action; `keys` are divided by commas, the first one is shown.
    `footer` is its word in the footer (empty: not there), in the order of this table.
    """

    id: str
    keys: str
    words: str
    group: str
    footer: str = ""
    shown: str = ""
    scope: str = "screen"

    @property
    def key(self) -> str:
        """The key as it is written on the screen."""
        return self.shown or self.keys.partition(",")[0]

    @property
    def action(self) -> str:
        """The action with its place: the desk screen's, or the app's, which works everywhere."""
        return f"{self.scope}.{self.id}"

    @property
    def label(self) -> str:
        """What it does, in the reader's language."""
        return _(self.words)


MOVE, WORK, VALUE, VIEW, BOOK = N_("Move"), N_("Work"), N_("Value"), N_("Look"), N_("Book")

COMMANDS: tuple[Command, ...] = (
    Command("log", "i,f5", N_("Log an interaction"), WORK, N_("log")),
    Command("follow_up", "f,f6", N_("Set a follow-up"), WORK, N_("follow-up")),
    Command("offers", "o,f7", N_("Offers: present, accept, decline"), VALUE, N_("offers")),
    Command("value", "v,f8", N_("Value: contribution of a period"), VALUE, N_("value")),
    Command(
        "complete", "x,f9", N_("Complete the follow-up, or note “no answer”"), WORK, N_("done")
    ),
    Command("edit", "e,f4", N_("Edit the customer"), BOOK, N_("edit")),
    Command("new", "n,f10", N_("New customer"), BOOK, N_("new")),
    Command("search", "slash,ctrl+f", N_("Search the book"), VIEW, N_("search"), "/"),
    Command("undo", "u,f12", N_("Undo the last change"), WORK, N_("undo")),
    Command("redo", "ctrl+y,f11", N_("Redo the last change undone"), WORK),
    Command("help", "question_mark,f1", N_("Help: all keys"), VIEW, N_("help"), "?"),
    Command("today", "1,f2", N_("Today: what the day asks for"), VIEW),
    Command("customers", "2,f3", N_("Customers: the whole book"), VIEW),
    Command("move", "r,shift+f9", N_("Move the follow-up to another day"), WORK),
    Command("change_follow_up", "R,shift+f6", N_("Change the follow-up"), WORK),
    Command("cancel_follow_up", "X,ctrl+f9", N_("Cancel the follow-up"), WORK),
    Command("details", "d,shift+f4", N_("Details: contacts, relations, accounts"), VIEW),
    Command("whole_log", "l,shift+f5", N_("The whole log"), VIEW),
    Command("book_value", "V,shift+f8", N_("Value of the whole book"), VALUE),
    Command("lifetime", "L,ctrl+f8", N_("Lifetime value, and what if"), VALUE),
    Command("book", "B,shift+f7", N_("The whole book: where it comes from, losses"), VALUE),
    Command("campaign", "C,ctrl+f1", N_("Campaign: the best proposals of this week"), VALUE),
    Command("surprises", "S,ctrl+f10", N_("Surprises: gifts, days and their budget"), VALUE),
    Command("results", "W,ctrl+f11", N_("Results of offers: expected and earned"), VALUE),
    Command("catalogue", "O,ctrl+f5", N_("Catalogue of offers"), BOOK),
    Command("doctor", "D,ctrl+f12", N_("Doctor: what is missing or wrong in the data"), BOOK),
    Command("prices", "P,ctrl+f7", N_("Prices: rates, costs, risks, currencies"), BOOK),
    Command("sort", "s,shift+f3", N_("Sort the list by something else"), VIEW),
    Command("copy", "y,shift+f2", N_("Copy the phone number"), BOOK),
    Command("copy_number", "Y,ctrl+f2", N_("Copy the bank id"), BOOK),
    Command("own_follow_up", "F,ctrl+f6", N_("Set a follow-up of your own"), WORK),
    Command("archive", "A,ctrl+f4", N_("Archive the customer, or bring back"), BOOK),
    Command("archived", "ctrl+a,ctrl+f3", N_("Show the archived customers"), VIEW),
    Command("complaint", "c,ctrl+k", N_("Complaint: record, close or correct"), WORK),
    Command("drafts", "ctrl+o,shift+f12", N_("Drafts: typed and not saved yet"), WORK),
    Command("history", "U,shift+f10", N_("History: what was done; undo any of it"), WORK),
    Command("theme", "ctrl+t", N_("Light or dark"), VIEW),
    Command("refresh", "ctrl+r", N_("Read everything again"), VIEW),
    Command("mask", "Z,shift+f1", N_("Hide names, numbers and amounts"), VIEW, scope="app"),
    Command("lock", "ctrl+l,shift+f11", N_("Lock the screen"), VIEW, scope="app"),
)
BY_ID = {command.id: command for command in COMMANDS}


def bindings() -> list[BindingType]:
    """The desk screen's bindings, one for each command of its own."""
    return [
        Binding(command.keys, command.id, command.label, show=False, id=command.id)
        for command in COMMANDS
        if command.scope == "screen"
    ]


def groups() -> Iterable[tuple[str, list[Command]]]:
    """The commands by group, in the order in which groups first appear."""
    found: dict[str, list[Command]] = {}
    for command in COMMANDS:
        found.setdefault(command.group, []).append(command)
    return ((_(name), commands) for name, commands in found.items())
