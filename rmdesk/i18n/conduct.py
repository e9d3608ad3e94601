"""Consent, complaints and care in words: codes, fields, and what can be wrong in them."""

from enum import StrEnum

from rmdesk import terms as t
from rmdesk.i18n import N_

WORDS: tuple[tuple[StrEnum, str], ...] = (
    (t.RelationKind.GUARDIAN, N_("guardian")),
    (t.RelationKind.WARD, N_("ward")),
    (t.Care.MINOR, N_("under 18")),
    (t.Care.SENIOR, N_("65 or over")),
    (t.Care.GUARANTOR, N_("guarantor of a loan on watch")),
    (t.Section.COMPLAINT, N_("Open complaints")),
    (t.Act.NEW_COMPLAINT, N_("New complaint")),
    (t.Act.CLOSE_COMPLAINT, N_("Closed complaint")),
    (t.Act.EDIT_COMPLAINT, N_("Changed complaint")),
    (t.Act.REMOVE_COMPLAINT, N_("Removed complaint")),
    (t.Act.EDIT_PROPOSAL, N_("Changed proposal")),
)

FIELDS = {
    "risk_assessed": N_("Risk assessed on"),
    "received": N_("Received on"),
    "about": N_("About"),
    "closed": N_("Closed on"),
    "closure": N_("How it was settled"),
    "channel": N_("Channel"),
    "guardian": N_("Spoken with"),
    "cares": N_("Care"),
}

PROBLEMS = {
    "no_phone": N_("is not allowed: the customer did not consent to phone calls"),
    "no_message": N_("is not allowed: the customer did not consent to messages"),
    "no_email": N_("is not allowed: the customer did not consent to e-mails"),
    "no_post": N_("is not allowed: the customer did not consent to post"),
    "no_visit": N_("is not allowed: the customer did not consent to visits"),
    "no_guardian": N_("is not a guardian or parent of this customer"),
}

# What is to be done where a proposal calls for more care.
CARES = {
    "minor": N_("under 18: speak with {names}, not with the customer"),
    "senior": N_("65 or over: heightened care; explain the risks, have somebody present"),
    "guarantor": N_("guarantees a loan that is on watch: count what it may have to pay"),
}
