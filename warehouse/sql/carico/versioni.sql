-- grain: a version of the staged act; key: atto_id.
select a.atto_id
from evidenze.atto as a
join staging.atto as nuovo using (atto_logico_id)
