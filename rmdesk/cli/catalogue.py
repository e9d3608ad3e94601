"""catalogue: the offers of the book, files of them, and the measures they are made of."""

import argparse
from pathlib import Path

from rmdesk.cli.output import print_json, print_table, say
from rmdesk.cli.session import opened
from rmdesk.desk import offer_catalogue, shipped_offers
from rmdesk.errors import NoFileNamed
from rmdesk.i18n import _
from rmdesk.i18n.words import named, words
from rmdesk.offers.measures import ABOUT
from rmdesk.terms import OfferFamily


def run(arguments: argparse.Namespace) -> int:
    """List the catalogue, take files in, or write it out."""
    paths = [Path(path) for path in arguments.paths]
    if arguments.do == "measures":
        return _measures(arguments)
    if arguments.do in ("import", "export") and not paths:
        raise NoFileNamed
    with opened(arguments) as book:
        if arguments.do in ("import", "update"):
            counts = (
                offer_catalogue.take_in(book, paths)
                if arguments.do == "import"
                else shipped_offers.add_shipped(book)
            )
            if arguments.json:
                print_json(counts)
            else:
                text = _("{new} new, {changed} changed, {same} as they were")
                say(text.format(**counts))
            return 0
        if arguments.do == "export":
            count = offer_catalogue.give_out(book, paths[0])
            say(_("{n} offers written to {path}").format(n=count, path=paths[0]))
            return 0
        offers = offer_catalogue.written(book)
    if arguments.json:
        print_json(offers)
        return 0
    rows = [
        (
            o.code,
            named(o.names),
            words(OfferFamily(o.family)),
            _("retired") if o.retired else "",
            " · ".join(o.effects),
        )
        for o in offers
    ]
    print_table(("", _("name"), _("family"), "", _("a year")), rows)
    return 0


def _measures(arguments: argparse.Namespace) -> int:
    """What conditions and formulas may ask about a customer."""
    if arguments.json:
        print_json({measure.value: about for measure, about in ABOUT.items()})
        return 0
    rows = [(measure.value, about.unit.value, about.doc) for measure, about in ABOUT.items()]
    print_table((_("measure"), _("counted in"), ""), rows)
    return 0
