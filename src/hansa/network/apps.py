from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "hansa.network"
    label = "network"
