-- What the staged documents' earlier loading set aside: their new loading says again what still has no place.
delete from qualita.quarantena
where atto_id in (select atto_id from staging.versione);
