-- grain: a unit in an act (NULL: what is the whole act's); key: atto_id, struttura_id.
-- How many findings on the plan there are, by kind.
with obiettivi as (
    select
        o.atto_id,
        o.struttura_id,
        count(distinct o.obiettivo_id) as obiettivi,
        count(i.indicatore_id) as indicatori
    from main.dim_obiettivo as o
    left join main.dim_indicatore as i using (obiettivo_id)
    where o.livello in ('direzione', 'fase', 'gestionale', 'segretario')
        and not o.citato
    group by o.atto_id, o.struttura_id
),

rilievi as (
    select
        atto_id,
        struttura_id,
        count(distinct obiettivo_id) as obiettivi_con_rilievi,
        count(*) as rilievi,
        count(*) filter (where rilievo = 'senza_target') as senza_target,
        count(*) filter (where rilievo = 'target_non_interpretato') as target_non_interpretato,
        count(*) filter (where rilievo = 'target_non_rilevabile') as target_non_rilevabile,
        count(*) filter (where rilievo = 'senza_fonte') as senza_fonte,
        count(*) filter (where rilievo = 'senza_indicatori') as senza_indicatori,
        count(*) filter (where rilievo = 'senza_responsabile') as senza_responsabile,
        count(*) filter (where rilievo = 'scadenza_fuori_piano') as scadenza_fuori_piano,
        count(*) filter (where rilievo = 'scadenza_prima_dell_atto') as scadenza_prima_dell_atto,
        count(*) filter (where rilievo = 'scadenze_tutte_a_fine_anno') as scadenze_tutte_a_fine_anno,
        count(*) filter (where rilievo = 'testo_ripetuto') as testo_ripetuto,
        count(*) filter (where rilievo = 'gia_raggiunto_in_partenza') as gia_raggiunto_in_partenza,
        count(*) filter (where rilievo = 'pesi_non_tornano') as pesi_non_tornano
    from punteggi.qualita_obiettivo
    group by atto_id, struttura_id
)

select
    coalesce(o.atto_id, r.atto_id) as atto_id,
    coalesce(o.struttura_id, r.struttura_id) as struttura_id,
    s.denominazione as struttura,
    coalesce(o.obiettivi, 0) as obiettivi,
    coalesce(o.indicatori, 0) as indicatori,
    coalesce(r.obiettivi_con_rilievi, 0) as obiettivi_con_rilievi,
    coalesce(r.rilievi, 0) as rilievi,
    coalesce(r.senza_target, 0) as senza_target,
    coalesce(r.target_non_interpretato, 0) as target_non_interpretato,
    coalesce(r.target_non_rilevabile, 0) as target_non_rilevabile,
    coalesce(r.senza_fonte, 0) as senza_fonte,
    coalesce(r.senza_indicatori, 0) as senza_indicatori,
    coalesce(r.senza_responsabile, 0) as senza_responsabile,
    coalesce(r.scadenza_fuori_piano, 0) as scadenza_fuori_piano,
    coalesce(r.scadenza_prima_dell_atto, 0) as scadenza_prima_dell_atto,
    coalesce(r.scadenze_tutte_a_fine_anno, 0) as scadenze_tutte_a_fine_anno,
    coalesce(r.testo_ripetuto, 0) as testo_ripetuto,
    coalesce(r.gia_raggiunto_in_partenza, 0) as gia_raggiunto_in_partenza,
    coalesce(r.pesi_non_tornano, 0) as pesi_non_tornano
from obiettivi as o
full join rilievi as r
    on o.atto_id = r.atto_id
    and o.struttura_id is not distinct from r.struttura_id
left join main.struttura_nell_atto as s
    on s.atto_id = coalesce(o.atto_id, r.atto_id)
    and s.struttura_id = coalesce(o.struttura_id, r.struttura_id);
