from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "hansa.meetings"
    label = "meetings"
