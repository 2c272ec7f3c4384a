-- grain: a rubric of a current act; key: obiettivo_id.
-- Points of the options reached over the points attainable (R8). A bonus adds to the points only, and needs no value.
with criteri as (
    select
        atto_id,
        obiettivo_id,
        indicatore_id,
        scheda,
        bonus,
        max(ottenibili) as ottenibili
    from main.fact_rubrica
    group by all
),

valutati as (
    select
        c.*,
        p.stato,
        m.punti
    from criteri as c
    join punteggi.realizzazione_parte as p using (indicatore_id)
    left join punteggi.misura_in_vigore as m on p.indicatore_id = m.indicatore_id and p.parte = m.parte
),

conti as (
    select
        atto_id,
        obiettivo_id,
        scheda,
        count(*) filter (where not bonus) as criteri,
        count(punti) filter (where not bonus) as valutati,
        sum(punti) filter (where not bonus) as punti,
        coalesce(sum(punti) filter (where bonus), 0) as punti_bonus,
        sum(ottenibili) filter (where not bonus) as ottenibili,
        case
            when count(*) > count(ottenibili) then 'non_interpretato'
            when count(*) filter (where stato = 'valore_non_confrontabile') > 0 then 'valore_non_confrontabile'
            when count(*) filter (where stato <> 'misurato' and not bonus) > 0 then 'in_attesa_di_rilevazione'
            else 'misurato'
        end as stato
    from valutati
    group by all
),

soglie as (
    select
        atto_id,
        max(try_cast(valore as double)) as soglia
    from punteggi.regola_in_vigore
    where parametro = 'rubrica_soglia'
    group by atto_id
)

select
    c.atto_id,
    o.evidenza_id,
    c.obiettivo_id,
    c.scheda,
    c.criteri,
    c.valutati,
    c.ottenibili,
    case when c.stato = 'misurato' then c.punti end as punti,
    case when c.stato = 'misurato' then c.punti_bonus end as punti_bonus,
    case when c.stato = 'misurato' then (c.punti + c.punti_bonus) / nullif(c.ottenibili, 0) end as quota,
    s.soglia,
    case when c.stato = 'misurato' then (c.punti + c.punti_bonus) / nullif(c.ottenibili, 0) > s.soglia end as raggiunta,
    c.stato
from conti as c
join main.dim_obiettivo as o using (obiettivo_id)
left join soglie as s on c.atto_id = s.atto_id;
