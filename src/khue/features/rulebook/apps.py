from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "khue.features.rulebook"
    label = "rulebook"

    def ready(self) -> None:
        """Within a web request or a command the newest edition is asked for once."""
        from django.core.signals import request_finished, request_started

        from khue.features.rulebook.queries import kept
        from khue.kernel import deeds

        request_started.connect(kept.request_began, dispatch_uid="rulebook.request_began")
        request_finished.connect(kept.ended, dispatch_uid="rulebook.request_ended")
        deeds.began.connect(kept.began, dispatch_uid="rulebook.deed_began")
        deeds.ended.connect(kept.ended, dispatch_uid="rulebook.deed_ended")
