-- Which other sites may show a contest, and whom the links of units brought.

-- Exact origins, as browsers send them: https://xa.example.vn
create table contest_sites (
    contest_id blob not null references contests (id),
    origin text not null,
    added_at integer not null,
    primary key (contest_id, origin)
) strict, without rowid;

-- Browsers that followed the link of a unit, by day in Viet Nam (YYYY-MM-DD). A browser counts once a day.
create table link_visits (
    contest_id blob not null references contests (id),
    unit_id blob not null references units (id),
    day text not null,
    visits integer not null,
    primary key (contest_id, unit_id, day)
) strict, without rowid;

-- The unit whose link brought the person; empty: came by himself.
alter table participants add column referral_id blob;
create index participants_referral on participants (contest_id, referral_id)
where referral_id is not null;
