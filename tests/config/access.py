"""The pages of one's own account against each kind of visitor, for ``tests/test_access.py``."""

from typing import Any

from allauth.mfa.models import Authenticator

from tests import cast

OWN = (302, 200, 200, 200, 200, 200)
# Ana alone has the passkey in question: it does not exist for others, and she shows first that it is she.
OF_ANA = (302, 404, 404, 404, 404, 302)


def _nothing(world: Any) -> dict[str, Any]:
    return {}


def _passkey(world: Any) -> dict[str, Any]:
    found, _new = Authenticator.objects.get_or_create(
        user=cast.ana(), type=Authenticator.Type.WEBAUTHN, defaults={"data": {"name": "Key", "credential": {}}}
    )
    return {"pk": found.pk}


ROWS: dict[str, tuple[Any, tuple[int, ...]]] = {
    **dict.fromkeys(("mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp"), (_nothing, OWN)),
    # Nothing to generate, to view or to remove where nothing is set up; nothing to show oneself by.
    "mfa_generate_recovery_codes": (_nothing, OWN),
    "mfa_view_recovery_codes": (_nothing, (302, 404, 404, 404, 404, 404)),
    "mfa_deactivate_totp": (_nothing, (302, 404, 404, 404, 404, 404)),
    "mfa_reauthenticate": (_nothing, (302, 403, 403, 403, 403, 403)),
    "mfa_reauthenticate_webauthn": (_nothing, (302, 403, 403, 403, 403, 403)),
    "mfa_login_webauthn": (_nothing, (302,) * 6),
    "mfa_authenticate": (_nothing, (302,) * 6),
    "mfa_remove_webauthn": (_passkey, OF_ANA),
}
REFUSED_BY_POST: dict[str, tuple[Any, tuple[str, ...]]] = {
    "mfa_remove_webauthn": (_passkey, ("dana", "bram", "chidi", "wen")),
}
