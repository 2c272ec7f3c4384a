-- grain: a part of a current target that waits for a value; key: indicatore_id, parte. In the order of the acts.
with rubriche as (
    select
        indicatore_id,
        string_agg(distinct opzione, ', ' order by opzione) as opzioni
    from main.fact_rubrica
    group by indicatore_id
)

select
    r.indicatore_id,
    r.parte,
    e.denominazione as ente,
    a.atto_logico as atto,
    s.denominazione as struttura,
    concat_ws(' ', nullif(o.numero, ''), o.titolo) as obiettivo,
    i.testo as indicatore,
    t.testo as target,
    t.oggetto,
    case
        when t.genere in ('soglia', 'intervallo') then concat_ws(' ', 'numero', nullif(t.unita, ''))
        when t.genere in ('data', 'termine', 'normativo', 'prodotto') then 'sì o no'
        when c.opzioni is not null then 'una di: ' || c.opzioni
        else 'testo'
    end as si_scrive,
    '' as valore,
    '' as data,
    '' as fonte
from punteggi.realizzazione_parte as r
join main.fact_target as t using (target_id)
join main.dim_indicatore as i on r.indicatore_id = i.indicatore_id
left join main.dim_obiettivo as o on i.obiettivo_id = o.obiettivo_id
join main.dim_atto as a on i.atto_id = a.atto_id
join main.dim_ente as e on a.ente_id = e.ente_id
left join rubriche as c on r.indicatore_id = c.indicatore_id
left join main.struttura_nell_atto as s on o.atto_id = s.atto_id and o.struttura_id = s.struttura_id
where r.stato = 'in_attesa_di_rilevazione'
order by e.denominazione, a.atto_logico, o.ordinale, i.campo_target, i.ordinale, r.parte;
