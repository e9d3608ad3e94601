"""What an import leaves behind: whole references, sums that fit, and days of delivery."""

import random
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from rmdesk.desk import deriving, importing, opening, prices, worth
from rmdesk.desk.data_dates import find_newest_import
from rmdesk.desk.importing import Order, Report
from rmdesk.errors import BadInput
from rmdesk.store.book import Book, Clock
from tests.conftest import TODAY, copied

NAMES = ("", "P1", "P2", "P3", "#1", "#2", "#99", "zzz", "p-1")
IDS = ("", "1", "2", "3", "11", "21", "999", "0", "-1", "9223372036854775807", "4" * 30)
# For each file the columns, and what each may hold.
FILES: dict[str, dict[str, tuple[str, ...]]] = {
    "customers": {"id": IDS, "bank_id": NAMES, "name": ("A", "B"), "introducer": NAMES},
    "contacts": {"id": IDS, "customer": NAMES, "name": ("Ho", "Wu")},
    "relations": {"customer": NAMES, "other": NAMES, "kind": ("spouse", "owner")},
    "proposals": {
        "id": IDS,
        "customer": NAMES,
        "offer": ("x", "y"),
        "presented_at": ("2026-01-02T10:00:00Z", "2026-01-03T10:00:00Z"),
    },
    "accounts": {
        "number": ("A1", "A2", "a1", "0A1"),
        "customer": NAMES,
        "product": ("current", "mortgage", "none"),
        "currency": ("", "CNY", "JPY"),
        "proposal": IDS,
    },
    "interactions": {
        "id": IDS,
        "customer": NAMES,
        "kind": ("call", "visit"),
        "at": ("2026-01-02T10:00:00Z", "2026-01-04T10:00:00Z"),
        "account": ("", "A1", "A9"),
        "proposal": IDS,
    },
    "transactions": {
        "reference": ("R1", "R2", "R3", ""),
        "account": ("A1", "A2", "A9"),
        "date": ("2026-01-05", "2026-01-06"),
        "amount": ("1", "-1", "99999999999999"),
        "interaction": IDS,
        "reverses": ("", "", "R1", "R2", "R3"),
        "proposal": IDS,
    },
    "account_holders": {
        "account": ("A1", "A2"),
        "from": ("2026-01-01",),
        "customer": NAMES,
        "share": ("50", "100", "101"),
    },
    "follow_ups": {
        "id": IDS,
        "customer": NAMES,
        "text": ("x", "y"),
        "due": ("2026-01-05",),
        "interaction": IDS,
    },
}


def write_random(folder: Path, draw: random.Random) -> None:
    folder.mkdir(exist_ok=True)
    for name, columns in FILES.items():
        count = draw.randrange(6)
        rows = [",".join(draw.choice(c) for c in columns.values()) for _ in range(count)]
        (folder / f"{name}.csv").write_text("\n".join([",".join(columns), *rows]) + "\n", "utf-8")


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(st.integers(0, 10**9))
def test_files_of_random_references_never_end_in_a_fault(empty_store: Path, seed: int) -> None:
    draw = random.Random(seed)
    with TemporaryDirectory() as name:
        book = opening.open_book(copied(empty_store, Path(name)), None, TODAY)
        for _again in range(3):
            write_random(Path(name) / "in", draw)
            report = importing.run(book, Order((Path(name) / "in",), skip_bad=True, currency="CNY"))
            assert report.written
            assert not book.rows("PRAGMA foreign_key_check")
        book.close()


def take(book: Book, folder: Path, **files: str) -> Report:
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return importing.run(book, Order((folder,)))


PEOPLE = "bank_id,name\nP1,A\n"
ACCOUNTS = (
    "number,customer,product,currency,opened\nA1,P1,current,,2026-01-01\nJ1,P1,current,JPY,\n"
)


