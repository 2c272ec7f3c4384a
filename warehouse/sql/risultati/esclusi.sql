-- grain: a value kept out of the scores already, of some ($chiavi); key: esclusa_id.
select esclusa_id
from punteggi.rilevazione_esclusa
where list_contains($chiavi, esclusa_id);
