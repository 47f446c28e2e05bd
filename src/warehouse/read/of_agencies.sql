-- Tables and views of this build whose rows are of agencies, and by which of their columns
select columns.table_name, columns.column_name
from duckdb_columns() as columns
where columns.database_name = current_database() and not columns.internal
    and columns.column_name in ('agency_code', 'solving_agency', 'receiving_agency')
order by columns.table_name, columns.column_name
