-- Pictures of questions, under the digest of their bytes: each once, whichever questions show it.

create table media (
    digest text not null primary key,
    kind text not null,
    width integer not null,
    height integer not null,
    content blob not null,
    created_at integer not null
) strict;
