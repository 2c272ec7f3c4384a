-- What was set aside of a document (parameter atto_id) before it is loaded again.
create or replace temp table quarantena_prima as
from qualita.quarantena
where atto_id = $atto_id;
