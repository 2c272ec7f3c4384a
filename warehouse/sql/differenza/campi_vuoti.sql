-- grain: a field that isn't empty of a record of one of the two acts; key: evidenza_id, campo.
create or replace temp table differenza_campo (
    lato varchar,
    tabella varchar,
    evidenza_id varchar,
    ordinale integer,
    chiave varchar,
    campo varchar,
    valore varchar
);
