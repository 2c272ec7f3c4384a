-- grain: a record of one of the two acts; key: evidenza_id. Records with the same key are numbered as they come.
create or replace temp table differenza_record as
select
    lato,
    tabella,
    evidenza_id,
    any_value(ordinale) as ordinale,
    any_value(chiave) || '#' || row_number() over (
        partition by lato, tabella, any_value(chiave) order by any_value(ordinale)
    ) as chiave,
    list_distinct(regexp_extract_all(lower(string_agg(valore, ' ')), '[\p{L}\p{N}]+')) as parole
from differenza_campo
group by lato, tabella, evidenza_id;
