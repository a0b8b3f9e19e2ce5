"""The pages of sign-in and of one's own account, and no others of allauth's."""

from allauth.account import views
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import path

from hansa.config.second_factor import MyAccount

urlpatterns = [
    path("sign-in/", views.request_login_code, name="account_login"),
    path("sign-in/", views.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", views.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second/", second.authenticate, name="mfa_authenticate"),
    path("closed/", views.account_inactive, name="account_inactive"),
    path("sign-out/", views.logout, name="account_logout"),
    path("mine/", MyAccount.as_view(), name="mfa_index"),
    # Where the library goes after a passkey is removed: the same page.
    path("mine/", MyAccount.as_view(), name="mfa_list_webauthn"),
    path("mine/passkeys/add/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("mine/passkeys/<int:pk>/remove/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("mine/app/", app.activate_totp, name="mfa_activate_totp"),
    path("mine/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("mine/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("mine/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("mine/again/", second.reauthenticate, name="mfa_reauthenticate"),
    path("mine/again/passkey/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
