"""What a person reads for what was put right or taken out: a subject that grows with the forms.

A part of the table in `words`, which is as long as a file may be.
"""

from enum import StrEnum

from rmdesk import terms as t
from rmdesk.i18n import N_

WORDS: tuple[tuple[StrEnum, str], ...] = (
    (t.Act.EDIT_LOG, N_("Changed log entry")),
    (t.Act.REMOVE_LOG, N_("Removed log entry")),
    (t.Act.REOPEN, N_("Reopened proposal")),
    (t.Act.CORRECT_OUTCOME, N_("Corrected outcome")),
    (t.Act.EDIT_OPINION, N_("Changed opinion")),
    (t.Act.REMOVE_OPINION, N_("Removed opinion")),
    (t.Act.EDIT_LIFE_EVENT, N_("Changed life event")),
    (t.Act.REMOVE_LIFE_EVENT, N_("Removed life event")),
)
