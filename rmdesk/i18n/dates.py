"""How days and times are written: near ones short, far ones with their year."""

from datetime import date, datetime

from rmdesk.i18n import N_, _, ngettext

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


def day(value: date, today: date) -> str:
    """A day in six places: “12 Nov”; “Nov 24” with the year where it is far off."""
    if value == today:
        return _("today")
    if abs((value - today).days) < 330:
        return f"{value.day:02d} {_(MONTHS[value.month - 1])}"
    return f"{_(MONTHS[value.month - 1])} {value.year}"


def full(value: date) -> str:
    """A day with its weekday: Mon 23 Nov 2026."""
    return f"{weekday(value)} {value.day} {_(MONTHS[value.month - 1])} {value.year}"


def header(value: date) -> str:
    """A day with its weekday, without the year: Mon 23 Nov."""
    return f"{weekday(value)} {value.day} {_(MONTHS[value.month - 1])}"


def month(value: date) -> str:
    """A month: Nov 2026."""
    return f"{_(MONTHS[value.month - 1])} {value.year}"


def weekday(value: date) -> str:
    """Mon to Sun."""
    return _(WEEKDAYS[value.weekday()])


def clock(minutes: int) -> str:
    """Minutes since midnight as a time of day: 870 is 14:30."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def moment(value: datetime) -> str:
    """An instant on the manager's clock: 2026-11-23 14:30."""
    return value.astimezone().strftime("%Y-%m-%d %H:%M")


def distance(value: date, today: date) -> str:
    """How far a day is, in four places: “3d”, “−2d”, “today”."""
    days = (value - today).days
    if days == 0:
        return _("today")
    text = f"{abs(days)}d" if abs(days) < 100 else f"{abs(days) // 7}w"
    if abs(days) >= 700:
        text = f"{abs(days) // 365}y"
    return f"\N{MINUS SIGN}{text}" if days < 0 else text


def late(value: date, today: date) -> str:
    """How late something is, in words."""
    days = (today - value).days
    return ngettext("{n} day late", "{n} days late", days).format(n=days)
