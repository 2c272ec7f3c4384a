-- Quante voci sono da parte. Grana: una riga sola.
select count(*) as voci
from qualita.quarantena
