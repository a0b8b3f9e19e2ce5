from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "hansa.invitations"
    label = "invitations"
