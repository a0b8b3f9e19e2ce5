from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "hansa.visits"
    label = "visits"
