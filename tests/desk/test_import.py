"""Import: whole or not at all, known again, refused by line, taken back in one."""

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from rmdesk.desk import contribution, customers, exporting, importing, undoing
from rmdesk.desk.importing import Options, Order, Report
from rmdesk.errors import NoSuchFile, NoSuchProfile, NotEmpty, NothingRecognised
from rmdesk.store.book import Book
from rmdesk.terms import SortKey, ValueView
from tests.plain_prices import drop_costs

CUSTOMERS = "bank_id,name,phones,born\nP1,张伟,138;139,1979-05-23\nP2,Wang Fang,,\n"
ACCOUNTS = "number,customer,product,opened\nA1,P1,current,2026-01-01\n"
TRANSACTIONS = "account,date,amount,kind\nA1,2026-01-05,100.00,cash\nA1,2026-01-05,100.00,cash\n"


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def tallies(report: Report) -> dict[str, tuple[int, int, int, int]]:
    return {t.table: (t.new, t.changed, t.unchanged, t.rejected) for t in report.tables}


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return write(tmp_path / "in", customers=CUSTOMERS, accounts=ACCOUNTS, transactions=TRANSACTIONS)


def test_the_same_files_again_change_nothing(book: Book, extract: Path) -> None:
    assert tallies(importing.run(book, Order((extract,)))) == {
        "customers": (2, 0, 0, 0),
        "accounts": (1, 0, 0, 0),
        "transactions": (2, 0, 0, 0),
    }
    deeds = book.number("SELECT count(*) FROM deeds")
    assert tallies(importing.run(book, Order((extract,)))) == {
        "customers": (0, 0, 2, 0),
        "accounts": (0, 0, 1, 0),
        "transactions": (0, 0, 2, 0),
    }
    assert book.number("SELECT count(*) FROM deeds") == deeds


def test_what_changed_is_changed_and_an_empty_cell_keeps_what_is_there(
    book: Book, tmp_path: Path, extract: Path
) -> None:
    importing.run(book, Order((extract,)))
    again = write(tmp_path / "b", customers="bank_id,name,phones\nP1,张维,\nP2,Wang Fang,135\n")
    assert tallies(importing.run(book, Order((again,)))) == {"customers": (0, 2, 0, 0)}
    page = customers.page(book, SortKey.NAME, 0, 5, "138")
    assert [line.name for line in page.lines] == ["张维"]


def test_an_import_is_one_step_of_undo(book: Book, extract: Path) -> None:
    importing.run(book, Order((extract,)))
    undone = undoing.undo(book)
    assert undone.rows == 5
    for table in ("customers", "accounts", "transactions", "rollup", "standings"):
        assert book.number(f"SELECT count(*) FROM {table}") == 0
    assert customers.page(book, SortKey.NAME, 0, 5, "张伟").count == 0


BAD = (
    "number,customer,product,opened,rate\n"
    "A1,P1,current,2026-01-01,0.35\n"
    "A2,P9,current,2026-01-01,\n"
    "A3,P1,gold-bars,2026-01-01,\n"
    "A4,P1,current,2026-02-30,\n"
    ",P1,current,2026-01-01,\n"
    "A6,P1,current,,0.12345\n"
    "A1,P1,current,2026-01-01,\n"
)


