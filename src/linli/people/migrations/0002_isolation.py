"""Fences of the ledger, and the identity directory that nobody reads but through its functions (design §6).

The functions run as the owner. Each one takes at most 500 numbers a call and 12,000 a minute a user, writes what was
asked into `people_identitylookup`, and never tells where a person of another community is kept.
"""

from django.db import migrations

from linli.kernel.rls import region_rows

HERE = "(current_setting('role') = 'linli_wide' OR {0} = ANY((SELECT nullif(current_setting('linli.scope', true), '')::uuid[])::uuid[]))"

LIMIT = """
CREATE FUNCTION people_identity_limit(asker uuid, why text, wanted integer, hits integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE recent bigint;
BEGIN
    IF wanted > 500 THEN RAISE EXCEPTION 'identity directory: more than 500 numbers in one call'; END IF;
    SELECT coalesce(sum(asked), 0) INTO recent FROM people_identitylookup
        WHERE actor_id IS NOT DISTINCT FROM asker AND at > clock_timestamp() - interval '1 minute';
    IF recent + wanted > 12000 THEN RAISE EXCEPTION 'identity directory: more than 12000 numbers in one minute'; END IF;
    INSERT INTO people_identitylookup (id, at, actor_id, purpose, asked, known)
        VALUES (gen_random_uuid(), clock_timestamp(), asker, left(why, 40), wanted, hits);
END $$;
REVOKE ALL ON FUNCTION people_identity_limit(uuid, text, integer, integer) FROM PUBLIC;
"""

ASK = f"""
CREATE FUNCTION people_identity_ask(asker uuid, why text, kinds text[], kids text[], digests text[])
RETURNS TABLE (place integer, person_id uuid, here boolean, moved_out boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM people_identity_limit(asker, why, cardinality(digests), (
        SELECT count(*)::integer FROM unnest(kinds, kids, digests) AS q(k, i, d)
        JOIN people_identityindex x ON x.id_type = q.k AND x.kid = q.i AND x.digest = q.d));
    RETURN QUERY
        SELECT q.n::integer,
               CASE WHEN x.moved_out OR {HERE.format("x.region_id")} THEN x.person_id END,
               {HERE.format("x.region_id")},
               x.moved_out
        FROM unnest(kinds, kids, digests) WITH ORDINALITY AS q(k, i, d, n)
        JOIN people_identityindex x ON x.id_type = q.k AND x.kid = q.i AND x.digest = q.d;
END $$;
REVOKE ALL ON FUNCTION people_identity_ask(uuid, text, text[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_identity_ask(uuid, text, text[], text[], text[]) TO linli_scoped, linli_wide;
"""

CLAIM = f"""
CREATE FUNCTION people_identity_claim(persons uuid[], kinds text[], kids text[], digests text[])
RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF cardinality(persons) > 500 THEN RAISE EXCEPTION 'identity directory: more than 500 numbers in one call'; END IF;
    RETURN QUERY
        INSERT INTO people_identityindex AS x (id_type, kid, digest, person_id, region_id, moved_out)
        SELECT q.k, q.i, q.d, q.p, person.region_id, false
        FROM unnest(persons, kinds, kids, digests) AS q(p, k, i, d)
        JOIN people_person person ON person.id = q.p AND {HERE.format("person.region_id")}
        ON CONFLICT (id_type, kid, digest) DO UPDATE
            SET person_id = excluded.person_id, region_id = excluded.region_id, moved_out = false
            WHERE x.moved_out OR x.person_id = excluded.person_id
        RETURNING x.person_id;
END $$;
REVOKE ALL ON FUNCTION people_identity_claim(uuid[], text[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_identity_claim(uuid[], text[], text[], text[]) TO linli_scoped, linli_wide;
"""

LEAVE = f"""
CREATE FUNCTION people_identity_leave(persons uuid[], forget boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF forget THEN
        DELETE FROM people_identityindex x WHERE x.person_id = ANY(persons) AND {HERE.format("x.region_id")};
    ELSE
        UPDATE people_identityindex x SET moved_out = true WHERE x.person_id = ANY(persons) AND {HERE.format("x.region_id")};
    END IF;
END $$;
REVOKE ALL ON FUNCTION people_identity_leave(uuid[], boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_identity_leave(uuid[], boolean) TO linli_scoped, linli_wide;
"""

# One answer for all three facts together: none of them can be tried alone, and the query has one shape whatever is known.
MATCH = """
CREATE FUNCTION people_identity_match(asker uuid, kind text, key_id text, wanted text, full_name text, phone text)
RETURNS TABLE (person_id uuid, region_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM people_identity_limit(asker, 'match', 1, 0);
    RETURN QUERY
        SELECT person.id, person.region_id
        FROM people_identityindex x
        JOIN people_person person ON person.id = x.person_id
        JOIN people_personphone number ON number.person_id = person.id AND number.ended_on IS NULL
        WHERE x.id_type = kind AND x.kid = key_id AND x.digest = wanted AND NOT x.moved_out
          AND person.withdrawn_at IS NULL AND person.status = 'alive'
          AND person.name = full_name AND number.blind_index = phone
        LIMIT 1;
END $$;
REVOKE ALL ON FUNCTION people_identity_match(uuid, text, text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_identity_match(uuid, text, text, text, text, text) TO linli_scoped, linli_wide;
"""

BACK = """
DROP FUNCTION people_identity_match(uuid, text, text, text, text, text);
DROP FUNCTION people_identity_leave(uuid[], boolean);
DROP FUNCTION people_identity_claim(uuid[], text[], text[], text[]);
DROP FUNCTION people_identity_ask(uuid, text, text[], text[], text[]);
DROP FUNCTION people_identity_limit(uuid, text, integer, integer);
"""


class Migration(migrations.Migration):
    """Row-level security and the directory's functions."""

    dependencies = [("people", "0001_initial")]

    operations = [
        *region_rows("people_person"),
        *region_rows("people_personphone"),
        *region_rows("people_household"),
        *region_rows("people_householdmember"),
        *region_rows("people_residence"),
        *region_rows("people_importbatch"),
        *region_rows("people_importrow"),
        migrations.RunSQL(
            """
            ALTER TABLE people_identityindex ENABLE ROW LEVEL SECURITY;
            ALTER TABLE people_identitylookup ENABLE ROW LEVEL SECURITY;
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(LIMIT + ASK + CLAIM + LEAVE + MATCH, BACK),
    ]
