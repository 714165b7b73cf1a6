-- What is small: the engine is the only writer, consoles open read-only.  Moments are ISO 8601 text in UTC with
-- microseconds, so that text order is time order.  JSON columns are objects with sorted keys.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- format, project, province, language, zone, started, version; fault: why the newest configuration is not used, since when

CREATE TABLE arrivals (
    id INTEGER PRIMARY KEY,
    feed TEXT NOT NULL,
    schema TEXT NOT NULL,
    path TEXT NOT NULL,              -- inside the project
    sha256 TEXT NOT NULL,
    mapping TEXT NOT NULL,           -- hash of the feed file it was read under
    status TEXT NOT NULL CHECK (status IN ('taken', 'duplicate', 'quarantined', 'superseded')),
    reason TEXT,                     -- why quarantined, a sentence
    said TEXT NOT NULL DEFAULT '',   -- the same as {"say": a template of the catalogues, "facts": {…}}, where it is one
    sheet TEXT NOT NULL DEFAULT '',
    columns TEXT NOT NULL DEFAULT '[]',   -- what the file speaks for
    headings TEXT NOT NULL DEFAULT '{}',  -- our column to the heading that it had there
    unmapped TEXT NOT NULL DEFAULT '[]',  -- headings that became no column
    authority INTEGER NOT NULL DEFAULT 0,
    snapshot_of TEXT NOT NULL DEFAULT '', -- the feed, if its files list everything each time
    exported_at TEXT NOT NULL,
    exported_from TEXT NOT NULL CHECK (exported_from IN ('inside', 'name', 'mtime', 'arrival')),
    exported_sure INTEGER NOT NULL DEFAULT 1,
    rows INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    set_aside INTEGER NOT NULL DEFAULT 0, -- group, total and signature rows: not data, counted
    repeated INTEGER NOT NULL DEFAULT 0,  -- codes that stand in several of the accepted rows; the last row holds
    differing INTEGER NOT NULL DEFAULT 0, -- those of them whose rows differ
    odd_codes INTEGER NOT NULL DEFAULT 0, -- accepted rows whose record code has no known form
    taken_at TEXT NOT NULL,
    CHECK (rows = accepted + rejected)
);
CREATE INDEX arrivals_by_sha ON arrivals (sha256, mapping);
CREATE INDEX arrivals_by_feed ON arrivals (feed, exported_at);

CREATE TABLE known_files (           -- a path that need not be hashed again
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    arrival INTEGER NOT NULL REFERENCES arrivals (id)
) WITHOUT ROWID;

