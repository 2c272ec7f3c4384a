-- grain: an option of a criterion of a rubric of a staged act; key: indicatore_id, opzione.
-- Attainable is the best option of the criterion; a bonus adds points without being attainable (R8).
with opzioni as (
    select
        *,
        coalesce(nullif(criterio_n, ''), criterio) as quale,
        numero_stampato(punteggio_raw) as punti,
        first_value(evidenza_id) over (partition by atto_id, scheda, quale order by ordinale) as criterio_evidenza_id
    from staging.rubrica_criterio
)

select
    i.obiettivo_id,
    i.indicatore_id,
    o.atto_id,
    o.evidenza_id,
    o.scheda,
    o.criterio_n,
    o.criterio,
    o.opzione,
    o.opzione_testo,
    o.punti,
    coalesce(o.bonus, false) as bonus,
    case when coalesce(o.bonus, false) then 0 else max(o.punti) over (partition by i.indicatore_id) end as ottenibili
from opzioni as o
join staging.dim_indicatore as i on o.criterio_evidenza_id = i.evidenza_id;
