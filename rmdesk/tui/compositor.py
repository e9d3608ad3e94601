"""Textual's compositor, without its cuts through what lies on top.

Textual 8.2 divides every line at every widget's edge, those of widgets that are covered too, and
a wide character over such an edge becomes two spaces: in a toast, the names lose characters where
panes meet below it. Here a line is divided only where what is seen changes from one widget to
another. Screens make their compositor themselves, so `install` puts this one in its place.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import textual.screen
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

Chops = Sequence[Mapping[int, Strip]]


class WholeCompositor(Compositor):
    """Composes lines of which every piece is as long as it is seen."""

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Chops:
        """Return the pieces of each line by where they begin, in order."""
        lines: list[dict[int, Strip]] = [{} for _ in range(self.size.height)]
        # Where nothing was drawn yet: spans (first, end) a line.
        free = [[(0, self.size.width)] for _ in range(self.size.height)]
        for region, clip, strips in self._get_renders(crop):
            seen = region.intersection(clip)
            first, end = seen.column_span
            for y, strip in zip(seen.line_range, strips, strict=False):
                if free[y] and is_rendered_line(y):
                    free[y] = list(_filled(lines[y], free[y], first, end, strip))
        return [dict(sorted(line.items())) for line in lines]

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return what has changed since the last time, or None where nothing has."""
        update = super().render_partial_update()
        if update is not None:
            update.chop_ends = [
                [x + strip.cell_length for x, strip in line.items() if strip is not None]
                for line in update.chops
            ]
        return update


def _filled(
    line: dict[int, Strip], free: list[tuple[int, int]], first: int, end: int, strip: Strip
) -> Iterator[tuple[int, int]]:
    """Put what is seen of a strip into a line's free spans; yields what is free after that."""
    for begin, stop in free:
        left, right = max(begin, first), min(stop, end)
        if left >= right:
            yield begin, stop
            continue
        line[left] = strip.crop(left - first, right - first)
        if begin < left:
            yield begin, left
        if right < stop:
            yield right, stop


def install() -> None:
    """Let all screens made from now on use this compositor."""
    textual.screen.Compositor = WholeCompositor  # type: ignore[attr-defined]
