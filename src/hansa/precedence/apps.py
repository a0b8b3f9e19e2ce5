from django.apps import AppConfig


class PrecedenceConfig(AppConfig):
    name = "hansa.precedence"
    label = "precedence"
