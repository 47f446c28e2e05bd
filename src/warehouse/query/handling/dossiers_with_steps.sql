-- After `counted`, one event a dossier: how many dossiers were done, and of how many of them messages tell steps
covered as (
    select exists (select 1 from progress_step as step where step.dossier_code = counted.subject_id) as has_steps
    from counted
)
select count(*), count(*) filter (where has_steps)
from covered
