-- grain: an act of some bodies ($enti); key: atto_id.
select atto_id
from evidenze.versione
where list_contains($enti, ente_id);
