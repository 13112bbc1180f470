from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "khue.site"
    label = "site"

    def ready(self) -> None:
        from khue.site import wiring

        wiring.wire()
