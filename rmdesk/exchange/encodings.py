"""Which encoding a text file is in, decided over all of its bytes, or refused."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rmdesk.errors import (
    NoSuchEncoding,
    NulBytes,
    UndecodableFile,
    UnknownEncoding,
    UnreadableFile,
)

_BLOCK = 1 << 20
_GUESSES = ("gb18030", "big5")
# Everyday text has nine in ten of its characters in the frequent half of its character set.
_LEAST_LIKENESS = 0.7
_LEAST_LEAD = 0.1
# Signs of currencies and full-width letters tell nothing: the one in GB18030 is the other in Big5.
_NEUTRAL = re.compile("[¢-¥€￠-￡￥Ａ-Ｚａ-ｚ]")


@dataclass(frozen=True, slots=True)
class TextForm:
    """A text file's encoding, and about how many lines it has."""

    encoding: str
    lines: int


def find_form(file: BinaryIO, path: Path, encoding: str = "") -> TextForm:
    """Return a text file's form, by its bytes or as said.

    Raises NoSuchEncoding, UndecodableFile, UnknownEncoding, NulBytes and UnreadableFile.
    """
    if encoding:
        checked = check_encoding(encoding)
    else:
        checked = "utf-16" if _starts_as_utf16(file) else "utf-8-sig"
    try:
        return TextForm(checked, _decode_all(file, path, checked))
    except UndecodableFile:
        if encoding or checked == "utf-16":
            raise
        return _guess(file, path)


def check_encoding(name: str) -> str:
    """Return a text encoding's name as Python knows it. Raises NoSuchEncoding."""
    try:
        found = codecs.lookup(name)
        "a".encode(found.name)
        codecs.getincrementaldecoder(found.name)
    except (LookupError, ValueError, TypeError, AttributeError):
        raise NoSuchEncoding(encoding=name[:40]) from None
    if not getattr(found, "_is_text_encoding", True):
        raise NoSuchEncoding(encoding=name[:40])
    return "utf-8-sig" if found.name == "utf-8" else found.name


def _starts_as_utf16(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _decode_all(file: BinaryIO, path: Path, encoding: str) -> int:
    """Decode the whole file; gives how many lines it has."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines, offset, last = 0, 0, "\n"
    for block in _blocks(file, path):
        offset += len(block)
        try:
            text = decoder.decode(block, not block)
        except UnicodeDecodeError as error:
            before = bytes(error.object[: error.start])
            raise UndecodableFile(
                path=path,
                line=lines + before.count(b"\n") + 1,
                byte=f"0x{error.object[error.start]:02X}",
                position=offset - len(error.object) + error.start + 1,
                encoding=encoding.removesuffix("-sig").upper(),
            ) from None
        except UnicodeError:
            # A codec that says no place, such as UTF-16 without its mark.
            raise UndecodableFile(
                path=path, line=lines + 1, byte="?", position=offset, encoding=encoding
            ) from None
        if "\0" in text:
            line = lines + text.count("\n", 0, text.index("\0")) + 1
            raise NulBytes(path=path, line=line)
        lines += text.count("\n")
        last = text[-1:] or last
    return lines + (last != "\n")


def _blocks(file: BinaryIO, path: Path) -> Iterator[bytes]:
    """The file's bytes in blocks, an empty one last."""
    file.seek(0)
    while True:
        try:
            block = file.read(_BLOCK)
        except OSError as error:
            raise UnreadableFile(path=path, reason=error.strerror or error) from None
        yield block
        if not block:
            return


def _guess(file: BinaryIO, path: Path) -> TextForm:
    """Return the likelier of GB18030 and Big5. Raises UndecodableFile where neither is likely."""
    if _is_damaged_utf8(file, path):
        _decode_all(file, path, "utf-8-sig")
    found: list[tuple[float, str, int]] = []
    for name in _GUESSES:
        try:
            lines = _decode_all(file, path, name)
        except UndecodableFile:
            continue
        found.append((_likeness(file, path, name), name, lines))
    if not found:
        _decode_all(file, path, "utf-8-sig")
    found.sort(reverse=True)
    best, name, lines = found[0]
    if best < _LEAST_LIKENESS or (len(found) > 1 and best - found[1][0] < _LEAST_LEAD):
        raise UnknownEncoding(path=path)
    return TextForm(name, lines)


def _is_damaged_utf8(file: BinaryIO, path: Path) -> bool:
    """Return whether most of what is not ASCII is UTF-8, so that the rest is damage."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    bad = wide = 0
    for block in _blocks(file, path):
        text = decoder.decode(block, not block)
        replaced = text.count("\ufffd")
        bad += replaced
        wide += len(text) - len(text.encode("ascii", "ignore")) - replaced
    return wide >= bad


def _likeness(file: BinaryIO, path: Path, encoding: str) -> float:
    """Return which part of the characters beyond ASCII are those of everyday Chinese, 0 to 1."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    counts: Counter[str] = Counter()
    for block in _blocks(file, path):
        counts.update(decoder.decode(block, not block))
    wide = {c: n for c, n in counts.items() if ord(c) > 0x7F and not _NEUTRAL.fullmatch(c)}
    total = sum(wide.values())
    return sum(n for c, n in wide.items() if _is_common(c)) / total if total else 0.0


def _is_common(character: str) -> bool:
    """Return whether a character is in the frequent half of GB 2312 or of Big5."""
    try:
        lead = character.encode("gb2312")[0]
        if 0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3):
            return True
    except UnicodeEncodeError:
        pass
    try:
        encoded = character.encode("big5")
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 and 0xA4 <= encoded[0] <= 0xC6
