"""The addresses of invitations against each kind of visitor, for ``tests/test_access.py``."""

from typing import Any

from hansa.invitations import actions
from hansa.invitations.answering import give
from hansa.invitations.links import token_of
from hansa.invitations.models import Answer, Invitation
from tests import cast

EVERYBODY = (200,) * 6
MANAGERS = (404, 404, 404, 404, 200, 200)
# Whose account may answer is led to the page that counts at once.
BY_LINK = (200, 200, 302, 200, 200, 200)
FOCAL = (404, 404, 200, 404, 404, 404)
NOBODY_BY_GET = (405,) * 6
STRANGERS = ("public", "dana", "bram", "chidi")


def _made() -> Invitation:
    made = Invitation.objects.first()
    if made is None:
        event = cast.event()
        values = {"address": "mayor@maastricht.example", "language": "en", "answer_by": event.ends_on}
        made = actions.prepare(event, cast.organization(), by=None, **values)
        actions.send([made], by=None)
        made.refresh_from_db()
    return made


def _event(world: Any) -> dict[str, Any]:
    _made()
    return {"key": "forum"}


def _of(world: Any) -> dict[str, Any]:
    return {"key": "forum", "pk": _made().pk}


def _answer() -> Answer:
    return Answer.objects.first() or give(_made(), by=None, way="code", choice="accept", given_by="Somebody")


def _link(world: Any) -> dict[str, Any]:
    return {"token": token_of(_made())}


ROWS = {
    "invitations": (_event, MANAGERS),
    "invitations_export": (lambda world: {**_event(world), "kind": "csv"}, MANAGERS),
    "invitation_add": (_event, MANAGERS),
    "invitations_add": (_event, MANAGERS),
    "invitations_send": (_event, MANAGERS),
    "invitation_words": (lambda world: {**_event(world), "kind": "invitation", "language": "fr"}, MANAGERS),
    "invitation": (_of, MANAGERS),
    "invitation_answer_for": (_of, NOBODY_BY_GET),
    "invitation_judge": (lambda world: {**_of(world), "given": _answer().pk, "act": "dismiss"}, NOBODY_BY_GET),
    "invitation_act": (lambda world: {**_of(world), "act": "remind"}, NOBODY_BY_GET),
    "invitation_own": (lambda world: {"pk": _made().pk}, FOCAL),
    "invitation_answer": (_link, BY_LINK),
    "invitation_opened": (_link, NOBODY_BY_GET),
    "invitation_code": (lambda world: {**_link(world), "given": _answer().pk}, EVERYBODY),
}
# The link itself is the right to its pages; a false one is tried in ``test_invitations``.
REFUSED_BY_POST = {
    **{
        name: (ROWS[name][0], STRANGERS)
        for name in (
            "invitation_add", "invitations_add", "invitations_send", "invitation_words", "invitation",
            "invitation_answer_for", "invitation_judge", "invitation_act",
        )
    },
    "invitation_own": (ROWS["invitation_own"][0], ("public", "dana", "chidi", "wen", "ana")),
    "invitation_opened": (lambda world: {"token": "1.1~false"}, ("public", "dana", "bram", "chidi")),
}  # fmt: skip
