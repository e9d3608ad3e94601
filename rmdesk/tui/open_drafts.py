"""Drafts beyond their forms: saved on leaving, and taken from an editor that was killed."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual.screen import Screen

from rmdesk.errors import DeskError
from rmdesk.tui import verbs
from rmdesk.tui.bridge import Bridge


async def save_open_drafts(screens: Sequence[Screen[Any]]) -> DeskError | None:
    """Save what is typed in every form; return what kept it from being saved, if anything did."""
    from rmdesk.tui.screens.dialog import Dialog

    try:
        for screen in screens:
            if isinstance(screen, Dialog):
                await screen.save_draft()
    except DeskError as error:
        return error
    return None


async def take_leftovers(bridge: Bridge, store: Path) -> None:
    """Save as drafts what killed editors of this store left, and wipe their files."""
    from rmdesk.tui.editor import list_leftovers, wipe

    for leftover in await asyncio.to_thread(list_leftovers, store):
        owner = leftover.owner
        key = verbs.drafts.DraftKey(owner.form, owner.customer_id, owner.subject_id)
        with suppress(DeskError):
            texts = (owner.field, leftover.text, owner.opened_with)
            await bridge.write(verbs.drafts.add_to_draft, key, *texts)
            await asyncio.to_thread(wipe, leftover.folder)
