-- grain: one of the documents (parameter) with rows in the relation. How many rows, and how many of their fields aren't empty.
select
    atto_id,
    '{nome}' as tabella_pubblicata,
    count(*) as righe,
    sum({pieni}) as campi_pieni
from {relazione}
where list_contains($atti, atto_id)
group by atto_id
