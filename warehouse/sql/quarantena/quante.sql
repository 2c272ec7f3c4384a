-- grain: one row. How many rows of a document (parameter atto_id) are set aside, and how many the staged one sets aside.
select
    (select count(*) from qualita.quarantena where atto_id = $atto_id) as prima,
    (select count(*) from staging.quarantena) as preparate;
