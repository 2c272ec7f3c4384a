-- Le regole in vigore per una componente di un atto. Parametri: atto, componente.
-- Grana: un parametro. Chiave: parametro.
select
    parametro,
    valore,
    regola,
    atto,
    pagina
from punteggi.regola_in_vigore
where atto_id = ?
    and componente = ?
order by parametro
