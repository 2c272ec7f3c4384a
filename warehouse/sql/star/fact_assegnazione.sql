-- grain: objective, person, unit and role in the staged act; key: obiettivo_id, persona_id, struttura_id, ruolo.
with assegnate as (
    select
        d.obiettivo_id,
        d.evidenza_id,
        concat_ws(' ', nullif(responsabile.cognome, ''), nullif(responsabile.nome, '')) as nominativo,
        coalesce(
            chiave_struttura(atto.ente_id, 'unita_organizzativa', o.direzione, responsabile.unita_organizzativa),
            d.struttura_id
        ) as struttura_id,
        'responsabile' as ruolo
    from staging.obiettivo as o
    cross join unnest(o.responsabili) as r(responsabile)
    cross join staging.atto as atto
    join main.dim_obiettivo as d on o.evidenza_id = d.evidenza_id
    union all
    select d.obiettivo_id, d.evidenza_id, s.dirigente, d.struttura_id, 'dirigente'
    from staging.scheda as s
    join main.dim_obiettivo as d on s.evidenza_id = d.evidenza_id and d.tipo = 'gestionale'
    where s.dirigente <> ''
    union all
    select d.obiettivo_id, d.evidenza_id, s.responsabile, d.struttura_id, 'responsabile'
    from staging.scheda as s
    join main.dim_obiettivo as d on s.evidenza_id = d.evidenza_id and d.tipo = 'gestionale'
    where s.responsabile <> ''
    union all
    select d.obiettivo_id, d.evidenza_id, '', d.struttura_id, 'centro_di_responsabilita'
    from staging.riga_peg as p
    join main.dim_obiettivo as d on p.evidenza_id = d.evidenza_id and d.tipo = 'gestionale'
)

select distinct
    obiettivo_id,
    atto.atto_id,
    evidenza_id,
    chiave_persona(atto.ente_id, nominativo) as persona_id,
    struttura_id,
    ruolo
from assegnate
cross join staging.atto as atto;
