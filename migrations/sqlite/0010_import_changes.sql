-- How often people changed something in a file they look through: whoever takes its questions into a
-- bank takes what was read, or reads again.
alter table imports add column changes integer;
