-- Tables and views of this build whose rows are of agencies, or of dossiers that are, and by which of their columns
with known as (
    select
        columns.table_name, columns.column_name,
        bool_or(columns.column_name <> 'dossier_code') over (partition by columns.table_name) as names_agencies
    from duckdb_columns() as columns
    where columns.database_name = current_database() and not columns.internal
        and columns.column_name in ('agency_code', 'solving_agency', 'receiving_agency', 'dossier_code')
)
select table_name, column_name
from known
where column_name <> 'dossier_code' or not names_agencies
order by table_name, column_name
