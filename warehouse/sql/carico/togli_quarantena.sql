-- What a document's earlier loading set aside: its new loading says again what still has no place.
delete from qualita.quarantena
where atto_id = $atto_id;
