-- grain: a document about to be staged; key: atto_id. Which version of its logical act it is (its own if already loaded,
-- else the next), and when its bytes were first acquired. Parameters: ids of the documents, and of their acts.
with nuovi as (
    select
        unnest($atti) as atto_id,
        unnest($logici) as atto_logico_id
)

select
    n.atto_id,
    coalesce(
        max(a.versione) filter (where a.atto_id = n.atto_id and a.atto_logico_id = n.atto_logico_id),
        1 + coalesce(max(a.versione) filter (where a.atto_logico_id = n.atto_logico_id), 0)
    ) as versione,
    max(a.acquisito_il) filter (where a.atto_id = n.atto_id) as acquisito_il
from nuovi as n
left join evidenze.acquisizione as a
    on a.atto_id = n.atto_id
    or a.atto_logico_id = n.atto_logico_id
group by n.atto_id;
