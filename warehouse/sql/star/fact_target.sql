-- grain: a part of an indicator's target in a staged act; key: target_id.
-- A criterion of a rubric asks for one of its options: a part without a printed target, the options as its object.
with letti as (
    select
        i.indicatore_id,
        t.*
    from staging.target as t
    join staging.dim_indicatore as i on t.evidenza_id = i.evidenza_id and t.campo = i.campo_target
    union all by name
    select
        f.indicatore_id,
        f.atto_id,
        min_by(f.evidenza_id, r.ordinale) as evidenza_id,
        1 as parte,
        'rubrica' as genere,
        '' as testo,
        '' as operatore,
        '' as unita,
        string_agg(f.opzione, ', ' order by r.ordinale) as oggetto,
        '' as condizione,
        [] as segnalazioni,
        '' as verso,
        '' as motivo
    from staging.fact_rubrica as f
    join staging.rubrica_criterio as r using (evidenza_id)
    group by f.indicatore_id, f.atto_id
)

select
    chiave([t.indicatore_id, t.parte::varchar]) as target_id,
    t.indicatore_id,
    t.parte,
    t.atto_id,
    t.evidenza_id,
    atto.anno,
    t.confidenza,
    t.testo,
    t.genere,
    t.operatore,
    t.valore,
    t.valore_max,
    t.unita,
    t.oggetto,
    t.scadenza,
    t.condizione,
    t.segnalazioni,
    t.verso,
    t.motivo
from letti as t
join staging.versione as atto on t.atto_id = atto.atto_id;
