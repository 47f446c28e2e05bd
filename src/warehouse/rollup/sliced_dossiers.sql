-- The dossiers, called by their slice.
create view {view} as
select {columns}
from {dossiers}
