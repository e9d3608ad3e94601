"""What a person can put right.

The first line of each class's docstring is the message, in English, with the figures it is raised
with; `rmdesk.i18n.words.explain` looks it up in the reader's language. Whatever is not a
`DeskError` is a bug.
"""

from rmdesk.errors.base import DeskError as DeskError
from rmdesk.errors.history import *
from rmdesk.errors.import_files import *
from rmdesk.errors.keys import *
from rmdesk.errors.offers import *
from rmdesk.errors.store import *
from rmdesk.errors.typed import *
