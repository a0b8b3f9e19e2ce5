from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "hansa.followup"
    label = "followup"
