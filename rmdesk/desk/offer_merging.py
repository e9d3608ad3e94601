"""An offer that was changed in two windows: its fields as texts, and both changes in one offer."""

from collections.abc import Mapping
from dataclasses import fields, replace

from rmdesk.desk.merging import list_changed
from rmdesk.offers.offer import WrittenOffer

# What an offer says by language, and how the fields of its form begin.
_BY_LANGUAGE = {"names": "name", "points": "points", "documents": "documents"}


def form_texts(item: WrittenOffer) -> dict[str, str]:
    """Return the texts of an offer's form, by field."""
    texts = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name in _BY_LANGUAGE:
            for language, said in value.items():
                texts[f"{_BY_LANGUAGE[field.name]}-{language}"] = _text(said)
        else:
            texts[field.name] = _text(value)
    return texts


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    return "" if value is None else str(value)


def merge(item: WrittenOffer, before: Mapping[str, str], now: WrittenOffer) -> WrittenOffer:
    """Return the offer as it is now with what was changed in the form.

    `before` is what the form was opened with. Raises ChangedMeanwhile.
    """
    current = form_texts(now)
    # A text that was emptied is a change as well.
    typed = dict.fromkeys(before, "") | form_texts(item)
    changed = list_changed(typed, before, current)
    merged: dict[str, object] = {
        field.name: getattr(item, field.name) for field in fields(item) if field.name in changed
    }
    for name, begin in _BY_LANGUAGE.items():
        ours, theirs = getattr(item, name), getattr(now, name)
        languages = {lang for lang in (*ours, *theirs) if f"{begin}-{lang}" in changed}
        others = {lang: said for lang, said in theirs.items() if lang not in languages}
        merged[name] = others | {lang: ours[lang] for lang in languages if lang in ours}
    return replace(now, **merged)  # type: ignore[arg-type]
