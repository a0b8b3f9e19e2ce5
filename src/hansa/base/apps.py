from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BaseConfig(AppConfig):
    name = "hansa.base"
    label = "base"

    def ready(self) -> None:
        # Rooms lend page fragments, hear facts and offer background work in files of these names.
        autodiscover_modules("panels", "receivers", "jobs")
