from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "hansa.intake"
    label = "intake"
