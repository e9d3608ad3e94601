"""Rules of the trade: when things are due and come again. Pure functions of dates."""
