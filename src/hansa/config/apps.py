from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "hansa.config"
    label = "config"
