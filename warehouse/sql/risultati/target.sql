-- grain: a part of a current target, of some bodies ($enti) or (NULL) of all; key: indicatore_id, parte.
-- A value is no result before `dal`: the act's date, or the plan's first day where the act has no date or its deadline
-- was past already. A rubric's criterion takes one of its options.
with atti as (
    select
        atto_id,
        data,
        anno
    from evidenze.versione
    where $enti is null
        or list_contains($enti::varchar[], ente_id)
),

rubriche as (
    select
        atto_id,
        indicatore_id,
        list_sort(list(distinct opzione)) as opzioni
    from main.fact_rubrica
    join atti using (atto_id)
    group by atto_id, indicatore_id
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
join atti as a using (atto_id)
join main.dim_indicatore as i using (atto_id, indicatore_id)
left join rubriche as r using (atto_id, indicatore_id);
