from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "hansa.mail"
    label = "mail"