def test_rows_of_later_files_are_compared_with_earlier_ones(book: Book, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, amount in ((one, 1), (two, 2)):
        folder.mkdir()
        (folder / "c.csv").write_text(PEOPLE, encoding="utf-8")
        (folder / "a.csv").write_text(ACCOUNTS, encoding="utf-8")
        text = f"reference,account,date,amount\nR1,A1,2026-01-05,{amount}\n"
        (folder / "t.csv").write_text(text, encoding="utf-8")
    report = importing.run(book, Order((one, two)))
    assert [(t.new, t.changed, t.unchanged, t.rejected) for t in report.tables] == [
        (1, 0, 1, 0),
        (2, 0, 2, 0),
        (1, 1, 0, 0),
    ]


def test_namesakes_without_a_bank_id_are_known_again_one_by_one(book: Book, tmp_path: Path) -> None:
    people = "name,born\nLi Na,\nLi Na,\nLi Na,1980-01-01\n"
    assert take(book, tmp_path / "in", customers=people).tables[0].new == 3
    again = take(book, tmp_path / "in", customers=people)
    assert (again.tables[0].new, again.tables[0].unchanged) == (0, 3)


def test_amounts_add_up_to_the_bound_over_several_imports(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path / "in", customers=PEOPLE, accounts=ACCOUNTS)
    head = "reference,account,date,amount\n"
    assert take(book, tmp_path / "in", t=f"{head}R1,A1,2026-01-05,6000000000000\n").written
    report = take(book, tmp_path / "in", t=f"{head}R2,A1,2026-01-06,-6000000000000\n")
    assert [(p.line, p.code) for p in report.problems] == [(2, "sum")]
    # In place of the known amount it fits.
    assert take(book, tmp_path / "in", t=f"{head}R1,A1,2026-01-05,-7000000000000\n").written


def test_an_exchange_rate_cannot_lift_an_account_beyond_the_bound(
    book: Book, tmp_path: Path
) -> None:
    head = "reference,account,date,amount\n"
    postings = f"{head}R1,J1,2026-01-05,400000000000000\n"
    assert take(book, tmp_path / "in", c=PEOPLE, a=ACCOUNTS, t=postings).written
    texts = (("currency", "JPY"), ("valid_from", "2026-01-01"), ("rate", "1000"))
    with pytest.raises(BadInput) as refused:
        prices.put(book, prices.Change("exchange_rates", texts))
    assert (refused.value.field, refused.value.code) == ("rate", "converted_sum")
    rates = "currency,valid_from,rate\nJPY,2026-01-01,1000\n"
    assert [p.code for p in take(book, tmp_path / "in", e=rates).problems] == ["converted_sum"]


# Whatever the gate takes must be derived: each table with the dearest row that it takes.
DEAREST = (
    ("product_costs", {"product": "current", "channel": "branch", "piece": "1000000000"}),
    ("activity_costs", {"kind": "visit", "piece": "1000000000", "hour": "1000000000"}),
    ("product_rates", {"product": "current", "ftp": "1000", "rate": "-100", "trailer": "100"}),
    ("curve_nodes", {"currency": "", "days": "36500", "rate": "1000"}),
    ("exchange_rates", {"currency": "JPY", "rate": "0.000000001"}),
    ("product_tranches", {"product": "current", "days": "36500", "share": "100"}),
    (
        "product_risks",
        {"product": "mortgage", "rating": "normal", "collateral": "none", "weight": "2000"},
    ),
    ("capital_terms", {"ratio": "100", "hurdle": "100"}),
    ("collaterals", {"code": "none", "loss": "100"}),
    ("ratings", {"code": "normal", "default": "100"}),
)


def test_the_dearest_prices_with_the_largest_amounts_can_be_derived(
    book: Book, tmp_path: Path
) -> None:
    accounts = ACCOUNTS + "M1,P1,mortgage,,2025-01-01\n"
    lines = [
        f"R{n},{account},2026-0{month}-05,{amount},branch"
        for n, (account, month, amount) in enumerate(
            (account, month, amount)
            for month in range(1, 10)
            for account, amount in (("A1", 10**12), ("J1", 10**14), ("M1", -(10**12)))
        )
    ]
    talks = "customer,kind,at,minutes\nP1,visit,2026-05-05T10:00:00Z,1440\n"
    text = "reference,account,date,amount,channel\n" + "\n".join(lines) + "\n"
    report = take(book, tmp_path / "in", c=PEOPLE, a=accounts, t=text, i=talks)
    assert report.written
    for table, fields in DEAREST:
        texts = tuple({"valid_from": "2026-01-01", **fields}.items())
        prices.put(book, prices.Change(table, texts))
    assert deriving.catch_up(book)
    assert worth.look(book).contribution


def test_each_account_says_when_it_was_last_delivered(book: Book, tmp_path: Path) -> None:
    assert find_newest_import(book) is None
    take(book, tmp_path / "in", c=PEOPLE, a=ACCOUNTS)
    postings = "account,date,amount\nA1,2026-11-20,5\n"
    balances = "account,date,balance\nA1,2026-11-22,5\n"
    for day in (25, 26, 27):
        book.clock = Clock(date(2026, 11, day))
        take(book, tmp_path / "in", t=postings, b=balances)
    assert find_newest_import(book) == date(2026, 11, 27)
    sql = (
        "SELECT number, max(i.day) FROM accounts a JOIN account_imports i ON i.account_id = a.id"
        " GROUP BY number"
    )
    last = {str(number): date.fromordinal(int(str(day))) for number, day in book.rows(sql)}
    assert last == {"A1": date(2026, 11, 27), "J1": TODAY}
    sql = "SELECT count(*) FROM account_imports GROUP BY account_id ORDER BY 1"
    assert book.rows(sql) == [(1,), (3,)]


def test_an_import_that_writes_nothing_delivers_nothing(book: Book, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    report = take(book, folder, c=PEOPLE, a=ACCOUNTS + "A2,zzz,current,,\n")
    assert not report.written and find_newest_import(book) is None
