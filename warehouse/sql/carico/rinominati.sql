-- grain: a loaded version of an act from which a document goes to another one; key: atto_id. The frame `nominati`
-- (atto_id, atto_logico_id) says of which acts documents are now; only those that are in the folder ($presenti: SHA-256).
with lasciati as (
    select v.atto_logico_id
    from evidenze.versione as v
    join nominati as n using (atto_id)
    where v.atto_logico_id <> n.atto_logico_id
)

select atto_id
from evidenze.versione
where atto_logico_id in (from lasciati)
    and list_contains($presenti, sha256);
