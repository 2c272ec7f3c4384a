-- grain: a unit named in a staged act; key: atto_id, struttura_citata_id. Spelling and evidence of its first row.
-- Which unit it is (struttura_id) is settled later: warehouse/settling.py.
with nominate as (
    select
        'direzione' as livello,
        null as codice,
        '' as padre_livello,
        '' as padre,
        direzione as nome,
        direzione as denominazione,
        ordinale,
        atto_id,
        evidenza_id
    from staging.obiettivo
    union all
    select 'direzione', null, '', '', direzione, direzione, ordinale, atto_id, evidenza_id
    from staging.kpi
    union all
    select 'direzione', null, '', '', direzione, direzione, ordinale, atto_id, evidenza_id
    from staging.obiettivo_direzione
    union all
    select
        'unita_organizzativa', null, 'direzione', direzione,
        responsabile.unita_organizzativa, responsabile.unita_organizzativa, ordinale, atto_id, evidenza_id
    from staging.obiettivo, unnest(responsabili) as r(responsabile)
    union all
    select 'settore', null, '', '', settore, settore, ordinale, atto_id, evidenza_id
    from staging.scheda
    union all
    select 'servizio', null, 'settore', settore, servizio, servizio, ordinale, atto_id, evidenza_id
    from staging.scheda
    union all
    select
        'centro_di_responsabilita', cdr_codice, '', '',
        coalesce(nullif(cdr_codice, ''), cdr), cdr, ordinale, atto_id, evidenza_id
    from staging.riga_peg
)

select
    atto.atto_id,
    atto.ente_id,
    atto.anno,
    evidenza_id,
    chiave_struttura(atto.ente_id, livello, padre, nome) as struttura_citata_id,
    struttura_citata_id as struttura_id,
    livello,
    codice,
    denominazione,
    chiave_struttura(atto.ente_id, padre_livello, '', padre) as padre_id
from nominate
join staging.versione as atto using (atto_id)
where nome <> ''
qualify row_number() over (partition by atto.atto_id, struttura_citata_id order by ordinale) = 1;
