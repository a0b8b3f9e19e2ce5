from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "hansa.people"
    label = "people"
