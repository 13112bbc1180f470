"""The worker process: runs the jobs of every room until it is told to end."""

from __future__ import annotations

import threading

from khue.kernel.loading import django_ready


def main() -> None:
    django_ready()
    from procrastinate.contrib.django import app

    from khue.kernel import finding
    from khue.kernel.jobs.failures import keep_reason

    if finding.known():
        # The public index of this node follows from here, in a thread that ends with the process: no job could be in time.
        following = threading.Thread(
            target=finding.keep_following, args=(threading.Event(),), name="finding", daemon=True
        )
        following.start()

    # A second app for the worker's own connection: the first keeps Django's, so that a deed that a job does queues
    # its jobs and mails in its own transaction, and not before it is committed.
    with app.with_connector(app.connector.get_worker_connector()).open() as worker_app:  # type: ignore[attr-defined]  # procrastinate's connector for Django
        worker_app.run_worker(
            concurrency=2,
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=5.0,
            worker_middleware=[keep_reason],
        )


if __name__ == "__main__":
    main()
