-- Printed values of some acts' indicators, or in their rows ($atti; NULL: of all), about to be made again or to go.
delete from punteggi.rilevazione_esclusa
where origine in ('scheda', 'atto', 'atto successivo')
    and (
        $atti is null
        or indicatore_id in (select indicatore_id from main.dim_indicatore where list_contains($atti::varchar[], atto_id))
        or evidenza_id in (select evidenza_id from main.dim_indicatore where list_contains($atti::varchar[], atto_id))
    );
