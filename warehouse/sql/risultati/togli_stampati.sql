-- Printed values of the bodies of some acts (parameter), about to be made again; of indicators, and in rows, that are no more.
delete from main.fact_rilevazione
where n <= 0
    and (
        indicatore_id not in (
            select i.indicatore_id
            from main.dim_indicatore as i
            join main.dim_atto as a using (atto_id)
            where a.ente_id not in (select ente_id from evidenze.versione where list_contains($atti, atto_id))
        )
        or evidenza_id not in (select evidenza_id from main.dim_indicatore)
    );
