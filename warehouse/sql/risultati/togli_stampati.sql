-- Printed values of some acts' indicators, or in their rows ($atti; NULL: of all), about to be made again or to go.
delete from main.fact_rilevazione
where n <= 0
    and (
        $atti is null
        or indicatore_id in (select indicatore_id from main.dim_indicatore where list_contains($atti::varchar[], atto_id))
        or evidenza_id in (select evidenza_id from main.dim_indicatore where list_contains($atti::varchar[], atto_id))
    );
