"""The jobs of the import as background tasks; ``TASKS`` says who runs them."""

from django_tasks import task, task_backends

from importers.admin.jobs import execute, make_plan

BACKEND = "guidance"
WORKER = "python manage.py db_worker --backend guidance --queue-name guidance"


@task(backend=BACKEND, queue_name="guidance")
def plan_upload(pk: int) -> None:
    """Make the plan of an upload."""
    make_plan(pk)


@task(backend=BACKEND, queue_name="guidance")
def run_upload(pk: int) -> None:
    """Run the plan that somebody confirmed."""
    execute(pk)


def worker_command() -> str:
    """Return the command that starts a worker, empty when another system runs tasks."""
    return (
        WORKER if "django_tasks_db" in type(task_backends[BACKEND]).__module__ else ""
    )
