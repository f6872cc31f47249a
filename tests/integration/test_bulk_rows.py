"""Rows that are written without model instances are those that Django would write."""

import uuid

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from guidance.bulk_rows import distinct_values, insert_rows
from guidance.models import Question

with isolate_apps("django.contrib.contenttypes"):

    class Owner(models.Model):
        """Somebody with a UUID, as the users of a site can have."""

        id = models.UUIDField(primary_key=True)

        class Meta:
            app_label = "contenttypes"

        def __str__(self) -> str:
            return str(self.pk)

    class Mark(models.Model):
        """A row that points at somebody."""

        owner = models.OneToOneField(Owner, models.CASCADE, primary_key=True)
        objects: models.Manager["Mark"] = models.Manager()

        class Meta:
            app_label = "contenttypes"
            db_table = "marks"

        def __str__(self) -> str:
            return str(self.pk)


@pytest.mark.django_db
def test_a_foreign_key_may_hold_a_uuid() -> None:
    key = uuid.uuid4()
    kind = Owner.id.field.db_type(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE marks (owner_id {kind})")

    insert_rows(Mark, ("owner",), [(key,)])

    assert list(Mark.objects.values_list("owner_id", flat=True)) == [key]


@pytest.mark.django_db
def test_distinct_values_are_those_of_the_rows_asked_for() -> None:
    insert_rows(Question, ("number", "text"), [(1, "bir"), (2, "iki"), (3, "bir")])

    assert distinct_values(Question, "text", "number", [1, 3]) == {"bir"}
    assert distinct_values(Question, "text", "number", [2, 9]) == {"iki"}
    assert distinct_values(Question, "text", "number", []) == set()
