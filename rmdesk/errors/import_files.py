"""Files that are read or written."""

from rmdesk.errors.base import DeskError

__all__ = [
    "BadLine",
    "BadProfile",
    "BadWorkbook",
    "BrokenLine",
    "DoubleColumn",
    "EncryptedWorkbook",
    "FileChanged",
    "FileExists",
    "FileTooLarge",
    "FilesRefused",
    "ImportRefused",
    "NoFileNamed",
    "NoSuchColumn",
    "NoSuchEncoding",
    "NoSuchFile",
    "NoSuchProfile",
    "NoSuchSheet",
    "NotAFile",
    "NotEmpty",
    "NotPlainFile",
    "NothingRecognised",
    "NulBytes",
    "PackedFile",
    "TooManyCells",
    "UndecodableFile",
    "UnknownEncoding",
    "UnreadableFile",
    "Unwritable",
    "WorkbookTooLarge",
]


class NoSuchProfile(DeskError):
    """There is no profile named {name}. Known ones: {known}"""


class BadProfile(DeskError):
    """The profile {path} is wrong: {reason}"""


class NoSuchFile(DeskError):
    """There is no file or folder at {path}."""


class NotAFile(DeskError):
    """{path} is not a file."""


class UnreadableFile(DeskError):
    """{path} cannot be read: {reason}"""


class NothingRecognised(DeskError):
    """No file here has the header of a template; rmdesk template DIR writes them."""


class ImportRefused(DeskError):
    """Nothing was imported. Rows rejected: {count}; correct them, or use --skip-bad."""


class NotEmpty(DeskError):
    """{path} is not an empty folder."""


class FileExists(DeskError):
    """{path} exists already; nothing was written."""


class NoFileNamed(DeskError):
    """Say which file."""


class Unwritable(DeskError):
    """{path} cannot be written: {reason}"""


class NotPlainFile(DeskError):
    """{path} is a device, a pipe or a socket; only plain files are read."""


class PackedFile(DeskError):
    """{path} is an archive; unpack it into a folder, import that, then delete the folder."""


class FileTooLarge(DeskError):
    """{path} is too large: {size}; the limit is {limit}."""


class FileChanged(DeskError):
    """{path} changed while it was being read; nothing was imported. Try again."""


class UndecodableFile(DeskError):
    """{path}, line {line}: byte {byte} at position {position} is not {encoding} text."""


class UnknownEncoding(DeskError):
    """{path} is not UTF-8 and could be in several encodings; name it: --encoding NAME"""


class NoSuchEncoding(DeskError):
    """{encoding} is not a text encoding."""


class NulBytes(DeskError):
    """{path}, line {line}: a NUL byte; this is not a text file."""


class NoSuchSheet(DeskError):
    """No workbook here has a sheet named {name}. Sheets: {known}"""


class BadWorkbook(DeskError):
    """{path} cannot be read as a workbook: {reason}"""


class EncryptedWorkbook(DeskError):
    """{path} is encrypted, or not a workbook; save it as XLSX without a password."""


class WorkbookTooLarge(DeskError):
    """{path} is too large when unpacked ({size}); save the sheet as CSV."""


class TooManyCells(DeskError):
    """{path}, sheet {sheet}: {cells} cells over {rows} rows, {columns} columns; save it as CSV."""


class BrokenLine(DeskError):
    """{path}, line {line}: a quote is not closed, text follows one, or the line is too long."""


class FilesRefused(DeskError):
    """Nothing was imported: the files above cannot be imported as they are."""


class NoSuchColumn(DeskError):
    """{path} has no column {name}. It has: {known}"""


class DoubleColumn(DeskError):
    """{path} has two columns named {name}."""


class BadLine(DeskError):
    """{path}, line {line}: {count} cells, where the header has {wanted}."""
