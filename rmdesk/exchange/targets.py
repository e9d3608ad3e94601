"""Where tables are written: a folder that only the manager may read, or an encrypted archive.

The archive is a ZIP with AES-256 (WinZip's AE-2), which 7-Zip, WinZip, WinRAR and the archivers of
macOS and Linux desktops open with its passphrase; pyzipper writes it. Tables go into it as they
are read: no plain copy of them is on the disk at any time.
"""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol, TextIO

from rmdesk.errors import FileExists, NotEmpty
from rmdesk.safe_files import (
    aside_path,
    list_leftovers,
    make_file,
    make_folder,
    publish,
    sync_folder,
)

PRIVATE_FILE = 0o600
ARCHIVE_SUFFIX = ".zip"


class Target(Protocol):
    """Takes tables, each a CSV file by its name."""

    def write_table(
        self, name: str, header: Iterable[str], rows: Iterable[Iterable[str]], delimiter: str = ","
    ) -> int:
        """Write a table and return how many rows it has."""


class FolderTarget:
    """A folder, new or empty; files in it are readable by the manager alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write_table(
        self, name: str, header: Iterable[str], rows: Iterable[Iterable[str]], delimiter: str = ","
    ) -> int:
        """Write `name` into the folder and return how many rows it has."""
        with open_private(self.folder / name) as file:
            return write_rows(file, header, rows, delimiter)


class ArchiveTarget:
    """An encrypted archive that is being written."""

    def __init__(self, path: Path, passphrase: str) -> None:
        from pyzipper import WZ_AES, ZIP_DEFLATED, AESZipFile

        make_file(path)
        self._file = path.open("r+b")
        self._archive = AESZipFile(
            self._file, "w", compression=ZIP_DEFLATED, encryption=WZ_AES, allowZip64=True
        )
        self._archive.setpassword(passphrase.encode())

    def write_table(
        self, name: str, header: Iterable[str], rows: Iterable[Iterable[str]], delimiter: str = ","
    ) -> int:
        """Write `name` into the archive and return how many rows it has."""
        inside: IO[bytes] = self._archive.open(name, "w")
        with io.TextIOWrapper(inside, encoding="utf-8-sig", newline="") as file:
            return write_rows(file, header, rows, delimiter)

    def close(self) -> None:
        """Write the archive's list and everything to the disk."""
        self._archive.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


@contextmanager
def archive_target(path: Path, passphrase: str) -> Iterator[ArchiveTarget]:
    """Write an encrypted archive; it appears under its name once it is whole. Raise FileExists."""
    if path.exists():
        raise FileExists(path=path)
    make_folder(path.parent)
    for left in list_leftovers(path.parent, path.name):
        left.unlink(missing_ok=True)
    part = aside_path(path)
    try:
        target = ArchiveTarget(part, passphrase)
        yield target
        target.close()
        try:
            publish(part, path)
        except FileExistsError:
            raise FileExists(path=path) from None
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def make_empty_folder(folder: Path) -> FolderTarget:
    """Return a new or empty folder to write into. Raise NotEmpty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(path=folder)
    make_folder(folder)
    return FolderTarget(folder)


def open_private(path: Path) -> TextIO:
    """Open a UTF-8 file to write (with BOM, so that spreadsheets read Chinese), mode 0600."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    path.chmod(PRIVATE_FILE)
    return os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="")


def write_rows(
    file: TextIO, header: Iterable[str], rows: Iterable[Iterable[str]], delimiter: str
) -> int:
    """Write a header and rows as CSV and return how many rows there were."""
    count = 0
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(header)
    for row in rows:
        writer.writerow(row)
        count += 1
    return count