def test_one_bad_row_keeps_everything_out_and_each_is_named(book: Book, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", customers=CUSTOMERS, accounts=BAD)
    report = importing.run(book, Order((folder,), rejects=tmp_path / "rejected"))
    assert not report.written and report.rejected == 6
    problems = sorted(report.tables[1].problems, key=lambda p: p.line)
    assert [(p.file, p.line, p.column, p.value, p.code) for p in problems] == [
        ("accounts.csv", 3, "customer", "P9", "unknown_customer"),
        ("accounts.csv", 4, "product", "gold-bars", "unknown_product"),
        ("accounts.csv", 5, "opened", "2026-02-30", "date"),
        ("accounts.csv", 6, "number", "", "missing"),
        ("accounts.csv", 7, "rate", "0.12345", "decimals"),
        ("accounts.csv", 8, "number", "A1", "twice"),
    ]
    assert book.number("SELECT count(*) FROM customers") == 0


def test_bad_rows_can_be_skipped_mended_and_brought_in(book: Book, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", customers=CUSTOMERS, accounts=BAD)
    order = Order((folder,), skip_bad=True, rejects=tmp_path / "rejected")
    report = importing.run(book, order)
    assert report.written
    assert tallies(report)["accounts"] == (1, 0, 0, 6)
    rejected = report.reject_files[0]
    text = rejected.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith(",reason")
    assert "A2,P9,current,2026-01-01,,customer: unknown_customer" in text
    mended = [line.replace("P9", "P2") for line in text.splitlines() if line[:2] in ("nu", "A2")]
    rejected.write_text("\n".join(mended), encoding="utf-8")
    assert tallies(importing.run(book, Order((rejected,)))) == {"accounts": (1, 0, 0, 0)}


def test_rejected_rows_are_read_as_the_file_was_though_they_are_neutral(
    book: Book, extract: Path, tmp_path: Path
) -> None:
    cells = {"R1": ("-¥7", "'=1+1"), "R2": ("-5", "=1+1"), "R3": ("+5 CNY", "'-3")}
    rows = [f"{key},A9,2026-01-05,{amount},{text}\n" for key, (amount, text) in cells.items()]
    header = "reference,account,date,amount,text\n"
    folder = write(tmp_path / "b", transactions=header + "".join(rows))
    importing.run(book, Order((extract,)))
    (rejected,) = importing.run(book, Order((folder,), rejects=tmp_path / "r")).reject_files
    text = rejected.read_text(encoding="utf-8-sig")
    assert not [cell for line in text.splitlines() for cell in line.split(",") if cell[:1] == "="]
    rejected.write_text(text.replace("A9", "A1"), encoding="utf-8")
    assert importing.run(book, Order((rejected,))).written
    sql = "SELECT reference, minor, text FROM transactions WHERE reference LIKE 'R%' ORDER BY 1"
    assert book.rows(sql) == [("R1", -700, "=1+1"), ("R2", -500, "=1+1"), ("R3", 500, "-3")]


def test_a_dry_run_reports_the_same_and_writes_nothing(book: Book, extract: Path) -> None:
    dry = importing.run(book, Order((extract,), dry_run=True))
    assert not dry.written
    assert book.number("SELECT count(*) FROM customers") == 0
    assert tallies(dry) == tallies(importing.run(book, Order((extract,))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_files_of_any_delimiter_and_the_usual_encodings(
    book: Book, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    name, note = (
        ("張偉", "客戶經理的老客戶") if encoding == "big5" else ("张伟", "客户经理的老客户")
    )
    lines = [["bank_id", "name", "notes"], ["P1", name, note]]
    path = tmp_path / "clients.txt"
    path.write_text("\n".join(delimiter.join(line) for line in lines), encoding=encoding)
    importing.run(book, Order((path,)))
    assert book.rows("SELECT name, notes FROM customers") == [(name, note)]


def test_a_workbook_with_sheets(book: Book, tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["bank_id", "name", "born", "headcount"])
    sheet.append([77, "Acme", None, 12.0])
    other = workbook.create_sheet("accounts")
    other.append(["number", "customer", "product", "opened"])
    other.append(["A1", 77, "business", "2026-01-01"])
    workbook.save(tmp_path / "book.xlsx")
    report = importing.run(book, Order((tmp_path / "book.xlsx",)))
    assert tallies(report) == {"customers": (1, 0, 0, 0), "accounts": (1, 0, 0, 0)}
    assert book.rows("SELECT bank_id, headcount FROM customers") == [("77", 12)]


def test_amounts_are_as_fine_as_the_currency_of_their_account(book: Book, tmp_path: Path) -> None:
    accounts = (
        "number,customer,product,currency,limit\n"
        "A1,P1,current,,1.25\nA2,P1,current,jpy,300\nA3,P1,current,KWD,1.234\n"
        "A4,P1,current,JPY,0.5\nA5,P1,current,XXQ,1\n"
    )
    postings = (
        "account,date,amount\nA1,2026-01-02,-7.5\nA2,2026-01-02,1000\nA3,2026-01-02,0.001\n"
        "A2,2026-01-03,0.01\nA1,2026-01-04,0.001\n"
    )
    folder = write(tmp_path / "in", customers=CUSTOMERS, accounts=accounts, transactions=postings)
    report = importing.run(book, Order((folder,), skip_bad=True))
    problems = [(p.column, p.value, p.code) for t in report.tables for p in t.problems]
    assert problems == [
        ("currency", "XXQ", "currency"),
        ("limit", "0.5", "decimals"),
        ("amount", "0.01", "decimals"),
        ("amount", "0.001", "decimals"),
    ]
    sql = "SELECT currency, limit_minor FROM accounts ORDER BY number"
    assert book.rows(sql) == [("CNY", 125), ("JPY", 300), ("KWD", 1_234)]
    assert book.rows("SELECT minor FROM transactions ORDER BY account_id") == [
        (-750,),
        (1000,),
        (1,),
    ]
    exporting.export(book, tmp_path / "out")
    assert "A3,2026-01-02,0.001," in (tmp_path / "out" / "transactions.csv").read_text()


SIGNED = {
    "¥5": {"CNY"},
    "￥-5": {"CNY"},
    "5元": {"CNY"},
    "RMB 5": {"CNY"},
    "cny 5": {"CNY"},
    "(CNY 5)": {"CNY"},
    "EUR 5": {"EUR"},
    "5 €": {"EUR"},
    "-€5": {"EUR"},
    "JPY5": {"JPY"},
    "5円": {"JPY"},
    "USD 5": set[str](),
    "$5": set[str](),
    "XQX 5": set[str](),
    "CNY 5 CNY": set[str](),
}


def test_an_amount_is_taken_only_where_its_sign_is_its_accounts(book: Book, tmp_path: Path) -> None:
    minor = {"CNY": 500, "EUR": 500, "JPY": 5}
    each = [(place, text, code) for place, text in enumerate(SIGNED, 1) for code in minor]
    folder = write(
        tmp_path / "in",
        customers=CUSTOMERS,
        accounts="number,customer,product,currency\n"
        + "".join(f"{code},P1,current,{code}\n" for code in minor),
        transactions="reference,account,date,amount\n"
        + "".join(f"{place},{code},2026-01-05,{text}\n" for place, text, code in each),
        balances="account,date,balance\n"
        + "".join(f"{code},2026-01-{place:02},{text}\n" for place, text, code in each),
    )
    importing.run(book, Order((folder,), skip_bad=True))
    meant = [(place, code, minor[code]) for place, text, code in each if code in SIGNED[text]]
    first = date(2025, 12, 31).toordinal()
    for table, column in (("transactions", "reference"), ("balances", f"day - {first}")):
        sql = (
            f"SELECT CAST({column} AS INTEGER), a.number, abs(t.minor) FROM {table} t"
            " JOIN accounts a ON a.id = t.account_id ORDER BY 1, 2"
        )
        assert book.rows(sql) == sorted(meant)


def test_prices_are_in_the_books_currency_whatever_their_sign_says(
    book: Book, tmp_path: Path
) -> None:
    header = "product,channel,valid_from,piece\n"
    rows = "current,branch,2026-01-01,¥1.50\ncurrent,atm,2026-01-01,1.50 €\n"
    order = Order((write(tmp_path / "in", product_costs=header + rows),), skip_bad=True)
    (problem,) = importing.run(book, order).problems
    assert (problem.line, problem.value, problem.code) == (3, "1.50 €", "sign_differs")
    sql = "SELECT channel, piece_minor FROM product_costs WHERE valid_from = ?"
    assert book.rows(sql, (date(2026, 1, 1).toordinal(),)) == [("branch", 150)]


def test_a_reversal_counts_from_the_day_of_what_it_takes_back(book: Book, tmp_path: Path) -> None:
    drop_costs(book)
    postings = (
        "reference,account,date,amount,kind,channel,reverses\n"
        "R1,A1,2026-03-02,-25,fee,branch,\nR2,A1,2026-04-09,25,other,,R1\n"
        "R3,A1,2026-04-10,26,other,,R1\nR4,A1,2026-04-10,1,other,,none\n"
    )
    folder = write(tmp_path / "in", customers=CUSTOMERS, accounts=ACCOUNTS, transactions=postings)
    report = importing.run(book, Order((folder,), skip_bad=True))
    problems = [(p.line, p.value, p.code) for t in report.tables for p in t.problems]
    assert problems == [(4, "R1", "not_opposite"), (5, "none", "unknown_posting")]
    sql = "SELECT day, booked, kind, channel FROM transactions ORDER BY reference"
    march, april = (date(2026, 3, 2).toordinal(), date(2026, 4, 9).toordinal())
    assert book.rows(sql) == [(march, None, "fee", "branch"), (march, april, "fee", "branch")]
    again = importing.run(book, Order((folder,), skip_bad=True))
    assert [(t.new, t.changed) for t in again.tables] == [(0, 0)] * 3
    year = (date(2026, 1, 1), date(2026, 6, 30))
    assert contribution.value(book, ValueView.COMPONENT, *year).total == 0
    assert undoing.undo(book).rows and not book.rows("SELECT 1 FROM transactions")


def test_what_cannot_be_read_is_said(book: Book, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(NothingRecognised):
        importing.run(book, Order((tmp_path / "other.csv",)))
    with pytest.raises(NoSuchFile):
        importing.run(book, Order((tmp_path / "none.csv",)))
    with pytest.raises(NoSuchProfile):
        importing.run(book, Order((tmp_path,), profile="nobody"))


def test_an_introducer_may_come_after_the_one_introduced(book: Book, tmp_path: Path) -> None:
    text = "bank_id,name,introducer\nP1,A,P2\nP2,B,\n"
    importing.run(book, Order((write(tmp_path / "in", customers=text),)))
    rows = book.rows("SELECT i.bank_id FROM customers c JOIN customers i ON i.id = c.introducer_id")
    assert rows == [("P2",)]


def test_templates_are_recognised_as_they_are_written(book: Book, tmp_path: Path) -> None:
    written = exporting.templates(tmp_path / "templates")
    assert [path.stem for path in written] == [
        *("customers", "contacts", "accounts", "balances", "transactions", "interactions"),
    ]
    report = importing.run(book, Order((tmp_path / "templates",)))
    assert {t.table for t in report.tables} == {path.stem for path in written}
    with pytest.raises(NotEmpty):
        exporting.templates(tmp_path / "templates")


PROFILE = """
currency = "CNY"
delimiter = ";"

[[file]]
name = "kunden.dat"
table = "customers"
where = { art = "P" }
[file.fields]
bank_id = "nr"
name = { text = "{vor} {nach}" }
kind = { constant = "person" }
born = { column = "geb", date = "%d.%m.%Y" }
sex = { column = "anrede", map = { Frau = "female", Herr = "male" } }
"""


def test_a_banks_own_layout_by_a_profile(book: Book, tmp_path: Path) -> None:
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    (profiles / "mine.toml").write_text(PROFILE, encoding="utf-8")
    lines = "nr;art;vor;nach;geb;anrede\n1;P;Eva;Berg;01.02.1980;Frau\n2;F;x;y;;\n"
    (tmp_path / "kunden.dat").write_text(lines, encoding="utf-8")
    order = Order((tmp_path / "kunden.dat",), profile="mine", own_profiles=profiles)
    assert tallies(importing.run(book, order)) == {"customers": (1, 0, 0, 0)}
    assert book.rows("SELECT name, sex FROM customers") == [("Eva Berg", "female")]


def test_the_report_is_plain_data(book: Book, extract: Path) -> None:
    from rmdesk.cli.exchanging import _data
    from rmdesk.cli.output import plain

    data = json.loads(json.dumps(plain(_data(importing.run(book, Order((extract,)))))))
    assert data["transactions"] == {"new": 2, "changed": 0, "unchanged": 0, "rejected": 0}


def test_a_column_to_pass_over_does_not_choose_the_table(book: Book, extract: Path) -> None:
    importing.run(book, Order((extract,)))
    path = extract / "later.csv"
    header = "account,date,amount,balance"
    account = book.value("SELECT number FROM accounts ORDER BY id LIMIT 1")
    path.write_text(f"{header}\n{account},2026-01-05,5,10\n", encoding="utf-8")
    options = Options(frozenset({"balance"}))
    (table,) = importing.run(book, Order((path,), options=options)).tables
    assert (table.table, table.new) == ("transactions", 1)
