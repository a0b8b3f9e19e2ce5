from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    name = "hansa.delegations"
    label = "delegations"
