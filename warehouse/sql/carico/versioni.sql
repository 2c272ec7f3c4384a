-- grain: a version of the staged act; key: atto_id.
select a.atto_id
from evidenze.versione as a
join staging.versione as nuovo using (atto_logico_id)
