from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "hansa.events"
    label = "events"
