-- Pictures of questions, under the digest of their bytes: each once, whichever questions show it.

create table media (
    digest text not null primary key,
    kind text not null,
    width bigint not null,
    height bigint not null,
    content bytea not null,
    created_at bigint not null
);
