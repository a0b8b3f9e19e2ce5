from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "hansa.registration"
    label = "registration"
