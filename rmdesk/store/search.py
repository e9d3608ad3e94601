"""Search: names, numbers, notes and what was said, by trigram, so that Chinese works.

Each customer has one text of keys: names, their pinyin and initials, bank id, account numbers,
phones, e-mails, people, tags. Two line breaks stand between keys, so that even one character at
the edge of a key is a trigram, and a hit can be told by where it stands. Inside a key or the notes,
words of one or two characters are looked for in the text itself. In the log they are found by
`search_short`: every Chinese character, every two of them, and Latin words as short.
"""

import re
from collections.abc import Iterable, Sequence

from rmdesk.store.book import Book
from rmdesk.store.driver import Row, Value

AT_MOST = 1_000
FEW = 100
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


def index_customers(book: Book, customers: Iterable[int]) -> None:
    """Make the search lines of these customers anew."""
    for chunk in _chunks(list(customers), 500):
        marks = ", ".join("?" * len(chunk))
        book.rows(f"DELETE FROM search_customers WHERE rowid IN ({marks})", chunk)
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
            lines.append((customer, _keys([str(v) for v in row[2:]], numbers, persons), row[1]))
        book.connection.executemany(
            "INSERT INTO search_customers (rowid, keys, notes) VALUES (?, ?, lower(?))", lines
        )


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
    """Make the search lines of all interactions anew."""
    book.rows("DELETE FROM search_log")
    book.rows("INSERT INTO search_short (search_short) VALUES ('delete-all')")
    _put_log(book, book.rows("SELECT id, customer_id, text FROM interactions ORDER BY id"))


def _put_log(book: Book, rows: Sequence[Row]) -> None:
    folded = [(number, customer, str(text).casefold()) for number, customer, text in rows]
    book.connection.executemany(
        "INSERT INTO search_log (rowid, customer_id, text) VALUES (?, ?, ?)", folded
    )
    short = ((number, short_words(text)) for number, _customer, text in folded)
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
    book.rows(
        "CREATE TEMP TABLE IF NOT EXISTS found (customer_id INTEGER PRIMARY KEY,"
        " relevance INTEGER NOT NULL)"
    )
    book.rows("DELETE FROM temp.found")
    words = query.casefold().split()
    if not words:
        return 0
    whole = " ".join(words)
    edges = (_EDGE + whole + _EDGE, _EDGE + whole, whole + _EDGE)
    for relevance, edge in enumerate(edges):
        _add(book, "rowid", "search_customers", relevance, [f"{{keys}} : {_quoted(edge)}"])
    long = [word for word in words if len(word) >= _TRIGRAM]
    short = [word for word in words if len(word) < _TRIGRAM]
    if long or _count(book) < FEW:
        inside = " AND ".join("(instr(keys, ?) OR instr(notes, ?))" for _ in short) or "1"
        places = [word for word in short for _column in ("keys", "notes")]
        _add(book, "rowid", "search_customers", 3, _all(long), inside, places)
    _add_said(book, long, short)
    return _count(book)


def _add_said(book: Book, long: Sequence[str], short: Sequence[str]) -> None:
    """Add the customers in whose log all words stand in one entry, the latest first."""
    if not short:
        _add(book, "customer_id", "search_log", 4, _all(long), order="rowid DESC")
        return
    within, parameters = "1", list[Value]()
    if long:
        within = "rowid IN (SELECT rowid FROM search_log WHERE search_log MATCH ?)"
        parameters = [*_all(long)]
    customer = "(SELECT customer_id FROM interactions WHERE id = search_short.rowid)"
    _add(book, customer, "search_short", 4, _all(short), within, parameters, "rowid DESC")


def _add(
    book: Book,
    customer: str,
    table: str,
    relevance: int,
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
