from django.apps import AppConfig


class DiariesConfig(AppConfig):
    name = "hansa.diaries"
    label = "diaries"
