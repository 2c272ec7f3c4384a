-- L'ultima corsa. Grana: una riga sola.
select
    strftime(iniziata_il, '%Y-%m-%d %H:%M:%S') as iniziata_il,
    strftime(finita_il, '%Y-%m-%d %H:%M:%S') as finita_il,
    stato,
    versione
from qualita.corsa
order by qualita.corsa.iniziata_il desc
limit 1
