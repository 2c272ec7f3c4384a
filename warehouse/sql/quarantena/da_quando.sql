-- Since when a row (parameter) is set aside.
select da_parte_dal
from qualita.quarantena
where quarantena_id = ?;
