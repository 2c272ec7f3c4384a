-- Printed values of the body of an act (parameter), about to be made again; of indicators, and in rows, that are no more.
delete from main.fact_rilevazione
where n <= 0
    and (
        indicatore_id not in (
            select i.indicatore_id
            from main.dim_indicatore as i
            join main.dim_atto as a using (atto_id)
            where a.ente_id <> (select ente_id from evidenze.versione where atto_id = $atto_id)
        )
        or evidenza_id not in (select evidenza_id from main.dim_indicatore)
    );
