-- grain: a part of an indicator's target in the staged act; key: target_id.
select
    chiave([i.indicatore_id, t.parte::varchar]) as target_id,
    i.indicatore_id,
    t.parte,
    i.atto_id,
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
from staging.target as t
join main.dim_indicatore as i on t.evidenza_id = i.evidenza_id and t.campo = i.campo_target
cross join staging.atto as atto;
