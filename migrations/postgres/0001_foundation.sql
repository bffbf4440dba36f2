-- The tables a contest needs from its units and questions to its result.
-- Instants are microseconds of UTC, ids 16 bytes, documents JSON text. What lists are sorted by
-- compares byte by byte, as in SQLite, whatever language the database was made for.

create table settings (
    name text not null primary key,
    content text not null
);

create table units (
    id uuid not null primary key,
    code text collate "C" not null unique,
    name text not null,
    folded text collate "C" not null,
    kind text not null,
    parent_id uuid references units (id),
    area_type text,
    headcount bigint,
    valid_from text,
    valid_to text,
    replaced_by text not null
);
create index units_parent on units (parent_id);

create table banks (
    id uuid not null primary key,
    code text collate "C" not null unique,
    title text not null,
    created_at bigint not null
);

create table questions (
    id uuid not null primary key,
    bank_id uuid not null references banks (id),
    code text,
    status text not null,
    fingerprint bytea not null,
    created_at bigint not null,
    unique (bank_id, fingerprint)
);

-- A version never changes.
create table question_versions (
    question_id uuid not null references questions (id),
    version bigint not null,
    content text not null,
    answer_key text not null,
    topic text,
    level bigint not null,
    explanation text,
    laws text not null,
    folded text not null,
    created_at bigint not null,
    primary key (question_id, version)
);

create table contests (
    id uuid not null primary key,
    slug text collate "C" not null unique,
    document text not null,
    source text not null,
    published boolean not null,
    created_at bigint not null,
    updated_at bigint not null,
    last_number bigint not null
);

create table amendments (
    contest_id uuid not null references contests (id),
    at bigint not null,
    changed_key text collate "C" not null,
    before_value text not null,
    after_value text not null
);
create index amendments_contest on amendments (contest_id, at);

create table rounds (
    id uuid not null primary key,
    contest_id uuid not null references contests (id),
    position bigint not null,
    code text not null,
    rules text not null,
    state text not null,
    by_hand text,
    commitment text,
    committed_at bigint,
    beacon text,
    revealed boolean not null,
    unique (contest_id, code)
);

-- Sealed under the installation's key.
create table round_secrets (
    round_id uuid not null primary key references rounds (id),
    seed bytea not null,
    lot bytea not null
);

create table manifests (
    round_id uuid not null primary key references rounds (id),
    document text not null,
    salts text not null
);

-- Append-only: superseded commitments stay.
create table commitments (
    round_id uuid not null references rounds (id),
    at bigint not null,
    commitment text not null
);
create index commitments_round on commitments (round_id, at);

create table participants (
    id uuid not null primary key,
    contest_id uuid not null references contests (id),
    number bigint not null,
    alias text not null,
    group_code text,
    unit_id uuid references units (id),
    full_name text not null,
    folded_name text not null,
    birth_date text,
    fields text not null,
    consents text not null,
    guardian text,
    identity bytea not null,
    code_mac bytea not null,
    created_at bigint not null,
    unique (contest_id, number),
    unique (contest_id, identity)
);
create index participants_unit on participants (unit_id);

create table sessions (
    token_hash bytea not null primary key,
    participant_id uuid not null references participants (id),
    contest_id uuid not null references contests (id),
    expires_at bigint not null
);
create index sessions_participant on sessions (participant_id);
create index sessions_expiry on sessions (expires_at);

create table staff (
    id uuid not null primary key,
    email text not null unique,
    name text not null,
    role text not null,
    unit_id uuid references units (id),
    password_hash text not null,
    created_at bigint not null
);

create table staff_sessions (
    token_hash bytea not null primary key,
    staff_id uuid not null references staff (id),
    expires_at bigint not null,
    seen_at bigint not null
);

create table attempts (
    id uuid not null primary key,
    round_id uuid not null references rounds (id),
    participant_id uuid not null references participants (id),
    ordinal bigint not null,
    epoch bigint not null,
    device text,
    start_key text,
    state text not null,
    started_at bigint not null,
    deadline_at bigint not null,
    paper_hash text not null,
    submitted_at bigint,
    duration_ms bigint,
    forced boolean,
    correct bigint,
    questions bigint,
    score bigint,
    max_score bigint,
    prediction bigint,
    answers_root text,
    receipt_code text unique,
    unique (participant_id, round_id, ordinal)
);
create index attempts_round on attempts (round_id);
create index attempts_running on attempts (deadline_at) where state = 'active';

-- The response log: appended to, never changed. The latest answer of a question is a projection.
create table responses (
    attempt_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    slot bigint not null,
    answer text not null,
    saved_at bigint not null,
    primary key (attempt_id, epoch, seq)
);

create table results (
    round_id uuid not null references rounds (id),
    version bigint not null,
    created_at bigint not null,
    actual_prediction bigint,
    people bigint not null,
    attempts bigint not null,
    primary key (round_id, version)
);

create table standings (
    round_id uuid not null,
    version bigint not null,
    place bigint not null,
    participant_id uuid not null,
    attempt_id uuid not null,
    measured text not null,
    reason text not null,
    primary key (round_id, version, participant_id)
);
create index standings_place on standings (round_id, version, place);

create table audit_log (
    seq bigint generated always as identity primary key,
    at bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null
);

create table replays (
    key_hash bytea not null primary key,
    body_hash bytea not null,
    reply bytea not null,
    at bigint not null
);
