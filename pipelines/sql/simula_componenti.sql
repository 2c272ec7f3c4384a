-- Componenti a cui gli atti correnti danno regole.
-- Grana: una componente. Chiave: componente.
select distinct componente
from punteggi.regola_in_vigore
order by componente
