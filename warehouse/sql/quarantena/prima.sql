-- What was set aside of the staged documents before they are loaded again.
create or replace temp table quarantena_prima as
from qualita.quarantena
where atto_id in (select atto_id from staging.versione);
