import pytest

from rmdesk.desk import customers, editing, interactions
from rmdesk.desk.interactions import InteractionDraft
from rmdesk.store.book import Book
from rmdesk.terms import InteractionKind, SortKey


@pytest.fixture
def found_by(book: Book) -> Book:
    editing.create(
        book, {"name": "张伟", "phones": "138 0013 8000", "bank_id": "P77", "tags": "vip"}
    )
    editing.create(book, {"name": "王芳", "notes": "likes opera", "emails": "fang@example.com"})
    number = editing.create(book, {"name": "Acme O'Neill 100%", "kind": "organisation"})
    editing.save_contact(book, number, None, {"name": "Laura Bennett", "phones": "0571 8888"})
    draft = InteractionDraft(InteractionKind.VISIT, "Plant tour; spoke about 设备融资")
    interactions.log(book, number, draft)
    return book


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("张", "张伟"),
        ("张伟", "张伟"),
        ("zw", "张伟"),
        ("zhang", "张伟"),
        ("zhangwei", "张伟"),
        ("8000", "张伟"),
        ("13800138000", "张伟"),
        ("p77", "张伟"),
        ("#vip", "张伟"),
        ("wf", "王芳"),
        ("opera", "王芳"),
        ("FANG@", "王芳"),
        ("acme", "Acme O'Neill 100%"),
        ("o'n", "Acme O'Neill 100%"),
        ("100%", "Acme O'Neill 100%"),
        ("bennett", "Acme O'Neill 100%"),
        ("设备融资", "Acme O'Neill 100%"),
        ("融资", "Acme O'Neill 100%"),
        ("plant acme", None),
        ('"', None),
        ("nobody", None),
        ("%", "Acme O'Neill 100%"),
    ],
)
def test_words_that_are_typed_find_the_customer(
    found_by: Book, words: str, name: str | None
) -> None:
    page = customers.page(found_by, SortKey.NAME, 0, 10, words)
    assert [line.name for line in page.lines] == ([name] if name else [])


def test_who_is_called_so_comes_before_who_only_mentions_it(found_by: Book) -> None:
    editing.create(found_by, {"name": "Zoe West", "notes": "zhangwei is a friend"})
    page = customers.page(found_by, SortKey.CONTRIBUTION, 0, 10, "zhangwei")
    assert [line.name for line in page.lines] == ["张伟", "Zoe West"]


def test_an_edit_is_found_at_once_and_the_old_name_no_more(found_by: Book) -> None:
    number = customers.page(found_by, SortKey.NAME, 0, 1, "王芳").lines[0].id
    editing.edit(found_by, number, {"name": "王方"})
    assert customers.page(found_by, SortKey.NAME, 0, 5, "王方").count == 1
    assert customers.page(found_by, SortKey.NAME, 0, 5, "王芳").count == 0


def test_chinese_and_latin_names_sort_together(found_by: Book) -> None:
    names = [line.name for line in customers.page(found_by, SortKey.NAME, 0, 10).lines]
    assert names == ["Acme O'Neill 100%", "王芳", "张伟"]
