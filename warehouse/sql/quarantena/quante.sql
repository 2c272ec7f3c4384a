-- grain: one row. How many rows of the staged documents are set aside, and how many they set aside now.
select
    (
        select count(*)
        from qualita.quarantena
        where atto_id in (select atto_id from staging.versione)
    ) as prima,
    (select count(*) from staging.quarantena) as preparate;
