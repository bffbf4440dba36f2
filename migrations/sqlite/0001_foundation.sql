-- The tables a contest needs from its units and questions to its result.
-- Instants are microseconds of UTC, ids 16 bytes, documents JSON text.

create table settings (
    name text not null primary key,
    content text not null
) strict, without rowid;

create table units (
    id blob not null primary key,
    code text not null unique,
    name text not null,
    folded text not null,
    kind text not null,
    parent_id blob references units (id),
    area_type text,
    headcount integer,
    valid_from text,
    valid_to text,
    replaced_by text not null
) strict;
create index units_parent on units (parent_id);

create table banks (
    id blob not null primary key,
    code text not null unique,
    title text not null,
    created_at integer not null
) strict;

create table questions (
    id blob not null primary key,
    bank_id blob not null references banks (id),
    code text,
    status text not null,
    fingerprint blob not null,
    created_at integer not null,
    unique (bank_id, fingerprint)
) strict;

-- A version never changes.
create table question_versions (
    question_id blob not null references questions (id),
    version integer not null,
    content text not null,
    answer_key text not null,
    topic text,
    level integer not null,
    explanation text,
    laws text not null,
    folded text not null,
    created_at integer not null,
    primary key (question_id, version)
) strict;

create table contests (
    id blob not null primary key,
    slug text not null unique,
    document text not null,
    source text not null,
    published integer not null,
    created_at integer not null,
    updated_at integer not null,
    last_number integer not null
) strict;

create table amendments (
    contest_id blob not null references contests (id),
    at integer not null,
    changed_key text not null,
    before_value text not null,
    after_value text not null
) strict;
create index amendments_contest on amendments (contest_id, at);

create table rounds (
    id blob not null primary key,
    contest_id blob not null references contests (id),
    position integer not null,
    code text not null,
    rules text not null,
    state text not null,
    by_hand text,
    commitment text,
    committed_at integer,
    beacon text,
    revealed integer not null,
    unique (contest_id, code)
) strict;

-- Sealed under the installation's key.
create table round_secrets (
    round_id blob not null primary key references rounds (id),
    seed blob not null,
    lot blob not null
) strict;

create table manifests (
    round_id blob not null primary key references rounds (id),
    document text not null,
    salts text not null
) strict;

-- Append-only: superseded commitments stay.
create table commitments (
    round_id blob not null references rounds (id),
    at integer not null,
    commitment text not null
) strict;
create index commitments_round on commitments (round_id, at);

create table participants (
    id blob not null primary key,
    contest_id blob not null references contests (id),
    number integer not null,
    alias text not null,
    group_code text,
    unit_id blob references units (id),
    full_name text not null,
    folded_name text not null,
    birth_date text,
    fields text not null,
    consents text not null,
    guardian text,
    identity blob not null,
    code_mac blob not null,
    created_at integer not null,
    unique (contest_id, number),
    unique (contest_id, identity)
) strict;
create index participants_unit on participants (unit_id);

create table sessions (
    token_hash blob not null primary key,
    participant_id blob not null references participants (id),
    contest_id blob not null references contests (id),
    expires_at integer not null
) strict, without rowid;
create index sessions_participant on sessions (participant_id);
create index sessions_expiry on sessions (expires_at);

create table staff (
    id blob not null primary key,
    email text not null unique,
    name text not null,
    role text not null,
    unit_id blob references units (id),
    password_hash text not null,
    created_at integer not null
) strict;

create table staff_sessions (
    token_hash blob not null primary key,
    staff_id blob not null references staff (id),
    expires_at integer not null,
    seen_at integer not null
) strict, without rowid;

create table attempts (
    id blob not null primary key,
    round_id blob not null references rounds (id),
    participant_id blob not null references participants (id),
    ordinal integer not null,
    epoch integer not null,
    device text,
    start_key text,
    state text not null,
    started_at integer not null,
    deadline_at integer not null,
    paper_hash text not null,
    submitted_at integer,
    duration_ms integer,
    forced integer,
    correct integer,
    questions integer,
    score integer,
    max_score integer,
    prediction integer,
    answers_root text,
    receipt_code text unique,
    unique (participant_id, round_id, ordinal)
) strict;
create index attempts_round on attempts (round_id);
create index attempts_running on attempts (deadline_at) where state = 'active';

-- The response log: appended to, never changed. The latest answer of a question is a projection.
create table responses (
    attempt_id blob not null,
    epoch integer not null,
    seq integer not null,
    slot integer not null,
    answer text not null,
    saved_at integer not null,
    primary key (attempt_id, epoch, seq)
) strict, without rowid;

create table results (
    round_id blob not null references rounds (id),
    version integer not null,
    created_at integer not null,
    actual_prediction integer,
    people integer not null,
    attempts integer not null,
    primary key (round_id, version)
) strict;

create table standings (
    round_id blob not null,
    version integer not null,
    place integer not null,
    participant_id blob not null,
    attempt_id blob not null,
    measured text not null,
    reason text not null,
    primary key (round_id, version, participant_id)
) strict, without rowid;
create index standings_place on standings (round_id, version, place);

create table audit_log (
    seq integer primary key autoincrement,
    at integer not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null
) strict;

create table replays (
    key_hash blob not null primary key,
    body_hash blob not null,
    reply blob not null,
    at integer not null
) strict, without rowid;
