from django.apps import AppConfig


class PeerConfig(AppConfig):
    name = "translation_peer"
    default_auto_field = "django.db.models.BigAutoField"
