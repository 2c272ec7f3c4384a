-- I numeri di una corsa, come li porta la pagina della notte e l'indice delle notti. Grana: una riga sola.
-- Parametro: $run_id. Righe e campi pieni sono di tutto ciò che è caricato, non solo di questa notte.
select
    c.run_id,
    strftime(c.iniziata_il, '%Y-%m-%d') as data,
    strftime(c.iniziata_il, '%H:%M:%S') as ora,
    c.stato,
    c.versione,
    (select count(*) from evidenze.versione) as documenti,
    (select count(*) from qualita.quarantena) as quarantena,
    (select count(*) from qualita.esito_aspettativa as e where e.run_id = c.run_id and not e.esito) as attese_mancate,
    (select coalesce(sum(v.righe), 0)::bigint from qualita.volume as v where v.run_id = c.run_id) as righe,
    (select coalesce(sum(v.campi_pieni), 0)::bigint from qualita.volume as v where v.run_id = c.run_id) as campi_pieni
from qualita.corsa as c
where c.run_id = $run_id
