-- grain: a row of a relation of measured values: those of the chosen acts, those loaded since the last good run began, and
-- those of no indicator any more.
from {relazione}
where indicatore_id in (select indicatore_id from main.dim_indicatore where atto_id in (from atti_scelti))
    or indicatore_id not in (select indicatore_id from main.dim_indicatore)
    or caricata_il > coalesce(
        (select max(iniziata_il) from qualita.corsa where stato = 'riuscita'), '-infinity'::timestamp
    )
