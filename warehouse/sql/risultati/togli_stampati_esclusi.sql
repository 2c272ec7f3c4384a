-- Printed values of the act (parameter) whose rows are about to be made again, and of indicators that are no more.
delete from punteggi.rilevazione_esclusa
where origine = 'scheda'
    and indicatore_id not in (
        select indicatore_id
        from main.dim_indicatore
        where atto_id <> $atto_id
    );
