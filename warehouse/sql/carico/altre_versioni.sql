-- grain: a version of the acts of some staged documents (parameter); key: atto_id.
select a.atto_id
from evidenze.versione as a
join staging.versione as nuovo using (atto_logico_id)
where list_contains($atti, nuovo.atto_id)
