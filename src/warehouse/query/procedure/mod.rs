//! The procedures that dossiers are of.

mod procedure_list;
