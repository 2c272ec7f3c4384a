-- grain: a part of a current target, of all bodies or (parameter) of those of some acts; key: indicatore_id, parte.
-- A value is no result before `dal`: the act's date, or the plan's first day where the act has no date or its deadline
-- was past already. A rubric's criterion takes one of its options.
with rubriche as (
    select
        indicatore_id,
        list_sort(list(distinct opzione)) as opzioni
    from main.fact_rubrica
    group by indicatore_id
)

select
    t.indicatore_id,
    t.parte,
    t.genere,
    t.unita,
    t.valore,
    concat_ws(' ', i.testo, i.descrizione, t.testo) as parole,
    t.condizione,
    case
        when t.scadenza < a.data then make_date(a.anno, 1, 1)
        else coalesce(a.data, make_date(a.anno, 1, 1))
    end as dal,
    coalesce(r.opzioni, []) as opzioni
from main.fact_target as t
join main.dim_indicatore as i using (indicatore_id)
join main.dim_atto as a on t.atto_id = a.atto_id
left join rubriche as r on t.indicatore_id = r.indicatore_id
where $atti is null
    or a.ente_id in (select ente_id from evidenze.versione where list_contains($atti::varchar[], atto_id));
