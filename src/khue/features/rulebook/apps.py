from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "khue.features.rulebook"
    label = "rulebook"

    def ready(self) -> None:
        """Within a web request the newest edition is asked for once."""
        from django.core.signals import request_finished, request_started

        from khue.features.rulebook.queries import kept

        request_started.connect(kept.request_began, dispatch_uid="rulebook.request_began")
        request_finished.connect(kept.request_ended, dispatch_uid="rulebook.request_ended")
