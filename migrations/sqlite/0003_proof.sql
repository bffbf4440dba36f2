-- What makes a result provable: the root over its receipts, and the lot with its commitment and the
-- public value that decides it.

alter table results add column receipts_root text;
alter table commitments add column lot text;
alter table rounds add column beacon2 text;
alter table rounds add column lot_root text;

-- The audit log becomes a chain: each row has a number without gaps and the hash over itself and the
-- row before it. Rows of earlier versions are linked when the first new one is written. The one row of
-- audit_chain is the end of the chain; who appends holds it, so that nodes append one after another.
alter table audit_log add column link integer;
alter table audit_log add column hash blob;
create unique index audit_log_link on audit_log (link);

create table audit_chain (
    id integer not null primary key,
    link integer not null,
    hash blob not null
) strict;
insert into audit_chain (id, link, hash) values (1, 0, x'');

-- The end of the chain at an instant, signed.
create table audit_checkpoints (
    link integer not null primary key,
    payload text not null,
    signature text not null,
    key_id text not null
) strict;
