"""Nobody is locked in: an export into an empty store gives the same book."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings, strategies as st

from rmdesk.desk import editing, exporting, followups, importing, interactions, opening
from rmdesk.desk.followups import FollowUpDraft
from rmdesk.desk.importing import Order
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.errors import BadInput
from rmdesk.store.book import Book
from rmdesk.terms import InteractionKind, Outcome, Recurrence
from tests.conftest import TODAY, copied


def files(book: Book, folder: Path) -> dict[str, str]:
    exporting.export(book, folder)
    return {p.name: p.read_text(encoding="utf-8-sig") for p in sorted(folder.iterdir())}


def again(written: Path, empty: Path, folder: Path) -> dict[str, str]:
    """The export of an empty store that took in an export."""
    folder.mkdir()
    book = opening.open_book(copied(empty, folder), None, TODAY)
    report = importing.run(book, Order((written,)))
    assert report.written and not report.rejected
    found = files(book, folder / "out")
    book.close()
    return found


def test_the_demo_book_comes_back_the_same(
    demo_book: Book, empty_store: Path, tmp_path: Path
) -> None:
    first = files(demo_book, tmp_path / "first")
    assert again(tmp_path / "first", empty_store, tmp_path / "second") == first


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
fields = st.fixed_dictionaries(
    {"name": texts},
    optional={
        "notes": texts,
        "tags": texts,
        "occupation": texts,
        "consent": st.sampled_from(["-", "", "phone; visit"]),
        "born": st.dates(date(1900, 1, 1), date(2020, 1, 1)).map(date.isoformat),
        "bank_id": st.text("ABC123", min_size=1, max_size=6),
        "stage": st.sampled_from(["target", "lost", "customer"]),
    },
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(fields, max_size=4), texts, st.integers(0, 600))
def test_any_book_comes_back_the_same(
    empty_store: Path, people: list[dict[str, str]], text: str, minutes: int
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        book = opening.open_book(copied(empty_store, folder), None, TODAY)
        for person in people:
            try:
                number = editing.create(book, person)
                draft = InteractionDraft(
                    InteractionKind.MEETING,
                    text,
                    minutes=minutes,
                    people=("A", "B"),
                    outcome=Outcome.AGREED,
                    follow_up=FollowUpDraft(text, TODAY, 870, Recurrence.MONTHLY),
                )
                interactions.log(book, number, draft)
            except BadInput:
                continue
        for line in followups.due_between(book, TODAY, TODAY):
            followups.complete(book, line.id)
        first = files(book, folder / "first")
        book.close()
        assert again(folder / "first", empty_store, folder / "second") == first
