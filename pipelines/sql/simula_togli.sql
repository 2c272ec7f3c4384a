-- Le regole di un parametro che sarebbero specifiche quanto la nuova. Parametri: parametro, componente (NULL: tutte).
delete from punteggi.regola
where parametro = $parametro
    and ente is not null
    and componente is not null
    and ($componente is null or componente = $componente)
