"""Which form sees to what holds an offer back."""

from typing import Any

from rmdesk.desk.complaint_views import ComplaintLine
from rmdesk.offers.eligibility import Gate
from rmdesk.tui.screens.dialog import Dialog

_CONSENT = (Gate.NOT_ASKED, Gate.NO_CONSENT)
_CUSTOMER = (
    Gate.NOT_ASSESSED,
    Gate.NOT_DATED,
    Gate.ASSESSMENT_OVER,
    Gate.TOO_RISKY,
    Gate.DOCUMENT_EXPIRED,
)


def find_remedy(
    gate: Gate, customer_id: int, complaint: ComplaintLine | None
) -> Dialog[Any] | None:
    """Return the form that opens a gate once it is filled in; None where only time does.

    `complaint` is the customer's oldest open one.
    """
    if gate in _CONSENT:
        from rmdesk.tui.screens.consent_form import ConsentForm

        return ConsentForm(customer_id)
    if gate is Gate.COMPLAINT and complaint is not None:
        from rmdesk.tui.screens.complaint_form import ComplaintForm

        return ComplaintForm(customer_id, complaint)
    if gate is Gate.NO_GUARDIAN:
        from rmdesk.tui.screens.relate import Relate

        return Relate(customer_id)
    if gate in _CUSTOMER:
        from rmdesk.tui.screens.customer_form import CustomerForm

        return CustomerForm(customer_id)
    return None
