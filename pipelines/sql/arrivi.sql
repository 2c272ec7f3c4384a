-- Il giorno in cui il magazzino ha avuto ogni documento per la prima volta. Grana: un documento. Chiave: sha256.
select
    sha256,
    acquisito_il::date as giorno
from evidenze.versione
