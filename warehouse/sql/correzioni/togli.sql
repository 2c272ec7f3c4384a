-- Corrections of all versions of the acts of some staged documents (parameter), about to be said again.
delete from main.correzione
where atto_id in (
    select a.atto_id
    from evidenze.versione as a
    join staging.versione as nuovo using (atto_logico_id)
    where list_contains($atti, nuovo.atto_id)
);
