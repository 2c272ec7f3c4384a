-- Next number of an outcome in a run (parameter).
select 1 + coalesce(max(n), 0) as n
from qualita.esito_aspettativa
where run_id = ?;
