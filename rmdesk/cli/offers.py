"""offers: the word after it says which; each imports what it needs."""

import argparse
from importlib import import_module

BACKTEST = "backtest"


def run(arguments: argparse.Namespace) -> int:
    """What to offer, or the backtest."""
    name = "backtest" if arguments.customer == BACKTEST else "offering"
    return int(import_module(f"rmdesk.cli.{name}").run(arguments))
