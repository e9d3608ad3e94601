"""The parsers of propose and complaints; what they run is imported when they run."""

from rmdesk.cli.options import Commands
from rmdesk.cli.security import Add

_CHANNELS = ("phone", "message", "email", "post", "visit")


def add_commands(commands: Commands, add: Add) -> None:
    """Add the commands of this module."""
    words = "put an offer to a customer, by a channel that the customer allows"
    propose = add(commands, "propose", "proposing:propose", words)
    propose.add_argument("customer", metavar="CUSTOMER", help="an id, a bank id, or words")
    propose.add_argument("offer", metavar="OFFER", help="its code, as “rmdesk catalogue” lists it")
    propose.add_argument("--channel", choices=_CHANNELS, help="default: asked, else the best one")
    propose.add_argument(
        "--guardian", metavar="CUSTOMER", help="the guardian who was spoken to, for a minor"
    )
    words = "what customers complained of; record, close or remove one"
    complaints = add(commands, "complaints", "complaining:complaints", words)
    complaints.add_argument("customer", nargs="?", metavar="CUSTOMER", help="default: all")
    complaints.add_argument("--all", action="store_true", help="the closed ones too")
    which = complaints.add_mutually_exclusive_group()
    which.add_argument("--about", default="", metavar="TEXT", help="record a new one")
    which.add_argument("--close", type=int, metavar="ID", help="close one; --how says how")
    which.add_argument("--remove", type=int, metavar="ID", help="remove one")
    complaints.add_argument("--how", default="", metavar="TEXT", help="how it was settled")
    complaints.add_argument("--channel", choices=_CHANNELS, help="how it was received")
    complaints.add_argument("--on", metavar="DATE", help="received or closed then; default: today")
