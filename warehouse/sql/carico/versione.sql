-- grain: one row. Which version of its logical act a document is (its own if already loaded, else the next),
-- and when its bytes were first acquired.
select
    coalesce(
        max(versione) filter (where atto_id = $atto_id and atto_logico_id = $atto_logico_id),
        1 + coalesce(max(versione) filter (where atto_logico_id = $atto_logico_id), 0)
    ) as versione,
    max(acquisito_il) filter (where atto_id = $atto_id) as acquisito_il
from evidenze.acquisizione;
