-- grain: a row set aside; key: quarantena_id. Parameter: the run.
insert into qualita.quarantena by name
select * replace (?::varchar as run_id)
from staging.quarantena;
