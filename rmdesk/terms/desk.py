"""What Today and the list are made of, and the acts that can be taken back."""

from enum import StrEnum


class Section(StrEnum):
    """The sections of Today, most pressing first."""

    OVERDUE = "overdue"
    TODAY = "today"
    COMPLAINT = "complaint"
    MISSED_INSTALMENT = "missed_instalment"
    LARGE_MOVEMENT = "large_movement"
    MATURITY = "maturity"
    INSTALMENT = "instalment"
    BIRTHDAY = "birthday"
    EXPIRY = "expiry"
    OUT_OF_TOUCH = "out_of_touch"
    UPCOMING = "upcoming"


class SortKey(StrEnum):
    """By what the customer list is sorted."""

    CONTRIBUTION = "contribution"
    NAME = "name"
    LAST_CONTACT = "last_contact"
    NEXT_FOLLOW_UP = "next_follow_up"
    TIER = "tier"
    STAGE = "stage"


class Act(StrEnum):
    """One thing done that can be taken back as a whole."""

    LOG = "log"
    FOLLOW_UP = "follow_up"
    EDIT_FOLLOW_UP = "edit_follow_up"
    COMPLETE = "complete"
    NO_ANSWER = "no_answer"
    SNOOZE = "snooze"
    CANCEL = "cancel"
    NEW_CUSTOMER = "new_customer"
    EDIT_CUSTOMER = "edit_customer"
    ARCHIVE = "archive"
    EDIT_PRICES = "edit_rates"
    EDIT_ACCOUNT = "edit_account"
    LINK = "link"
    NEW_CONTACT = "new_contact"
    EDIT_CONTACT = "edit_contact"
    REMOVE_CONTACT = "remove_contact"
    NEW_RELATION = "new_relation"
    REMOVE_RELATION = "remove_relation"
    PRESENT = "present"
    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    EXCLUDE = "exclude"
    EDIT_OFFER = "edit_offer"
    RETIRE_OFFER = "retire_offer"
    OPINION = "opinion"
    LIFE_EVENT = "life_event"
    LINK_PROPOSAL = "link_proposal"
    IMPORT = "import"
    EXPORT = "export"
    SET_UP = "set_up"
    UNDO = "undo"
    REDO = "redo"
    PURGE = "purge"
    EDIT_LOG = "edit_log"
    REMOVE_LOG = "remove_log"
    REOPEN = "reopen"
    CORRECT_OUTCOME = "correct_outcome"
    EDIT_OPINION = "edit_opinion"
    REMOVE_OPINION = "remove_opinion"
    EDIT_LIFE_EVENT = "edit_life_event"
    REMOVE_LIFE_EVENT = "remove_life_event"
    NEW_COMPLAINT = "new_complaint"
    CLOSE_COMPLAINT = "close_complaint"
    EDIT_COMPLAINT = "edit_complaint"
    REMOVE_COMPLAINT = "remove_complaint"
    EDIT_PROPOSAL = "edit_proposal"


class ChangeKind(StrEnum):
    """What an operation did to a row; purged where the row's content was purged since."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    PURGED = "purged"


class Damage(StrEnum):
    """What was done to a part of the history behind the program's back."""

    ALTERED = "altered"
    DROPPED = "dropped"
    INSERTED = "inserted"
