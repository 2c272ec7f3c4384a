-- Le celle di una riga del documento. Grana: un posto di una cella. Chiave: colonna, posto.
-- Parametri: atto_id, tabella, riga. Una cella unita copre anche le righe sotto la sua.
select
    colonna,
    testo,
    pagina,
    format('{:.1f} {:.1f} {:.1f} {:.1f}', x0, alto, x1, basso) as riquadro
from evidenze.cella
where atto_id = ?
    and tabella = ?
    and ? between riga and riga + righe_unite - 1
order by colonna, posto
