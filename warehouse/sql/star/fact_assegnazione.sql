-- grain: objective, person and unit as printed, role in a staged act;
-- key: obiettivo_id, persona_citata_id, struttura_citata_id, ruolo.
-- Person and unit are the ones printed; warehouse/settling.py puts those that they are in their place.
with nominate as (
    select
        o.atto_id,
        o.evidenza_id,
        concat_ws(' ', nullif(responsabile.cognome, ''), nullif(responsabile.nome, '')) as nominativo,
        chiave_struttura(
            atto.ente_id, 'unita_organizzativa', o.direzione, responsabile.unita_organizzativa
        ) as struttura_citata_id,
        'responsabile' as ruolo
    from staging.obiettivo as o
    cross join unnest(o.responsabili) as r(responsabile)
    join staging.versione as atto using (atto_id)
    union all
    select atto_id, evidenza_id, dirigente, null, 'dirigente'
    from staging.scheda
    where dirigente <> ''
    union all
    select atto_id, evidenza_id, responsabile, null, 'responsabile'
    from staging.scheda
    where responsabile <> ''
    union all
    select atto_id, evidenza_id, '', null, 'centro_di_responsabilita'
    from staging.riga_peg
    union all
    select atto_id, evidenza_id, direttore, null, 'direttore'
    from staging.obiettivo_direzione
    where direttore <> ''
    union all
    -- the sheets assign to offices, not to persons
    select atto_id, evidenza_id, '', null, trim(assegnatario)
    from staging.obiettivo_segretario
    cross join unnest(assegnatari) as a(assegnatario)
    where trim(assegnatario) <> ''
)

select distinct
    d.obiettivo_id,
    d.atto_id,
    d.evidenza_id,
    chiave_persona(atto.ente_id, n.nominativo) as persona_citata_id,
    persona_citata_id as persona_id,
    coalesce(n.struttura_citata_id, d.struttura_citata_id) as struttura_citata_id,
    coalesce(n.struttura_citata_id, d.struttura_citata_id) as struttura_id,
    n.ruolo
from nominate as n
join staging.dim_obiettivo as d on n.evidenza_id = d.evidenza_id and not d.citato
join staging.versione as atto on n.atto_id = atto.atto_id;
