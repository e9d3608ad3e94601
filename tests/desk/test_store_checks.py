"""The doctor notices whatever makes what is derived differ from a rebuild, and mends it."""

import os
from pathlib import Path

import pytest

from rmdesk.desk import rebuild_checks, store_checks
from rmdesk.desk.findings import Fault
from rmdesk.desk.rebuild_checks import Part, compare_with_rebuild
from rmdesk.store import exposure
from rmdesk.store.book import Book
from tests.conftest import copied


def test_the_demo_book_is_as_a_rebuild_makes_it(demo_book: Book) -> None:
    assert compare_with_rebuild(demo_book) == []
    found = store_checks.examine_store(demo_book)
    assert (found.findings, found.compared, found.customers) == ((), 60, 60)


FAULTS = (
    (Part.ROLLUP, "UPDATE rollup SET minor = minor + 1 WHERE customer_id = {one}"),
    (Part.ROLLUP, "DELETE FROM capital WHERE customer_id = {one}"),
    (Part.ROLLUP, "INSERT INTO rollup VALUES (5, 730000, 0, 'fees', 1)"),
    (Part.ADJUSTMENTS, "DELETE FROM adjustments"),
    (Part.ADJUSTMENTS, "INSERT INTO adjustments VALUES (5, 730000, 'schedule', 1)"),
    (Part.STANDINGS, "UPDATE standings SET contribution = contribution + 1"),
    (Part.SEARCH, "DELETE FROM search_customers WHERE rowid = {one}"),
    (Part.SEARCH, "DELETE FROM search_log"),
    (Part.SEARCH, "INSERT INTO search_short (search_short) VALUES ('delete-all')"),
)


def test_a_difference_is_noticed_and_comparing_changes_nothing(demo_book: Book) -> None:
    one = demo_book.number("SELECT min(customer_id) FROM accounts WHERE product = 'mortgage'")
    for part, sql in FAULTS:
        demo_book.rows(sql.format(one=one))
        orphan = " VALUES (5," in sql
        found = {d.part for d in compare_with_rebuild(demo_book, [] if orphan else [one])}
        assert part in found, sql
    examined = store_checks.examine_store(demo_book)
    assert {f.fault for f in examined.findings} == store_checks.MENDABLE - {Fault.INDEX_DAMAGED}
    assert store_checks.mend(demo_book, examined) == examined.findings
    assert store_checks.examine_store(demo_book).findings == ()


def test_a_broken_reference_is_named(demo_book: Book) -> None:
    demo_book.rows("PRAGMA foreign_keys = OFF")
    demo_book.rows("DELETE FROM products WHERE code = (SELECT product FROM accounts LIMIT 1)")
    found = store_checks.examine_store(demo_book).findings
    assert Fault.BROKEN_REFERENCE in {finding.fault for finding in found}


def test_a_large_book_is_compared_by_a_sample_that_is_stated(
    demo_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (store_checks, rebuild_checks):
        monkeypatch.setattr(module, "SAMPLE", 20)
    assert store_checks.examine_store(demo_book).compared == 20
    assert store_checks.examine_store(demo_book, deep=True).compared == 60


def test_who_else_can_read_the_store_is_said(store: Path) -> None:
    assert store_checks.list_exposures(store) == []
    store.chmod(0o644)
    store.parent.chmod(0o770)
    found = store_checks.list_exposures(store)
    assert [f.fault for f in found] == [Fault.READABLE, Fault.FOLDER_WRITABLE]
    os.chmod(store.parent, 0o700)  # noqa: PTH101


def test_a_network_share_is_recognised(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/vda / ext4 rw 0 0\nserver:/x {tmp_path}/my\\040share nfs4 rw 0 0\n", encoding="utf-8"
    )
    assert exposure.find_share(tmp_path / "my share" / "book.rmdesk", mounts) == "nfs4"
    assert exposure.find_share(tmp_path / "book.rmdesk", mounts) == ""


def test_a_folder_that_is_synchronised_and_its_conflicts_are_said(
    empty_store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Dropbox" / "bank"
    folder.mkdir(parents=True, mode=0o700)
    store = copied(empty_store, folder)
    (folder / "book (conflicted copy 2026-11-24).rmdesk").write_bytes(b"")
    found = store_checks.list_exposures(store)
    assert [f.fault for f in found] == [Fault.SYNC_FOLDER, Fault.CONFLICT]
