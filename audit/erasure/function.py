"""PostgreSQL's one function that blanks: it has the rights of the owner, and the guards of the tables still watch.

Which columns may be blanked it reads from the guard of the table; which rows, the guard asks the orders (`audit_erasure`).
"""

from django.db import migrations

from audit.triggers import define

SIGNATURE = "audit_blank(text, text[], bigint[])"
BLANK = """
CREATE OR REPLACE FUNCTION audit_blank(tbl text, wanted text[], ids bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    arguments text[];  -- of the guard: the key's column, whether some may stay, and what may be blanked
    blanks text;
    blanked bigint;
BEGIN
    SELECT array_remove(string_to_array(encode(tgargs, 'escape'), '\\000'), '') INTO arguments
    FROM pg_trigger WHERE tgrelid = to_regclass(quote_ident(tbl)) AND tgname = tbl || '_guard_update';
    IF arguments IS NULL OR cardinality(wanted) = 0 OR NOT wanted <@ arguments[3:] THEN
        RAISE EXCEPTION '% of % may not be blanked.', wanted, tbl;
    END IF;
    SELECT string_agg(format('%I = %s', attname, CASE
        WHEN NOT attnotnull THEN 'NULL'
        WHEN atttypid = 'jsonb'::regtype THEN '''{{}}''::jsonb'
        ELSE '''''' END), ', ') INTO blanks
    FROM pg_attribute WHERE attrelid = to_regclass(quote_ident(tbl)) AND attname = ANY (wanted);
    EXECUTE format('UPDATE %I SET %s WHERE %I = ANY ($1)', tbl, blanks, arguments[1]) USING ids;
    GET DIAGNOSTICS blanked = ROW_COUNT;
    RETURN blanked;
END $$
"""


def define_blank():
    """The migration operation that makes the function; SQLite needs none."""
    return migrations.RunPython(_make, _drop, elidable=False)


def _make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        define(schema_editor, BLANK)
        schema_editor.execute(f"REVOKE EXECUTE ON FUNCTION {SIGNATURE} FROM PUBLIC")


def _drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {SIGNATURE}")
