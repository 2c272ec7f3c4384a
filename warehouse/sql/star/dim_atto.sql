-- grain: a version of an act, that is a document; key: atto_id.
-- An act with objectives of its units details the act of the same body that gives them for the same years: of several,
-- the latest.
with piani as not materialized (
    select
        v.ente_id,
        v.atto_logico_id,
        v.data,
        o.livello,
        min(o.anno_inizio) as primo_anno,
        max(coalesce(o.anno_fine, o.anno_inizio)) as ultimo_anno
    from main.dim_obiettivo as o
    join evidenze.versione as v using (atto_id)
    where o.livello = 'direzione' or o.tabella_pubblicata = 'obiettivo_direzione'
    group by all
),

dettagli as (
    select
        d.ente_id,
        d.atto_logico_id,
        p.atto_logico_id as dettaglia_id
    from piani as d
    join piani as p
        on d.livello = 'direzione'
        and p.livello = 'programmato'
        and d.ente_id = p.ente_id
        and d.atto_logico_id <> p.atto_logico_id
        and d.primo_anno <= p.ultimo_anno
        and p.primo_anno <= d.ultimo_anno
    qualify row_number() over (
        partition by d.ente_id, d.atto_logico_id
        order by p.data desc nulls last, p.atto_logico_id
    ) = 1
)

select
    v.atto_id,
    v.atto_logico_id,
    v.ente_id,
    v.anno,
    v.atto_logico,
    v.versione,
    v.versione = max(v.versione) over atto as corrente,
    lag(v.atto_id) over (atto order by v.versione) as sostituisce_id,
    d.dettaglia_id,
    v.nome_file,
    v.sha256,
    v.tipo,
    v.numero,
    v.data,
    v.oggetto,
    v.pagine,
    v.url,
    v.acquisito_il
from evidenze.versione as v
left join dettagli as d using (ente_id, atto_logico_id)
window atto as (partition by v.ente_id, v.atto_logico_id);
