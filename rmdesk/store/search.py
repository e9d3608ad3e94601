"""Search: names, numbers, notes and what was said, by trigram, so that Chinese works.

Each customer has one text of keys: names, their pinyin and initials, bank id, account numbers,
phones, e-mails, people, tags. Two line breaks stand between keys, so that even one character at
the edge of a key is a trigram, and a hit can be told by where it stands. What is shorter than a
trigram and stands elsewhere is found by `search_short`, for customers and the log alike: every
Chinese character, every two of them, and Latin words of one or two letters.
"""

import re
from collections.abc import Iterable, Sequence

from rmdesk.store.book import Book
from rmdesk.store.driver import Row, Value

AT_MOST = 1_000
_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_TRIGRAM = 3
_SHORT = _TRIGRAM - 1
_EDGE = "\n\n"
_RUN = re.compile(r"[^\W_]+")
_LATIN_SHORT = re.compile(r"(?<![^\W_])[^\W_]{1,2}(?![^\W_])")


def name_key(name: str) -> str:
    """What a name is sorted by: pinyin for Chinese, small letters for the rest."""
    return " ".join(_syllables(name)) if _HAN.search(name) else name.casefold()


def name_keys(name: str) -> list[str]:
    """What a name is found by: itself, and for Chinese its pinyin and its initials."""
    keys = [name.casefold()]
    if _HAN.search(name):
        syllables = _syllables(name)
        keys += ["".join(syllables), " ".join(syllables), "".join(s[0] for s in syllables if s)]
    elif " " in name.strip():
        keys.append("".join(word[0] for word in name.casefold().split()))
    return keys


