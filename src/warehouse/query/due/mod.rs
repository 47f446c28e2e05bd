//! Open dossiers by how near their promised time is, in the hours of an office.

pub(super) mod due_list;
mod office_days;
