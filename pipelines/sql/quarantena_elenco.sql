-- Che cosa è da parte ora, da quando, e con quale comando si guarda.
-- Grana: una riga o un documento da parte. Chiave: n. Parametro: le opzioni da ripetere nel comando.
-- Il numero vale finché la quarantena non cambia: l'ordine è quello della carta.
select
    row_number() over (order by nome_file, pagina nulls first, tabella, riga, quarantena_id) as n,
    nome_file as documento,
    pagina,
    tabella,
    riga,
    motivo,
    date_diff('day', da_parte_dal, current_timestamp at time zone 'UTC') as giorni,
    'schedario quarantine show ' || n || ? as guarda
from qualita.quarantena
order by n
