"""An upgrade adds columns to what is already sealed: the log holds as before, and hides no change."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db.migrations import DeleteModel, RemoveField, RenameField, RenameModel
from django.db.migrations.loader import MigrationLoader

from audit.canonical import canonical, columns, row_digest
from audit.grown import older_forms
from audit.verification.history import Versions
from organization import actions
from organization.models import Delegation
from tests.flushing.guards import lifted
from tests.office import NOW, TODAY
from tests.people import make_user

pytestmark = pytest.mark.django_db
LATER = "ended_at"  # came with a migration of its own
SALT = "5a" * 32


@pytest.fixture
def version():
    hasan = make_user("Hasan")
    dates = {"from_date": TODAY, "to_date": TODAY + timedelta(days=7)}
    row = actions.delegate_tasks(
        principal=hasan, delegate=make_user("Budi"), letter_no="800/7/2026", **dates, by=hasan, at=NOW
    )
    return row.history.get()


def digested(version, *, before_the_column):
    """What a payload told of the version, then."""
    document = columns(version)
    if before_the_column:
        del document[LATER]
    return [version._meta.db_table, version.pk, SALT, row_digest(SALT, canonical(document))]


def changed(*told):
    """The findings about versions that are not what was recorded."""
    found = []
    versions = Versions(found.append)
    versions.expect("here", told)
    versions.finish()
    return [one for one in found if "not what was recorded" in str(one)]


@pytest.mark.parametrize("before_the_column", [True, False])
def test_a_version_holds_with_its_new_columns_and_without(version, before_the_column):
    assert changed(digested(version, before_the_column=before_the_column)) == []


@pytest.mark.parametrize("before_the_column", [True, False])
@pytest.mark.parametrize("change", [{LATER: NOW}, {"letter_no": "800/8/2026"}])
def test_what_is_written_there_later_is_found(version, before_the_column, change):
    told = digested(version, before_the_column=before_the_column)
    with lifted():
        type(version).objects.filter(pk=version.pk).update(**change)
    assert len(changed(told)) == 1


def test_what_the_column_held_cannot_be_taken_away(version):
    row = Delegation.objects.get()
    actions.end_delegation(delegation=row, reason="Sudah kembali.", by=row.principal, at=NOW)
    ended = row.history.latest()
    told = digested(ended, before_the_column=False)
    with lifted():
        type(ended).objects.filter(pk=ended.pk).update(**{LATER: None})
    assert len(changed(told)) == 1


def test_columns_come_off_newest_first_and_only_with_the_value_they_came_with():
    table = Delegation.history.model._meta.db_table
    assert list(older_forms(table, {"a": 1, LATER: None})) == [{"a": 1}]
    assert list(older_forms(table, {"a": 1, LATER: "2026-11-30T00:00:00.000000Z"})) == []
    assert list(older_forms("no_such_table", {"a": None})) == []


def test_no_column_of_a_version_goes_or_is_called_something_else():
    """What was digested before could not be made again."""
    lost = (RemoveField, RenameField, RenameModel, DeleteModel)
    graph = MigrationLoader(None).graph
    assert [
        (key, operation.describe())
        for key, migration in graph.nodes.items()
        if key[0] in settings.ROOMS
        for operation in migration.operations
        if isinstance(operation, lost) and "historical" in operation.describe().lower()
    ] == []
