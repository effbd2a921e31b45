-- Three roles for a city that keeps the key of the log from the application (PostgreSQL 15 or newer).
--
--   timbang_owner    owns the tables and migrates; nobody serves pages as it
--   timbang_app      pages, API and workers: adds to history and log, and changes neither
--   timbang_sealer   gives entries their place in the log and signs it; changes nothing else
--
-- Run it as a superuser in Timbang's database, after `manage.py migrate` and again after every later one:
--
--   psql --set ON_ERROR_STOP=1 --single-transaction --dbname timbang --file docs/operate/postgresql-roles.sql
--
-- Then give each role a password (\password timbang_app), and its own DATABASE_URL to each process.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['timbang_owner', 'timbang_app', 'timbang_sealer'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', role);
        END IF;
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role);
    END LOOP;
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
    EXECUTE format('GRANT CREATE ON SCHEMA %I TO timbang_owner', current_schema());
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

-- What belongs to whom. A table whose rows are all guarded (audit.triggers) is only added to.
DO $$
DECLARE
    thing record;
BEGIN
    FOR thing IN
        SELECT oid::regclass AS name, EXISTS (
            SELECT FROM pg_trigger
            WHERE tgrelid = pg_class.oid AND tgname = relname || '_guard_delete' AND tgqual IS NULL) AS is_guarded
        FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO timbang_owner', thing.name);
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, timbang_app, timbang_sealer', thing.name);
        EXECUTE format('GRANT SELECT, INSERT ON %s TO timbang_app', thing.name);
        IF NOT thing.is_guarded THEN
            EXECUTE format('GRANT UPDATE, DELETE ON %s TO timbang_app', thing.name);
        END IF;
    END LOOP;
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO timbang_app', current_schema());
    FOR thing IN
        SELECT oid::regprocedure AS name FROM pg_proc
        WHERE proname LIKE 'audit\_%' AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO timbang_owner', thing.name);
    END LOOP;
END $$;

-- The application neither places nor states; what waits is written by a trigger with the owner's rights.
REVOKE INSERT ON audit_sequence, audit_tile, audit_checkpoint FROM timbang_app;
REVOKE INSERT, UPDATE, DELETE ON audit_pending, django_migrations FROM timbang_app;

-- Whoever locks a row needs the right to update it. A book is locked to write in it; its guard refuses every change.
GRANT UPDATE ON audit_book TO timbang_app;

-- Blanking by order is the owner's: the application calls one function, which takes no values, and the guards ask for the order.
REVOKE ALL ON FUNCTION audit_blank(text, text[], bigint[]) FROM PUBLIC, timbang_sealer;
GRANT EXECUTE ON FUNCTION audit_blank(text, text[], bigint[]) TO timbang_app;

-- The sealer does nothing else.
GRANT SELECT ON audit_entry, audit_pending, audit_sequence, audit_tile, audit_checkpoint TO timbang_sealer;
GRANT SELECT (entry_id) ON audit_payload TO timbang_sealer;
GRANT INSERT ON audit_sequence, audit_tile, audit_checkpoint, audit_entry, audit_payload TO timbang_sealer;
GRANT DELETE ON audit_pending TO timbang_sealer;

-- Of entries it writes one kind, and the application every other: that a checkpoint was issued.
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_payload ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS whoever_may_read ON audit_entry;
DROP POLICY IF EXISTS the_application ON audit_entry;
DROP POLICY IF EXISTS the_sealer ON audit_entry;
CREATE POLICY whoever_may_read ON audit_entry FOR SELECT USING (true);
CREATE POLICY the_application ON audit_entry FOR INSERT TO timbang_app WITH CHECK (event <> 'checkpoint.issued');
CREATE POLICY the_sealer ON audit_entry FOR INSERT TO timbang_sealer WITH CHECK (event = 'checkpoint.issued');
DROP POLICY IF EXISTS whoever_may_read ON audit_payload;
DROP POLICY IF EXISTS the_application ON audit_payload;
DROP POLICY IF EXISTS the_sealer ON audit_payload;
CREATE POLICY whoever_may_read ON audit_payload FOR SELECT USING (true);
CREATE POLICY the_application ON audit_payload FOR INSERT TO timbang_app WITH CHECK (true);
-- Entry and payload come in one statement, in which the entry cannot be seen yet; its own policy looked at it.
CREATE POLICY the_sealer ON audit_payload FOR INSERT TO timbang_sealer WITH CHECK (
    NOT EXISTS (SELECT FROM audit_entry WHERE id = entry_id AND event <> 'checkpoint.issued'));
