-- Which other sites may show a contest, and whom the links of units brought.

-- Exact origins, as browsers send them: https://xa.example.vn
create table contest_sites (
    contest_id uuid not null references contests (id),
    origin text collate "C" not null,
    added_at bigint not null,
    primary key (contest_id, origin)
);

-- Browsers that followed the link of a unit, by day in Viet Nam (YYYY-MM-DD). A browser counts once a day.
create table link_visits (
    contest_id uuid not null references contests (id),
    unit_id uuid not null references units (id),
    day text collate "C" not null,
    visits bigint not null,
    primary key (contest_id, unit_id, day)
);

-- The unit whose link brought the person; empty: came by himself.
alter table participants add column referral_id uuid;
create index participants_referral on participants (contest_id, referral_id)
where referral_id is not null;
