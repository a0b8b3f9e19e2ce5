from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "hansa.config"
    label = "config"

    def ready(self) -> None:
        from hansa.config import second_factor  # noqa: F401  its receivers
