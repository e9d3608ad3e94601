"""complaints: what customers complained of, what is open, and how it was settled."""

import argparse

from rmdesk.cli.output import print_json, say
from rmdesk.cli.session import a_day, opened
from rmdesk.desk import complaints as desk_complaints, names
from rmdesk.desk.complaint_views import ComplaintLine
from rmdesk.desk.complaints import ComplaintDraft
from rmdesk.errors import NothingToRecord
from rmdesk.i18n import _, dates
from rmdesk.store.book import Book
from rmdesk.terms import ContactChannel
from rmdesk.tui.sentences import complaint_text


def complaints(arguments: argparse.Namespace) -> int:
    """List the open complaints (or all); record, close or remove one."""
    with opened(arguments) as book:
        done = _change(book, arguments)
        found = (done,) if done is not None else _listed(book, arguments)
    if arguments.json:
        print_json(done or found)
        return 0
    for line in found:
        day = dates.full(line.received)
        say(f"{line.id}  {day}  {line.customer_name}  {complaint_text(line)}")
    if not found:
        say(_("No open complaints.") if not arguments.all else _("No complaints."))
    return 0


def _change(book: Book, arguments: argparse.Namespace) -> ComplaintLine | None:
    """Do what the options say; return the complaint as it is then, None where they only list."""
    day = a_day(arguments.on) if arguments.on else None
    if arguments.close is not None:
        desk_complaints.close(book, arguments.close, arguments.how, day)
        return desk_complaints.look(book, arguments.close)
    if arguments.remove is not None:
        line = desk_complaints.look(book, arguments.remove)
        desk_complaints.remove(book, arguments.remove)
        return line
    if arguments.about:
        if not arguments.customer:
            raise NothingToRecord
        channel = ContactChannel(arguments.channel) if arguments.channel else None
        draft = ComplaintDraft(day or book.clock.today(), arguments.about, channel)
        customer = names.the_one(book, arguments.customer)
        return desk_complaints.look(book, desk_complaints.record(book, customer, draft))
    return None


def _listed(book: Book, arguments: argparse.Namespace) -> tuple[ComplaintLine, ...]:
    if arguments.customer:
        customer = names.the_one(book, arguments.customer)
        lines = desk_complaints.list_of_customer(book, customer)
    else:
        lines = desk_complaints.list_all(book) if arguments.all else desk_complaints.list_open(book)
    return tuple(line for line in lines if arguments.all or line.is_open)
