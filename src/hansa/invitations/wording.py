"""What the letters say: the office's own words for an event where it has written some, else the usual ones.

Words hold places that are filled in for each letter: a closed list, so that a slip is a sentence and never a letter
with a hole in it.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from hansa.base.errors import Refused
from hansa.invitations.links import address_of
from hansa.invitations.models import Invitation, Wording

PLACES = {
    "event": gettext_lazy("the name of the event"),
    "days": gettext_lazy("its days"),
    "city": gettext_lazy("the city in which it takes place"),
    "organisation": gettext_lazy("who is invited"),
    "capacity": gettext_lazy("in which capacity"),
    "places": gettext_lazy("how many people may come"),
    "answer_by": gettext_lazy("the last day for an answer"),
    "link": gettext_lazy("where to answer"),
}
_PLACE = re.compile(r"\{([^{}]*)\}")

_SUBJECTS = {
    Wording.Kind.INVITATION: gettext_lazy("Invitation: {event}"),
    Wording.Kind.REMINDER: gettext_lazy("Your answer, please: {event}"),
}
_BODIES = {
    Wording.Kind.INVITATION: gettext_lazy(
        "Dear Madam or Sir,\n\n"
        "we have the honour of inviting {organisation} to {event}, {days}, in {city}. "
        "The invitation is in the capacity of {capacity}, for a delegation of up to {places}.\n\n"
        "Please answer by {answer_by}, here:\n\n{link}\n\n"
        "You may accept, name somebody else who comes, or decline. The link says nothing about you to anybody who has "
        "it, and an answer counts only once it is confirmed with a code that goes to this address.\n\n"
        "Yours faithfully"
    ),
    Wording.Kind.REMINDER: gettext_lazy(
        "Dear Madam or Sir,\n\n"
        "we have invited {organisation} to {event}, {days}, in {city}, and have not had your answer yet. "
        "Please give it by {answer_by}, here:\n\n{link}\n\n"
        "Yours faithfully"
    ),
}


@dataclass(frozen=True)
class Words:
    """Subject and text with their places; ``is_own`` says that the office wrote them for this event."""

    subject: str
    body: str
    is_own: bool = False


def usual(kind: str, language: str) -> Words:
    """The usual words in a language."""
    with override(language):
        return Words(str(_SUBJECTS[Wording.Kind(kind)]), str(_BODIES[Wording.Kind(kind)]))


def words_for(event_id: int, kind: str, language: str) -> Words:
    """The office's words for this event, or the usual ones."""
    own = Wording.objects.filter(event=event_id, kind=kind, language=language).first()
    return Words(own.subject, own.body, True) if own else usual(kind, language)


def check(text: str, *, needs_link: bool = False) -> str:
    """The text as it is; Refused where it holds a place that there is not, or has none for the link."""
    for name in _PLACE.findall(text):
        if name not in PLACES:
            known = ", ".join(f"{{{place}}}" for place in PLACES)
            raise Refused(_("There is no place {%(name)s}. Use these: %(known)s.") % {"name": name, "known": known})
    if needs_link and "{link}" not in text:
        raise Refused(_("The text has no place {link}: nobody could answer."))
    return text


def filled(words: Words, invitation: Invitation, language: str) -> tuple[str, str]:
    """(subject, text) of the letter of one invitation, every place filled in that language."""
    with override(language):
        event = invitation.event
        values: dict[str, Any] = {
            "event": event.name,
            "days": event.days,
            "city": event.city or event.venue or event.name,
            "organisation": invitation.organization,
            "capacity": invitation.get_capacity_display(),
            "places": invitation.places,
            "answer_by": date_format(invitation.answer_by, "DATE_FORMAT"),
            "link": address_of(invitation, language),
        }

        def fill(text: str) -> str:
            return _PLACE.sub(lambda match: str(values.get(match[1], match[0])), text)

        return fill(words.subject), fill(words.body)
