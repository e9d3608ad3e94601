"""What is wrong with a file that is to be imported."""

from rmdesk.errors.base import DeskError


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
    """{path} is encrypted, or no XLSX inside; save it as XLSX without a password."""


class WorkbookTooLarge(DeskError):
    """{path} expands to too much ({size}); save the sheet as CSV."""


class TooManyCells(DeskError):
    """{path}, sheet {sheet}: {cells} cells over {rows} rows, {columns} columns; save it as CSV."""


class BrokenLine(DeskError):
    """{path}, line {line}: a quote is not closed, text follows one, or the line is too long."""


class FilesRefused(DeskError):
    """Nothing was imported: the files above cannot be taken as they are."""
