-- grain: a row of a staged document set aside; key: quarantena_id. Parameters: the run, the moment.
-- What was aside already keeps the moment in which it was set aside.
insert into qualita.quarantena by name
select
    nuova.* replace ($run_id as run_id, coalesce(prima.da_parte_dal, $adesso::timestamp) as da_parte_dal)
from staging.quarantena as nuova
left join quarantena_prima as prima using (quarantena_id);