CREATE TABLE waiting (path TEXT PRIMARY KEY, feed TEXT NOT NULL, reason TEXT NOT NULL, since TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE ignored (feed TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (feed, path)) WITHOUT ROWID;

CREATE TABLE quarantine (            -- one rejected row; the row itself stays in the archive
    arrival INTEGER NOT NULL REFERENCES arrivals (id),
    row INTEGER NOT NULL,            -- as a spreadsheet counts: 1 is the first line of the file
    "column" TEXT NOT NULL,          -- ours, or '' for the whole row
    reason TEXT NOT NULL,            -- a key of the catalogue, such as 'no-such-date'
    PRIMARY KEY (arrival, row)
) WITHOUT ROWID;

CREATE TABLE remarks (               -- what is told of rows that were taken in all the same; the first by name
    arrival INTEGER NOT NULL REFERENCES arrivals (id),
    kind TEXT NOT NULL,              -- a key of the catalogue, such as 'repeated'
    subject TEXT NOT NULL,           -- the code that it is about, or '' for the whole file
    count INTEGER NOT NULL,          -- rows
    rows TEXT NOT NULL,              -- the first of them and the last, a list
    columns TEXT NOT NULL,           -- in which they differ, a list
    PRIMARY KEY (arrival, kind, subject)
) WITHOUT ROWID;

CREATE TABLE homes (                 -- which generation of a home's base file is current
    schema TEXT NOT NULL, home TEXT NOT NULL, generation INTEGER NOT NULL, rows INTEGER NOT NULL,
    PRIMARY KEY (schema, home)
) WITHOUT ROWID;

CREATE TABLE segments (              -- one batch of one segment file holds one home's rows, not yet folded
    schema TEXT NOT NULL, home TEXT NOT NULL, arrival INTEGER NOT NULL,
    part INTEGER NOT NULL,           -- a large arrival has several files
    batch INTEGER NOT NULL, rows INTEGER NOT NULL,
    PRIMARY KEY (schema, home, arrival)
) WITHOUT ROWID;

CREATE TABLE home_units (schema TEXT NOT NULL, unit TEXT NOT NULL, home TEXT NOT NULL,
    PRIMARY KEY (schema, unit, home)) WITHOUT ROWID;

CREATE TABLE coverage (              -- what one arrival said of one unit: for rhythm, shrinking and blindness
    arrival INTEGER NOT NULL REFERENCES arrivals (id), unit TEXT NOT NULL,
    rows INTEGER NOT NULL, open INTEGER NOT NULL, accepted_by TEXT,
    PRIMARY KEY (arrival, unit)
) WITHOUT ROWID;

CREATE TABLE latest (                -- the newest file that a feed had of a unit, by export time
    schema TEXT NOT NULL, feed TEXT NOT NULL, unit TEXT NOT NULL, arrival INTEGER NOT NULL,
    PRIMARY KEY (schema, unit, feed)
) WITHOUT ROWID;

CREATE TABLE units (unit TEXT PRIMARY KEY, name TEXT NOT NULL, level TEXT NOT NULL, contact TEXT NOT NULL DEFAULT '')
    WITHOUT ROWID;

CREATE TABLE unit_entries (          -- the reference table of units as it stands; an entry without a code is known by its name
    id INTEGER PRIMARY KEY, unit TEXT NOT NULL, name TEXT NOT NULL, level TEXT NOT NULL,
    since TEXT NOT NULL, until TEXT NOT NULL,     -- the first moment, and the first one after; '' for none
    parent TEXT NOT NULL, predecessors TEXT NOT NULL, successors TEXT NOT NULL, offices TEXT NOT NULL,
    contact TEXT NOT NULL, reason TEXT NOT NULL, source TEXT NOT NULL
);

CREATE TABLE rules (                 -- what the console needs to speak of a rule without loading a plugin
    rule TEXT PRIMARY KEY, "check" TEXT NOT NULL, file TEXT NOT NULL,
    names TEXT NOT NULL,             -- {"vi": …, "en": …}
    sentences TEXT NOT NULL,         -- {template: {"vi": …, "en": …}}, message of the rule already applied
    warning TEXT NOT NULL, critical TEXT NOT NULL, period TEXT NOT NULL,
    settings TEXT NOT NULL DEFAULT '{}'   -- the check's own fields: a screen names the counting profile
) WITHOUT ROWID;

CREATE TABLE alerts (
    id TEXT PRIMARY KEY,
    rule TEXT NOT NULL, "check" TEXT NOT NULL, unit TEXT NOT NULL, subject TEXT NOT NULL, period TEXT NOT NULL,
    severity TEXT NOT NULL, state TEXT NOT NULL,
    since TEXT NOT NULL,             -- when this engine first saw it in its present life
    updated TEXT NOT NULL,
    count INTEGER NOT NULL, of INTEGER NOT NULL, value REAL, threshold TEXT NOT NULL,
    template TEXT NOT NULL, facts TEXT NOT NULL,
    evidence BLOB NOT NULL,          -- zlib of the store keys, one a line, sorted; as many as count
    taken_severity TEXT, taken_by TEXT, taken_at TEXT,
    taken_until TEXT,                -- when the acknowledgement ends by the clock, if it does
    note TEXT NOT NULL DEFAULT '',
    seq INTEGER NOT NULL             -- the last change that touched it: a console asks for what is newer
) WITHOUT ROWID;
CREATE INDEX alerts_by_seq ON alerts (seq);
CREATE INDEX alerts_by_taken_until ON alerts (taken_until) WHERE taken_until IS NOT NULL;
CREATE INDEX alerts_by_rule_unit ON alerts (rule, unit);

CREATE TABLE changes (               -- the trail: each step hashed with the one before
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,              -- found, held, firing, worsened, changed, cleared, taken, released, note, config, …
    alert TEXT, rule TEXT, unit TEXT, author TEXT,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX changes_by_alert ON changes (alert);

CREATE TABLE silences (              -- which alerts ask for no attention until a moment; matched when they are read
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL, units TEXT NOT NULL, subjects TEXT NOT NULL,   -- lists; [] for all
    author TEXT NOT NULL, reason TEXT NOT NULL, since TEXT, until TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('act', 'rule')),
    severity TEXT NOT NULL,          -- by act: how bad the alert was then
    ended TEXT NOT NULL              -- by act: '', 'undone' or 'worsened'
);
CREATE INDEX silences_by_rule ON silences (rule);

CREATE TABLE acts (name TEXT PRIMARY KEY, author TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
    applied_at TEXT NOT NULL, refused TEXT) WITHOUT ROWID;

CREATE TABLE verdicts (              -- what people said last of a row that an alert counts; no figure depends on it
    row TEXT PRIMARY KEY,            -- its store key
    cause TEXT NOT NULL,             -- of causes; '' once it was taken back
    note TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL,
    seq INTEGER NOT NULL             -- its line of the trail
) WITHOUT ROWID;
CREATE TABLE causes (cause TEXT PRIMARY KEY, "at" INTEGER NOT NULL, names TEXT NOT NULL, explains INTEGER NOT NULL)
    WITHOUT ROWID;

CREATE TABLE limits (                -- how long a procedure may take, for records without a due date
    procedure TEXT NOT NULL,         -- the part of its code that joins
    "at" INTEGER NOT NULL,           -- its place in the reference table: the first that holds counts
    most REAL, most_online REAL, counted TEXT NOT NULL, since TEXT, until TEXT,
    PRIMARY KEY (procedure, "at")
) WITHOUT ROWID;

CREATE TABLE what_if (               -- what somebody tried from a console; the newest few stay, a rebuild asks none again
    act TEXT PRIMARY KEY, author TEXT NOT NULL, at TEXT NOT NULL, rule TEXT NOT NULL,
    asked TEXT NOT NULL,             -- as it was typed
    keep TEXT NOT NULL,              -- what to write into which file to keep it
    said TEXT NOT NULL, units TEXT NOT NULL,
    alerts BLOB NOT NULL             -- zlib of JSON: those that would change, with the keys of their rows
) WITHOUT ROWID;

CREATE TABLE agenda (rule TEXT NOT NULL, unit TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (rule, unit)) WITHOUT ROWID;
CREATE INDEX agenda_by_time ON agenda (at);

CREATE TABLE health (                -- one rule in one unit at its last good answer, or why there is none
    rule TEXT NOT NULL, unit TEXT NOT NULL,
    health TEXT NOT NULL CHECK (health IN ('ok', 'ill', 'blind')),
    judged INTEGER NOT NULL, skipped TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
    said TEXT NOT NULL DEFAULT '{}', -- the reason by language, where it is the engine's own sentence
    at TEXT NOT NULL,                -- of the last good answer
    PRIMARY KEY (rule, unit)
) WITHOUT ROWID;

CREATE TABLE indicators (
    indicator TEXT NOT NULL, unit TEXT NOT NULL, level TEXT NOT NULL, period TEXT NOT NULL,
    numerator INTEGER NOT NULL, denominator INTEGER NOT NULL, target REAL,
    PRIMARY KEY (indicator, unit, period)
) WITHOUT ROWID;
CREATE TABLE indicator_names (indicator TEXT PRIMARY KEY, names TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE definitions (           -- what a figure counts, who says so, of what day: by language, {"vi": …, "en": …}
    indicator TEXT PRIMARY KEY, definition TEXT NOT NULL, source TEXT NOT NULL, dated TEXT NOT NULL,
    schemas TEXT NOT NULL,           -- the kinds of rows that it counts, a list
    breaks TEXT NOT NULL             -- days from which it counts otherwise: [{"from": …, "why": {…}, "source": {…}}, …]
) WITHOUT ROWID;
CREATE TABLE counted (               -- an indicator's period, and what the sums over units are held against
    indicator TEXT NOT NULL, period TEXT NOT NULL, started TEXT, ended TEXT,
    target REAL, province_target REAL,
    PRIMARY KEY (indicator, period)
) WITHOUT ROWID;

CREATE TABLE feeds (feed TEXT PRIMARY KEY, schema TEXT NOT NULL, folder TEXT NOT NULL, last_at TEXT, due_by TEXT,
    mapping TEXT NOT NULL DEFAULT '') WITHOUT ROWID;   -- hash of the feed file as it is now

CREATE TABLE columns (               -- every kind of row, so that a console can show a feed's own columns
    schema TEXT NOT NULL, at INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, people INTEGER NOT NULL,
    labels TEXT NOT NULL,            -- {"vi": …, "en": …}
    PRIMARY KEY (schema, name)
) WITHOUT ROWID;

CREATE TABLE plugins (               -- what the engine saw of each when it was put together
    plugin TEXT PRIMARY KEY,         -- where it comes from, as a job carries it
    at INTEGER NOT NULL,             -- its place in their order
    name TEXT NOT NULL, label TEXT NOT NULL,
    mark TEXT NOT NULL,              -- path, time of change and size of its file as it was then
    state TEXT NOT NULL CHECK (state IN ('on', 'refused', 'failed', 'off')),
    hooks TEXT NOT NULL, offers TEXT NOT NULL,   -- a list of hooks; kind to the names that it offers
    faults TEXT NOT NULL, notes TEXT NOT NULL    -- lists of sentences
) WITHOUT ROWID;

CREATE TABLE configurations (hash TEXT PRIMARY KEY, at TEXT NOT NULL, files TEXT NOT NULL) WITHOUT ROWID;
