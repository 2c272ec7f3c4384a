-- Corrections of all versions of the staged act, about to be said again.
delete from main.correzione
where atto_id in (
    select a.atto_id
    from evidenze.versione as a
    join staging.versione as nuovo using (atto_logico_id)
);
