"""The reader's language: every sentence that a person sees passes through here."""

import gettext as _gettext
from pathlib import Path

_LOCALES = Path(__file__).parent / "locales"
_current: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"
_spoken: set[str] = set()


def use(language: str) -> None:
    """Speak this language from now on; English where there is no catalogue for it."""
    global _current, _language
    _language = language or "en"
    _current = _gettext.translation(
        "rmdesk", str(_LOCALES), languages=[language] if language else None, fallback=True
    )


def language() -> str:
    """The code of the language that is spoken now."""
    return _language


def _(message: str) -> str:
    """The message in the reader's language."""
    text = _current.gettext(message) if message else ""
    _spoken.add(text)
    return text


def ngettext(one: str, many: str, count: int) -> str:
    """The message for so many, in the reader's language."""
    text = _current.ngettext(one, many, count)
    _spoken.add(text)
    return text


def spoken() -> set[str]:
    """Return all messages that were looked up so far: the program's own words, never data."""
    return _spoken


def N_(message: str) -> str:
    """Mark a message for translation where it is looked up later."""
    return message
