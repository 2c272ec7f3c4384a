-- grain: a part of an indicator's target that has a measured value; key: indicatore_id, parte.
-- The latest value counts; of two for the same day, the one loaded later. Of a criterion of a rubric it is an option, with
-- its points and those of the best option.
with opzioni as (
    select
        indicatore_id,
        lower(opzione) as opzione,
        max(punti) as punti,
        max(max(punti)) over (partition by indicatore_id) as massimo
    from main.fact_rubrica
    group by indicatore_id, lower(opzione)
)

select
    r.indicatore_id,
    r.parte,
    r.rilevazione_id,
    r.data,
    r.valore,
    r.valore_data,
    r.testo,
    r.fonte,
    r.origine,
    r.caricata_da,
    o.punti,
    o.massimo
from main.fact_rilevazione as r
left join opzioni as o on r.indicatore_id = o.indicatore_id and lower(trim(r.testo)) = o.opzione
qualify row_number() over (partition by r.indicatore_id, r.parte order by r.data desc, r.n desc) = 1;
