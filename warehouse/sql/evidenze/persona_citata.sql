-- grain: a person named as responsible in the staged act; key: atto_id, persona_id.
-- Spelling and evidence of the first row.
with nominate as (
    select
        concat_ws(' ', nullif(responsabile.cognome, ''), nullif(responsabile.nome, '')) as nominativo,
        responsabile.cognome,
        responsabile.nome,
        ordinale,
        evidenza_id
    from staging.obiettivo, unnest(responsabili) as r(responsabile)
    union all
    select dirigente, null, null, ordinale, evidenza_id
    from staging.scheda
    union all
    select responsabile, null, null, ordinale, evidenza_id
    from staging.scheda
    union all
    select direttore, null, null, ordinale, evidenza_id
    from staging.obiettivo_direzione
)

select
    atto.atto_id,
    atto.ente_id,
    nominate.evidenza_id,
    chiave_persona(atto.ente_id, nominativo) as persona_id,
    nominativo,
    cognome,
    nome
from nominate, staging.versione as atto
where nominativo <> ''
qualify row_number() over (partition by persona_id order by ordinale) = 1;
