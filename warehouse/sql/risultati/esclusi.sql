-- grain: a value kept out of the scores; key: esclusa_id.
select esclusa_id
from punteggi.rilevazione_esclusa;