def _syllables(name: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return [s.casefold().strip() for s in lazy_pinyin(name) if s.strip()]


def phone_key(phone: str) -> str:
    """A phone as its digits."""
    return re.sub(r"\D", "", phone)


def clear(book: Book) -> None:
    """Take out all search lines."""
    book.rows("DELETE FROM search_customers")
    book.rows("DELETE FROM search_log")
    book.rows("INSERT INTO search_short (search_short) VALUES ('delete-all')")


def index_customers(book: Book, customers: Iterable[int]) -> None:
    """Make the search lines of these customers anew."""
    for chunk in _chunks(list(customers), 500):
        marks = ", ".join("?" * len(chunk))
        book.rows(f"DELETE FROM search_customers WHERE rowid IN ({marks})", chunk)
        book.rows(f"DELETE FROM search_short WHERE rowid IN ({marks})", chunk)
        accounts = _grouped(
            book, f"SELECT customer_id, number FROM accounts WHERE customer_id IN ({marks})", chunk
        )
        people = _grouped(
            book,
            "SELECT customer_id, name || char(10) || phones FROM contacts"
            f" WHERE NOT removed AND customer_id IN ({marks})",
            chunk,
        )
        sql = (
            "SELECT id, notes, name, other_names, legal_representative, coalesce(bank_id, ''),"
            " identity_number, emails, messengers, phones, tags, occupation, employer, addresses"
            f" FROM customers WHERE id IN ({marks})"
        )
        lines = []
        for row in book.rows(sql, chunk):
            customer = row[0]
            assert isinstance(customer, int)
            numbers, persons = accounts.get(customer, []), people.get(customer, [])
            keys = _keys([str(v) for v in row[2:]], numbers, persons)
            lines.append((customer, keys, str(row[1]).casefold()))
        book.connection.executemany(
            "INSERT INTO search_customers (rowid, keys, notes) VALUES (?, ?, ?)", lines
        )
        _put_short(book, ((customer, f"{keys} {notes}") for customer, keys, notes in lines))


def _keys(texts: list[str], accounts: list[str], people: list[str]) -> str:
    names, others, representative, bank_id, identity = texts[:5]
    emails, messengers, phones, tags, occupation, employer, addresses = texts[5:]
    keys = [key for name in (names, *others.split("\n"), representative) for key in name_keys(name)]
    keys += [bank_id, identity, *accounts, *emails.split("\n"), *messengers.split("\n")]
    keys += [phone_key(p) for p in phones.split("\n")]
    for person in people:
        name, *their_phones = person.split("\n")
        keys += [*name_keys(name), *(phone_key(p) for p in their_phones)]
    keys += [f"#{tag}" for tag in tags.split("\n") if tag]
    keys += [occupation, employer, *addresses.split("\n")]
    return _EDGE + _EDGE.join(k.casefold() for k in keys if k) + _EDGE


def _grouped(book: Book, sql: str, parameters: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for customer, text in book.rows(sql, tuple(parameters)):
        assert isinstance(customer, int)
        found.setdefault(customer, []).append(str(text))
    return found


def index_log(book: Book, interactions: Iterable[int]) -> None:
    """Make the search lines of these interactions anew."""
    for chunk in _chunks(list(interactions), 500):
        marks = ", ".join("?" * len(chunk))
        rows = book.rows(
            f"SELECT id, customer_id, text FROM interactions WHERE id IN ({marks})", chunk
        )
        book.rows(f"DELETE FROM search_log WHERE rowid IN ({marks})", chunk)
        book.rows(f"DELETE FROM search_short WHERE rowid IN ({marks})", chunk)
        _put_log(book, rows)


def index_whole_log(book: Book) -> None:
    """Make the search lines of all interactions, where there are none yet."""
    _put_log(book, book.rows("SELECT id, customer_id, text FROM interactions ORDER BY id"))


def _put_log(book: Book, rows: Sequence[Row]) -> None:
    folded = [(number, customer, str(text).casefold()) for number, customer, text in rows]
    book.connection.executemany(
        "INSERT INTO search_log (rowid, customer_id, text) VALUES (?, ?, ?)", folded
    )
    _put_short(book, ((number, text) for number, _customer, text in folded))


def _put_short(book: Book, texts: Iterable[tuple[Value, str]]) -> None:
    short = ((number, short_words(text)) for number, text in texts)
    book.connection.executemany(
        "INSERT INTO search_short (rowid, words) VALUES (?, ?)",
        [(number, words) for number, words in short if words],
    )


def short_words(text: str) -> str:
    """The words of one or two characters by which a text is found, divided by spaces."""
    if text.isascii():
        return " ".join(set(_LATIN_SHORT.findall(text)))
    found: set[str] = set()
    for run in _RUN.findall(text):
        if len(run) <= _SHORT:
            found.add(run)
        for place, character in enumerate(run):
            pair = run[place : place + _SHORT]
            found.update(word for word in (character, pair) if not word.isascii())
    return " ".join(sorted(found))


def find(book: Book, query: str) -> int:
    """Fill `temp.found` with the customers that fit every word of a query; gives how many.

    `relevance` is 0 where a key is the query, 1 where one begins with it, 2 where one ends with
    it, 3 where it stands in a key or the notes, 4 where it was said in the log. Of more than
    `AT_MOST` customers the most relevant are taken.
    """
    with book.keep_remembered():
        return _find(book, query.casefold().split())


def _find(book: Book, words: list[str]) -> int:
    book.rows(
        "CREATE TEMP TABLE IF NOT EXISTS found (customer_id INTEGER PRIMARY KEY,"
        " relevance INTEGER NOT NULL)"
    )
    book.rows("DELETE FROM temp.found")
    if not words:
        return 0
    whole = " ".join(words)
    edges = (_EDGE + whole + _EDGE, _EDGE + whole, whole + _EDGE)
    for relevance, edge in enumerate(edges):
        _add(book, "rowid", "search_customers", relevance, [f"{{keys}} : {_quoted(edge)}"])
    long = [word for word in words if len(word) >= _TRIGRAM]
    short = [word for word in words if len(word) < _TRIGRAM]
    within = "rowid IN (SELECT rowid FROM search_short WHERE search_short MATCH ?)"
    if not long:
        _add(book, _WHOSE, "search_short", _WHERE, _all(short), order="rowid DESC")
    else:
        where = within if short else "1"
        _add(book, "rowid", "search_customers", 3, _all(long), where, _all(short))
        _add(book, "customer_id", "search_log", 4, _all(long), where, _all(short), "rowid DESC")
    return _count(book)


# A line of `search_short` is a customer's, or an interaction's of a customer.
_SAID = "SELECT customer_id FROM interactions WHERE id = search_short.rowid"
_WHOSE = f"coalesce(({_SAID}), rowid)"
_WHERE = f"CASE WHEN EXISTS ({_SAID}) THEN 4 ELSE 3 END"


def _add(
    book: Book,
    customer: str,
    table: str,
    relevance: int | str,
    match: Sequence[str],
    where: str = "1",
    parameters: Sequence[Value] = (),
    order: str = "",
) -> None:
    """Add those that a search table has, as many as there is room for."""
    room = AT_MOST - _count(book)
    if room <= 0:
        return
    condition = f"{table} MATCH ? AND " if match else ""
    book.rows(
        f"INSERT OR IGNORE INTO temp.found SELECT {customer}, {relevance} FROM {table}"
        f" WHERE {condition}{where}" + (f" ORDER BY {order}" if order else "") + " LIMIT ?",
        (*match, *parameters, room),
    )


def _all(words: Sequence[str]) -> list[str]:
    """The one full-text query for all of some words; none for no words."""
    return [" ".join(_quoted(word) for word in words)] if words else []


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _count(book: Book) -> int:
    return book.number("SELECT count(*) FROM temp.found")


def _chunks(items: list[int], size: int) -> Iterable[tuple[int, ...]]:
    return (tuple(items[i : i + size]) for i in range(0, len(items), size))
