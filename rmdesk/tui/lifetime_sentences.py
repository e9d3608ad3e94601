"""Sentences of lifetime values: what they are made of, and what they assume."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rmdesk.i18n import _, dates, money, ngettext
from rmdesk.terms import SurvivalModel

if TYPE_CHECKING:
    from rmdesk.desk.lifetimes import LifetimeView


def lifetime_parts(view: "LifetimeView") -> Iterator[tuple[str, int, str]]:
    """Yield the parts of what five years bring: a label, minor units and a remark."""
    contracts, outlook = view.contracts, view.outlook
    if contracts is not None:
        until = dates.full(contracts.until)
        count = ngettext("{n} contract", "{n} contracts", contracts.count)
        yield (
            _("contracts until {day}").format(day=until),
            outlook.contracts[-1],
            count.format(n=contracts.count),
        )
        if contracts.renewal_ppm:
            share = money.percent(contracts.renewal_ppm)
            remark = _("{share} assumed to be renewed")
            yield _("renewed contracts"), outlook.renewals[-1], remark.format(share=share)
    yield _("open-ended money"), outlook.open_ended[-1], _("can leave at any time")


def lifetime_assumptions(view: "LifetimeView") -> Iterator[str]:
    """Yield what a lifetime value assumes, a sentence each."""
    yield _("Later months are discounted at {rate} a year.").format(
        rate=money.percent(view.discount_ppm)
    )
    if view.contracts is not None:
        yield _("Contracts run until they mature, and loans are paid back as agreed.")
        if view.contracts.renewal_ppm:
            yield _("Renewed ones bring as much as before, and stay as long as other money does.")
    if view.model is SurvivalModel.ACTIVITY:
        yield _("What a silent customer leaves behind halves within a year.")
    yield _("The amounts do not grow; the intervals allow for the growth seen so far.")
