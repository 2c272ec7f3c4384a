-- grain: a row of a relation of measured values: those of the chosen acts, those loaded since the last good run ended, and
-- those of no indicator any more. The measured indicators are few beside all: those are looked for, not the others kept.
with misurati as (
    select indicatore_id, atto_id
    from main.dim_indicatore
    where indicatore_id in (select indicatore_id from {relazione})
)

from {relazione}
where indicatore_id in (select indicatore_id from misurati where atto_id in (from atti_scelti))
    or indicatore_id not in (select indicatore_id from misurati)
    or caricata_il > coalesce(
        (select max(finita_il) from qualita.corsa where stato = 'riuscita'), '-infinity'::timestamp
    )
