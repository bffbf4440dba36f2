-- Nothing: on SQLite this step gives the response log its keyless form. PostgreSQL keeps its key,
-- by which any node finds the answers of an attempt that another node took.
select 1;
