-- grain: a unit in an act, and itself or a unit that it follows in an act of the nearest plan year before;
-- key: atto_id, struttura_id, atto_prima_id, struttura_prima_id.
-- Which units a unit follows is what people state (main.struttura_successione). legame NULL: there is no year before.
with recursive catena as (
    select
        struttura_id,
        struttura_id as precede_id,
        'stessa' as legame
    from main.dim_struttura
    union
    select
        c.struttura_id,
        s.struttura_id,
        s.tipo
    from catena as c
    join main.struttura_successione as s on c.precede_id = s.successore_id
),

precedenti as (
    select
        struttura_id,
        precede_id,
        case when struttura_id = precede_id then 'stessa' else min(legame) end as legame
    from catena
    group by struttura_id, precede_id
),

prime as (
    select
        p.struttura_id as segue_id,
        p.legame,
        r.*
    from precedenti as p
    join punteggi.realizzazione_direzione as r on p.precede_id = r.struttura_id
)

select
    r.ente_id,
    r.atto_id,
    r.anno,
    r.struttura_id,
    r.struttura,
    r.obiettivi,
    r.realizzazione,
    r.stato,
    p.legame,
    p.atto_id as atto_prima_id,
    p.anno as anno_prima,
    p.struttura_id as struttura_prima_id,
    p.struttura as struttura_prima,
    p.obiettivi as obiettivi_prima,
    p.realizzazione as realizzazione_prima,
    p.stato as stato_prima,
    r.realizzazione - p.realizzazione as differenza
from punteggi.realizzazione_direzione as r
left join prime as p
    on r.struttura_id = p.segue_id
    and p.anno < r.anno
qualify p.anno is not distinct from max(p.anno) over (partition by r.atto_id, r.struttura_id);
