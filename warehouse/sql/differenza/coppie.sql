-- grain: a record of the first act with the record of the second that it became; key: a, and b.
create or replace temp table differenza_coppia (
    a varchar,
    b varchar,
    modo varchar,
    somiglianza double
);
