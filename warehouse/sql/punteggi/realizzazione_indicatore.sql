-- grain: an indicator; key: indicatore_id.
-- The mean of the parts of its target; parts declared not measurable are out of it. One part without a score leaves the
-- indicator without: stato says which reason comes first.
with parti as (
    select
        indicatore_id,
        any_value(componente) as componente,
        count(*) as parti,
        count(realizzazione) as parti_misurate,
        avg(realizzazione) as media,
        string_agg(valore, '; ' order by parte) as valore,
        list(distinct stato) as stati
    from punteggi.realizzazione_parte
    group by indicatore_id
),

con_stato as (
    select
        i.*,
        p.* exclude (indicatore_id),
        case
            when list_contains(p.stati, 'in_attesa_di_rilevazione') then 'in_attesa_di_rilevazione'
            when list_contains(p.stati, 'verso_non_noto') then 'verso_non_noto'
            when list_contains(p.stati, 'valore_non_confrontabile') then 'valore_non_confrontabile'
            when list_contains(p.stati, 'non_interpretato') then 'non_interpretato'
            when list_contains(p.stati, 'senza_target') then 'senza_target'
            when list_contains(p.stati, 'misurato') then 'misurato'
            when list_contains(p.stati, 'non_rilevabile') then 'non_rilevabile'
            -- printed, but nobody read it
            when i.target <> '' then 'non_interpretato'
            else 'senza_target'
        end as stato
    from main.dim_indicatore as i
    left join parti as p using (indicatore_id)
)

select
    indicatore_id,
    obiettivo_id,
    atto_id,
    evidenza_id,
    componente,
    testo as indicatore,
    target,
    valore,
    coalesce(parti, 0) as parti,
    coalesce(parti_misurate, 0) as parti_misurate,
    case when stato = 'misurato' then media end as realizzazione,
    stato
from con_stato;
