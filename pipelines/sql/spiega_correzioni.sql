-- Che cosa persone hanno corretto o accettato in una riga pubblicata. Parametro: la sua evidenza.
-- Grana: un campo. Chiave: campo.
select
    campo,
    valore_stampato,
    valore_usato,
    perche,
    chi,
    quando,
    stato
from main.correzione
where evidenza_id = ?
order by campo
