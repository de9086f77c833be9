"""What the office consists of: tables, who may do what with them, and the functions that a kiosk may call. Versions go forward only.

A kiosk is a role of its own in the group of kiosks, and what the group may do is all that it may: insert its own sealed requests, say that one is
gone, beat, and be paired. It reads nothing. A desk of the staff reads what is sealed and how the kiosks are, notes that it did, and changes nothing.
Roles belong to the whole PostgreSQL, so their names begin with that of the database.
"""

from __future__ import annotations

KEEP_DAYS, GONE_DAYS = 90, 7
"""How long the office keeps a request after the day it came, as a kiosk does; and what a kiosk says is gone, unless it came yesterday or today:
somebody who has taken a kiosk over must not be able to empty the office before anybody looks."""
MOST_OF_A_KIOSK = 5000
"""Requests of one kiosk that are there at once: twenty a day are 1,800 in 90 days, and some of them were sealed anew."""
MOST_GONE = 4 * MOST_OF_A_KIOSK
PUBLICATIONS_KEPT = 5
"""Of each desk: so no desk takes those of another away."""
MOST_BYTES, MOST_SEALS = 200_000, 32
"""Of all seals of one request, each of 4,178 bytes, and how many there may be: one for each key of the staff."""

_FIRST = f"""
CREATE SCHEMA office;
CREATE TABLE office.about (version int NOT NULL);
INSERT INTO office.about VALUES (0);
CREATE TABLE office.places (
    role name PRIMARY KEY, place text NOT NULL CHECK (length(place) BETWEEN 1 AND 60), desk boolean NOT NULL,
    added date NOT NULL DEFAULT current_date, code_ends timestamptz, paired date, removed date,
    beat bigint NOT NULL DEFAULT 0, token bytea, beaten timestamptz, doubled timestamptz, restored timestamptz,
    version text, content int, level text, parts text, waiting int, untransmitted int, oldest date
);
CREATE UNIQUE INDEX one_of_a_name ON office.places (place) WHERE removed IS NULL;
CREATE TABLE office.records (
    id text NOT NULL CHECK (id ~ '^[0-9a-f]{{32}}$'), digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{{64}}$'),
    kiosk name NOT NULL REFERENCES office.places, day date NOT NULL CHECK (day BETWEEN '2020-01-01' AND '2199-12-31'),
    keys text[] NOT NULL, seals bytea[] NOT NULL,
    came date NOT NULL DEFAULT current_date,
    PRIMARY KEY (id, digest),
    CHECK (cardinality(keys) BETWEEN 1 AND {MOST_SEALS} AND cardinality(keys) = cardinality(seals) AND array_ndims(keys) = 1),
    CHECK (pg_column_size(seals) <= {MOST_BYTES} AND pg_column_size(keys) <= 4000)
);
CREATE INDEX records_by_day ON office.records (day);
CREATE INDEX records_by_coming ON office.records (came);
CREATE INDEX records_by_kiosk ON office.records (kiosk);
CREATE TABLE office.gone (
    kiosk name NOT NULL REFERENCES office.places, id text NOT NULL CHECK (id ~ '^[0-9a-f]{{32}}$'), told date NOT NULL DEFAULT current_date,
    PRIMARY KEY (kiosk, id)
);
CREATE INDEX gone_by_day ON office.gone (told);
CREATE INDEX gone_by_id ON office.gone (id);
CREATE TABLE office.looks (
    desk name NOT NULL, who text NOT NULL CHECK (length(who) <= 200), about text NOT NULL CHECK (length(about) <= 200),
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE office.publications (
    desk name NOT NULL, number int NOT NULL CHECK (number BETWEEN 1 AND 999999999), digest bytea PRIMARY KEY CHECK (length(digest) = 64),
    size bigint NOT NULL CHECK (size > 0), signature bytea NOT NULL CHECK (length(signature) <= 10000),
    added timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE office.pieces (
    desk name NOT NULL, digest bytea NOT NULL REFERENCES office.publications ON DELETE CASCADE, part int NOT NULL CHECK (part >= 0),
    piece bytea NOT NULL CHECK (length(piece) <= 1048576), PRIMARY KEY (digest, part)
);

CREATE FUNCTION office.of_its_place(kiosk name) RETURNS SETOF name LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT other.role FROM office.places one JOIN office.places other ON other.place = one.place WHERE one.role = kiosk
$$;

CREATE FUNCTION office.admit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM office.gone WHERE id = NEW.id AND kiosk IN (SELECT office.of_its_place(NEW.kiosk))) THEN
        RETURN NULL;  -- it went meanwhile, and does not come back
    END IF;
    IF coalesce(array_ndims(NEW.keys), 1) <> 1 OR coalesce(array_ndims(NEW.seals), 1) <> 1 THEN
        RAISE EXCEPTION 'this is no request' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.day > current_date + 2 OR array_position(NEW.keys, NULL) IS NOT NULL OR array_position(NEW.seals, NULL) IS NOT NULL
        OR (SELECT sum(octet_length(seal)) FROM unnest(NEW.seals) seal) > {MOST_BYTES}
    THEN
        RAISE EXCEPTION 'this is no request' USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT count(*) FROM office.records WHERE kiosk = NEW.kiosk) >= {MOST_OF_A_KIOSK} THEN
        RAISE EXCEPTION 'no kiosk has so many requests' USING ERRCODE = 'program_limit_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER admit BEFORE INSERT ON office.records FOR EACH ROW EXECUTE FUNCTION office.admit();

CREATE FUNCTION office.let_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM office.gone WHERE kiosk = NEW.kiosk) > {MOST_GONE} THEN
        RAISE EXCEPTION 'no kiosk has had so many requests' USING ERRCODE = 'program_limit_exceeded';
    END IF;
    DELETE FROM office.records WHERE kiosk IN (SELECT office.of_its_place(NEW.kiosk)) AND id = NEW.id AND day >= current_date - 1;
    RETURN NULL;
END $$;
CREATE TRIGGER let_go AFTER INSERT ON office.gone FOR EACH ROW EXECUTE FUNCTION office.let_go();

CREATE FUNCTION office.keep_some() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM office.publications WHERE desk = NEW.desk AND digest NOT IN
        (SELECT digest FROM office.publications WHERE desk = NEW.desk ORDER BY added DESC LIMIT {PUBLICATIONS_KEPT});
    RETURN NULL;
END $$;
CREATE TRIGGER keep_some AFTER INSERT ON office.publications FOR EACH ROW EXECUTE FUNCTION office.keep_some();

CREATE FUNCTION office.pair(verifier text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF verifier !~ '^SCRAM-SHA-256[$][0-9]{{4,6}}:[A-Za-z0-9+/=]{{16,64}}[$][A-Za-z0-9+/=]{{44}}:[A-Za-z0-9+/=]{{44}}$' THEN
        RAISE EXCEPTION 'this is no verifier' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    UPDATE office.places SET code_ends = NULL, paired = current_date, beat = 0, token = NULL, doubled = NULL
        WHERE role = session_user AND removed IS NULL AND code_ends > clock_timestamp();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the code was used, or its time is over' USING ERRCODE = 'invalid_authorization_specification';
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L VALID UNTIL ''infinity''', session_user, verifier);
    EXECUTE format('GRANT %I TO CURRENT_USER', session_user);  -- whoever else came in with this code goes
    PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = session_user AND pid <> pg_backend_pid();
    EXECUTE format('REVOKE %I FROM CURRENT_USER', session_user);
END $$;

CREATE FUNCTION office.clear() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM office.records WHERE (id, digest) IN
        (SELECT id, digest FROM office.records WHERE day < current_date - {KEEP_DAYS} OR came < current_date - {KEEP_DAYS}
         LIMIT 1000 FOR UPDATE SKIP LOCKED);
    DELETE FROM office.records WHERE (id, digest) IN
        (SELECT r.id, r.digest FROM office.gone g JOIN office.records r ON r.id = g.id AND r.kiosk IN (SELECT office.of_its_place(g.kiosk))
         WHERE g.told < current_date - {GONE_DAYS} LIMIT 1000 FOR UPDATE OF r SKIP LOCKED);
    DELETE FROM office.gone WHERE (kiosk, id) IN
        (SELECT kiosk, id FROM office.gone WHERE told < current_date - {KEEP_DAYS + GONE_DAYS} LIMIT 1000 FOR UPDATE SKIP LOCKED);
$$;

CREATE FUNCTION office.beat(
    number bigint, before bytea, after bytea, version text, content int, level text, parts text, waiting int, untransmitted int, oldest date
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine office.places;
BEGIN
    SELECT * INTO mine FROM office.places k WHERE k.role = session_user AND k.removed IS NULL AND NOT k.desk FOR UPDATE;
    IF NOT FOUND OR length(after) <> 16 OR length(version) > 40 OR length(level) > 10 OR length(parts) > 400
        OR NOT coalesce(oldest BETWEEN '2020-01-01' AND '2199-12-31', true)
    THEN
        RAISE EXCEPTION 'this is no beat of a kiosk' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF number <= mine.beat AND NOT (number = mine.beat AND after = mine.token)
        OR number = mine.beat + 1 AND before IS DISTINCT FROM mine.token
    THEN
        UPDATE office.places k SET doubled = clock_timestamp() WHERE k.role = mine.role;
        RETURN 'another';
    END IF;
    UPDATE office.places k SET beat = number, token = after, beaten = clock_timestamp(), version = beat.version, content = beat.content,
        level = beat.level, parts = beat.parts, waiting = beat.waiting, untransmitted = beat.untransmitted, oldest = beat.oldest,
        restored = CASE WHEN number > mine.beat + 1 THEN clock_timestamp() ELSE k.restored END
        WHERE k.role = mine.role;
    PERFORM office.clear();
    RETURN CASE WHEN number > mine.beat + 1 THEN 'behind' ELSE 'taken' END;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA office FROM PUBLIC;
ALTER TABLE office.records ENABLE ROW LEVEL SECURITY;
ALTER TABLE office.gone ENABLE ROW LEVEL SECURITY;
CREATE POLICY its_own ON office.records FOR INSERT TO {{kiosks}} WITH CHECK (kiosk = session_user);
CREATE POLICY its_own ON office.gone FOR INSERT TO {{kiosks}} WITH CHECK (kiosk = session_user);
GRANT USAGE ON SCHEMA office TO {{kiosks}};
GRANT INSERT (id, digest, kiosk, day, keys, seals) ON office.records TO {{kiosks}};
GRANT INSERT (kiosk, id) ON office.gone TO {{kiosks}};
GRANT EXECUTE ON FUNCTION office.pair, office.beat TO {{kiosks}};

ALTER TABLE office.looks ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_all ON office.records FOR SELECT TO {{desks}} USING (true);
CREATE POLICY of_all ON office.gone FOR SELECT TO {{desks}} USING (true);
CREATE POLICY of_all ON office.looks FOR SELECT TO {{desks}} USING (true);
CREATE POLICY its_own ON office.looks FOR INSERT TO {{desks}} WITH CHECK (desk = session_user);
GRANT USAGE ON SCHEMA office TO {{desks}};
GRANT SELECT ON office.about, office.records, office.gone, office.looks TO {{desks}};
GRANT SELECT (role, place, desk, added, paired, removed, beaten, doubled, restored, version, content, level, parts, waiting, untransmitted, oldest)
    ON office.places TO {{desks}};
GRANT INSERT (desk, who, about) ON office.looks TO {{desks}};
GRANT EXECUTE ON FUNCTION office.pair TO {{desks}};

ALTER TABLE office.publications ENABLE ROW LEVEL SECURITY;
ALTER TABLE office.pieces ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_all ON office.publications FOR SELECT TO {{kiosks}}, {{desks}} USING (true);
CREATE POLICY of_all ON office.pieces FOR SELECT TO {{kiosks}}, {{desks}} USING (true);
CREATE POLICY its_own ON office.publications FOR INSERT TO {{desks}} WITH CHECK (desk = session_user);
CREATE POLICY its_own ON office.pieces FOR INSERT TO {{desks}} WITH CHECK (desk = session_user);
GRANT SELECT (number, digest, size, signature, added) ON office.publications TO {{kiosks}}, {{desks}};
GRANT SELECT (digest, part, piece) ON office.pieces TO {{kiosks}}, {{desks}};
GRANT INSERT (desk, number, digest, size, signature) ON office.publications TO {{desks}};
GRANT INSERT (desk, digest, part, piece) ON office.pieces TO {{desks}};
"""  # noqa: S608  all of it is written here
VERSIONS = (_FIRST,)
"""What leads from each version to the next; what stands here was carried out somewhere, and never changes."""
