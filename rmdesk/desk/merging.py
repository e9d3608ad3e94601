"""Two people, one entry: only what was changed is saved, and nobody's change is lost unseen.

A form says what it was opened with. What differs from that in the form was changed here; what
differs from it in the book was changed elsewhere meanwhile. Only a field that was changed on both
sides, to two different texts, is a question for the manager.
"""

from collections.abc import Mapping

from rmdesk.errors import ChangedMeanwhile

Fields = Mapping[str, str]


def list_changed(typed: Fields, opened_with: Fields | None, now: Fields) -> dict[str, str]:
    """Return the fields to save: those that differ from what the form was opened with.

    Without `opened_with`, all that are typed. Raises ChangedMeanwhile with the fields that hold
    something else than the form was opened with, and something else than is to be saved.
    """
    if opened_with is None:
        return dict(typed)
    changed = {
        name: text
        for name, text in typed.items()
        if text.strip() != opened_with.get(name, "").strip()
    }
    clashes = {
        name: (now.get(name, ""), text)
        for name, text in changed.items()
        if now.get(name, "").strip() not in (opened_with.get(name, "").strip(), text.strip())
    }
    if clashes:
        raise ChangedMeanwhile(clashes)
    return changed
