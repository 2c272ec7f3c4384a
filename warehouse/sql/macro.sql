-- Keys from business facts, the same on every machine; temporary, so that published files don't depend on them.
-- chr(31) stands between the parts, as in warehouse/documents.py.
create or replace temp macro chiave(parti) as left(md5(array_to_string(parti, chr(31))), 16);

-- Units: named within their parent; none where the print leaves the name empty.
create or replace temp macro chiave_struttura(ente, livello, padre, nome) as
    case when nome <> '' then chiave(['struttura', ente, livello, upper(padre), upper(nome)]) end;

create or replace temp macro chiave_persona(ente, nominativo) as
    case when nominativo <> '' then chiave(['persona', ente, upper(nominativo)]) end;

-- Objectives: named within their act and their parent; none where the print leaves the text empty.
create or replace temp macro chiave_strategico(atto, codice, strategico) as
    case when strategico <> '' then chiave([atto, 'strategico', codice, upper(strategico)]) end;

create or replace temp macro chiave_operativo(atto, codice, strategico, programma, operativo) as
    case when operativo <> '' then
        chiave([atto, 'operativo', codice, upper(strategico), programma, upper(operativo)])
    end;

create or replace temp macro chiave_peg(atto, cdr, programma, operativo, gestionale) as
    chiave([atto, 'peg', upper(cdr), programma, upper(operativo), upper(gestionale)]);
