"""An inspector who searches a log of as many entries as asked, written by the database itself."""

import json
import re
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import purposes
from audit.models import Entry
from audit.views.log import TEXTS
from benchmarks.ours.people import Office
from organization.models import User

EMPLOYEES = 5_000  # at most
EACH = 12  # entries of a stream
STREAMS_EACH = 5  # at least: whoever is asked for fills a page
ENTRIES = """
    INSERT INTO audit_entry (stream, n, event, at, actor, leaf, leaf_hash)
    SELECT 'appraisal:' || stream.id, g %% %(each)s,
      (array['appraisal.opened', 'appraisal.self_assessed', 'appraisal.review_released', 'appraisal.result_received',
        'appraisal.acknowledged', 'appraisal.committee_opened', 'appraisal.vote_cast', 'appraisal.vote_cast',
        'appraisal.vote_cast', 'appraisal.committee_endorsed', 'appraisal.finalized', 'appraisal.printed'])
        [1 + g %% %(each)s],
      %(at)s - (%(many)s - g) * interval '16 seconds',
      CASE WHEN g %% 7 = 0 THEN '00000000-0000-0000-0000-000000000000' ELSE stream.pseudonym END,
      decode(repeat('61', 190), 'hex'), decode(md5(g::text) || md5(g::text), 'hex')
    FROM generate_series(0, %(many)s - 1) g JOIN bench_stream stream ON stream.place = g / %(each)s"""
STREAMS = """
    CREATE TABLE bench_stream AS SELECT a.id, u.pseudonym, row_number() OVER (ORDER BY a.segment, a.id) - 1 AS place
    FROM appraisal_appraisal a JOIN organization_user u ON u.id = a.employee_id WHERE a.segment > 1"""
PAYLOADS = """
    INSERT INTO audit_payload (entry_id, salt, data)
    SELECT id, decode(md5(id::text) || md5(id::text), 'hex'), '{"capacity":"definitive","facts":{},"on_behalf_of":null,'
      || '"reason":"Sesuai bukti yang ada pada indikator ini.","rows":[["appraisal_historicalappraisal",' || id || ',"'
      || md5(id::text) || md5(id::text) || '","' || md5(id::text) || md5(id::text) || '"]]}' FROM audit_entry
    ON CONFLICT DO NOTHING"""


class Subject:
    def __init__(self):
        self.office = Office()
        self.inspector = self.office.people(1)[0]
        User.objects.filter(pk=self.inspector.pk).update(roles=["inspector"])
        self.client = Client()
        self.client.force_login(self.inspector)

    def prepare(self, entries):
        """Fill the log; how many entries there are."""
        with connection.cursor() as cursor:
            self._make_appraisals(cursor, -(-entries // EACH))
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_fill_pending")
            for index in Entry._meta.indexes:
                cursor.execute(f"DROP INDEX {index.name}")
            cursor.execute(STREAMS)
            cursor.execute(ENTRIES, {"each": EACH, "many": entries, "at": timezone.now()})
            cursor.execute(PAYLOADS)
            cursor.execute(
                "INSERT INTO audit_sequence (idx, entry_id) SELECT row_number() OVER () - 1, id FROM audit_entry"
            )
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_fill_pending")
        with connection.schema_editor() as editor:
            for index in Entry._meta.indexes:
                editor.add_index(Entry, index)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self._keep_texts()
        self.person = User.objects.get(pk=self.employees[len(self.employees) // 2].pk)
        return Entry.objects.count()

    def newest(self):
        self._ask()

    def by_actor(self):
        self._ask(actor=self.person.pseudonym)

    def by_event(self):
        self._ask(event="appraisal.committee_opened")

    def by_person(self):
        self._ask(person=self.person.pseudonym)

    def by_unit(self):
        self._ask(unit=self.office.unit.pk)

    def by_day(self):
        day = timezone.localdate().isoformat()
        self._ask(since=day, until=day, actor="00000000-0000-0000-0000-000000000000")

    def by_change(self):
        self._ask(field="appraisal.stage")

    def by_old_value(self):
        self._ask(token="old", field="appraisal.results_rating")

    def by_common_word(self):
        self._ask(token="common")

    def by_rare_word(self):
        """Nothing is found in the share of the first page."""
        page = self._ask(token="rare").content.decode()
        stands = json.loads(re.search(r'<script id="further"[^>]*>(.*?)</script>', page)[1])
        assert stands["isCut"]
        assert not stands["found"]
        self.older = stands["older"]

    def further(self):
        """A part that follows such a page; a log of 50,000 has nine tenths of its share."""
        part = self.client.get(self.older, headers={"X-Part": "yes"})
        assert part.status_code == 200
        assert b"data-day" not in part.content

    def days(self):
        assert self.client.get(reverse("log-days"), headers={"X-Part": "yes"}).status_code == 200

    def _ask(self, *, token="", **query):
        page = self.client.get(reverse("log"), query | ({"t": token} if token else {}))
        assert page.status_code == 200
        return page

    def _keep_texts(self):
        """What is typed is in the session, and the purpose of searching in the content."""
        typed = {"common": {"words": "bukti"}, "rare": {"words": "terbakar"}, "old": {"old": "di bawah"}}
        session = self.client.session
        session[TEXTS] = {name: texts for name, texts in typed.items()}
        purposes.keep(session, purposes.LOG, "Surat tugas 700/118/2026", at=timezone.now() + timedelta(days=1))
        session.save()

    def _make_appraisals(self, cursor, count):
        """As many as there are streams: every employee has some, one for each segment of his service."""
        self.employees = self.office.people(min(EMPLOYEES, count // STREAMS_EACH))
        [pattern] = self.office.start([self.office.unsaved(self.employees[0])])
        columns = [field.column for field in pattern._meta.concrete_fields if not field.primary_key]
        own = {"employee_id": "person.id", "segment": "part.number"}
        values = ", ".join(own.get(column, f"pattern.{column}") for column in columns)
        cursor.execute(
            f"INSERT INTO appraisal_appraisal ({', '.join(columns)}) SELECT {values} FROM appraisal_appraisal pattern, "
            "organization_user person, generate_series(2, %s) part(number) WHERE pattern.id = %s AND person.id = ANY(%s)",
            [1 + -(-count // len(self.employees)), pattern.pk, [person.pk for person in self.employees]],
        )
