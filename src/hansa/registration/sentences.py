"""What is missing for a badge, in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansa.registration.models import Registration
from hansa.registration.queries import NOT_BEGUN

MISSING: dict[str, Promise] = {
    "nomination": _("the nomination of the delegation is not signed"),
    "title": _("no title is on record"),
    "languages": _("the languages they speak are not on record"),
    "arrival": _("the arrival is not on record"),
    "registration": _("the registration is not approved"),
}
STATES: dict[str, Promise] = {
    NOT_BEGUN: _("not begun"),
    **dict(Registration.State.choices),
}


def missing_in_words(codes: list[str]) -> list[str]:
    """Each thing that is missing, as a sentence."""
    return [str(MISSING[code]) for code in codes]
