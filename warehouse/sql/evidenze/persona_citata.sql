-- grain: a person named as responsible in a staged act; key: atto_id, persona_citata_id.
-- Spelling and evidence of the first row. Which person it is (persona_id) is settled later: warehouse/settling.py.
with nominate as (
    select
        concat_ws(' ', nullif(responsabile.cognome, ''), nullif(responsabile.nome, '')) as nominativo,
        responsabile.cognome,
        responsabile.nome,
        ordinale,
        atto_id,
        evidenza_id
    from staging.obiettivo, unnest(responsabili) as r(responsabile)
    union all
    select dirigente, null, null, ordinale, atto_id, evidenza_id
    from staging.scheda
    union all
    select responsabile, null, null, ordinale, atto_id, evidenza_id
    from staging.scheda
    union all
    select direttore, null, null, ordinale, atto_id, evidenza_id
    from staging.obiettivo_direzione
)

select
    atto.atto_id,
    atto.ente_id,
    atto.anno,
    nominate.evidenza_id,
    chiave_persona(atto.ente_id, nominativo) as persona_citata_id,
    persona_citata_id as persona_id,
    nominativo,
    cognome,
    nome
from nominate
join staging.versione as atto using (atto_id)
where nominativo <> ''
qualify row_number() over (partition by atto.atto_id, persona_citata_id order by ordinale) = 1;
