"""What became of what was proposed: expected against earned, and whether chances were right."""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from rmdesk.i18n import N_, _, money
from rmdesk.i18n.words import named, words
from rmdesk.tui import verbs
from rmdesk.tui.asking import bridge_of
from rmdesk.tui.offer_sentences import gross_note
from rmdesk.tui.screens.full import FullScreen, Row, Rows
from rmdesk.tui.text import bar, fit
from rmdesk.tui.widgets.footer import Hint
from rmdesk.tui.widgets.lines import Cell

if TYPE_CHECKING:
    from rmdesk.desk.results import GivenBand, ResultLine, Results

_BAR = 24
# Places of the columns: proposed, accepted, declined, open, expected, earned.
_ROOMY, _TIGHT = (9, 9, 9, 9, 10, 10), (9, 9, 9, 5, 9, 7)
_WIDE = 100
Room = tuple[int, ...]


class ResultsScreen(FullScreen[None]):
    """By family and offer; then, of those who were given so much, how many accepted."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("p,g", "plot", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._found: Results | None = None

    def hints(self) -> list[Hint]:
        return [("p", N_("plot"), "screen.plot"), ("esc", N_("back"), "screen.back")]

    def begin(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Look at all proposals so far."""
        title = _("Results of offers")
        with self.patience(title):
            self._found = await bridge_of(self).apart(lambda book, _go_on: verbs.results.look(book))
        self.head(
            title, _("expected and earned: accepted proposals so far, net of what is given up")
        )
        self.query_one(Rows).show("", self._rows)
        self.be_ready()

    def _rows(self, places: int) -> list[tuple[Row, object]]:
        found = self._found
        assert found is not None
        if not found.lines:
            return [([Cell(" " + _("Nothing has been proposed yet."), "dim")], None)]
        room = _ROOMY if places >= _WIDE else _TIGHT
        name = max(14, min(40, places - sum(room) - 5))
        rows: list[tuple[Row, object]] = [(_heads(name, room), None)]
        rows += [(_line(line, name, room, found.currency), line) for line in found.lines]
        if gross := sum(line.gross for line in found.lines if not line.offer):
            rows.append(([Cell(" " + gross_note(gross), "dim")], None))
        rows += _channels(found)
        rows.append(([Cell(""), Cell("")], None))
        rows.append(([Cell(" " + _("Of those given a chance of …"), "heading")], None))
        rows += [(_band(band), band) for band in found.bands]
        return rows

    def action_plot(self) -> None:
        from rmdesk.tui.screens.calibration import CalibrationScreen

        if self._found is not None:
            self.app.push_screen(CalibrationScreen(self._found))


def _channels(found: "Results") -> list[tuple[Row, object]]:
    """What became of the proposals of each channel."""
    rows: list[tuple[Row, object]] = [([Cell(""), Cell("")], None)]
    rows.append(([Cell(" " + _("By channel"), "heading")], None))
    for line in found.channels:
        name = words(line.channel) if line.channel else _("no recorded channel")
        text = _("{n} proposed, {yes} accepted, {no} declined")
        told = text.format(n=line.presented, yes=line.accepted, no=line.declined)
        rows.append(([Cell(f"   {fit(name, 24)}"), Cell(told, "dim")], line))
    return rows


def _heads(name: int, room: Room) -> Row:
    counts = (_("proposed"), _("accepted"), _("declined"), _("open"))
    heads = (*counts, _("expected"), _("earned"))
    return [
        Cell(fit("", name + 4), "dim"),
        *(Cell(fit(text, size, right=True), "dim") for text, size in zip(heads, room, strict=True)),
    ]


def _line(line: "ResultLine", name: int, room: Room, currency: str) -> Row:
    family = not line.offer
    title = words(line.family) if family else named(line.names)
    ended = line.declined + line.lapsed
    counts = zip((line.presented, line.accepted, ended, line.open), room[:4], strict=True)
    style = "bright" if family else ""
    earned, shown = "dim", "–"
    expected = money.short(line.expected, currency) + ("*" if line.gross else "")
    if line.earned is not None:
        earned = "good" if line.earned >= line.expected else "bad"
        shown = money.short(line.earned, currency)
    return [
        Cell((" " if family else "   ") + fit(title, name + (3 if family else 1)), style),
        *(Cell(fit(str(count), size, right=True), style) for count, size in counts),
        Cell(fit(expected, room[-2], right=True), "dim"),
        Cell(fit(shown, room[-1], right=True), earned),
    ]


def _band(band: "GivenBand") -> Row:
    low, high = money.percent(band.low_ppm), money.percent(band.high_ppm)
    came = band.accepted * 1_000_000 // band.count
    text = _("{yes} of {n} accepted, {share}; {given} were given").format(
        yes=band.accepted,
        n=band.count,
        share=money.percent(came),
        given=money.percent(band.given_ppm),
    )
    return [
        Cell(f"   {fit(f'{low} – {high}', 16)}"),
        Cell(fit(bar(came, 1_000_000, _BAR), _BAR) + " ", "accent"),
        Cell(text, "dim"),
    ]
